"""Spelling: every sentence of the packs' stories, read by Harper's spelling and grammar.

Harper learns our names: the places, the publishers, the speakers. A rule of its that British news copy
breaks on purpose is named here with the reason, and must still be broken by some sentence of ours.
"""

import re
from functools import cache

import pytest
from harper import Dialect, Language, Linter
from making import DATA
from telling import PACKS, every_proof, every_story

from storygen import load_pack
from storygen.facts.geography import read_gazetteer
from storygen.reading.shape import NUMBERS, Names, Tokens, shape_of

EXEMPT = {
    "NumericRangeEnDash": "the house writes a year that spans two as 2019-20",
    "OxfordComma": "British copy has no comma before the last of a list",
    "CompoundNouns": "it would join per cent, North West and South East",
    "WhomSubjectOfVerb": "people whom officers took to be under 18: the verb has a subject, officers",
    "LongSentences": "what somebody said is as long as they made it",
    "PronounContraction": "pressure points, were: the subject stands before the list",
}
"""Harper's rules that are wrong of our copy, and why."""
OURS = ("MAPPAs", "Childline", "Taser", "Tasers")
SENTENCE = re.compile(r"(?<=[.?!])[\"”]? (?=[A-Z“\"])")


@cache
def linter() -> Linter:
    """Return Harper, in British English, taught our names."""
    names = [name for unit in ("force", "area") for place in gazetteer(unit).places for name in place.names()]
    names += [f"{quote.speaker} {quote.role}" for pack in PACKS for quote in load_pack(pack).quotes]
    made = Linter(Dialect.BRITISH)
    made.import_words(sorted({word for name in (*names, *OURS) for word in re.findall(r"[\w'’]+", name)}))
    return made


def gazetteer(unit: str):
    return read_gazetteer(DATA / "geographies", unit)


def faults(sentence: str) -> list[tuple[str, str]]:
    """Return each rule of Harper's that *sentence* breaks, and the words that break it."""
    found = linter().organized_lints(sentence, language=Language.PLAINTEXT)
    return [(rule, lint.problem_text) for rule, lints in found.items() for lint in lints]


@cache
def sentences(pack: str) -> tuple[str, ...]:
    """Return one of each sentence that *pack* can print, whatever its numbers and places."""
    tokens, found = Tokens(), {}
    for told in (*every_proof(pack), *every_story(pack)):
        names = Names(told.places, (), tokens)
        for par in told.pars:
            for sentence in SENTENCE.split(par):
                shape = re.sub(f"[{NUMBERS}]|[12]\\d{{3}}", "0", shape_of(sentence, names).text)
                found.setdefault(shape, sentence)
    return tuple(found.values())


@cache
def broken(pack: str) -> dict[tuple[str, str], str]:
    """Return a sentence of *pack* that breaks each rule, by the rule and the words that break it."""
    return {fault: sentence for sentence in sentences(pack) for fault in faults(sentence)}


@pytest.mark.parametrize("pack", PACKS)
def test_every_sentence_is_spelt_and_put_as_english_has_it(pack):
    assert len(sentences(pack)) > 100
    assert {fault: said for fault, said in broken(pack).items() if fault[0] not in EXEMPT} == {}


def test_no_rule_is_exempt_that_we_keep():
    assert {rule for pack in PACKS for rule, _ in broken(pack)} == set(EXEMPT)


@pytest.mark.parametrize(
    "sentence, rule",
    [
        ("The polcie in Kent recorded more.", "SpellCheck"),
        ("The color of the uniform is known.", "SpellCheck"),
        ("Kent Police had the the most officers.", "RepeatedWords"),
        ("It was an rise of 12 per cent.", "AnA"),
    ],
)
def test_what_is_wrong_is_seen(sentence, rule):
    assert rule in {broken for broken, _ in faults(sentence)}
