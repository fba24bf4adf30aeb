"""What the desk says in words: claims, numbers and days."""

from decimal import Decimal

import pytest

from storygen.desk.rendering import dated
from storygen.desk.words import CLAIMS, claimed, counted, printed
from storygen.facts.figure import Cell, Figure, Subject
from storygen.facts.measure import Measure
from storygen.writing.claim import KINDS, Claim


def figure(value):
    cell = Cell("r", "s", "A1", "Kent", "2019", "", Subject("pack", "cakes", "E1", "at 2019-09-30"))
    return Figure(Decimal(value), "count", cell)


def claim(kind, values, *bounds):
    return Claim(kind, tuple(map(figure, values)), "words", tuple(map(Decimal, bounds)))


SAID = [
    (claim("up", [2000, 1000]), "2,000 is more than 1,000. That is so."),
    (claim("up", [1000, 2000]), "1,000 is more than 2,000. That is not so."),
    (claim("down", [1, 2]), "1 is less than 2. That is so."),
    (claim("same", [2, 2]), "2 is the same as 2. That is so."),
    (claim("little changed", [247, 248], 1), "247 is within 1 per cent of 248. That is so."),
    (
        claim("up by", [105, 100], 2, 10),
        "105 is more than 100, by 2 per cent or more and less than 10 per cent. That is so.",
    ),
    (claim("down by", [80, 100], 10), "80 is less than 100, by 10 per cent or more. That is so."),
    (claim("none before", [5, 0]), "there are 5, where there was none before. That is so."),
    (claim("none now", [0, 3]), "there is none now. That is so."),
    (claim("almost", [900, 889]), "889 is less than 900, and within two per cent of it. That is so."),
    (claim("just over", [900, 905]), "905 is more than 900, and within two per cent of it. That is so."),
    (claim("more than", [900, 990]), "990 is more than 900. That is so."),
    (claim("about", [900, 901]), "901 is within two per cent of 900. That is so."),
    (claim("multiple", [4, 2], 2), "4 is 2 times 2. That is so."),
    (claim("more than multiple", [5, 2], 2), "5 is more than 2 times 2. That is so."),
    (
        claim("almost multiple", [199, 100], 2),
        "199 is less than 2 times 100, and within two per cent of that. That is so.",
    ),
    (claim("at least", [5, 2]), "5 are stated, and 2 that are not may be more of them. That is so."),
    (claim("highest", [5, 2, 5]), "none of 2 others is above 5. That is so."),
    (claim("lowest", ["-3.2", 2, 5]), "none of 2 others is below -3.2. That is so."),
    (
        claim("opposite", [5, 2, 1, 3]),
        "one went from 2 to 5, and the other the opposite way, from 3 to 1. That is so.",
    ),
    (
        claim("alike", [5, 2, 3, 1]),
        "one went from 2 to 5, and the other the same way, from 1 to 3. That is so.",
    ),
]


@pytest.mark.parametrize(
    "claim, words", [pytest.param(*each, id=f"{each[0].kind}-{n}") for n, each in enumerate(SAID)]
)
def test_a_claim_in_a_plain_sentence(claim, words):
    assert claimed(claim) == f"It says that {words}"


def test_there_is_a_sentence_for_every_kind_of_claim():
    assert list(CLAIMS) == list(KINDS)
    assert {each.kind for each, _ in SAID} == set(KINDS)


@pytest.mark.parametrize(
    "measure, words",
    [
        (Measure("red_dotted", "count", "", "at"), "red dotted"),
        (Measure("taser", "count", "", "at", called="Taser uses"), "Taser uses"),
        (Measure("staff", "fte", "", "at"), "staff, full-time equivalents"),
        (Measure("rate", "rate", "", "at", per="100,000 people"), "rate for every 100,000 people"),
        (Measure("rate", "rate", "", "at", called="people"), "people, as a rate"),
        (Measure("share", "per cent", "", "at"), "share, per cent"),
    ],
)
def test_what_a_measure_counts(measure, words):
    assert counted(measure) == words


@pytest.mark.parametrize(
    "value, words",
    [
        ("", ""), ("..", ".."), ("7", "7"), ("3547.5841", "3,547.5841"), ("-1200", "-1,200"),
        ("about 64300", "about 64,300"), ("68255.5821306014", "68,255.582130…"), ("not available", "not available"),
        ("1.", "1."), ("1.2.3", "1.2.3"), ("²", "²"),
    ],
)  # fmt: skip
def test_what_a_cell_says(value, words):
    assert printed(value) == words


@pytest.mark.parametrize(
    "said, words",
    [
        ("at 2021-03-31", "at 31 March 2021"),
        ("year ending 2020-03-31", "year ending March 2020"),
        ("year ending 2020-03-15", "year ending 15 March 2020"),
        ("officers, 2019-09-30: a stale table (2018-09-30).", "officers, 30 September 2019: a stale table (30 September 2018)."),
        ("2019-02-30", "2019-02-30"),
        ("https://x.example/2021-03-31/a and mappa-2021-03-31.csv", "https://x.example/2021-03-31/a and mappa-2021-03-31.csv"),
        ("2021-03-31T09:30", "2021-03-31T09:30"),
        ("<b>2021-03-31</b>", "<b>31 March 2021</b>"),
    ],
)  # fmt: skip
def test_a_day_in_a_sentence_is_said_as_people_say_it(said, words):
    assert dated(said) == words
