"""Copy as people write it: what is true of the figures is not stopped, what is false never passes in silence."""

import pytest
from rereading import FORCE, OFFENDERS, WORKFORCE, found, stops

KENT = (WORKFORCE, "workforce-2019", "Kent")
NORFOLK_AND_SUFFOLK = (WORKFORCE, "workforce-2019", "Norfolk+Suffolk")
THREE = (WORKFORCE, "workforce-2019", "Merseyside+Cheshire+Northumbria")
MET = (FORCE, "use-of-force-2020", "Metropolitan Police")
TWO_FORCES = (FORCE, "use-of-force-2020", "West Yorkshire+South Wales")
ESSEX = (OFFENDERS, "mappa-2022", "Essex")
WEST_MIDLANDS = (OFFENDERS, "mappa-2021", "West Midlands")
KENT_S_FORCE = (FORCE, "use-of-force-2020", "Kent")
TITLE = (OFFENDERS, "mappa-2021", "West Midlands+Staffordshire")


@pytest.mark.parametrize(
    "of, copy",
    [
        (KENT, "Kent has 3.5k officers, according to the Home Office."),
        (KENT, "Between March and September 2019 the number of officers at Kent Police fell by five."),
        (KENT, "In September 2018 Kent Police had fewer officers than in September 2019."),
        (KENT, "A year ago Kent Police had 214 officers fewer than it does now."),
        (KENT, "Kent Police had a net gain of 214 officers over the year."),
        (KENT, "Kent Police is 214 officers up on a year ago."),
        (KENT, "Twelve months earlier Kent Police had 3,333 officers."),
        (KENT, "Kent Police had 5,883 officers and staff in September 2019."),
        (KENT, "Kent Police had 6,183 officers, staff and PCSOs in September 2019."),
        (KENT, "Police staff in Kent made up 38 per cent of the force's paid workforce of 6,183."),
        (KENT, "Kent Police's paid workforce topped 6,000 full-time equivalents in September 2019."),
        (KENT, "Twelve of the 43 forces had fewer officers than a year earlier."),
        (KENT, "Kent is the seventh-biggest force in England and Wales, with 3,548 officers."),
        (KENT, "Kent had the fourth-highest percentage rise in officers of the 43 forces."),
        (KENT, "Officer numbers across England and Wales are the highest since 2015."),
        (
            KENT,
            "Officer numbers in Kent rose at more than three times the rate seen across England and Wales.",
        ),
        (
            (WORKFORCE, "workforce-2019", "Lincolnshire"),
            "Lincolnshire had the biggest percentage fall in officers.",
        ),
        (
            (WORKFORCE, "workforce-2019", "Warwickshire"),
            "Officer numbers at Warwickshire Police rose after falling the year before.",
        ),
        (NORFOLK_AND_SUFFOLK, "Norfolk has 464 more officers than Suffolk."),
        (NORFOLK_AND_SUFFOLK, "Norfolk gained 46 officers and Suffolk 34."),
        (NORFOLK_AND_SUFFOLK, "Officer numbers rose in both counties, by 46 in Norfolk and 34 in Suffolk."),
        (NORFOLK_AND_SUFFOLK, "The two forces together had 2,823 officers, up by 79 on the year before."),
        (MET, "The Met accounted for 32 per cent of all incidents recorded in England and Wales."),
        (MET, "The Met recorded less than a third of all incidents in England and Wales."),
        (MET, "Met officers recorded using force almost 158,000 times in the year to March 2020."),
        (MET, "The Met recorded 157,705 incidents, up by more than a fifth on the year before."),
        (MET, "Taser use by the Met rose by 36 per cent, against 37 per cent across England and Wales."),
        (TWO_FORCES, "Both forces recorded fewer than 21,000 incidents in the year to March 2020."),
        (
            (FORCE, "use-of-force-2020", "Merseyside"),
            "Restraint was less common than unarmed skills at Merseyside Police in 2019-20.",
        ),
        (
            (FORCE, "use-of-force-2020", "Dorset"),
            "Recorded Taser use in Dorset fell in 2019-20 after more than doubling the year before.",
        ),
        (ESSEX, "The rate in Essex is below the figure of 126 for England and Wales."),
        (ESSEX, "The rate in Essex is lower than the national rate of 126."),
        (TITLE, "The West Midlands had more than twice as many registered sex offenders as Staffordshire."),
        (TITLE, "Staffordshire had 1,318 registered sex offenders, 2,337 fewer than the West Midlands."),
        (
            (OFFENDERS, "mappa-2017", "Thames Valley"),
            "The number of registered sex offenders in the Thames Valley rose by more than three times the national rise.",
        ),
        (
            KENT,
            "Kent's officer headcount – the equivalent of 3,548 full-timers – is up on the 3,333 of a year ago.",
        ),
        (KENT, "With 3,548 officers in September 2019, Kent Police was bigger than a year before."),
        (KENT, "The force, which had 3,333 officers in September 2018, now has 3,548."),
        (KENT, "There are now 3,548 officers at Kent Police (up from 3,333)."),
        (KENT, "An extra 214 officers joined the ranks in Kent."),
        (KENT, "More officers, fewer community support officers: that is the picture in Kent."),
        (KENT, "Officer numbers grew while the number of community support officers dropped."),
        (KENT, "Kent Police had 3,548 officers, 300 community support officers and 2,335 staff."),
        (KENT, "Of the force's 6,183 paid workforce, 3,548 were officers."),
        (KENT, "Officer strength at Kent Police stood at 3,333 in 2018 and 3,548 in 2019."),
        (KENT, "Kent saw a 6.4 per cent rise in officers."),
        (NORFOLK_AND_SUFFOLK, "Suffolk Constabulary had 1,180 officers and Norfolk Constabulary 1,644."),
        (NORFOLK_AND_SUFFOLK, "There were 1,644 and 1,180 officers in Norfolk and Suffolk respectively."),
        (NORFOLK_AND_SUFFOLK, "Between them the forces gained 79 officers."),
        (KENT_S_FORCE, "Kent Police recorded 14,936 incidents, a rise of 17 per cent."),
        (WEST_MIDLANDS, "The West Midlands is home to 3,655 registered sex offenders."),
        (
            WEST_MIDLANDS,
            "Some 3,655 registered sex offenders were managed in the West Midlands, 92 up on the year before.",
        ),
    ],
)
def test_what_is_true_is_not_stopped_however_it_is_put(of, copy):
    assert stops(*of, copy) == []


