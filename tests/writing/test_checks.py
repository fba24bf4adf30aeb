"""The sub: each check on copy that breaks its rule and on true copy that does not, then every story there is."""

from collections.abc import Iterable
from datetime import date

import pytest
from making import DATA
from telling import PACKS, Finished, every_proof, every_story

from storygen.errors import PackError
from storygen.facts.geography import read_gazetteer
from storygen.pack import load_pack
from storygen.reading.shape import Names, Tokens, shape_of
from storygen.writing.checks import CHECKS, MEMORY, Sub
from storygen.writing.conduct import known_names
from storygen.writing.flag import Flag
from storygen.writing.house import House, span_in
from storygen.writing.never import Never, never_from_data
from storygen.writing.quotes import Quote
from storygen.writing.quoting import quoted
from storygen.writing.style import Style

PLACES = {place.name: place for place in read_gazetteer(DATA / "geographies").of_kind("force")}
WORDS = (
    "Society just isn’t as safe as it once was, and although the police service is doing everything within its "
    "power, we are swimming against the tide."
)


def said(**changed: object) -> Quote:
    """Return a quote of the chair of a federation, of the release of 2019."""
    told = {
        "name": "critic", "words": WORDS, "reported": "", "speaker": "John Apter", "role": "chair of the federation",
        "source": "https://example.org", "said_on": date(2020, 1, 30), "releases": ("workforce-2019",),
        "angles": (), "places": (), **changed,
    }  # fmt: skip
    return Quote(**told)


def house(**changed: object) -> House:
    """Return a house that counts registered sex offenders and members of staff for the Home Office."""
    told = {
        "style": Style(forbidden=("whopping", "slammed")),
        "release": "workforce-2019",
        "day": date(2020, 1, 30),
        "publisher": "Home Office",
        "quotes": (said(), said(words="", reported="The union said a whopping rise in crime had come.")),
        "never": (Never(("crime rose", "rise in crime"), "say recorded crime (rule R4)"),),
        "nouns": (
            "registered sex offender",
            "other dangerous offender",
            "member of staff",
            "special constable",
        ),
        "names": known_names(["John Apter", "Rape Crisis England and Wales", "Home Office", "Essex Police"]),
        "places": tuple(PLACES),
        **changed,
    }
    return House(**told)


def flags(*pars: str, places: tuple[str, ...] = ("Kent",), **changed: object) -> list[Flag]:
    """Return what the sub asks of *pars*, a story of *places*."""
    names = Names([PLACES[name] for name in places], (), Tokens())
    return Sub(house(**changed)).read(pars, [shape_of(par, names) for par in pars])


def asked(*pars: str, **changed: object) -> list[str]:
    """Return what the sub asks of *pars*, each as its check and its message."""
    return [f"{flag.check}: {flag.message}" for flag in flags(*pars, **changed)]


NOUN_OF_ONE, NOUN_OF_SEVERAL = "make the noun singular", "make the noun plural"
VERB_OF_ONE, VERB_OF_SEVERAL = "make the verb singular", "make the verb plural"
THERE_WERE, THERE_WAS = "write “there were”", "write “there was”"


@pytest.mark.parametrize(
    "par, words, advice",
    [
        ("Kent Police held one other dangerous offenders.", "one other dangerous offenders", NOUN_OF_ONE),
        ("Kent Police held 1 offenders.", "1 offenders", NOUN_OF_ONE),
        ("Kent Police had one members of staff.", "one members of", NOUN_OF_ONE),
        ("Kent Police recorded 1 uses of force.", "1 uses of", NOUN_OF_ONE),
        ("Kent Police had 3 officer in 2019.", "3 officer", NOUN_OF_SEVERAL),
        ("Kent Police held 12 registered sex offender.", "12 registered sex offender", NOUN_OF_SEVERAL),
        ("Kent Police recorded 2,427 incident, a record.", "2,427 incident", NOUN_OF_SEVERAL),
        ("Kent Police had 12 member of staff.", "12 member of", NOUN_OF_SEVERAL),
        ("There was 2.", "There was 2", THERE_WERE),
        ("In Kent there was almost 5,000 offenders.", "there was almost 5,000", THERE_WERE),
        ("There were one offender.", "There were one offender", THERE_WAS),
        ("There were only 1 in Kent, and there were one.", "there were one", THERE_WAS),
        ("In Kent, 12 special constables was hurt.", "12 special constables was", VERB_OF_SEVERAL),
        ("Of those in Kent, 2 was arrested.", "2 was arrested", VERB_OF_SEVERAL),
        ("Figures show that 12 officers has left.", "12 officers has", VERB_OF_SEVERAL),
        ("In Kent, one officer were hurt.", "one officer were", VERB_OF_ONE),
        ("There is 1,188 registered sex offenders in Kent.", "There is 1,188", "write “there are”"),
        ("There has been almost 12 offenders.", "There has been almost 12", "write “there have been”"),
        ("Only one registered sex offender were managed.", "one registered sex offender were", VERB_OF_ONE),
        ("Only one were managed.", "one were", VERB_OF_ONE),
        ("Just one of the offenders were managed.", "one of the offenders were", VERB_OF_ONE),
        ("In Kent 1,188 people was managed.", "1,188 people was", VERB_OF_SEVERAL),
    ],
)
def test_a_noun_and_its_verb_agree_with_their_number(par, words, advice):
    found = flags(par)
    assert [flag.message for flag in found] == [f"“{words}” does not agree with its number: {advice}"]
    assert [par[slice(*flag.span)] for flag in found] == [words]
    assert [(flag.check, flag.stop) for flag in found] == [("agreement", True)]


