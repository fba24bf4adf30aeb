from contextlib import ExitStack
from datetime import timedelta

import pytest
from keeping import NOW
from sqlalchemy import text

from storygen.archive import passwords, people
from storygen.archive.passwords import hashed, matches
from storygen.archive.people import People
from storygen.archive.workflow import Role
from storygen.errors import UsageError

GOOD = "correct horse"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Make a guess cheap: what it costs has a test of its own."""
    monkeypatch.setattr(passwords, "COST", (16, 8, 1))


@pytest.fixture
def users(archive):
    return People(archive)


def test_a_user_comes_in_by_name_and_password_alone(users):
    users.add("Ada ", GOOD, Role.EDITOR, NOW, "Ada  Lovelace")
    found = users.sign_in(" ADA", GOOD, NOW).user
    assert (found.name, found.shown, found.role, found.active) == ("ada", "Ada Lovelace", Role.EDITOR, True)
    for name, password in (("ada", "correct Horse"), ("ada", ""), ("bo", GOOD), ("", ""), ("ad", GOOD)):
        assert users.sign_in(name, password, NOW + timedelta(hours=2)).user is None


def test_a_password_is_kept_as_a_hash_that_owasp_would_have_and_never_twice_alike(monkeypatch):
    monkeypatch.undo()
    one, two = hashed(GOOD), hashed(GOOD)
    assert one != two
    assert one.startswith("scrypt$32768$8$3$")
    assert GOOD not in one
    assert matches(GOOD, one)
    assert not matches(GOOD + " ", one)


def test_a_password_is_the_same_however_its_signs_are_sent_and_has_the_blanks_it_was_given():
    kept = hashed(" caf\u00e9 cr\u00e8me ² ")
    assert matches(" cafe\u0301 cre\u0300me ² ", kept)
    for other in ("café crème ²", " café crème 2 ", " cafe creme ² ", " Café crème ² "):
        assert not matches(other, kept)


@pytest.mark.parametrize("password", ["", "short", "nine char", "x" * 201])
def test_a_password_is_neither_short_nor_endless(users, password):
    with pytest.raises(
        UsageError, match=f"the password: it has {len(password)} characters. Choose one of 10 to 200."
    ):
        users.add("ada", password, Role.READER, NOW)
    assert users.every() == []


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 81, "<b>Ada</b>", "Ada: chief", "Ada\x00", "{{ ada }}", "A\u202eda", "a|b"]
)
def test_a_name_is_one_that_copy_can_print(users, name):
    with pytest.raises(UsageError, match="will not do for a name"):
        users.add(name, GOOD, Role.READER, NOW)
    with pytest.raises(UsageError, match="will not do for a name"):
        users.add("ada", GOOD, Role.READER, NOW, name or "<>")


def test_a_name_is_one_user_s(users):
    users.add("ada", GOOD, Role.READER, NOW)
    with pytest.raises(UsageError, match="there is a user of that name"):
        users.add("ADA", GOOD, Role.CHIEF, NOW)


def test_whatever_changes_of_a_user_ends_their_sessions(users):
    users.add("chief", GOOD, Role.CHIEF, NOW)
    epochs = [users.add("ada", GOOD, Role.READER, NOW).epoch]
    epochs.append(users.change("ada", password="another one").epoch)
    epochs.append(users.change("ada", role=Role.EDITOR).epoch)
    epochs.append(users.change("ada", active=False).epoch)
    assert epochs == [1, 2, 3, 4]
    assert users.sign_in("ada", "another one", NOW).user is None
    users.change("ada", active=True)
    assert users.sign_in("ada", "another one", NOW).user.role is Role.EDITOR
    with pytest.raises(UsageError, match="“nobody”: there is no such user"):
        users.change("nobody", active=False)


def test_a_session_is_its_user_s_until_it_is_ended_or_a_week_is_over(users):
    users.add("ada", GOOD, Role.CHIEF, NOW)
    one, two = users.begin(" ADA", NOW), users.begin("ada", NOW)
    assert users.whose(one, NOW) == users.whose(two, NOW) == users.named("ada")
    assert users.whose("another", NOW) is None
    users.end(one)
    users.end("another")
    assert (users.whose(one, NOW), users.whose(two, NOW).name) == (None, "ada")
    assert users.whose(two, NOW + timedelta(days=7)) is None
    with pytest.raises(UsageError, match="“bo”: there is no such user"):
        users.begin("bo", NOW)


@pytest.mark.parametrize(
    "change",
    [{"password": "another one"}, {"role": Role.EDITOR}, {"active": False}],
)
def test_what_changes_of_a_user_ends_each_session_of_theirs_and_nobody_else_s(users, change):
    for name in ("ada", "bo"):
        users.add(name, GOOD, Role.CHIEF, NOW)
    hers, his = users.begin("ada", NOW), users.begin("bo", NOW)
    users.change("ada", **change)
    assert (users.whose(hers, NOW), users.whose(his, NOW).name) == (None, "bo")


def test_one_user_is_signed_out_everywhere_or_everybody_is(users):
    for name in ("ada", "bo"):
        users.add(name, GOOD, Role.EDITOR, NOW)
    sessions = [users.begin(name, NOW) for name in ("ada", "ada", "bo")]
    assert users.sign_out("Ada") == 2
    assert [users.whose(each, NOW) and users.whose(each, NOW).name for each in sessions] == [None, None, "bo"]
    assert users.sign_out() == 1
    assert users.whose(sessions[2], NOW) is None
    assert users.whose(users.begin("ada", NOW), NOW)


def test_old_sessions_are_kept_no_longer(users, archive):
    users.add("ada", GOOD, Role.EDITOR, NOW)
    users.begin("ada", NOW - timedelta(days=8))
    users.begin("ada", NOW)
    with archive.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sessions")) == 1


@pytest.mark.parametrize("change", [{"role": Role.EDITOR}, {"active": False}])
def test_there_is_always_a_chief(users, change):
    users.add("ada", GOOD, Role.CHIEF, NOW)
    with pytest.raises(UsageError, match="is the only chief there is"):
        users.change("ada", **change)
    users.add("bo", GOOD, Role.CHIEF, NOW)
    users.change("ada", **change)
    assert users.change("bo", password="may be changed").role is Role.CHIEF


def tries(users, number, at=NOW, name="ada", address="", password="wrong"):
    """Return how many seconds each of *number* attempts, made at once, has to wait."""
    return [users.sign_in(name, password, at, address).wait.total_seconds() for _ in range(number)]


def test_each_failure_makes_the_next_attempt_wait_longer_but_never_for_good(users):
    users.add("ada", GOOD, Role.EDITOR, NOW)
    assert tries(users, 4) == [0, 0, 0, 2]
    at, waits = NOW, []
    for _ in range(7):
        wait = users.sign_in("ada", "wrong", at).wait
        at += wait
        assert users.sign_in("ada", "wrong", at).wait == timedelta()
        waits.append(wait.total_seconds())
    assert waits == [2, 4, 8, 16, 32, 60, 60]
    assert users.sign_in("ada", GOOD, at).user is None
    assert users.sign_in("ada", GOOD, at + timedelta(minutes=1)).user is not None
    assert tries(users, 3, at + timedelta(minutes=2)) == [0, 0, 0]


def test_after_sixty_failures_within_the_hour_the_wait_is_as_long_as_any(users):
    for number in range(60):
        at = NOW + timedelta(minutes=number)
        assert tries(users, 1, at, address="10.0.0.1") == [0]
    assert tries(users, 1, at, address="10.0.0.1") == [60]
    assert tries(users, 1, at, address="10.0.0.2") == [60]
    assert tries(users, 1, at, name="bo", address="10.0.0.1") == [60]


def test_failures_of_one_name_cost_another_nothing_but_one_address_may_try_only_so_many(users):
    users.add("ada", GOOD, Role.EDITOR, NOW)
    tries(users, 5, name="bo")
    assert users.sign_in("ada", GOOD, NOW).user
    waits = [tries(users, 1, name=f"user {number}", address="10.0.0.1")[0] for number in range(14)]
    assert waits == [0] * 12 + [2, 2]
    assert users.sign_in("ada", GOOD, NOW, "10.0.0.1").user is None
    assert users.sign_in("ada", GOOD, NOW, "10.0.0.2").user


def test_a_stranger_who_tries_without_end_keeps_nobody_out_where_they_have_come_in_before(users):
    users.add("ada", GOOD, Role.EDITOR, NOW)
    users.sign_in("ada", GOOD, NOW - timedelta(days=80), "10.0.0.7")
    for second in range(200):
        at = NOW + timedelta(seconds=second)
        users.sign_in("ada", "wrong", at, "203.0.113.9")
    assert users.sign_in("ada", GOOD, at, "10.0.0.8").wait > timedelta()  # where she has not been
    assert tries(users, 4, at, address="10.0.0.7") == [0, 0, 0, 2]  # and a thief who is where she was
    assert users.sign_in("ada", GOOD, at + timedelta(seconds=2), "10.0.0.7").user


def test_where_somebody_came_in_is_known_for_ninety_days(users):
    users.add("ada", GOOD, Role.EDITOR, NOW)
    users.sign_in("ada", GOOD, NOW - timedelta(days=91), "10.0.0.7")
    tries(users, 4, address="203.0.113.9")
    assert tries(users, 1, address="10.0.0.7") == [2]


@pytest.mark.parametrize(
    "first, then, wait",
    [
        pytest.param(
            "2001:db8:1:2::3", "2001:db8:1:2:ffff::9", 2, id="two of one network of the longer kind"
        ),
        pytest.param("2001:db8:1:2::3", "2001:db8:1:3::3", 0, id="two of two such networks"),
        pytest.param("fe80::1%eth0", "fe80::2%eth0", 2, id="two of one wire"),
        pytest.param("::ffff:192.0.2.1", "192.0.2.1", 2, id="one said in the longer way"),
        pytest.param("::ffff:192.0.2.1", "::ffff:192.0.2.2", 0, id="two said in the longer way"),
        pytest.param("192.0.2.1", "192.0.2.2", 0, id="two of the shorter kind"),
        pytest.param("a socket", "a socket", 2, id="what is no address"),
    ],
)
def test_what_counts_as_one_address(users, first, then, wait):
    for number in range(12):
        users.sign_in(f"user {number}", "wrong", NOW, first)
    assert tries(users, 1, name="another", address=then) == [wait]


@pytest.mark.parametrize("in_line", [0, people.IN_LINE])
def test_whose_turn_does_not_come_is_told_to_come_again_and_no_failure_is_entered(
    users, archive, monkeypatch, in_line
):
    users.add("ada", GOOD, Role.EDITOR, NOW)
    monkeypatch.setattr(people, "PATIENCE", 0.1)
    with ExitStack() as others:
        for _ in range(people.AT_ONCE):
            assert others.enter_context(users._turn())
        for _ in range(in_line):
            others.callback(users._line.release)
            users._line.acquire()
        found = users.sign_in("ada", GOOD, NOW)
    assert (found.user, found.busy, found.wait.total_seconds()) == (None, True, 0.1)
    with archive.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sign_ins")) == 0
    assert users.sign_in("ada", GOOD, NOW).user


def test_failures_are_forgotten_after_an_hour(users):
    tries(users, 6)
    assert tries(users, 1, NOW + timedelta(hours=1, seconds=1)) == [0]


def test_every_attempt_is_entered_and_old_ones_go(users, archive):
    users.add("ada", GOOD, Role.EDITOR, NOW)
    users.sign_in("ada", "wrong", NOW, "10.0.0.1")
    users.sign_in("ada", GOOD, NOW, "10.0.0.1")
    with archive.engine.connect() as connection:
        rows = connection.execute(text('SELECT "user", good, address FROM sign_ins ORDER BY id')).all()
    assert [(name, bool(good), address) for name, good, address in rows] == [
        ("ada", False, "10.0.0.1"),
        ("ada", True, "10.0.0.1"),
    ]
    users.sign_in("ada", GOOD, NOW + timedelta(days=91))
    with archive.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sign_ins")) == 1


def test_what_the_desk_signs_with_is_made_once_and_is_nobody_s_to_guess(users, archive):
    key = users.key("sessions")
    assert key == People(archive).key("sessions")
    assert key != users.key("welcome")
    assert len(key) > 40
