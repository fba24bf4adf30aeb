"""The second reader on copy that an editor might have written: what is true passes, what is not is said."""

import pytest
from rereading import FORCE, OFFENDERS, WORKFORCE, found, stops

KENT = (WORKFORCE, "workforce-2019", "Kent")


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param("Kent Police now has the equivalent of 3,548 full-time officers.", id="a level"),
        pytest.param("Kent has gained 214 officers in a year.", id="a change in another verb"),
        pytest.param(
            "Police officer numbers in Kent have grown by more than six per cent.", id="a hedged change"
        ),
        pytest.param("Officers in Kent are up six per cent, from 3,333 to 3,548.", id="a pair"),
        pytest.param("Kent’s officer numbers did not fall in the year to September 30 2019.", id="a denial"),
        pytest.param(
            "There were fewer community support officers in Kent than a year earlier.", id="fewer than"
        ),
        pytest.param("Officer numbers rose in Kent and across England and Wales.", id="two places of a move"),
        pytest.param("In Kent, officer numbers were at 3,333 a year earlier.", id="the year before"),
        pytest.param("Almost 3,550 officers work for Kent Police.", id="almost"),
        pytest.param("Kent was among 31 forces where officer numbers rose.", id="among so many"),
        pytest.param("Kent Police had 3,615 officers when counted as people.", id="another way of counting"),
        pytest.param(
            "There has been a second consecutive annual rise in officers at Kent Police.", id="a second rise"
        ),
        pytest.param(
            "Kent Police had 3,548 officers, against about 124,800 across England and Wales.",
            id="beside the nation",
        ),
        pytest.param(
            "Kent Police had 3,333 officers on September 30 2018, fewer than the year after.",
            id="the year after",
        ),
        pytest.param(
            "“It is a start,” a reader might say of 3,548 officers in Kent.", id="a quotation beside it"
        ),
    ],
)
def test_what_an_editor_says_truly_is_not_stopped(copy):
    assert stops(*KENT, copy) == []


@pytest.mark.parametrize(
    "copy, says",
    [
        pytest.param(
            "Kent Police had the equivalent of 3,549 full-time officers on September 30 2019.",
            ["3,549: in Kent, “officers” was 3,547.58 on September 30 2019"],
            id="a digit",
        ),
        pytest.param(
            "Officer numbers at Kent Police rose from 3,548 to 3,333 in the year to September 30 2019.",
            [
                "3,548: in Kent, “officers” was 3,333.31 on September 30 2018",
                "3,333: in Kent, “officers” was 3,547.58 on September 30 2019",
            ],
            id="now and before swapped",
        ),
        pytest.param(
            "Officer numbers at Kent Police fell in the year to September 30 2019.",
            ["fell: in Kent, “officers” went from 3,333.31 to 3,547.58"],
            id="a direction",
        ),
        pytest.param(
            "Officer numbers at Kent Police did not rise in the year to September 30 2019.",
            ["rise: in Kent, “officers” went from 3,333.31 to 3,547.58"],
            id="a denial that is false",
        ),
        pytest.param(
            "Officer numbers rose in neither Kent nor at Kent Police.",
            ["rose: in Kent, “officers” went from 3,333.31 to 3,547.58"],
            id="neither",
        ),
        pytest.param(
            "Officer numbers in Kent are up on a month before.",
            ["“month before” is not the time that the figures are of"],
            id="a month before",
        ),
        pytest.param(
            "Kent was among 12 forces where officer numbers rose.",
            ["12: 31 of 43 places went up"],
            id="among so few",
        ),
        pytest.param(
            "Kent Police had 3,548 officers when counted as people.",
            ["3,548: in Kent, “counted as people…officer” was 3,615 on September 30 2019"],
            id="one way of counting for another",
        ),
        pytest.param(
            "Counted as people, Kent Police had 3,615 community support officers.",
            ["3,615: in Kent, “pcsos” was 300.48 on September 30 2019"],
            id="one kind of officer for another",
        ),
        pytest.param(
            "Kent Police had 3,333 officers on September 30 2018, more than the year after.",
            ["more: in Kent, “officers” went from 3,547.58 to 3,333.31"],
            id="the year after, the other way",
        ),
        pytest.param(
            "Officer numbers at Kent Police, at 3,548, were up on the year after.",
            ["“the year after” is after all that the figures tell of"],
            id="a year that is not over",
        ),
        pytest.param(
            "Kent Police had the equivalent of 3,333 full-time officers on September 30 2018.",
            ["this is said of September 30 2018, and the story is of September 30 2019: say what came after"],
            id="last year's sentence, true of last year",
        ),
        pytest.param(
            "Officer numbers at Kent Police rose by six percentage points.",
            ["six: in Kent, “officers” is no percentage: its change is in per cent"],
            id="points for per cent",
        ),
        pytest.param(
            "Kent Police had almost 3,548 officers on September 30 2019.",
            ["3,548: in Kent, “officers” was 3,547.58 on September 30 2019, and takes no “almost”"],
            id="a hedge on an exact number",
        ),
        pytest.param(
            "Kent Police had the largest percentage rise in officers of the 43 forces in England and Wales.",
            ["“largest”: in Kent, “officers” is number 4 of 43"],
            id="a rank",
        ),
        pytest.param(
            "Kent Police was one of 30 forces, out of 43 in England and Wales, where officer numbers rose.",
            ["30: 31 of 43 places went up"],
            id="how many rose",
        ),
        pytest.param(
            "Officer numbers at Kent Police rose for the second year in a row and the number of police staff doubled.",
            ["doubled: in Kent, “staff” went from 2,260.57 to 2,335.42, 1.03 times as many"],
            id="a multiple",
        ),
        pytest.param(
            "Police officer numbers up in Essex, Home Office figures show",
            ["Essex is no place of this story"],
            id="another place in the headline",
        ),
        pytest.param(
            "Kent Police had 3,548 officers on September 31 2019.",
            ["“September 31 2019” is no time that there is"],
            id="a day that there is not",
        ),
    ],
)
def test_what_is_false_is_stopped_with_what_is_true(copy, says):
    assert stops(*KENT, copy) == says