@pytest.mark.parametrize(
    "par",
    [
        "Kent Police was one of 12 forces, out of 43 in England and Wales.",
        "About one in six officers saw one officer’s report of one incident.",
        "The number fell by one per cent, so that one per cent more officers were there.",
        "There were 12 registered sex offenders and there was one other dangerous offender.",
        "There was 10 per cent more, and there was 10 years between them.",
        "There was twice as much, and force was used once officers had come.",
        "No one forces officers out, and any one times out.",
        "Kent Police had 1.0 officers for each, or 0.5 officer in 2019.",
        "It was the third officer to go, and the 12th officer of 43 force areas.",
        "Kent has 43 police force areas, a 12 officer team and 10 incident reports.",
        "The rate for the 43 forces was higher, and a total of 12 officers was given.",
        "Each incident is one officer’s report of using force on one person, so two officers make two incidents.",
        "At 12, two sergeants and one officer were hurt.",
        "The force said “1 officers” and “3 officer”.",
        "There were one or more offenders in 2019.",
        "One of the offenders who were managed left, and there is 10 per cent more to do.",
        "Only one of the 12 was hurt, and one person has left.",
        "There is one officer there. There has been one person since.",
    ],
)
def test_true_numbers_agree(par):
    assert asked(par) == []


@pytest.mark.parametrize(
    "par, words, right",
    [
        ("It was a 8 per cent rise.", "a 8", "an"),
        ("It was a 11,000 rise.", "a 11,000", "an"),
        ("A 18 per cent rise came.", "A 18", "an"),
        ("It was an eight-year-old case and a eight per cent rise.", "a eight", "an"),
        ("It was a eight-year-old case.", "a eight-year", "an"),
        ("It was an one-year wait.", "an one-year", "a"),
        ("It was a £80 rise.", "a £80", "an"),
        ("It was an 7 per cent rise.", "an 7", "a"),
        ("It was an 110 per cent rise.", "an 110", "a"),
        ("It was an one per cent rise.", "an one", "a"),
    ],
)
def test_a_and_an_go_by_sound(par, words, right):
    found = flags(par)
    assert [flag.message for flag in found] == [f"“{words}” is not how it is said: write “{right}”"]
    assert [(flag.check, flag.stop) for flag in found] == [("article", True)]


@pytest.mark.parametrize(
    "par",
    [
        "It was an 8 per cent rise after an 11,000 rise and an 18th.",
        "It was a 7 per cent rise after a 110 rise, and then a 1,100 one.",
        "It was a 2019 report of an hour.",
        "A total of 8 officers came, and a once quiet town had an eighth.",
        "It was a one-year wait, a two-week one and an eleven-month one.",
    ],
)
def test_true_articles_stand(par):
    assert asked(par) == []


@pytest.mark.parametrize("words", ["the the", "In in", "Kent Kent", "it’s it’s"])
def test_no_word_stands_twice(words):
    par = f"There, {words} force rose."
    assert asked(par) == [f"doubled word: “{words}”: the same word twice, so strike one"]
    assert not flags(par)[0].stop


