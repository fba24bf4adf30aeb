"""What a page says of an error: what is the matter, and a remedy that somebody at a browser can take."""

import pytest

from storygen.desk.saying import told
from storygen.errors import ArchiveError, PlaceError, StorygenError, Unreachable, UsageError, WorkflowError


@pytest.mark.parametrize(
    "error, said",
    [
        pytest.param(ArchiveError("story 9", "there is none of that number", "See “storygen list”"),
                     "story 9: there is none of that number. Look for it among the stories.", id="the list"),
        pytest.param(ArchiveError("story 9", "it has no version 3", "See “storygen history 9”"),
                     "story 9: it has no version 3. See its versions on its page.", id="the history"),
        pytest.param(PlaceError("“Kemt”", "no place of that kind and code", "See “storygen places” and “storygen titles”"),
                     "“Kemt”: no place of that kind and code. See the page of places.", id="places"),
        pytest.param(StorygenError("out", "cannot be written to", "Mend the folder, then say: storygen file 9 --again"),
                     "out: cannot be written to. Ask whoever runs the desk to mend the folder and to fill it again.",
                     id="the wire's folder"),
        pytest.param(StorygenError("out", "is taken", "Choose another folder with --out"),
                     "out: is taken. Ask whoever runs the desk to mend the folder.", id="an option"),
        pytest.param(StorygenError("dask", "is not installed", "Install it: pip install dask"),
                     "dask: is not installed.", id="what nobody does in a browser"),
        pytest.param(UsageError("--overrule", "the reason is empty", "Say who lets it run, and why"),
                     "overrule: the reason is empty. Say who lets it run, and why.", id="an option at fault"),
        pytest.param(WorkflowError("story 9", "it is filed", "Correct it"), "story 9: it is filed. Correct it.",
                     id="what is the same everywhere"),
    ],
)  # fmt: skip
def test_a_page_names_no_command(error, said):
    assert told(error) == said


def test_of_a_database_a_page_says_nothing_and_the_log_all_in_a_line(caplog):
    error = Unreachable(
        "postgresql://desk@db.example/storygen", "cannot be used: it is\nstopped", "See that it runs"
    )
    assert (
        told(error)
        == "The desk's archive cannot be reached just now. Nothing was saved; try again in a moment."
    )
    (line,) = caplog.records
    assert (
        line.getMessage()
        == "postgresql://desk@db.example/storygen: cannot be used: it is stopped. See that it runs."
    )
    assert line.exc_info is None