@pytest.mark.parametrize(
    "of, copy, says",
    [
        (
            KENT,
            "The number of officers at Kent Police collapsed to 3,548.",
            "collapsed: in Kent, “officers” went from 3,333.31 to 3,547.58",
        ),
        (
            KENT,
            "Kent Police shed 214 officers.",
            "214: in Kent, “officers” went from 3,333.31 to 3,547.58, a change of 214.28",
        ),
        (
            KENT,
            "The number of special constables at Kent Police recovered to 272.",
            "recovered: in Kent, “specials” went from 283 to 272",
        ),
        (
            KENT,
            "Kent Police had 3,548 officers and staff in September 2019.",
            "3,548: in Kent, “officers” and “staff” come to 5,883",
        ),
        (
            KENT,
            "Kent Police had 3,548 officers at the end of 2019.",
            "“at the end of 2019” is not the time that the figures are of",
        ),
        (
            KENT,
            "Kent had the second-highest percentage rise in officers of the 43 forces.",
            "second: in Kent, “officers” is number 4 of 43",
        ),
        (
            KENT,
            "Officer numbers across England and Wales have fallen every year since 2009.",
            "every year since 2009: in England and Wales, “police officer” went from 122,406.45 to 124,783.97 in the year to "
            "September 30 2019",
        ),
        (
            KENT,
            "Kent Police accounted for more than half of all officers in England and Wales.",
            "“half”: in Kent, “officers” is 2.84 per cent of “police officer” across the nation",
        ),
        (
            KENT,
            "In September 2018 Kent Police had more officers than in September 2019.",
            "more: in Kent, “officers” went from 3,547.58 to 3,333.31",
        ),
        (
            KENT,
            "Officer numbers across England and Wales are the highest since 2012.",
            "highest since 2012: in England and Wales, “police officer” is 124,783.97, and was 128,370.04 on September 30 2013",
        ),
        (
            KENT,
            "Kent Police has more officers than across England and Wales.",
            "more: in Kent, “officers” is 3,547.58 against 124,783.97",
        ),
        (
            TWO_FORCES,
            "Recorded incidents rose in both West Yorkshire and South Wales.",
            "rose: in South Wales, “incidents” went from 21,212 to 20,087",
        ),
        (
            TWO_FORCES,
            "Both forces recorded more incidents than the year before.",
            "more: in South Wales, “incidents” went from 21,212 to 20,087",
        ),
        (
            MET,
            "The Met recorded more Taser discharges than Taser uses.",
            "more: in the Metropolitan Police area, “discharged” is 935, and “taser” 10,068",
        ),
        (
            ESSEX,
            "The rate in Essex is above the figure of 126 for England and Wales.",
            "up: in Essex, “rate” is 114 against the nation’s 126",
        ),
        (
            (OFFENDERS, "mappa-2024", "Cleveland"),
            "The number of registered sex offenders in Cleveland has risen every year since 2011.",
            "every year since 2011: on Teesside, “offenders” went from 1,116 to 912 in the year to March 31 2024",
        ),
    ],
)
def test_what_is_false_is_stopped_however_it_is_put(of, copy, says):
    assert says in stops(*of, copy)