@pytest.mark.parametrize(
    "par, words",
    [
        ("West Midlands Police Police said so.", "Police Police"),
        ("Kent Police Police said so.", "Kent Police Police"),
        ("The Home Office Office said so.", "Office Office"),
        ("Numbers rose by six per cent per cent.", "per cent per cent"),
        ("Numbers rose in a year in a year.", "in a year in a year"),
    ],
)
def test_nor_does_what_a_body_is_called_or_a_phrase(par, words):
    assert asked(par) == [f"doubled word: “{words}”: the same word twice, so strike one"]


@pytest.mark.parametrize("words", ["second second", "43 43", "12 forty"])
def test_no_two_numbers_stand_side_by_side(words):
    assert asked(f"It was the {words} there.") == [
        f"doubled word: “{words}”: two numbers side by side, so strike one"
    ]


@pytest.mark.parametrize(
    "par",
    [
        "Victims can call 0808 500 2222, or 116 123 at night, or Childline on 0800 1111.",
        "In 2019 two forces counted none.",
        "The force that it had had said that that was so.",
        "It moved to Baden Baden Baden.",
        "It came in. In Kent it stayed.",
        "It had 12 12-month orders and so-so so results.",
        "Numbers grew year on year on year, and on and on and on, one by one by one.",
        "The Kent Police Federation and Walla Walla agreed.",
    ],
)
def test_what_english_says_twice_may_stand(par):
    assert [line for line in asked(par) if line.startswith("doubled")] == []


@pytest.mark.parametrize(
    "par, left",
    [
        ("There were {{ now }} officers.", "{{ now }}"),
        ("There were {% if x %} officers.", "{% if x %}"),
        ("There were {# a note #} officers.", "{# a note #}"),
        ("There were [[WINNING_TEAM_MASCOT]] officers.", "[[WINNING_TEAM_MASCOT]]"),
        ("There were <<now>> officers.", "<<"),
        ("There were {0} officers.", "{0}"),
        ("There were {name} officers.", "{name}"),
        ("There were $name officers.", "$name"),
        ("There were %s officers.", "%s"),
        ("There were None officers.", "None"),
        ("There were nan officers.", "nan"),
        ("There were NaN officers.", "NaN"),
        ("There were null officers.", "null"),
        ("There were undefined officers.", "undefined"),
        ("There were TBC officers.", "TBC"),
        ("There were TK officers.", "TK"),
        ("There were XX officers.", "XX"),
        (f"There were {'X' * 3} officers.", "X" * 3),
        (f"{'todo'.upper()} say it.", "todo".upper()),
        ("Lorem ipsum.", "Lorem"),
        ("There were <b>many officers.", "<b>"),
        ("There were many officers &amp; staff.", "&amp;"),
        ("There were&#160;many officers.", "&#160;"),
        ("There were [insert name] officers.", "[insert name]"),
        ("[PLACE] has more officers.", "[PLACE]"),
        ("[INSERT NAME] has more officers.", "[INSERT NAME]"),
        ("There were tbc officers.", "tbc"),
        ("There were n/a officers.", "n/a"),
        ("There were N/A officers.", "N/A"),
        ("There were officers ().", "()"),
        ("There were officers , many.", " ,"),
        ("There were officers .", " ."),
        ("There were officers..", ".."),
        ("There were officers,, many.", ",,"),
        ("The force said: “There were {{ now }} officers.”", "{{ now }}"),
    ],
)
def test_nothing_of_a_template_is_left(par, left):
    first = flags(par)[0]
    assert first.message == f"“{left.strip()}” is left over: write what belongs there"
    assert (first.check, first.stop, par[slice(*first.span)].strip()) == ("leftover", True, left.strip())


@pytest.mark.parametrize("stray", ["\ue000", "\uf8ff", "\ufffd", chr(0xD800), chr(0xDFFF), "\x93"])
def test_no_character_that_nobody_can_print_is_left(stray):
    (flag,) = flags(f"There were {stray}officers.")
    assert flag == Flag(
        "leftover", "a character that cannot be printed: write what belongs there", "0", (11, 12), True
    )


@pytest.mark.parametrize(
    "par",
    [
        "None of the officers left. None did.",
        "The marriage was null and void, and 5% said no.",
        "He left … and came back... The rise was .5 of a point.",
        "“[The force] is here,” (it is said).",
        "It cost $5 and £3, or 50% of it.",
        "AT&T; P&O; and two Q&As; all came.",
        "He left [it says] and/or came.",
    ],
)
def test_what_only_looks_left_may_stand(par):
    assert [line for line in asked(par) if line.startswith("leftover")] == []


