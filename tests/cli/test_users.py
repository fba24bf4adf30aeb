from shutil import copytree

import pytest
from shell import NOW, Shell

from storygen.archive.archive import Archive
from storygen.archive.people import People
from storygen.archive.workflow import Role
from storygen.cli.users import ROLES

NOBODY = "anybody may decide, by any name: there are no users yet\n"
PASSWORD = "correct horse"


def add(shell, name, *words, by=None):
    return shell(
        "users", "add", name, "--password-stdin", *words, *(["--by", by] if by else []), input=f"{PASSWORD}\n"
    )


@pytest.fixture(scope="module")
def staffed(tmp_path_factory):
    """Return a folder whose archive has a chief, an editor, a reader and one who has left."""
    folder = tmp_path_factory.mktemp("staffed")
    shell = Shell(folder).keep("Kent")
    add(shell, "jo", "--role", "chief", "--shown", "Jo Baker")
    add(shell, "al", "--shown", "Al Editor", by="jo")
    add(shell, "ro", "--role", "reader", by="jo")
    add(shell, "ex", by="jo")
    shell("users", "remove", "ex", "--by", "jo")
    return folder


@pytest.fixture
def staff(staffed, shell):
    """Return a shell with that archive, of its own: a password takes a while to keep."""
    copytree(staffed / "home", shell.home, dirs_exist_ok=True)
    return shell


def test_the_roles_that_may_be_given_are_all_there_are():
    assert tuple(Role) == ROLES


def test_there_is_nobody_before_anybody_is_added(shell):
    assert shell("users") == (0, NOBODY, "")
    assert not (shell.home / "archive.db").exists()
    shell.keep("Kent")
    assert shell("users") == (0, NOBODY, "")


def test_users_are_listed_by_name(staff):
    assert staff("users") == (
        0,
        "name  shown as   role    may come in\n"
        "al    Al Editor  editor  yes\n"
        "ex    ex         editor  no\n"
        "jo    Jo Baker   chief   yes\n"
        "ro    ro         reader  yes\n",
        "",
    )


def test_a_password_is_asked_for_twice_and_shown_nowhere(shell):
    came = shell(
        "users", "add", "Jo", "--role", "chief", input=f"{PASSWORD}\nanother thing\n{PASSWORD}\n{PASSWORD}\n"
    )
    assert (came.code, came.out) == (0, "jo: Jo, chief\n")
    assert PASSWORD not in came.err
    people = People(Archive(str(shell.home / "archive.db")))
    assert people.sign_in("JO", PASSWORD, NOW).user == people.named("jo")
    assert people.sign_in("jo", "another thing", NOW).user is None


def test_somebody_is_signed_out_wherever_they_are_in_or_everybody_is(staff):
    archive = Archive(str(staff.home / "archive.db"))
    people = People(archive)
    for name in ("al", "al", "ro", "jo"):
        people.begin(name, NOW)
    assert staff("users", "sign-out", "AL", "--by", "jo") == (0, "AL: 2 sessions ended\n", "")
    assert staff("users", "sign-out", "ro", "--by", "jo") == (0, "ro: 1 session ended\n", "")
    assert staff("users", "sign-out", "--all", "--by", "al") == (
        2,
        "",
        "“al”: is an editor, and “users sign-out” is for a chief. Ask one.\n",
    )
    assert staff("users", "sign-out", "--all", "--by", "jo") == (0, "everybody: 1 session ended\n", "")
    archive.close()


@pytest.mark.parametrize(
    "words, said",
    [
        pytest.param([], "users sign-out: who is to be signed out is not said. Name a user, or say --all.\n", id="nobody"),
        pytest.param(["al", "--all"], "users sign-out: both a name and --all are said. Name a user, or say --all.\n",
                     id="one and everybody"),
        pytest.param(["xy"], "“xy”: there is no such user. See “storygen users”.\n", id="somebody who is not there"),
    ],
)  # fmt: skip
def test_who_is_to_be_signed_out_must_be_said(staff, words, said):
    assert staff("users", "sign-out", *words, "--by", "jo") == (2, "", said)


@pytest.mark.parametrize(
    "words, out",
    [
        pytest.param(["role", "ro", "editor"], "ro: ro, editor\n", id="another role"),
        pytest.param(["remove", "al"], "al: Al Editor, editor, and may not come in\n", id="let in no more"),
        pytest.param(["restore", "EX"], "ex: ex, editor\n", id="let in again, by a name in capitals"),
        pytest.param(
            ["password", "al", "--password-stdin"], "al: Al Editor, editor\n", id="another password"
        ),
    ],
)
def test_a_chief_says_who_may_come_in_and_as_what(staff, words, out):
    assert staff("users", *words, "--by", "jo", input="another password\n") == (0, out, "")