@pytest.mark.parametrize(
    "of, copy, says",
    [
        (
            KENT,
            "There were ,000 officers at Kent Police.",
            "000: in Kent, “officers” was 3,547.58 on September 30 2019",
        ),
        (KENT, "Kent Police had £3,548 officers.", "“£…” is money, and the figures are of none"),
        (KENT, "Kent Police had 3,548 armed officers.", "“armed” is no part of what is counted"),
        (KENT, "Kent Police had 3,548 vacancies for officers.", "“vacancies” is no part of what is counted"),
        (KENT, "Kent Police took on 3,548 officers.", "“took on” is no word for what is counted"),
        (
            KENT,
            "The number of officers at Kent Police lurched to 3,548.",
            "“lurched to” is no word for a change that the reader knows",
        ),
        (
            KENT,
            "Kent was the only force to see officer numbers rise.",
            "“only force” is said of every place, and is held against none",
        ),
        (
            KENT,
            "Officer numbers in Kent mirrored the national rise of two per cent.",
            "“mirrored the national” sets one place against another, and is held against neither",
        ),
        (
            KENT,
            "Kent Police had a record 3,548 officers.",
            "“a record …” is more than the figures here can show",
        ),
        (
            KENT,
            "Kent Police had 3,548 officers" + ", and 3,548 officers" * 90 + ".",
            "a sentence of 274 words is not read: part it",
        ),
        (KENT, "Kent Police had 3,333 officers in March.", "“in March” is a month of no year: name it"),
        (
            KENT,
            "The number of officers in Kent stood at 3,333 on September 30 2018.",
            "this is said of September 30 2018, and the story is of September 30 2019: say what came after",
        ),
        (
            THREE,
            "Officer numbers rose at Merseyside Police, Cheshire Constabulary and Northumbria Police.",
            "rose: in Northumbria, “officers” went from 3,151.62 to 3,084.06",
        ),
        (
            (FORCE, "use-of-force-2020", "Kent"),
            "Kent Police officers recorded using force 14,936 times in 2020.",
            "“2020” is a calendar year, and the figures are not",
        ),
        (
            TITLE,
            "There were 3,655 registered sex offenders in prison in the West Midlands.",
            "“in prison” is no part of what is counted",
        ),
    ],
)
def test_what_the_figures_cannot_show_is_said_and_not_stopped(of, copy, says):
    assert says in found(*of, copy)


