import os
import subprocess
import sys

import pytest

from storygen import plugins
from storygen.errors import UsageError
from storygen.outputs.output import Output


def test_ours_come_in_by_the_same_door():
    assert {"text", "json", "figures", "trail"} <= set(plugins.names("storygen.outputs"))
    assert "local" in plugins.names("storygen.sources")
    assert {"webhook", "email"} <= set(plugins.names("storygen.deliveries"))
    assert plugins.names("storygen.nothing") == []


@pytest.mark.parametrize(
    "name, suffix", [("text", ".txt"), ("json", ".json"), ("figures", ".csv"), ("trail", ".trail.txt")]
)
def test_an_output_of_ours(name, suffix):
    output = plugins.load("storygen.outputs", name)
    assert isinstance(output, Output)
    assert (output.name, output.suffix) == (name, suffix)
    assert output.about


def test_a_wrong_name_says_which_there_are():
    with pytest.raises(UsageError, match=r"“pdf”: no such output\. There are .*figures, .*json"):
        plugins.load("storygen.outputs", "pdf")
    with pytest.raises(UsageError, match=r"“ftp”: no such source\. There are local"):
        plugins.load("storygen.sources", "ftp")
    with pytest.raises(UsageError, match=r"“fax”: no such delivery\. There are .*email, .*webhook"):
        plugins.load("storygen.deliveries", "fax")


def test_every_one_of_ours_loads():
    found = {plugin.name: plugin for plugin in plugins.every("storygen.outputs")}
    assert {name: found[name].fault for name in ("text", "json", "figures", "trail")} == dict.fromkeys(
        ("text", "json", "figures", "trail"), ""
    )
    assert found["text"].distribution == "storygen-newsroom"


POINTS = """
[storygen.outputs]
shout = shouting:SHOUT
broken = shouting:NOTHING
missing = no_such_module:IT

[storygen.deliveries]
shout = shouting:HAIL
odd = shouting:SHOUT
gone = no_such_module:IT
"""

SHOUT = """
from storygen.outputs.output import Output
SHOUT = Output("shout", ".shout", "headlines only, loud", lambda story: story.headline.upper() + "\\n")

from storygen.deliveries.delivery import Delivery

def hail(alert, said, secrets):
    print(said["at"], alert.headline.upper(), secrets.named("STORYGEN_SHOUT_SECRET"))
    if said["at"] == "nobody":
        raise KeyError("letmein")

HAIL = Delivery("shout", "loud", {"at": True}, hail, lambda said: len(said["at"]))
"""


@pytest.fixture
def strangers(tmp_path):
    """Return what `storygen` prints where another distribution has outputs, two of which will not load."""
    info = tmp_path / "shouting-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(POINTS)
    (tmp_path / "shouting.py").write_text(SHOUT)

    def run(*arguments, **environment):
        code = f"import sys; sys.path.append({str(tmp_path)!r}); from storygen.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, **environment},
            check=False,
        )

    return run


def test_one_that_fails_to_load_is_named_and_the_rest_go_on(strangers):
    run = strangers("formats")
    lines = {line.split()[0]: line for line in run.stdout.splitlines()}
    assert run.returncode == 0, run.stderr
    assert {"text", "json", "figures", "trail", "shout", "broken", "missing"} <= set(lines)
    assert "headlines only, loud" in lines["shout"]
    assert "output “broken” of shouting: cannot be loaded: " in lines["broken"]
    assert (
        "output “missing” of shouting: cannot be loaded: No module named 'no_such_module'."
        in lines["missing"]
    )


def test_another_s_output_is_used_by_its_name(strangers):
    run = strangers("write", "police-workforce", "Kent", "--format", "shout")
    assert (run.returncode, run.stdout) == (
        0,
        "POLICE OFFICER NUMBERS UP IN KENT, HOME OFFICE FIGURES SHOW\n",
    )


def test_a_trial_run_in_another_s_output_says_so_though_the_output_knows_of_none(strangers):
    run = strangers("write", "police-workforce", "Kent", "--format", "shout", "--trial")
    assert run.stdout == (
        "TRIAL RUN: NOT FOR PUBLICATION\nPOLICE OFFICER NUMBERS UP IN KENT, HOME OFFICE FIGURES SHOW\n"
    )


def test_one_that_fails_is_one_line_when_it_is_asked_for(strangers):
    run = strangers("write", "police-workforce", "Kent", "--format", "missing")
    assert run.returncode == 1
    assert run.stderr == (
        "output “missing” of shouting: cannot be loaded: No module named 'no_such_module'. Mend or remove it.\n"
    )


ALERTS = """
[[alert]]
by = "shout"
at = "newsdesk"
[[alert]]
by = "shout"
at = "nobody"
[[alert]]
by = "odd"
[[alert]]
by = "gone"
to = "x"
"""


def test_another_s_delivery_is_used_by_its_name_and_one_that_fails_stops_no_other(strangers, tmp_path):
    (tmp_path / "alerts.toml").write_text(ALERTS)
    home = {"STORYGEN_HOME": str(tmp_path), "STORYGEN_SHOUT_SECRET": "psst"}
    run = strangers("alerts", "--test", **home)
    assert (run.returncode, run.stdout, run.stderr) == (
        1,
        "newsdesk A TEST ALERT FROM STORYGEN psst\nshout-1: sent\nnobody A TEST ALERT FROM STORYGEN psst\n",
        "shout-2: delivery “shout”: it failed in a way of its own (KeyError). Ask whoever wrote it.\n"
        "odd-1: delivery “odd”: it is not a Delivery. See docs/plugins.md.\n"
        "gone-1: delivery “gone” of shouting: cannot be loaded: No module named 'no_such_module'. Mend or remove it.\n",
    )
    lines = strangers("alerts", **home).stdout.splitlines()
    told = {line.split()[0]: line.split(maxsplit=2)[2] for line in lines[6:]}
    assert {name: told[name] for name in ("shout", "odd", "gone", "email")} == {
        "shout": "loud",
        "odd": "it is not a Delivery",
        "gone": "delivery “gone” of shouting: cannot be loaded: No module named 'no_such_module'. Mend or remove it.",
        "email": "plain text by an SMTP server",
    }


def test_an_entry_that_another_s_delivery_cannot_read_is_named(strangers, tmp_path):
    (tmp_path / "alerts.toml").write_text('[[alert]]\nby = "shout"\nat = 5\n')
    run = strangers("alerts", STORYGEN_HOME=str(tmp_path))
    assert (run.returncode, run.stderr) == (
        2,
        f"{tmp_path}/alerts.toml, alert 1: “shout” cannot read it (TypeError). Mend the entry, or ask whoever wrote it.\n",
    )
