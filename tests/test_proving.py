import pytest
from setting import PROOF, STORY, bakery, environment, write_pack

from storygen.errors import PackError
from storygen.pack import load_pack, open_pack
from storygen.proving import check_pack, proofs, prove, renew, unproved
from storygen.writing.flag import Flag


@pytest.fixture
def proved(tmp_path):
    def run(text=PROOF):
        settings = bakery(tmp_path, proofs_more_toml=text)
        pack = load_pack("bakers", settings)
        (proof,) = proofs(pack)
        return pack, prove(pack, proof, settings)

    return run


def changed(old, new):
    assert old in PROOF
    return PROOF.replace(old, new, 1)


def test_a_right_proof_passes(proved):
    _, came = proved()
    assert (came.fault, came.angles) == ("", ("change",))


def test_a_wrong_copy_shows_the_difference(proved):
    _, came = proved(
        changed(
            "There are 110 bakers in Kent, official figures show.",
            "There are 111 bakers in Kent, official figures show.",
        )
    )
    assert came.fault == (
        "the copy differs:\n--- the proof\n+++ as set now\n-There are 111 bakers in Kent, official figures show.\n+There are 110 bakers in Kent, official figures show."
    )


@pytest.mark.parametrize(
    "old, new, fault",
    [
        pytest.param('angle   = "change"', 'angle = "few"', "its angle is change, not few", id="another angle"),
        pytest.param("[110, 100]", '["..", 100]', "it is held: Kent: proof.csv, proof (Kent, bakers at 2020-03-31): not available", id="held"),
        pytest.param('why     = ', 'held = "no figure"\nwhy = ', "it should be held (no figure) and is not", id="not held"),
        pytest.param("[figures.Kent]", "[figures.Kant]", "“Kant”: no place, title or code of that name.", id="no place"),
        pytest.param("bakers = [110, 100]", "cakes = [110, 100]", "bakers/proofs/more.toml: “cakes” is not read from a table.", id="nothing measured"),
        pytest.param('period  = "at 2020-03-31"', 'release = "bakers-1999"', "“bakers-1999”: bakers has no such release.", id="no release"),
        pytest.param('why     = ', 'style = "times"\nwhy = ', "“times”: no such style.", id="no style"),
    ],
)  # fmt: skip
def test_a_proof_that_does_not_come_out_says_why(proved, old, new, fault):
    assert proved(changed(old, new))[1].fault.startswith(fault)


@pytest.mark.parametrize(
    "reason, fault",
    [
        pytest.param("not available", "", id="for the reason given"),
        pytest.param("NOT available", "", id="in other letters"),
        pytest.param("suppressed", "it is held: Kent: proof.csv,", id="for another"),
    ],
)
def test_a_story_that_should_be_held(proved, reason, fault):
    text = f'why = "x"\nplaces = ["Kent"]\nheld = "{reason}"\nperiod = "at 2020-03-31"\n[figures.Kent]\nbakers = ["..", 100]\n'
    came = proved(text)[1]
    assert came.fault.startswith(fault) if fault else came.fault == ""


def test_figures_are_given_over_those_of_a_release(proved):
    text = 'why = "x"\nplaces = ["Essex"]\nrelease = "bakers-2020"\nlength = "headline"\ncopy = "Bakers up in Essex"\n[figures.Essex]\nbakers = 990\n'
    assert proved(text)[1].fault == ""
    assert "Bakers down in Essex" in proved(text.replace("\n[figures.Essex]\nbakers = 990", ""))[1].fault


def test_figures_by_their_periods(proved):
    by_period = '[figures.Kent.bakers]\n"at 2020-03-31" = 110\n"at 2019-03-31" = 100'
    assert proved(changed("[figures.Kent]\nbakers = [110, 100]", by_period))[1].fault == ""


def test_a_figure_seen_only_rounded_carries_its_mark(proved):
    came = proved(changed("[110, 100]", '["about 110", 100]'))[1]
    assert "about 110 bakers" in came.copy


def test_renewing_writes_the_copy_and_leaves_the_rest(proved):
    _, came = proved(
        changed(
            "There are 110 bakers in Kent, official figures show.",
            "There are 111 bakers in Kent, official figures show.",
        )
    )
    renew(came)
    assert came.proof.path.read_text("utf-8") == PROOF