@pytest.mark.parametrize(
    "copy, says",
    [
        pytest.param(
            "It was 12 a week.",
            [
                "neither the figures nor the pack bear this out",
                "12: nothing says what it is a figure of",
                "“… a week” is not how the figures are counted",
            ],
            id="a number of nothing named",
        ),
        pytest.param(
            "Morale is said to be low.",
            ["neither the figures nor the pack bear this out"],
            id="no figure at all",
        ),
        pytest.param(
            "Kent Police has more officers than any other force.",
            ["“than any other” is said of every place, and is held against none"],
            id="one against all",
        ),
        pytest.param(
            "Every force in England and Wales gained officers.",
            ["“Every force” is said of every place, and is held against none"],
            id="all of them",
        ),
        pytest.param(
            "Only two forces saw a bigger rise in officers than Kent Police.",
            [
                "neither the figures nor the pack bear this out",
                "“two” cannot be accounted for",
                "“bigger rise in officers than” sets one place against another, and is held against neither",
            ],
            id="so many that did more",
        ),
        pytest.param(
            "Officer numbers in Kent rose five times as fast as across England and Wales.",
            ["“five” cannot be accounted for"],
            id="so many times as fast",
        ),
        pytest.param(
            "Kent Police had 3,548 officers, almost the year before.",
            ["“almost” is no word for a time"],
            id="a hedge on a time",
        ),
        pytest.param(
            "Officer numbers at Kent Police rose for the first time since the count began.",
            ["“first” cannot be accounted for"],
            id="an ordinal that ranks nothing",
        ),
        pytest.param(
            "Officer numbers at Kent Police have risen since 1990.",
            ["risen: there is no figure to hold it against"],
            id="a move from before the series",
        ),
        pytest.param(
            "Kent Police did not have 9,999 officers.",
            ["9,999: this says what a figure is not, and any other number would do"],
            id="a number denied",
        ),
        pytest.param(
            "Officers were busy in Tunbridge Wells.",
            ["neither the figures nor the pack bear this out", "“Tunbridge Wells” is no place that we know"],
            id="a place nobody knows",
        ),
    ],
)
def test_what_cannot_be_accounted_for_is_flagged_and_not_stopped(copy, says):
    assert stops(*KENT, copy) == []
    assert found(*KENT, copy) == says


@pytest.mark.parametrize(
    "places, copy, says",
    [
        pytest.param(
            "West Midlands+Staffordshire",
            "Almost 5,000 registered sex offenders in the West Midlands and Staffordshire, Government figures show",
            [],
            id="the total of both",
        ),
        pytest.param(
            "West Midlands+Staffordshire",
            "Almost 5,000 registered sex offenders in the West Midlands, Government figures show",
            ["5,000: in the West Midlands, “offenders” was 3,655 on March 31 2021"],
            id="the total of both, said of one",
        ),
        pytest.param(
            "Wales",
            "There were just over 2,200 registered sex offenders in South Wales at the end of March this year.",
            ["South Wales is no place of this story"],
            id="Wales is not taken out of South Wales",
        ),
    ],
)
def test_a_number_is_of_the_places_that_are_named_with_it(places, copy, says):
    assert stops(OFFENDERS, "mappa-2021", places, copy) == says