@pytest.mark.parametrize(
    "par, words",
    [
        ("12 officers left.", "12"),
        ("Officers left. 1,200 stayed.", "1,200"),
        ("Officers left.” “2019 was the year.", "2019"),
        ("£5 was spent.", "£5"),
    ],
)
def test_no_sentence_starts_with_a_figure(par, words):
    line = f"starts with a figure: a sentence starts with “{words}”: turn it round or spell the number"
    assert [each for each in asked(par) if each.startswith("starts")] == ([] if "“" in par else [line])


@pytest.mark.parametrize(
    "par", ["Twelve officers left. Two stayed.", "It was No. 10 that said so.", "Kent: 12 officers left."]
)
def test_a_sentence_may_start_with_a_number_in_words(par):
    assert asked(par) == []


def test_a_par_has_no_more_figures_than_the_house_allows():
    par = "Kent Police had 10, 20, 30 and 40 officers in 2019, on March 31 2020, and 50 on 31 March."
    line = "too many figures: 5 figures in one par, where the house has 4: leave some out or part it"
    assert asked(par) == [line]
    assert asked(par, style=Style(figures_per_par=5)) == []
    assert not flags(par)[0].stop


@pytest.mark.parametrize(
    "par",
    [
        "In 2019-20 it had 10, 20, 30 and 40 officers, by March 31 2020.",
        "The rates were 10, 20 and 30 for every 100,000 people aged 10 and over, and 40 per 1,000 aged 11 to 17.",
        "Anybody aged 16 or over can call 0808 500 2222, and children 0800 1111, two 12-month-old numbers.",
        "Kent Police said: “We had 10, 20, 30, 40 and 50.”",
    ],
)
def test_dates_bases_ages_telephones_and_quotes_are_no_figures(par):
    assert [line for line in asked(par) if line.startswith("too many")] == []


@pytest.mark.parametrize(
    "form, par, words",
    [
        ("per cent", "Kent rose by 12 percent.", "percent"),
        ("per cent", "Kent rose by 12%.", "%"),
        ("per cent", "Kent rose by 12pc.", "pc"),
        ("%", "Kent rose by 12 per cent.", "per cent"),
    ],
)
def test_there_is_one_form_of_per_cent(form, par, words):
    line = f"per cent: “{words}”: the house writes “{form}”, and one form in a story"
    assert asked(par, style=Style(per_cent=form)) == [line]


@pytest.mark.parametrize(
    "par", ["Kent rose by 12 per cent, or one percentage point.", "Kent Police said: “We have 12%.”"]
)
def test_the_house_s_form_stands_and_so_do_a_speaker_s(par):
    assert asked(par) == []


@pytest.mark.parametrize(
    "par, word",
    [
        ("They were reported 12 times.", "They"),
        ("Their number fell by 12.", "Their"),
        ("Meanwhile, they rose by 12 per cent.", "they"),
        ("It rose by 12 per cent in a year.", "It"),
        ("Its strength was 12 lower.", "Its"),
        ("In total they came to more.", "they"),
        ("In Kent they rose.", "they"),
        ("Across England and Wales they rose.", "they"),
    ],
)
def test_they_stand_for_somebody_whom_the_par_names(par, word):
    line = f"they: “{word}” stands for nobody whom this par has named: name them"
    assert asked(par) == [line]


@pytest.mark.parametrize(
    "par",
    [
        "People go on the register after a conviction. They must give the police their name.",
        "Officer numbers at Kent Police rose, although they fell over the year.",
        "Although they fell over the year, officer numbers rose.",
        "On people whom they took to be under 18, officers used force.",
        "Kent Police said they had 12.",
        "Kent said they had 12. In Essex, officers said they had 10.",
        "It was the first rise for a decade, and it comes after a fall.",
        "Two were hurt and they left.",
        "Handcuffing someone who does not resist counts, whatever they do.",
    ],
)
def test_they_may_stand_for_whom_the_par_names(par):
    assert asked(par) == []


@pytest.mark.parametrize(
    "par, line",
    [
        ("Crime rose in Kent.", "never: “Crime rose”: say recorded crime (rule R4)"),
        ("A rise in crime came.", "never: “rise in crime”: say recorded crime (rule R4)"),
        (
            "A whopping rise came.",
            "forbidden word: “whopping”: the house does not print it, so say what happened",
        ),
    ],
)
def test_words_that_must_not_be_printed_are_queried(par, line):
    assert asked(par) == [line]
    assert not flags(par)[0].stop


