import pytest
from postal import alert, web

from storygen.alerting import EXAMPLE, Way, deliver, deliveries, ways
from storygen.deliveries.delivery import KINDS
from storygen.errors import DeliveryError, StorygenError, UsageError
from storygen.settings import read_settings

USUAL = frozenset({"release", "held", "corrections", "withdrawn", "announced", "fault"})
HOOK = '[[alert]]\nby = "webhook"\nto = "https://hooks.example.org/a"\n'
MAIL = (
    '[[alert]]\nby = "email"\nto = ["a@example.org"]\nfrom = "s@example.org"\nserver = "smtp.example.org"\n'
)


@pytest.fixture
def said(tmp_path):
    """Return the settings of a home whose alerts.toml says what is given."""

    def settings(text):
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "alerts.toml").write_bytes(data)
        return read_settings({"STORYGEN_HOME": str(tmp_path)})

    return settings


def test_without_a_file_there_are_no_ways_and_no_fault(tmp_path):
    assert ways(read_settings({"STORYGEN_HOME": str(tmp_path / "none")})) == ()


def test_a_way_is_what_its_entry_says(said):
    text = f'{HOOK}when = ["held", "fault"]\n{MAIL}{HOOK}name = "night desk"\n{HOOK}secret = "STORYGEN_X_SECRET"\n'
    hook = {"to": "https://hooks.example.org/a"}
    mail = {"to": ["a@example.org"], "from": "s@example.org", "server": "smtp.example.org"}
    assert ways(said(text)) == (
        Way("webhook-1", "webhook", frozenset({"held", "fault"}), hook),
        Way("email-1", "email", USUAL, mail),
        Way("night desk", "webhook", USUAL, hook),
        Way("webhook-3", "webhook", USUAL, {**hook, "secret": "STORYGEN_X_SECRET"}),
    )


def test_a_file_as_notepad_saves_it_is_read(said):
    assert len(ways(said(b"\xef\xbb\xbf" + HOOK.replace("\n", "\r\n").encode()))) == 1
    assert ways(said("")) == ()


def test_our_example_can_be_used_as_it_stands(said):
    assert [way.name for way in ways(said(EXAMPLE))] == ["webhook-1", "email-1"]


@pytest.mark.parametrize(
    "text, fault",
    [
        pytest.param('[[alert]]\nto = "x"\n', "alert 1, by: it is not said by what the alert goes. Use email, webhook.", id="by nothing"),
        pytest.param(f'{HOOK}\n[[alert]]\nby = "fax"\n', "alert 2, by: “fax” is no delivery. Use email, webhook.", id="by fax"),
        pytest.param('[[alert]]\nby = ["webhook"]\n', "alert 1, by: it is not said by what the alert goes. Use email, webhook.", id="by several"),
        pytest.param('[[alert]]\nby = "webhook"\n', "alert 1: “to” is missing. Write to = ….", id="to nobody"),
        pytest.param(f'{HOOK}too = 1\nform_ = 2\n', "alert 1: unknown key form_, too. Use by, name, when, to, form, secret, loopback.", id="unknown keys"),
        pytest.param(f'{HOOK}{MAIL}from_ = 1\n', "alert 2: unknown key from_. Use by, name, when, to, from, server, security, user, password.", id="another's keys"),
        pytest.param(f'{HOOK}form = "xml"\n', "alert 1, form: there is no such choice. Use json or text.", id="what its delivery refuses"),
        pytest.param(f'{HOOK}when = ["release", "lunch"]\n', f"alert 1, when: “lunch” is no kind of alert. List some of {', '.join(KINDS)}.", id="an unknown kind"),
        pytest.param(f'{HOOK}when = "release"\n', f"alert 1, when: “release” is no kind of alert. List some of {', '.join(KINDS)}.", id="no list of kinds"),
        pytest.param(f'{HOOK}when = [["held"]]\n', f"alert 1, when: “['held']” is no kind of alert. List some of {', '.join(KINDS)}.", id="a list in the list"),
        pytest.param(f'{HOOK}when = []\n', f"alert 1, when: it names no kind of alert. List some of {', '.join(KINDS)}.", id="no kinds"),
        pytest.param(f'{HOOK}name = "a"\n{MAIL}name = "a"\n', "alert 2, name: “a” is the name of another. Give it one of its own.", id="a name twice"),
        pytest.param(f'{HOOK}name = "webhook-2"\n{HOOK}', "alert 2, name: “webhook-2” is the name of another. Give it one of its own.", id="our name for another"),
        pytest.param(f'{HOOK}name = " "\n', "alert 1, name: it is not a line of text. Write name = \"…\".", id="no name"),
        pytest.param(f'{HOOK}name = "a\\nb"\n', "alert 1, name: it is not a line of text. Write name = \"…\".", id="a name of two lines"),
        pytest.param('to = "x"\n', "unknown key to. Write [[alert]].", id="a key of no entry"),
        pytest.param('alert = 1\n', "“alert” is no list of entries. Write [[alert]].", id="no entries"),
        pytest.param('[alert]\nby = "webhook"\n', "“alert” is no list of entries. Write [[alert]].", id="single brackets"),
        pytest.param('[[alert\n', "cannot be read: ", id="no TOML"),
        pytest.param(b'\xff\xfe', "cannot be read: ", id="no UTF-8"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_of_with_its_file_and_entry(said, text, fault):
    settings = said(text)
    with pytest.raises(UsageError) as caught:
        ways(settings)
    told = str(caught.value).replace(f"{settings.alerts}, ", "").replace(f"{settings.alerts}: ", "")
    assert told.startswith(fault)
    assert "\n" not in told
    assert told == fault or fault.endswith("read: ")


def test_a_folder_in_the_place_of_the_file_is_told_of(tmp_path):
    (tmp_path / "alerts.toml").mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        ways(read_settings({"STORYGEN_HOME": str(tmp_path)}))


def test_an_alert_goes_by_its_way(said):
    with web(200, 500) as (address, came):
        settings = said(f'[[alert]]\nby = "webhook"\nto = "{address}/x"\nloopback = true\n')
        (way,) = ways(settings)
        deliver(way, alert(), settings)
        with pytest.raises(DeliveryError, match="it answered 500 Internal Server Error"):
            deliver(way, alert(), settings)
    assert [path for path, _, _ in came] == ["/x", "/x"]


def test_a_delivery_that_is_no_longer_there_is_told_of():
    with pytest.raises(StorygenError, match="“fax”: no such delivery"):
        deliver(Way("fax-1", "fax", USUAL, {}), alert(), read_settings({}))


def test_every_delivery_of_ours_is_listed():
    rows = [row for row in deliveries() if row[1] in ("from", "storygen-newsroom")]
    assert rows == [
        ["by", "from", "about"],
        ["email", "storygen-newsroom", "plain text by an SMTP server"],
        ["webhook", "storygen-newsroom", "a post to an address, as JSON or as text"],
    ]
