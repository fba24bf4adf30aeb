"""Our changes against the publisher's own: worked out by us, printed by the Home Office.

The Home Office prints the change over twelve months beside its figures. Nothing of ours reads those
columns when it writes; here they are held against the figures behind the copy.
"""

import json
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pytest
from click.testing import CliRunner
from making import NATION

from storygen import load_pack, open_edition
from storygen.cli import storygen
from storygen.facts.figure import Figure
from storygen.newsroom import write

MEASURES = ("officers", "staff", "pcsos", "specials")
RELEASES = ("workforce-2018", "workforce-2019")


@cache
def edition(release):
    return open_edition(load_pack("police-workforce"), release)


def codes():
    return [place.code for place in edition(RELEASES[1]).places()]


def ours(release, measure, code):
    """Return the change of a measure as we work it out, or None."""
    opened = edition(release)
    return opened.views((code,))[measure].n_change


def theirs(release, measure, code):
    """Return the change that the Home Office prints, or None."""
    opened = edition(release)
    table = opened.table
    found = table.figure(f"{measure}_change", code, table.release.period)
    return found.value if isinstance(found, Figure) else None


def same(change, printed):
    """Return whether the two are one number, but for the noise in a spreadsheet's last digits."""
    return abs(change - printed) < Decimal("1e-8")


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("measure", MEASURES)
def test_every_change_is_the_publisher_s_own(release, measure):
    both = 0
    for code in [*codes(), NATION]:
        change, printed = ours(release, measure, code), theirs(release, measure, code)
        if change is None or printed is None:
            continue
        both += 1
        assert same(change, printed), code
        assert (change > 0, change < 0) == (printed > 0, printed < 0) or same(change, 0), code
    missing = 1 if measure == "pcsos" and release == "workforce-2019" else 0
    assert both >= 44 - missing


@pytest.mark.parametrize("release", RELEASES)
def test_what_copy_says_of_a_direction_is_the_publisher_s_sign(release):
    opened = edition(release)
    told = 0
    for place in opened.places():
        story = write(opened, [place])
        printed = theirs(release, "officers", place.code)
        (par,) = [par for par in story.pars if par.name == "comparison"]
        words = str(par)
        if "little changed" in words:
            assert abs(opened.views((place.code,))["officers"].n_percent) < Decimal("0.5")
            continue
        told += 1
        assert (" rose " in words, " fell " in words) == (printed > 0, printed < 0), place.name
    assert told >= 30


@pytest.mark.parametrize("release", RELEASES)
def test_the_figures_behind_the_print_give_the_publisher_s_change(release, tmp_path):
    run = CliRunner().invoke(
        storygen,
        [
            "batch",
            "police-workforce",
            "--release",
            release,
            "--out",
            str(tmp_path),
            "--format",
            "json",
            "--quiet",
        ],
    )
    assert run.exit_code == 0, run.output
    rows = json.loads((tmp_path / "batch.json").read_text("utf-8"))
    assert len(rows) == 43
    assert {row["status"] for row in rows} == {"ready"}
    for row in rows:
        code = row["places"][0]["code"]
        story = json.loads((tmp_path / row["files"][0]).read_text("utf-8"))
        (par,) = [par for par in story["pars"] if par["name"] == "comparison"]
        claims = [run["claim"] for run in par["runs"] if "claim" in run]
        now, before = (Decimal(figure["value"]) for figure in claims[0]["figures"])
        printed = theirs(release, "officers", code)
        assert same(now - before, printed), code


def at(release, measure, code=NATION, back=0):
    table = edition(release).table
    period = table.release.period.prior(12 * back)
    found = table.figure(measure, code, period)
    return found.value.quantize(Decimal(1), ROUND_HALF_UP)


@pytest.mark.parametrize(
    "measure, first, was, revised, now, change",
    [
        ("officers", 121929, 122395, 122406, 124784, 2378),
        ("pcsos", 10056, 9791, 9791, 9292, -499),
        ("staff", 66393, 68256, 68258, 70737, 2480),
        ("specials", 12601, 11029, 11029, 10039, -990),
    ],
)
def test_the_national_figures(measure, first, was, revised, now, change):
    assert at("workforce-2018", measure, back=1) == first
    assert at("workforce-2018", measure) == was
    assert at("workforce-2019", measure, back=1) == revised
    assert at("workforce-2019", measure) == now
    assert ours("workforce-2019", measure, NATION).quantize(Decimal(1), ROUND_HALF_UP) == change


def moved(release):
    """Return the percentage change in officers of every force, by name, the largest rise first."""
    opened = edition(release)
    found = {place.name: opened.views((place.code,))["officers"].n_percent for place in opened.places()}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def test_the_forces_that_rose_and_fell_in_2019():
    changes = moved("workforce-2019")
    fell = {name for name, percent in changes.items() if percent < 0}
    assert (sum(percent > 0 for percent in changes.values()), len(fell)) == (31, 12)
    assert fell == {
        "Durham", "Northumbria", "Cumbria", "Lincolnshire", "Nottinghamshire", "Staffordshire", "West Midlands",
        "Hampshire", "Surrey", "Wiltshire", "Dyfed-Powys", "Gwent",
    }  # fmt: skip
    ends = [(name, f"{percent:+.1f}") for name, percent in changes.items()]
    assert ends[:3] == [("Warwickshire", "+18.0"), ("West Mercia", "+10.8"), ("Essex", "+7.7")]
    assert {name for name, percent in changes.items() if abs(percent) < Decimal("0.5")} == {
        "Cleveland", "Cheshire", "Cumbria", "Lancashire", "South Yorkshire", "Dorset",
    }  # fmt: skip
    assert ends[-1] == ("Lincolnshire", "-3.7")


def test_the_forces_that_rose_and_fell_in_2018():
    changes = moved("workforce-2018")
    assert (
        sum(percent > 0 for percent in changes.values()),
        sum(percent < 0 for percent in changes.values()),
    ) == (30, 13)
    ends = [(name, f"{percent:+.1f}") for name, percent in changes.items()]
    assert ends[:3] == [("Gwent", "+15.2"), ("Humberside", "+13.2"), ("City of London", "+8.5")]
    assert ends[-1] == ("West Mercia", "-4.7")


def test_what_copy_says_of_them():
    warwickshire = write(
        edition("workforce-2019"), [edition("workforce-2019").gazetteer.find("Warwickshire")[0][0]]
    )
    assert warwickshire.angle == "highest"
    durham = write(edition("workforce-2019"), [edition("workforce-2019").gazetteer.find("Durham")[0][0]])
    (company,) = [par for par in durham.pars if par.name == "company_fall"]
    assert [run.text for run in company.runs if isinstance(run.prints, Figure)] == ["12", "43"]


def test_the_long_series():
    nation = edition("workforce-2019").views((NATION,))["series"]
    assert (nation.peak.value.quantize(Decimal(1), ROUND_HALF_UP), nation.peaked.key) == (
        144353,
        "at 2009-09-30",
    )
    assert (nation.low.value.quantize(Decimal(1), ROUND_HALF_UP), nation.bottomed.key) == (
        121929,
        "at 2017-09-30",
    )
    since = edition("workforce-2019").views((NATION,))["since_peak"]
    assert f"{since.n_percent:.1f}" == "-13.6"
    pcsos = edition("workforce-2019").views((NATION,))["pcsos_since_peak"]
    assert f"{pcsos.n_percent:.1f}" == "-44.7"