RECORDED = Never(("use of force", "used force"), "say recorded (rule R4)", "counted", ("recorded", "record"))
OFFENDING = Never(("offending", "sex crimes"), "it is no measure (rule R5)", "moved", ("not measure",))


@pytest.mark.parametrize(
    "par, found",
    [
        ("Use of force rose in Kent.", ["Use of force"]),
        ("Use of force up in Kent.", ["Use of force"]),
        ("The use of force in Kent rose by 17 per cent.", ["use of force"]),
        ("Officers at Kent Police used force 14,936 times in 2019-20.", ["used force"]),
        ("Figures were recorded. Officers used force twice.", ["used force"]),
        ("The number of sex offenders in Kent rose, so offending did.", ["offending"]),
        ("Sex crimes are up.", ["Sex crimes"]),
        ("Offending went up. Sex crimes fell.", ["Offending", "Sex crimes"]),
        ("Recorded use of force rose in Kent.", []),
        ("Officers used force as a last resort. It was recorded 12 times.", []),
        ("The figures do not measure new offending, however they rise.", []),
        ("Numbers rose. The offending is of many kinds, 12 of them grave.", []),
        ("The use of force was debated.", []),
    ],
)
def test_words_may_be_named_and_not_be_said_to_have_moved(par, found):
    told = flags(par, never=(RECORDED, OFFENDING))
    assert [par[slice(*flag.span)] for flag in told if flag.check == "never"] == found
    assert not any(flag.stop for flag in told)


@pytest.mark.parametrize(
    "entry, fault",
    [
        ({"only": "rising"}, "bakers/pack.toml, never 1: only is “rising”. Use moved or counted."),
        ({"unless": []}, 'bakers/pack.toml, never 1: it lists no words. Write unless = ["recorded"].'),
        ({"words": [""]}, 'bakers/pack.toml, never 1: it lists no words. Write words = ["crime rose"].'),
    ],
)
def test_a_never_that_cannot_be_read_is_refused(entry, fault):
    with pytest.raises(PackError) as caught:
        never_from_data([{"words": ["crime"], "because": "why", **entry}], "bakers/pack.toml")
    assert str(caught.value) == fault


@pytest.mark.parametrize(
    "pack, copy, found",
    [
        ("use-of-force", "Use of force rose in Kent.", "Use of force"),
        ("use-of-force", "Use of force up in Kent.", "Use of force"),
        ("use-of-force", "The use of force in Kent rose by 17 per cent.", "use of force"),
        ("use-of-force", "Taser use rose in Kent.", "Taser use"),
        ("use-of-force", "Officers at Kent Police used force 14,936 times in 2019-20.", "used force"),
        (
            "police-workforce",
            "Kent Police took on 214 more officers in the year to September 30 2019.",
            "took on",
        ),
        ("police-workforce", "Kent Police hired 215 officers.", "hired"),
        ("registered-offenders", "The number of sex offenders in Kent rose, so offending did.", "offending"),
        ("registered-offenders", "Sex crimes are up.", "Sex crimes"),
        ("registered-offenders", "Offending went up.", "Offending"),
        ("registered-offenders", "Sex offences soared.", "Sex offences"),
    ],
)
def test_what_our_packs_figures_cannot_bear_is_queried(pack, copy, found):
    told = flags(copy, never=load_pack(pack).never)
    assert [copy[slice(*flag.span)] for flag in told if flag.check == "never"] == [found]


@pytest.mark.parametrize(
    "par",
    [
        "Crime rosettes were given, and a rise in crimes was not.",
        "The union said a whopping rise in crime had come.",
        "In Kent,\nthe  force was quiet. The union said a whopping rise in  crime had come.",
        "Kent Police said: “Crime rose.”",
    ],
)
def test_what_somebody_said_and_other_words_may_be_printed(par):
    assert asked(par) == []


def test_a_reported_quote_that_names_the_story_s_place_hides_itself():
    kept = said(words="", reported="The union of Kent said a whopping rise in crime had come.")
    par = "It was so. The union of\nKent said a  whopping rise in crime had come. Crime rose."
    assert asked(par, quotes=(kept,)) == ["never: “Crime rose”: say recorded crime (rule R4)"]


def test_a_reported_quote_hides_only_itself():
    par = "The union said a whopping rise in crime had come. Crime rose."
    assert asked(par) == ["never: “Crime rose”: say recorded crime (rule R4)"]