def test_renewing_adds_the_copy_where_there_is_none(proved):
    without = PROOF[: PROOF.index("copy ")] + 'held = "x"\n' + PROOF[PROOF.index("\n[figures.Kent]") :]
    _, came = proved(without)
    renew(came)
    text = came.proof.path.read_text("utf-8")
    assert text.count('copy = """') == 1
    assert "Bakers up in Kent" in text
    _, again = proved(text.replace('held = "x"\n', ""))
    assert again.fault == ""


@pytest.mark.parametrize(
    "text, fault",
    [
        pytest.param('places = ["Kent"]\ncopy = "x"', "bakers/proofs/more.toml: “why” is missing. Add it.", id="no why"),
        pytest.param('why = "x"\ncopy = "x"', "bakers/proofs/more.toml: “places” is missing. Add it.", id="no places"),
        pytest.param('why = "x"\nplaces = ["Kent"]', "bakers/proofs/more.toml: there is neither copy nor held. Write the copy, or why it is held.", id="nothing to hold it against"),
        pytest.param('why = "x"\nplaces = ["Kent"]\ncopy = "x"\nfigure = 1', "bakers/proofs/more.toml: unknown key figure. Use why,", id="a strange key"),
        pytest.param("why =", "bakers/proofs/more.toml: cannot be read:", id="no TOML"),
    ],
)  # fmt: skip
def test_a_broken_proof_is_one_line(tmp_path, text, fault):
    pack = open_pack(write_pack(tmp_path, proofs_more_toml=text))
    with pytest.raises(PackError) as raised:
        proofs(pack)
    assert str(raised.value).startswith(fault)
    assert "\n" not in str(raised.value)


def test_an_angle_that_no_proof_shows_is_named(proved):
    pack, came = proved()
    assert unproved(pack, [came]) == ["few", "still"]


@pytest.fixture
def bakers(tmp_path, monkeypatch):
    def made(**files):
        settings = bakery(tmp_path, **files)
        for key, value in environment(tmp_path).items():
            monkeypatch.setenv(key, value)
        return load_pack("bakers", settings)

    return made


def test_checking_a_pack_says_all_that_is_wrong(bakers):
    report = check_pack(bakers(proofs_more_toml=changed("There are 110", "There are 111")))
    assert len(report.faults) == 7
    assert report.faults[0].startswith("bakers/proofs/more.toml: the copy differs:")
    assert report.faults[1:4] == (
        "bakers: no proof shows the angle “few”",
        "bakers: no proof shows the angle “still”",
        "bakers/angles.toml, strength 1: the word “risen”, for 0 per cent is never printed. "
        "Write a proof that shows it, or take it out",
    )
    assert report.lines[-1] == (
        "bakers: 9 pars, 3 rules, 1 proofs, 15 real stories, 1535 of edge rows; "
        "36 branches, 4 never run, 7 only on edge rows; 7 faults"
    )


def test_checking_with_renewal_leaves_a_proof_that_passes(bakers):
    pack = bakers(proofs_more_toml=changed("There are 110", "There are 111"))
    report = check_pack(pack, renewing=True)
    assert "bakers/proofs/more.toml: the copy is renewed; read it" in report.lines
    assert not [fault for fault in check_pack(pack).faults if "differs" in fault]


def test_renewal_lets_no_typed_number_by_whether_or_not_a_proof_shows_it(bakers):
    words = "{% block source %}{% if several %}{% else %}There were 400 once. {% endif %}"
    pack = bakers(story_j2=STORY.replace("{% block source %}", words))
    check_pack(pack, renewing=True)
    typed = [fault for fault in check_pack(pack).faults if " is typed " in fault]
    assert [fault.partition(" is typed")[0] for fault in typed] == [
        "bakers/story.j2, line 13, par source: the number “400”",
        "bakers/story.j2, line 13, par source: the number “once”",
    ]


def test_checking_reports_what_a_judge_stops_with_the_row_that_made_it(bakers):
    def judge(edition, story):
        return [Flag("sub", "nobody has so many bakers", stop=True)] if "98,765,432" in str(story) else []

    faults = check_pack(bakers(), judge=judge).faults
    assert [fault for fault in faults if "edge row “every measure: huge, and up”" in fault]


def test_an_arm_that_nothing_reaches_fails_the_check_with_its_file_and_line(bakers):
    source = "{% block source %}{% if release.id == 'x' %}Old. {% endif %}"
    faults = check_pack(bakers(story_j2=STORY.replace("{% block source %}", source))).faults
    assert (
        "bakers/story.j2, line 13, par source: the arm “{% if release.id == 'x' %}” (“Old.”) is never run. "
        "Write a proof that shows it, or take it out" in faults
    )