@pytest.mark.parametrize(
    "words, code, said",
    [
        pytest.param(["add", "x", "--by", "al"], 2, "“al”: is an editor, and “users add” is for a chief. Ask one.\n", id="an editor adds nobody"),
        pytest.param(["remove", "ro", "--by", "ro"], 2, "“ro”: is a reader, and “users remove” is for a chief. Ask one.\n", id="a reader removes nobody"),
        pytest.param(["role", "ro", "editor"], 2, "“Jo Baker”: there is no such user. See “storygen users”.\n", id="a name that is no user's"),
        pytest.param(["add", "AL", "--by", "jo"], 2, "“AL”: there is a user of that name. Choose another.\n", id="a name that is taken"),
        pytest.param(["add", "<x>", "--by", "jo"], 2, "“<x>”: will not do for a name. Use up to 80 letters, digits and spaces.\n", id="a name that cannot be printed"),
        pytest.param(["password", "nobody", "--by", "jo"], 2, "“nobody”: there is no such user. See “storygen users”.\n", id="a password for nobody"),
        pytest.param(["remove", "jo", "--by", "jo"], 2, "“jo”: is the only chief there is. Make another one first.\n", id="the only chief"),
        pytest.param(["role", "jo", "editor", "--by", "jo"], 2, "“jo”: is the only chief there is. Make another one first.\n", id="the only chief is one no more"),
        pytest.param(["restore", "nobody", "--by", "jo"], 2, "“nobody”: there is no such user. See “storygen users”.\n", id="nobody is restored"),
    ],
)  # fmt: skip
def test_who_may_not_be_changed_so_is_refused_in_a_line(staff, words, code, said):
    before = staff("users").out
    piped = ["--password-stdin"] if words[0] in ("add", "password") else []
    assert staff("users", *words, *piped, input=f"{PASSWORD}\n") == (code, "", said)
    assert staff("users").out == before


@pytest.mark.parametrize(
    "typed, said",
    [
        pytest.param("short\n", "the password: it has 5 characters. Choose one of 10 to 200.\n", id="too short"),
        pytest.param("", "standard input: there is no password in it. Hand it in as its first line.\n", id="none"),
        pytest.param("\n", "standard input: there is no password in it. Hand it in as its first line.\n", id="an empty line"),
    ],
)  # fmt: skip
def test_a_password_that_will_not_do_adds_nobody(shell, typed, said):
    came = shell("users", "add", "jo", "--password-stdin", input=typed)
    assert (came.out, came.err) == ("", said)
    assert came.code in (1, 2)
    assert shell("users").out == NOBODY


def test_ctrl_c_at_the_password_adds_nobody(shell):
    came = shell("users", "add", "jo", input="")
    assert (came.code, came.err.splitlines()[-1]) == (
        1,
        "users: no password was given, and nothing was changed.",
    )
    assert shell("users").out == NOBODY


# Who decides, where there are users.


@pytest.mark.parametrize(
    "by, words, code, out, err",
    [
        pytest.param("AL", ["approve", 1], 0, "story 1, bakers-kent: approved, by Al Editor\n", "", id="an editor, who is named as copy names them"),
        pytest.param("ro", ["approve", 1], 2, "", "“ro”: is a reader, and “approve” is for an editor. Ask one.\n", id="a reader"),
        pytest.param("ro", ["edit", 1], 2, "", "“ro”: is a reader, and “edit” is for an editor. Ask one.\n", id="a reader who would edit"),
        pytest.param("ro", ["offer", 1, "--take"], 2, "", "“ro”: is a reader, and “offer” is for an editor. Ask one.\n", id="a reader who would take"),
        pytest.param("ex", ["approve", 1], 2, "", "“ex”: may no longer come in. A chief may restore them.\n", id="one who has left"),
        pytest.param("who", ["approve", 1], 2, "", "“who”: there is no such user. See “storygen users”.\n", id="nobody we know"),
        pytest.param("al", ["kill", 1, "--why", "x"], 2, "", "“al”: is an editor, and “kill” is for a chief. Ask one.\n", id="an editor kills nothing"),
        pytest.param("jo", ["kill", 1, "--why", "x"], 1, "", "story 1, bakers-kent: it is draft, and “kill” is not for such a story. It may be put to approve or spike.\n", id="a chief may, where it has gone out"),
    ],
)  # fmt: skip
def test_who_decides_is_a_user_whose_role_allows_it(staff, by, words, code, out, err):
    assert staff(*words, "--by", by) == (code, out, err)


def test_a_reader_reads(staff):
    for words in (["list"], ["show", 1], ["history", 1]):
        assert staff(*words, env={"STORYGEN_BY": "ro"}).code == 0


def test_the_archive_may_be_named_before_the_command_or_after_it(shell):
    for words in (["users", "--archive", "a.db", "add", "jo"], ["users", "add", "al", "--archive", "b.db"]):
        assert shell(*words, "--password-stdin", input=f"{PASSWORD}\n").code == 0
    assert shell("users", "--archive", "a.db").out.splitlines()[1].startswith("jo")
    assert shell("users", "--archive", "b.db").out.splitlines()[1].startswith("al")
