import pytest

from storygen import load_pack, open_edition
from storygen.errors import UsageError
from storygen.newsroom import write
from storygen.retyping import is_as_it_was, matched, retyped, typescript
from storygen.revising import Typed
from storygen.writing.ednote import Overrule, let_run, noted
from storygen.writing.flag import Flag
from storygen.writing.ledger import Run
from storygen.writing.story import Par

OLD = [
    "Bakers up in Kent",
    "There are 1,100 bakers in Kent, official figures show.",
    "Kent Police counted 1,100 bakers on March 31.",
    "Meanwhile, Essex Police counted 880 bakers on March 31.",
    "Bread is good for you.",
]


@pytest.mark.parametrize(
    "typed, which",
    [
        pytest.param(OLD, [0, 1, 2, 3, 4], id="as they were"),
        pytest.param([OLD[0], OLD[4], OLD[1]], [0, 4, 1], id="some cut, one moved"),
        pytest.param([*OLD[:2], "It rained.", *OLD[2:]], [0, 1, None, 2, 3, 4], id="one added"),
        pytest.param([OLD[0], "In Kent there are 1,100 bakers, figures show.", *OLD[2:]], [0, 1, 2, 3, 4], id="one mended"),
        pytest.param([*OLD[:2], "Essex Police counted 880 bakers on March 31."], [0, 1, 3], id="one mended, and the one that is like it cut"),
        pytest.param([*OLD[:2], "Meanwhile, Essex Police counted 890 bakers.", "Kent Police counted 1,100 bakers."], [0, 1, 3, 2], id="two mended and changed about"),
        pytest.param([*OLD[:2], "Nothing of it stands.", *OLD[3:]], [0, 1, 2, 3, 4], id="one written anew where it stood"),
        pytest.param([*OLD[:4], "Nothing of it stands."], [0, 1, 2, 3, 4], id="the last written anew"),
        pytest.param([*OLD[:2], "Nothing.", "Of it.", *OLD[3:]], [0, 1, None, None, 3, 4], id="two in the place of one are new"),
        pytest.param([OLD[0], OLD[1], OLD[1]], [0, 1, None], id="one twice: the second is new"),
        pytest.param(["Bakers many in Kent", *OLD[1:]], [0, 1, 2, 3, 4], id="another headline, like the first"),
        pytest.param([each.replace(" ", "\n", 1) for each in OLD], [0, 1, 2, 3, 4], id="lines broken otherwise"),
        pytest.param([], [], id="nothing"),
    ],
)  # fmt: skip
def test_a_par_is_known_by_its_words(typed, which):
    assert matched(OLD, typed) == which


@pytest.fixture(scope="module")
def kent():
    edition = open_edition(load_pack("police-workforce"))
    return write(edition, [edition.gazetteer.find("Kent")[0][0]])


@pytest.fixture(scope="module")
def noted_kent(kent):
    """Return Kent's story with what was decided of it in two pars: an overrule and a correction."""
    from dataclasses import replace

    pars = noted(kent.pars, let_run([Flag("outlier", "a doubt", "count")], Overrule("confirmed", "Jo")))
    correction = Par.of("correction", [Run("Correction: it was so.")])
    return replace(kent, pars=(pars[0], pars[1], correction, *pars[2:]))


def test_what_is_typed_over_comes_back_as_it_was_without_what_was_decided(kent, noted_kent):
    assert typescript(noted_kent) == typescript(kent) == f"{kent}\n"
    for story in (kent, noted_kent):
        typed = retyped(story, typescript(story))
        assert typed == [Typed(par.name, str(par), par.place) for par in kent.pars]
        assert is_as_it_was(story, typed)


def test_wire_copy_comes_back_as_it_was(kent, noted_kent):
    from storygen.outputs.text import write as wire

    for story in (kent, noted_kent):
        assert is_as_it_was(story, retyped(story, wire(story)))


def test_what_is_added_has_a_name_of_its_own_and_the_place_of_the_par_before_it(kent):
    copy = typescript(kent).replace("\n\n", "\n\nFirst.\n\n", 1)
    typed = retyped(kent, f"{copy}\nLast.\n")
    assert [each for each in typed if each.name.startswith("added")] == [
        Typed("added-1", "First.", ""),
        Typed("added-2", "Last.", ""),
    ]
    assert not is_as_it_was(kent, typed)


def test_a_headline_written_anew_is_the_headline(kent):
    _, _, rest = typescript(kent).partition("\n\n")
    assert retyped(kent, f"Nothing like it\n\n{rest}")[0] == Typed("headline", "Nothing like it", "")


@pytest.mark.parametrize(
    "text, said",
    [
        pytest.param("", "the copy: there is nothing in it. Write a headline and its pars.", id="nothing"),
        pytest.param(
            "\n \n", "the copy: there is nothing in it. Write a headline and its pars.", id="blanks"
        ),
    ],
)
def test_copy_of_nothing_is_refused(kent, text, said):
    with pytest.raises(UsageError) as refused:
        retyped(kent, text)
    assert str(refused.value) == said


def test_copy_that_does_not_begin_with_its_headline_is_refused(kent):
    headline, _, rest = typescript(kent).partition("\n\n")
    for text in (rest, f"{rest}\n{headline}\n", f"New.\n\n{headline}\n\n{rest}"):
        with pytest.raises(UsageError, match="its first par is not the headline"):
            retyped(kent, text)
