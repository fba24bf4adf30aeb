"""Many who sign in at once: a desk on a small machine has the memory for it."""

import subprocess
import sys

SCRIPT = """
import resource, sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from storygen.archive.archive import Archive
from storygen.archive.people import People
from storygen.archive.workflow import Role

people, noon = People(Archive(sys.argv[1])), datetime(2025, 3, 3, 12, tzinfo=UTC)
names = [f"ada {number}" for number in range(5)]
for name in names:
    people.add(name, "a long password", Role.EDITOR, noon)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def come(name):
    while True:  # on a machine that has much to do, some are asked to come again
        if (came := people.sign_in(name, "a long password", noon)).user:
            return came
        assert came.busy


with ThreadPoolExecutor(5) as pool:
    list(pool.map(come, names))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_five_passwords_are_not_weighed_with_the_memory_of_five(tmp_path):
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "archive.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 64, (
        "one password takes 32 MB, and was weighed before; a second may be beside it"
    )