@pytest.mark.parametrize(
    "par, name",
    [
        ("The force dismissed John Smith last year.", "John Smith"),
        ("John Smith, 34, was there.", "John Smith"),
        ("It was Mr Smith who left.", "Mr Smith"),
        ("Kent Police Sergeant Jane O’Neill left.", "Sergeant Jane O’Neill"),
        ("It was in Tunbridge Wells.", "Tunbridge Wells"),
        ("The Essex Police officer Ché Müller-Jones left.", "Ché Müller-Jones"),
        ("It was PC Smith of the Home Office.", "PC Smith"),
    ],
)
def test_nobody_is_named_but_speakers(par, name):
    line = f"name: “{name}” is no speaker of a quote and no name we know: leave the name out (rule L2)"
    assert asked(par) == [line]
    assert [flag.stop for flag in flags(par)] == [False]
    assert [flag.stop for flag in flags(par, sensitive=True)] == [True]
    assert [par[slice(*flag.span)] for flag in flags(par)] == [name]


@pytest.mark.parametrize(
    "par",
    [
        "Mr Apter, John Apter and Rape Crisis England and Wales spoke, said Rape Crisis.",
        "Nearby Essex Police left. Across Essex it was so. Neighbouring Essex agreed.",
        "In March Home Office staff came on Tuesday.",
        "The Police Federation and Victim Support spoke to BBC News.",
        "Superintendent, Chief Constable and Prime Minister are what they are.",
        "The Taser was drawn. Kent Police said so.",
        "The Home Secretary and the United Kingdom agreed.",
        "Across England and Wales Crisis teams met. Throughout Essex Apters abound.",
    ],
)
def test_known_names_may_stand(par):
    assert [line for line in asked(par) if line.startswith("name")] == []


@pytest.mark.parametrize(
    "par, name",
    [
        ("Smith was jailed.", "Smith"),
        ("It was so. Smith, 34, was jailed.", "Smith"),
        ("Huntley admitted it.", "Huntley"),
        ("It was Huntley.", "Huntley"),
        ("The victim lives in Corby.", "Corby"),
        ("A man from Corby's centre was jailed.", "Corby's"),
    ],
)
def test_of_a_sensitive_subject_one_name_is_enough(par, name):
    line = f"name: “{name}” is no speaker of a quote and no name we know: leave the name out (rule L2)"
    assert asked(par, sensitive=True) == [line]
    assert [flag.stop for flag in flags(par, sensitive=True)] == [True]
    assert asked(par) == []


@pytest.mark.parametrize(
    "par",
    [
        "Nobody was jailed. Offenders are managed. He was jailed. Police said so.",
        "In March it was a British matter, Mr Apter said on Tuesday, and Essex agreed.",
        "Kent Police said so. The Government and Parliament agreed over Christmas.",
        "Managing them takes time. Yesterday was quiet.",
    ],
)
def test_of_a_sensitive_subject_other_capitals_may_stand(par):
    assert [line for line in asked(par, sensitive=True) if line.startswith("name")] == []


# Quotes.

APTER = "John Apter, chair of the federation, said: "


@pytest.mark.parametrize(
    "par",
    [
        f"{APTER}“{WORDS}”",
        f'{APTER}"{WORDS.replace("’", chr(39))}"',
        "“Society just isn’t as safe as it once was,” said Mr Apter. “We are swimming against the tide.”",
        "Mr Apter said the force was “swimming against the tide”.",
        "The force was “on its knees”, it said.",
    ],
)
def test_a_quote_may_stand_word_for_word(par):
    assert asked(par) == []


@pytest.mark.parametrize(
    "par, changed, line, stop",
    [
        pytest.param(
            f"{APTER}“{WORDS.replace('the tide', 'a flood')}”",
            {},
            "quote: “Society just isn’t as safe as it once was, and although the …” is not word for word what was "
            "said by John Apter, chair of the federation: give the words as said",
            True,
            id="altered",
        ),
        pytest.param(
            f"{APTER}“{WORDS}”",
            {"release": "workforce-2018"},
            "quote: “Society just isn’t as safe as it once was, and although the …” was said on 2020-01-30 of "
            "workforce-2019: it may not stand in this story",
            True,
            id="of another release",
        ),
        pytest.param(
            f"{APTER}“{WORDS}”",
            {"day": date(2020, 1, 29)},
            "quote: “Society just isn’t as safe as it once was, and although the …” was said on 2020-01-30 of "
            "workforce-2019: it may not stand in this story",
            True,
            id="before it was said",
        ),
        pytest.param(
            "The union said: “We are swimming against the tide.”",
            {},
            "quote: “We are swimming against the tide.”: the par does not name who said it, John Apter, chair of the "
            "federation",
            False,
            id="nobody named",
        ),
        pytest.param(
            "The union said: “Nobody knows what comes of it.”",
            {},
            "quote: “Nobody knows what comes of it.” is no quote of the pack's: check it, and add it to quotes.toml "
            "with its source",
            False,
            id="nobody's that we know",
        ),
    ],
)
def test_a_quote_is_held_against_the_pack_s(par, changed, line, stop):
    assert asked(par, **changed) == [line]
    assert [flag.stop for flag in flags(par, **changed)] == [stop]


