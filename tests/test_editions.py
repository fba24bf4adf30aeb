"""Editions kept open: one for each way of setting, and fewer to read copy again."""

import pytest
from setting import BAKERS, KENT, YEAR, bakery, write_pack, write_release

from storygen import load_pack, open_edition
from storygen.editions import MOST_OPEN, Editions, Setting, reading_of, setting_of
from storygen.newsroom import write
from storygen.revising import Typed, quotes_for, revise
from storygen.settings import read_settings
from storygen.writing.plan import LENGTHS

PLACES = {"police-workforce": "Kent", "use-of-force": "Durham", "registered-offenders": "West Midlands"}
RELEASES = {"registered-offenders": "mappa-2021"}


def told(pack, style, length, title):
    edition = open_edition(load_pack(pack), RELEASES.get(pack), style=style, length=length, title=title)
    return write(edition, edition.gazetteer.find(PLACES[pack])[0])


@pytest.mark.parametrize("pack", PLACES)
@pytest.mark.parametrize("style", ["pa", "guardian"])
@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize(
    "added",
    [
        pytest.param("", id="as it was"),
        pytest.param(" That is 1,234,567 more than in Essex.", id="with what is false"),
        pytest.param(" “It is 5%,” said J Smith, who were asked.", id="with what a sub queries"),
    ],
)
def test_copy_is_read_again_alike_however_long_it_is_and_for_whom(pack, style, length, added):
    editions, copy = Editions(read_settings()), told(pack, style, length, "Kent Messenger")
    typed = [Typed(par.name, str(par), par.place) for par in copy.pars]
    typed[-1] = Typed(typed[-1].name, typed[-1].text + added, typed[-1].place)
    with editions.writing(setting_of(copy)) as own, editions.writing(reading_of(copy)) as other:
        assert own is not other
        assert revise(own, copy, typed) == revise(other, copy, typed)
        assert quotes_for(own, copy) == quotes_for(other, copy)


def test_every_titles_copy_of_one_style_and_day_is_read_by_one_edition():
    copies = [told("police-workforce", "pa", length, title) for length in LENGTHS for title in ("", "A", "B")]
    assert {reading_of(copy) for copy in copies} == {reading_of(copies[0])}


def test_the_editions_used_last_stay_open():
    editions = Editions(read_settings())
    first, *rest = [
        Setting("police-workforce", "workforce-2019", title=str(number)) for number in range(MOST_OPEN + 1)
    ]
    with editions.writing(first) as edition, editions.writing(first) as again:
        assert again is edition
    for setting in rest:
        with editions.writing(setting) as last:
            pass
    with editions.writing(rest[-1]) as again:
        assert again is last
    with editions.writing(first) as again:
        assert again is not edition


def opened(editions, setting):
    with editions.writing(setting) as edition:
        return edition


BAKERY = Setting("bakers", "bakers-2020")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda folder: write_pack(folder / "templates", extra_j2="{% block intro %}New{% endblock %}"),
            id="a template is written",
        ),
        pytest.param(
            lambda folder: write_release(folder / "home" / "releases", {**BAKERS, ("bakers", KENT, YEAR): 9}),
            id="a release has another figure",
        ),
        pytest.param(
            lambda folder: write_release(folder / "home" / "releases", embargo="2030-01-01"),
            id="a release has an embargo now",
        ),
        pytest.param(
            lambda folder: write_release(
                folder / "home" / "releases", id="bakers-2021", period="at 2021-03-31"
            ),
            id="another release has come in",
        ),
    ],
)
def test_an_edition_is_opened_anew_when_a_file_it_was_made_from_has_changed(tmp_path, change):
    editions = Editions(bakery(tmp_path))
    was = opened(editions, BAKERY)
    assert opened(editions, BAKERY) is was
    change(tmp_path)
    now = opened(editions, BAKERY)
    assert now is not was
    assert opened(editions, BAKERY) is now


def test_what_is_set_in_another_style_does_not_ask_after_this_ones_file(tmp_path):
    editions, own = Editions(bakery(tmp_path)), tmp_path / "templates" / "styles"
    was = opened(editions, BAKERY)
    own.mkdir()
    (own / "weekly.toml").write_text("", encoding="utf-8")
    assert opened(editions, BAKERY) is was
