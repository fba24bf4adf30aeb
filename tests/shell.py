"""A shell beside a pack of bakers, with an archive in a home of its own, a name and a clock."""

from datetime import UTC, datetime

from click.testing import CliRunner
from setting import BAKERS, bakery, environment

from storygen import batch
from storygen.cli import storygen

NOW = datetime(2020, 6, 30, 9, 0, tzinfo=UTC)
"""Half an hour after the release, in London's summer: 10.00 there."""


class Shell:
    """The command line, as somebody runs it; what it prints names the home HOME."""

    def __init__(self, folder):
        self.folder, self.home = folder, folder / "home"
        self.environment = {**environment(folder), "STORYGEN_BY": "Jo Baker"}
        self.publish()

    def publish(self, figures=BAKERS, **files):
        """Write the pack and its release, or write them anew."""
        bakery(self.folder, figures, **files)
        batch._edition.cache_clear()

    def __call__(self, *arguments, clock=lambda: NOW, input=None, env=None):
        words = [str(each) for each in arguments]
        environment = {**self.environment, **(env or {})}
        came = CliRunner(env=environment).invoke(storygen, words, input=input, obj=clock)
        if came.exception and not isinstance(came.exception, SystemExit):
            raise came.exception
        return Came(came.exit_code, *(self._told(text) for text in (came.stdout, came.stderr)))

    def _told(self, text):
        return text.replace(str(self.home), "HOME").replace(str(self.folder), "HERE")

    def keep(self, *places):
        """Keep the stories of *places*, by default of Kent, Essex and Norfolk, as stories 1, 2 and 3."""
        named = places or ("Kent", "Essex", "Norfolk")
        self("batch", "bakers", "--keep", "--quiet", *(word for each in named for word in ("--places", each)))
        return self

    def copy(self, story):
        """Return the copy of a kept story as the shell shows it."""
        return self("show", story).out

    def file(self, name, text):
        """Write *text* into a file beside the home, and return its path."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path


class Came:
    """What came of a command: its code, what it printed and what it said aside."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __eq__(self, other):
        return (self.code, self.out, self.err) == other

    def __repr__(self):
        return repr((self.code, self.out, self.err))
