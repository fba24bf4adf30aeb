"""What others printed from the very figures that we use (`docs/rules.md`), and what the second reader says of it.

Each is a sentence of ours that makes the same mistake; the table's last column is the reader's whole answer.
"""

import pytest
from rereading import FORCE, OFFENDERS, WORKFORCE, edition, stops

PRINTED = [
    pytest.param(
        OFFENDERS, "mappa-2016", "Nottinghamshire",
        "The rate in Nottinghamshire stands at 1,024 for every 100,000 people aged 10 and over.",
        ["1,024 is “offenders” on March 31 2015, and no rate"],
        id="a count of the year before, printed as a rate",
    ),
    pytest.param(
        OFFENDERS, "mappa-2017", "Thames Valley",
        "Across England and Wales the number of registered sex offenders rose by 3.5 per cent in the year, from 52,770"
        " to 55,236.",
        ["3.5: in England and Wales, “offenders” went from 52,770 to 55,236, a change of 4.67 per cent"],
        id="a national rise of 4.7 per cent, printed as 3.5",
    ),
    pytest.param(
        OFFENDERS, "mappa-2017", "Thames Valley",
        "The number of registered sex offenders in the Thames Valley rose by 16 per cent, more than four times the national"
        " rise of 4.7 per cent.",
        ["four: it is 3.51 times the nation’s"],
        id="3.5 times the national rise, printed as more than four times",
    ),
    pytest.param(
        OFFENDERS, "mappa-2024", "Essex+Norfolk",
        "The rate was highest in Essex, Norfolk and Essex.",
        ["“…, … and …” names one place twice"],
        id="one place twice in a list",
    ),
    pytest.param(
        OFFENDERS, "mappa-2024", "Essex",
        "The number of registered sex offenders across England and Wales is up 85% from 36,921 in 2011 to 70,052.",
        ["85: in England and Wales, “offenders” went from 36,921 to 70,052, a change of 89.73 per cent"],
        id="last year's line: up 85 per cent, of a rise of 90",
    ),
    pytest.param(
        OFFENDERS, "mappa-2016", "Derbyshire",
        "The number of registered sex offenders in Derbyshire has risen from 749 in 2011 to 1,106, an increase of 47 per"
        " cent.",
        ["47: in Derbyshire, “offenders” went from 749 to 1,106, a change of 47.66 per cent"],
        id="47.66 per cent is 48",
    ),
    pytest.param(
        OFFENDERS, "mappa-2024", "Essex",
        "Across England and Wales the number of registered sex offenders is up by 90 per cent since 2011, the total"
        " standing at 36,921.",
        ["36,921: in England and Wales, “offenders” was 70,052 on March 31 2024"],
        id="from and to swapped: a total standing at what it was",
    ),
    pytest.param(
        OFFENDERS, "mappa-2021", "Northamptonshire",
        "There are nearly 900 registered sex offenders in Northamptonshire, figures show.",
        ["900: in Northamptonshire, “offenders” was 855 on March 31 2021"],
        id="855 is not near 900",
    ),
    pytest.param(
        OFFENDERS, "mappa-2019", "Essex",
        "The rate in Essex was 93 registered sex offenders for every 100,000 people aged 10 and over, about average for"
        " England and Wales.",
        ["same: in Essex, “rate” is 93 against the nation’s 116"],
        id="93 is not about average of 116",
    ),
    pytest.param(
        OFFENDERS, "mappa-2022", "Norfolk",
        "The number of registered sex offenders in Norfolk rose by 10% to 1,188.",
        ["10: in Norfolk, “offenders” went from 1,173 to 1,188, a change of 1.28 per cent"],
        id="ten per cent, of a smaller rise",
    ),
    pytest.param(
        OFFENDERS, "mappa-2021", "West Midlands",
        "The rate in the West Midlands was 144 registered sex offenders for every 100,000 people.",
        ["the rate is for every 100,000 people aged 10 and over: name the base", "144: in the West Midlands, “offenders” was 3,655 on March 31 2021"],
        id="a rate without its base",
    ),
    pytest.param(
        WORKFORCE, "workforce-2018", "Humberside",
        "Officer numbers at Humberside Police rose by 221 in the year to September 30 2018.",
        ["221: on Humberside, “officers” went from 1,665.46 to 1,885.63, a change of 220.17"],
        id="rounded first, then subtracted",
    ),
    pytest.param(
        WORKFORCE, "workforce-2019", "Kent",
        "Across England and Wales the number of community support officers fell by 5.4 per cent in the year to September 30"
        " 2019.",
        ["5.4: in England and Wales, “pcsos” went from 9,790.94 to 9,292.28, a change of -5.09 per cent"],
        id="divided by the new figure",
    ),
    pytest.param(
        WORKFORCE, "workforce-2019", "Kent",
        "Officer numbers across England and Wales have risen over the past decade.",
        ["“over the past decade” is not the time that the figures are of"],
        id="a decade that is none",
    ),
    pytest.param(
        WORKFORCE, "workforce-2019", "Kent",
        "Counted as people, Kent Police had 3,548 officers on September 30 2019.",
        ["3,548: in Kent, “counted as people…officer” was 3,615 on September 30 2019"],
        id="full-time equivalents called headcount",
    ),
    pytest.param(
        WORKFORCE, "workforce-2019", "Kent",
        "Kent Police had 3,548 full-time officers on September 30 2019.",
        ["“full-time officers” are counted in full-time equivalents: say “the equivalent of”"],
        id="full-time equivalents called full-time officers",
    ),
    pytest.param(
        WORKFORCE, "workforce-2019", "Cambridgeshire",
        "Officer numbers at Cambridgeshire Constabulary fell in the year to September 30 2018, and rose in the year"
        " after.",
        ["fell: in Cambridgeshire, “officers” went from 1,332 to 1,420.18"],
        id="a trend word for a year that rose",
    ),
    pytest.param(
        WORKFORCE, "workforce-2019", "South Yorkshire",
        "Officer numbers at South Yorkshire Police fell in the year to September 30 2019.",
        ["fell: in South Yorkshire, “officers” went from 2,393.33 to 2,393.55"],
        id="a smaller rise told as a fall",
    ),
    pytest.param(
        WORKFORCE, "workforce-2018", "Durham",
        "Durham Constabulary had the equivalent of 1,141.11 full-time officers on September 30 2018.",
        ["1,141.11: in County Durham, “officers” was 1,141.11 on September 30 2018: copy has at most one decimal (rule S2)"],
        id="hundredths of an officer",
    ),
    pytest.param(
        WORKFORCE, "workforce-2019", "Kent",
        "Police officer numbers rose across the UK in the year to September 30 2019.",
        ["“the UK” is not where the figures are of"],
        id="the UK for England and Wales",
    ),
    pytest.param(
        FORCE, "use-of-force-2020", "Norfolk",
        "Officers at Norfolk Constabulary never discharged a Taser in 2019-20.",
        ["none: in Norfolk, “discharged” was 54 in the year to March 31 2020"],
        id="not available read as nought",
    ),
    pytest.param(
        FORCE, "use-of-force-2020", "Hampshire",
        "Officers at Hampshire Constabulary recorded discharging a Taser 51 times in 2019-20.",
        ["51: in Hampshire, “discharged” was 51 in the year to March 31 2020, and for 61 it was not stated: say “at least”"],
        id="unstated uses forgotten",
    ),
    pytest.param(
        FORCE, "use-of-force-2020", "Wiltshire",
        "Recorded discharges of a Taser at Wiltshire Police rose in 2019-20.",
        ["rose: in Wiltshire, “discharged” went from 24 to 36, but 125 and 0 were not stated"],
        id="a trend on unstated uses",
    ),
    pytest.param(
        FORCE, "use-of-force-2020", "Norfolk",
        "Norfolk Constabulary recorded 10,414 incidents in the year to March 2020.",
        ["10,414: in Norfolk, “incidents” was 5,478 in the year to March 31 2020"],
        id="tactics called incidents",
    ),
    pytest.param(
        FORCE, "use-of-force-2020", "Cleveland",
        "Recorded uses of a Taser at Cleveland Police rose by 52 per cent in 2019-20.",
        ["52: in Cleveland, “taser” went from 249 to 330, a change of 32.53 per cent"],
        id="a percentage that slipped",
    ),
    pytest.param(
        FORCE, "use-of-force-2020", "Durham+Northumbria",
        "Together, Durham Constabulary and Northumbria Police recorded 31,046 incidents in the year to March 2020.",
        ["31,046: in County Durham and in Northumbria, “incidents” was 24,239 in the year to March 31 2020"],
        id="a total of the wrong places",
    ),
    pytest.param(
        FORCE, "use-of-force-2020", "Kent",
        "Officers at Kent Police recorded using a Taser on 53 children in 2019-20.",
        ["53: in Kent, “taser” was 863 in the year to March 31 2020", "“children” are not what is counted: taser are"],
        id="uses called people",
    ),
    pytest.param(
        FORCE, "use-of-force-2020", "Kent",
        "ONS figures show that Kent Police recorded 14,936 incidents in the year to March 2020.",
        ["“ONS” did not publish the figures: the Home Office did"],
        id="the wrong publisher",
    ),
    pytest.param(
        FORCE, "use-of-force-2020", "Kent",
        "A Taser was discharged 2,585 times across England and Wales in 2018-19.",
        ["March 31 2019 stands where March 31 2020 should", "this is said of March 31 2019, and the story is of March 31 2020: say what came after", "2,585: in England and Wales, “discharged” was 2,693 in the year to March 31 2019, and for 890 it was not stated: say “at least”"],
        id="a partial total of two in one workbook",
    ),
]  # fmt: skip