@pytest.mark.parametrize(
    "of, copy",
    [
        (KENT, "With 3,548 officers in September 2019, Kent Police was smaller than a year before."),
        (KENT, "The force, which had 3,548 officers in September 2018, now has 3,333."),
        (KENT, "There are now 3,548 officers at Kent Police (down from 3,333)."),
        (KENT, "Officer numbers in Kent continued their decline."),
        (KENT, "A drop of 214 officers was seen in Kent."),
        (KENT, "Some 241 extra officers were in post in Kent."),
        (KENT, "Kent is losing officers."),
        (KENT, "Kent's thin blue line has got thinner."),
        (KENT, "Kent Police is shrinking."),
        (KENT, "Fewer officers, more community support officers: that is the picture in Kent."),
        (KENT, "Officer numbers dropped while the number of community support officers grew."),
        (KENT, "Not since 2009 has Kent had so many officers."),
        (KENT, "Officer numbers had been rising for a decade."),
        (KENT, "Kent Police had 3,548 officers, 300 community support officers and 2,353 staff."),
        (KENT, "Of the force's 6,183 paid workforce, 3,584 were officers."),
        (KENT, "More than two in three of the paid workforce in Kent are officers."),
        (KENT, "Nine in 10 forces saw officer numbers rise."),
        (KENT, "Officers now outnumber staff by two to one in Kent."),
        (KENT, "Kent Police has 3,548 officers, or one for every 5 residents."),
        (KENT, "Officer strength at Kent Police stood at 3,548 in 2018 and 3,333 in 2019."),
        (KENT, "Officer strength at Kent Police stood at 3,333 and 3,548 in 2019 and 2018 respectively."),
        (KENT, "Officer numbers at Kent Police were unchanged."),
        (KENT, "Officer numbers at Kent Police barely moved."),
        (KENT, "Officer numbers at Kent Police were static."),
        (KENT, "Officer numbers at Kent Police rose six-fold, from 3,333 to 3,548."),
        (KENT, "Officer numbers at Kent Police have risen tenfold."),
        (KENT, "Officer numbers at Kent Police stagnated."),
        (KENT, "The rise of six per cent in Kent was the smallest of any force."),
        (KENT, "Kent saw a 6.4 per cent fall."),
        (KENT, "The 43 forces lost officers overall."),
        (KENT, "Kent's rise was below the national average."),
        (KENT, "Kent's rise lagged behind England and Wales."),
        (NORFOLK_AND_SUFFOLK, "Norfolk has fewer officers than Suffolk."),
        (NORFOLK_AND_SUFFOLK, "Suffolk Constabulary had 1,644 officers and Norfolk Constabulary 1,180."),
        (NORFOLK_AND_SUFFOLK, "There were 1,644 and 1,180 officers in Suffolk and Norfolk respectively."),
        (NORFOLK_AND_SUFFOLK, "The former had 1,180 officers and the latter 1,644."),
        (NORFOLK_AND_SUFFOLK, "Between them the forces gained 97 officers."),
        (KENT_S_FORCE, "Force was used by Kent officers 41,936 times in the year to March 2020."),
        (KENT_S_FORCE, "Kent Police recorded 14,936 incidents, a fall of 17 per cent."),
        (KENT_S_FORCE, "Kent Police recorded 14,936 incidents in 2018-19."),
        (KENT_S_FORCE, "Recorded incidents tripled in Kent."),
        (KENT_S_FORCE, "Recorded incidents in Kent fell for a second year."),
        (KENT_S_FORCE, "Handcuffing was the least common tactic in Kent."),
        (KENT_S_FORCE, "A Taser was fired 863 times in Kent."),
        (KENT_S_FORCE, "Kent recorded the most incidents of any force."),
        (KENT_S_FORCE, "Officers in Kent reach for a Taser every day of the week, 863 times a month."),
        (KENT_S_FORCE, "Tasers were used on 863 people in Kent."),
        (KENT_S_FORCE, "The number of incidents went the other way: down 17 per cent."),
        (WEST_MIDLANDS, "The West Midlands is home to 3,565 registered sex offenders."),
        (WEST_MIDLANDS, "Registered sex offender numbers are falling in the West Midlands."),
        (
            WEST_MIDLANDS,
            "There are 3,655 registered sex offenders in the West Midlands – 144 for every 1,000 people aged 10 and over.",
        ),
        (
            WEST_MIDLANDS,
            "There are 3,655 registered sex offenders in the West Midlands, one in 10 of the national total.",
        ),
        (WEST_MIDLANDS, "The West Midlands had the highest rate in the country."),
        (WEST_MIDLANDS, "The rate in the West Midlands, 144, was lower than 12 months before."),
        (WEST_MIDLANDS, "Ten years ago there were 4,201 registered sex offenders in the West Midlands."),
        (
            WEST_MIDLANDS,
            "Since 2011 the number of registered sex offenders in the West Midlands has doubled.",
        ),
        (
            WEST_MIDLANDS,
            "The number of registered sex offenders in the West Midlands is the lowest since 2015.",
        ),
        (TITLE, "Staffordshire has more registered sex offenders than the West Midlands."),
        (TITLE, "Staffordshire's rate, at 130, was the higher of the two."),
        (TITLE, "The two areas have 4,793 registered sex offenders between them."),
        (
            TITLE,
            "In the West Midlands the rate is 130 and in Staffordshire 144 for every 100,000 people aged 10 and over.",
        ),
    ],
)
def test_what_is_false_never_passes_in_silence(of, copy):
    assert found(*of, copy)
