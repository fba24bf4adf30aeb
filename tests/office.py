"""Office: an archive beside a bakery, with what an editor and a publisher do there."""

from datetime import UTC, date, datetime

from setting import BAKERS, STORY, YEAR, bakery, write_release

from storygen import acts, load_pack
from storygen.archive.archive import Archive
from storygen.corrections import Revised, corrections, enter
from storygen.drafts import written
from storygen.editions import Editions, Setting
from storygen.facts.geography import find_places, read_gazetteer
from storygen.revising import FIXED, Typed

NOW = datetime(2020, 6, 30, 10, tzinfo=UTC)
LATER = datetime(2021, 7, 1, 10, tzinfo=UTC)
NEXT = "at 2021-03-31"
ADA = {"by": "Ada", "at": NOW}
NEUTRAL = STORY.replace(
    '{% block headline %}Bakers {{ total.bakers | went("up", "down", "as before") }} {{ places.across }}{% endblock %}',
    "{% block headline %}Bakers counted {{ places.across }}{% endblock %}",
).replace(
    '{% block intro %}There are {{ total.bakers.now | counted("baker") }}',
    '{% block intro %}The number of bakers {{ total.bakers | went("rose", "fell") }} to {{ total.bakers.now | counted("baker") }}',
)
"""The same pack, its direction said in the intro and not in the headline."""


class Office:
    """An archive, a pack of bakers and its releases."""

    def __init__(self, folder, figures=BAKERS, **files):
        self.folder = folder
        self.settings = bakery(folder, figures, **files)
        self.archive = Archive(str(folder / "archive.db"))
        self.editions = Editions(self.settings)

    @property
    def pack(self):
        return load_pack("bakers", self.settings)

    def keep(self, *names, **setting):
        """Keep the story of *names* together, and return its number."""
        gazetteer = read_gazetteer(self.settings.data / "geographies", "force")
        places, title, style = find_places(gazetteer, names)
        setting = {"style": style or "pa", "title": title, "release": "bakers-2020"} | setting
        (story,) = written(self.editions, [(Setting("bakers", **setting), places)])
        return self.archive.keep(story, NOW).kept.number

    def edit(self, number, **pars):
        """Let an editor write *pars* otherwise; one of a new name is added at the end."""
        version = self.archive.version(number)
        typed = [Typed(par.name, pars.pop(par.name, str(par)), par.place) for par in version.copy.pars]
        typed += [Typed(name, text) for name, text in pars.items()]
        acts.edit(self.archive, self.editions, number, typed, base=version.number, **ADA)
        return number

    def file(self, number, forms=("text",)):
        self.archive.decide(number, "approve", **ADA)
        self.archive.decide(number, "file", forms=forms, **ADA)
        return number

    def revise(self, changed, **said):
        """Publish next year's release, which prints this year's figures again, some of them *changed*."""
        this = {key: value for key, value in BAKERS.items() if key[2] == YEAR} | changed
        after = {(measure, place, NEXT): value for (measure, place, _), value in this.items()}
        said = {"id": "bakers-2021", "period": NEXT, "published": date(2021, 6, 30)} | said
        write_release(self.folder / "home" / "releases", this | after, **said)
        return self

    def found(self, release=None):
        revised = Revised(self.archive, self.pack, release, self.settings)
        return revised, list(corrections(self.archive, self.editions, revised))

    def enter(self, release=None):
        """Enter what is found, and return what came of each story by its slug."""
        revised, found = self.found(release)
        return {each.story.slug: enter(self.archive, revised, each, LATER) for each in found}

    def drafted(self, number):
        """Return the corrective that is drafted for a story, its correction and its pars that are others."""
        story = self.archive.story(number)
        copy, was = acts.corrective_of(self.archive, story), self.archive.version(number).copy
        before = {str(par) for par in was.pars}
        return story.owed, [str(par) for par in copy.pars if str(par) not in before]

    def send(self, number, at=LATER, **pars):
        """Send the corrective that is drafted for a story, some of its *pars* otherwise."""
        story = self.archive.story(number)
        copy = acts.corrective_of(self.archive, story)
        why = self.archive.version(number, story.offered).why
        typed = [
            Typed(par.name, pars.get(par.name, str(par)), par.place)
            for par in copy.pars
            if par.name not in FIXED
        ]
        return acts.correct(
            self.archive, self.editions, number, typed, base=story.version, by="Ada", at=at, why=why
        )