def test_a_number_in_a_quote_is_part_of_it():
    kept = said(words="We had 1,000 officers in the force then.")
    par = "John Apter said: “We had {} officers in the force then.”"
    sub = Sub(house(quotes=(kept,)))
    names = Names([], (), Tokens())
    found = [sub.read([each], [shape_of(each, names)]) for each in (par.format("1,000"), par.format("2,000"))]
    assert [[flag.check for flag in each] for each in found] == [[], ["quote"]]


def test_quotations_are_found_in_either_mark_and_left_open():
    par = 'He said: “One.” She said: "Two." They: “Three'
    assert [par[slice(*span)] for span in quoted(par)] == ["One.", "Two.", "Three"]


# The whole copy.

INTRO = "The number of officers in Kent has risen, official figures show."
LACKING = "the headline has {} and the body has not: say it there, or take it out of the headline"
COUNT = "Kent Police had 4,973 officers on September 30 2019, up from 4,800, according to the Home Office."


@pytest.mark.parametrize(
    "head",
    [
        "Officers up in Kent, Home Office figures show",
        "Officer numbers rise to almost 5,000 in Kent",
        "Kent Police has more than 4,900 officers",
        "Kent has 4,973 officers",
        "Officers higher at 4,973 in Kent",
        "Officers up in Kent after forces count as officials show",
        "Officers up in Kent but force has only 4,973",
    ],
)
def test_a_headline_may_say_what_its_body_says(head):
    assert asked(head, INTRO, f"{COUNT} Forces were counted twice by an official.") == []


@pytest.mark.parametrize(
    "head, claim",
    [
        ("Officers down in Kent", "“down”"),
        ("Kent has the most officers", "“highest”"),
        ("Officers unchanged in Kent", "“unchanged”"),
        ("Officers little changed in Kent", "“little changed”"),
        ("Kent has 5,000 officers", "“5,000”"),
        ("Kent has almost 6,000 officers", "“6,000”"),
        ("Officers up in Essex", "“Essex”"),
        ("Officers up in Kent and Surrey", "one of its places"),
    ],
)
def test_every_claim_of_a_headline_is_in_the_body(head, claim):
    (flag,) = flags(head, INTRO, COUNT, places=("Kent", "Surrey"))
    assert flag == Flag("headline", LACKING.format(claim), "0", stop=True)


@pytest.mark.parametrize(
    "head, claims",
    [
        ("Officer numbers up in Kent but chief warns of cuts", ["chief", "cuts"]),
        ("Officers up in Kent as crime soars", ["crime"]),
        ("Officers up in Kent amid fears of strike", ["strike"]),
        ("Union hails rise in officers in Kent", ["union"]),
        ("Officers up in Kent – chief constable", ["chief", "constable"]),
    ],
)
def test_what_a_headline_says_beside_its_figures_is_in_the_body_too(head, claims):
    assert flags(head, INTRO, COUNT) == [
        Flag("headline", LACKING.format(f"“{claim}”"), "0", stop=True) for claim in claims
    ]
    said_there = f"{COUNT} The union’s chief constable warned of a cut, a strike, fear and crime."
    assert asked(head, INTRO, said_there) == []


@pytest.mark.parametrize(
    "body",
    [
        "It was 12, the same as before, official figures show.",
        "Numbers were unchanged, official figures show.",
        "It was 12 compared with 12, official figures show.",
    ],
)
def test_little_changed_is_borne_out_by_what_is_the_same(body):
    found = asked("Officers little changed", body)
    assert [line for line in found if line.startswith("headline")] == []


@pytest.mark.parametrize(
    "before, borne",
    [
        ("Kent Police had 12 officers a year before that.", True),
        ("Kent Police had 13 officers a year before that.", False),
        ("Kent Police had 12 officers.", False),
        ("Kent Police had 12 officers, more than a year earlier.", False),
    ],
)
def test_unchanged_is_borne_out_by_the_same_number_of_the_year_before(before, borne):
    found = asked("Officers unchanged in Kent", "Kent Police had 12 officers, official figures show.", before)
    assert [line.partition(":")[0] for line in found] == ([] if borne else ["headline"])