@pytest.mark.parametrize("pack, release, places, copy, says", PRINTED)
def test_the_second_reader_stops_what_others_printed(pack, release, places, copy, says):
    assert stops(pack, release, places, copy) == says


@pytest.mark.parametrize(
    "pack, release, copy, says",
    [
        (
            WORKFORCE,
            "workforce-2019",
            "Kent has almost half as many officers per person as London.",
            "per person",
        ),
        (WORKFORCE, "workforce-2019", "Kent Police had 3,548 officers on the beat.", "on the beat"),
        (WORKFORCE, "workforce-2019", "Kent Police had 3,548 front-line officers.", "front-line"),
        (FORCE, "use-of-force-2020", "Kent Police deployed a Taser 863 times.", "deployed a Taser"),
        (FORCE, "use-of-force-2020", "Kent was the most restrained force in 2019-20.", "most restrained"),
    ],
)
def test_the_sub_queries_words_that_the_figures_cannot_bear(pack, release, copy, says):
    told = edition(pack, release)
    flags = told.checks.of_copy(copy, [told.gazetteer.find("Kent")[0][0]])
    assert [flag.message.partition(":")[0] for flag in flags if flag.check == "never"] == [f"“{says}”"]


@pytest.mark.parametrize(
    "pack, release, places, copy",
    [
        pytest.param(
            OFFENDERS, "mappa-2017", "Thames Valley",
            "The number of registered sex offenders in the Thames Valley rose by 16 per cent, more than three times the"
            " national rise of 4.7 per cent.",
            id="3.5 times the national rise",
        ),
        pytest.param(
            OFFENDERS, "mappa-2017", "Thames Valley",
            "Across England and Wales the number of registered sex offenders rose by five per cent in the year, from"
            " 52,770 to 55,236.",
            id="the national rise of 2017",
        ),
        pytest.param(
            OFFENDERS, "mappa-2024", "Essex",
            "The number of registered sex offenders across England and Wales is up 90% from 36,921 in 2011 to 70,052.",
            id="thirteen years to 2024",
        ),
        pytest.param(
            OFFENDERS, "mappa-2016", "Derbyshire",
            "The number of registered sex offenders in Derbyshire has risen from 749 in 2011 to 1,106, an increase of 48"
            " per cent.",
            id="five years in Derbyshire",
        ),
        pytest.param(
            OFFENDERS, "mappa-2019", "Essex",
            "The rate in Essex was 93 registered sex offenders for every 100,000 people aged 10 and over, below the"
            " national average.",
            id="93 is below the average of 116",
        ),
        pytest.param(
            OFFENDERS, "mappa-2021", "Northamptonshire",
            "There are almost 860 registered sex offenders in Northamptonshire, figures show.",
            id="855 is almost 860",
        ),
        pytest.param(
            WORKFORCE, "workforce-2018", "Humberside",
            "Officer numbers at Humberside Police rose from 1,665 to 1,886 in the year to September 30 2018, or by 13 per"
            " cent.",
            id="the pair and the percentage of Humberside",
        ),
        pytest.param(
            WORKFORCE, "workforce-2019", "Kent",
            "Kent Police had the equivalent of 3,548 full-time officers last September 30 2019, a rise of six per cent.",
            id="a rise of six per cent in an editor's words",
        ),
        pytest.param(
            FORCE, "use-of-force-2020", "Hampshire",
            "Officers at Hampshire Constabulary recorded discharging a Taser at least 51 times in 2019-20.",
            id="at least 51 discharges, some uses unstated",
        ),
        pytest.param(
            FORCE, "use-of-force-2020", "Durham+Northumbria",
            "Together, Durham Constabulary and Northumbria Police recorded 24,239 incidents in the year to March 2020.",
            id="the total of the two places",
        ),
    ],
)  # fmt: skip
def test_what_is_true_of_the_same_figures_is_not_stopped(pack, release, places, copy):
    assert stops(pack, release, places, copy) == []
