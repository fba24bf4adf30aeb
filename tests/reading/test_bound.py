"""What is seen at a glance is what the long way finds: no short cut passes what is false."""

import pytest

from storygen.attack import Attempt, attack
from storygen.checking import Checks
from storygen.writing.reader import Reader
from tests.rereading import FORCE, OFFENDERS, OURS, WORKFORCE


class Plodding(Reader):
    """A reader who takes no short cut."""

    def _understood(self, shape):
        self._asks[shape] = asks = tuple(
            (-1, -1, "", None, asked.who, asked) for asked in self.questions.of(shape)
        )
        return asks


@pytest.mark.parametrize("pack", [WORKFORCE, FORCE, OFFENDERS])
def test_a_reader_without_short_cuts_finds_the_same(pack):
    editions = {}
    found = {"stories": 0, "stopped": 0}

    def read(edition, text, places):
        if edition not in editions:
            slow = Checks(edition.pack, edition.measures, edition.gazetteer, edition.style, edition.day)
            slow.reader = Plodding(slow.reader.questions, edition.measures.table)
            editions[edition] = slow
        quick, plodding = (each.of_copy(text, places) for each in (edition.checks, editions[edition]))
        assert quick == plodding, text
        found["stories"] += 1
        found["stopped"] += any(flag.stop for flag in quick)
        return quick

    tried = [each for each in attack([pack], read, n=60, seed=11, settings=OURS) if isinstance(each, Attempt)]
    assert len(tried) == 60
    assert found["stories"] > 100
    assert found["stopped"] > 40