def test_a_headline_by_itself_has_nothing_to_keep_to():
    assert asked("Officers down to 12 in Kent") == []


def test_the_source_stands_by_the_second_par():
    bare = "The number of officers in Kent has risen in a year."
    line = "source: nothing says by the second par where the figures come from: name Home Office"
    assert asked("Officers up in Kent", bare, bare, INTRO) == [line]
    assert flags("Officers up in Kent", bare, bare, INTRO)[0].par == "2"
    assert asked("Officers up in Kent", bare, COUNT) == []
    assert asked("Officers up in Kent", INTRO, bare) == []


def test_a_note_to_editors_is_no_par():
    note = "Kent: an outlier of 12 12 {{ x }} \ue000. Overruled by John Smith: seen"
    assert asked("Officers up in Kent", note, INTRO, "EDITORS: John Smith of TBC", COUNT) == []


def test_flags_name_their_par_as_they_are_told_to():
    pars = ["Officers up in Kent", INTRO, "It had the the officers."]
    shapes = [shape_of(par, Names([PLACES["Kent"]], (), Tokens())) for par in pars]
    sub = Sub(house())
    by_name = sub.read(pars, shapes, ["headline", "intro", "count"])
    assert {flag.par for flag in by_name} == {"count"}
    assert {flag.par for flag in sub.read(pars, shapes)} == {"2"}


# What is remembered.


def test_what_is_known_of_a_shape_is_said_of_each_par_s_own_words():
    sub, names = Sub(house()), Names([PLACES["Kent"], PLACES["Essex"]], (), Tokens())
    pars = ["Kent Police had 12 officer.", "Kent Police had 1,300 officer.", "Kent Police had 1.5 officer."]
    found = [sub.read([par], [shape_of(par, names)]) for par in pars]
    assert [[par[slice(*flag.span)] for flag in each] for par, each in zip(pars, found, strict=True)] == [
        ["12 officer"],
        ["1,300 officer"],
        [],
    ]


def test_the_sub_forgets_rather_than_grow():
    sub, shape = Sub(house()), shape_of("Kent rose.", Names([], (), Tokens()))
    for number in range(MEMORY + 10):
        sub.read([f"Kent “rose {number}”."], [shape._replace(text=f'Kent "rose {number}".')])
    assert len(sub._memory) == len(sub._pars) == 10


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_each_check_opens_with_its_rule(name):
    rule, colon, asks = (CHECKS[name].__doc__ or "").partition(": ")
    assert colon
    assert asks
    assert all(part in ("English", "House") or part[0] in "RASL" for part in rule.split(", "))


# Every story there is.


def asked_of(stories: Iterable[Finished]) -> list[tuple[str, Flag]]:
    """Return what the sub asks of *stories*, each with the name of its story."""
    tokens, subs = Tokens(), {}
    found = []
    for told in stories:
        sub = subs.setdefault(id(told.house), Sub(told.house))
        names = Names(told.places, (), tokens)
        shapes = [shape_of(par, names) for par in told.pars]
        found += [(told.which, flag) for flag in sub.read(told.pars, shapes, told.names)]
    return found


@pytest.mark.parametrize("pack", PACKS)
def test_no_story_of_ours_is_asked_anything(pack):
    every = every_story(pack)
    assert len(every) > 300
    assert asked_of(every) == []


@pytest.mark.parametrize("pack", PACKS)
def test_no_proof_is_asked_anything(pack):
    assert asked_of(every_proof(pack)) == []


@pytest.mark.parametrize("pack", PACKS)
def test_copy_spoiled_in_one_word_is_asked_about(pack):
    for told in every_proof(pack):
        if len(told.pars) > 3:
            spoiled = told._replace(
                pars=[told.pars[0], *(f"{par} None {{{{ x }}}}" for par in told.pars[1:])]
            )
            stops = {flag.par for _, flag in asked_of([spoiled]) if flag.stop}
            assert stops == set(told.names[1:]) - {"ednote"}, told.which


def test_a_shape_s_words_are_found_in_every_par():
    for told in every_proof("registered-offenders"):
        names = Names(told.places, (), Tokens())
        for par in told.pars:
            shape = shape_of(par, names)
            assert span_in(par, shape, 0, len(shape.text)) == (0, len(par))
