"""A desk whose archive cannot be reached: it says so, tells strangers nothing of it, and loses nobody's words."""

import pytest
from desking import post, press, read, said, send, text_of, visitor

from storygen.archive import opening
from storygen.desk.saying import ABSENT

NOT_NOW = f"{ABSENT} Nothing was saved; try again in a moment."
TYPED = "Words of twenty minutes."


@pytest.fixture
def lost(desk, tmp_path):
    """Give what takes a desk's archive away, and puts it back."""
    path, away = tmp_path / "archive.db", tmp_path / "away.db"

    def lose(back=False):
        (away if back else path).rename(path if back else away)

    return lose


def logged(caplog):
    return [line.getMessage() for line in caplog.records if line.name == "storygen.desk"]


def test_a_page_says_that_the_archive_cannot_be_reached_and_the_log_says_why(desk, lost, tmp_path, caplog):
    with visitor(desk, "edie") as client, visitor(desk) as stranger:
        lost()
        page, sent = client.get("/stories"), post(client, "/stories/1/decisions", act="approve", seen="1")
        part = client.get("/stories", headers={"HX-Request": "true"})
        tried = post(stranger, "/sign-in", name="edie", password="whatever it is")
        lost(back=True)
        assert client.get("/stories").status_code == 200
    for answer in (page, sent, part, tried):
        assert (answer.status_code, said(answer), answer.headers["retry-after"]) == (503, NOT_NOW, "10")
        assert str(tmp_path) not in answer.text
    assert text_of(page, "h1") == ["Not just now"]
    why = "the file has gone, or another is in its place. Put it back, or open the archive anew."
    assert logged(caplog) == [f"{tmp_path / 'archive.db'}: {why}"] * 4
    assert not any(line.exc_info for line in caplog.records)


def edited(client):
    form = next(
        form for form in read(client.get("/stories/1/edit").text).forms if form.action == "/stories/1/edit"
    )
    return form.pressed("Save", {"text": {1: TYPED}, "why": "livelier"})


def test_what_is_typed_meanwhile_is_given_back(desk, lost):
    with visitor(desk, "edie") as client:
        sent = edited(client)
        lost()
        page = send(client, "/stories/1/edit", sent)
        part = send(client, "/stories/1/read", sent, headers={"HX-Request": "true"})
        elsewhere = send(client, "/stories/1/edit", sent, headers={"Origin": "https://evil.example"})
    assert (page.status_code, page.headers["retry-after"], said(page)) == (
        503,
        "10",
        f"{ABSENT} Nothing was saved. What you typed is below: copy it before you leave this page.",
    )
    assert text_of(page, "textarea") == [*(value for name, value in sent if name == "text"), "livelier"]
    assert "/stories/1/edit" in read(page.text).links
    assert (part.status_code, said(part)) == (503, NOT_NOW)
    assert (elsewhere.status_code, TYPED in elsewhere.text) == (503, False)


def test_while_somebody_else_writes_without_end_pages_come_and_a_decision_is_refused(open_desk, monkeypatch):
    monkeypatch.setattr(opening, "PATIENCE", 0.1)
    desk = open_desk()
    with visitor(desk, "edie") as client:
        sent = edited(client)
        with opening.writing(desk.archive.engine):
            assert client.get("/stories").status_code == 200
            decided = post(client, "/stories/1/decisions", act="approve", seen="1")
            saved = send(client, "/stories/1/edit", sent)
        assert (decided.status_code, said(decided)) == (503, NOT_NOW)
        assert (said(saved), TYPED in saved.text) == (NOT_NOW, True)
        assert said(press(client, "/stories/1", "Approve")) == "Approved, in your name."
