"""Editions kept open: one for each way of setting, and fewer to read copy again."""

import pytest

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