@pytest.mark.parametrize(
    "opening, byline, closing",
    [
        pytest.param("", "Written from data by storygen; not yet approved", "", id="not yet approved"),
        pytest.param("", "Written from data by storygen; approved by Jo 47 Sub", "", id="approved"),
        pytest.param(
            "TRIAL RUN: NOT FOR PUBLICATION\n\n",
            "TRIAL RUN: not for publication",
            "\nTRIAL RUN: NOT FOR PUBLICATION\n",
            id="a trial run",
        ),
    ],
)
@pytest.mark.parametrize(
    "embargo",
    [
        "",
        "EMBARGOED until 9.30am on Thursday January 30 2020\n",
        "EMBARGOED until noon on Thursday 30 January 2020\n\n",
    ],
    ids=["no embargo", "an embargo on the headline", "an embargo apart"],
)
def test_wire_copy_is_read_without_what_is_not_for_print(opening, byline, closing, embargo):
    wire = (
        f"{opening}POLICE Kent\n\n{embargo}Police officer numbers up in Kent, Home Office figures show\n"
        f"{byline}\n\nEDITORS: 9,999 is wrong\n\n"
        f"Officer numbers at Kent Police rose by seven per cent in the year to September 30 2019.\n\nends\n{closing}"
    )
    told = found(*KENT, wire)
    assert told == ["seven: in Kent, “officers” went from 3,333.31 to 3,547.58, a change of 6.43 per cent"]


def test_somebody_elses_words_are_not_recomputed_and_never_altered():
    said = (
        "Matt Twist, the National Police Chiefs’ Council’s lead for self-defence and restraint, said: “Chiefs are"
        " committed to improving recording methods, which is reflected in the overall figures rising in recent years.”"
    )
    year = (FORCE, "use-of-force-2020", "Kent")
    assert found(*year, said) == []
    assert "altered" in stops(*year, said.replace("are committed", "are not committed"))[0]


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param("POLICE numbers down in Kent", id="a headline that begins like a catchline"),
        pytest.param("ends\n\nPolice officer numbers down in Kent", id="copy under a line that says it ends"),
        pytest.param(
            "Officer numbers in Kent fell, a plan Overruled by nobody.", id="a par that mentions an overrule"
        ),
        pytest.param("TRIAL RUN: officer numbers in Kent fell.", id="a par that begins like a watermark"),
        pytest.param(
            "EMBARGOED until 9.30am on Thursday January 30 2020. Officer numbers in Kent fell.",
            id="a par that begins like an embargo",
        ),
    ],
)
def test_nothing_is_passed_over_because_it_looks_like_what_is_not_for_print(copy):
    assert stops(*KENT, copy)


def test_a_number_in_the_pack_s_own_words_is_theirs():
    copy = (
        "The Home Office has revised its count of officers at Northumbria Police on September 30 2018 since it "
        "was first published, from 3,141 to 3,152."
    )
    northumbria = (WORKFORCE, "workforce-2019", "Northumbria")
    assert found(*northumbria, copy) == []
    assert stops(*northumbria, copy.replace("first", "second")) == [
        "“second” is first in the pack’s own words"
    ]


@pytest.mark.parametrize(
    "copy, says",
    [
        pytest.param(
            "Rate of breaching up in the West Midlands.",
            "“breaching” is not what is counted",
            id="a rate of",
        ),
        pytest.param(
            "The number of sex offenders being managed across England and Wales has not more than doubled since 2006-07.",
            "the copy says that it is not, and it is",
            id="not doubled",
        ),
        pytest.param(
            "In the West Midlands, sexual offences made up 80 per cent of those managed.",
            "“offences” is not what the share is of",
            id="a share of something else",
        ),
        pytest.param(
            "The rate was 144 for every 100,000 people aged 10 and over, against 112 across England and Wales.",
            "112: in England and Wales, “rate” was 122 on March 31 2021",
            id="the nation's rate",
        ),
    ],
)
def test_what_is_said_of_offenders_is_held_against_their_figures(copy, says):
    assert any(says in said for said in found(OFFENDERS, "mappa-2021", "West Midlands", copy))


@pytest.mark.parametrize(
    "span", ["six months to March 2020", "the decade to March 2020", "a month to March 2020"]
)
def test_a_count_of_a_year_is_not_of_another_time(span):
    copy = f"West Midlands Police recorded 11,187 incidents in which officers used force in {span}."
    assert any(
        "is not the time that the figures are of" in said
        for said in stops("use-of-force", "use-of-force-2020", "West Midlands", copy)
    )
