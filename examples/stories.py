"""Every story of every pack, from the figures in data/: what `make stories` runs.

It writes every release of police-workforce and use-of-force, and those of registered-offenders from 2019 on
(the earlier ones are there for comparison), one folder a release; shows what was written; and prints the
model story whole.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from storygen import Held, load_pack, open_edition, write_story
from storygen.batch import Job, Outcome, do, keep, write_all
from storygen.edition import Edition
from storygen.errors import StorygenError
from storygen.facts.comparison import percent_change
from storygen.facts.figure import Figure, Gap
from storygen.facts.measure import Measure
from storygen.pack import Pack
from storygen.plugins import load
from storygen.releases import find_releases
from storygen.writing.style import figure, rounded

FROM = {"police-workforce": 2018, "use-of-force": 2019, "registered-offenders": 2019}
"""The year whose releases come first."""
MODEL = ("registered-offenders", "mappa-2021", ("West Midlands", "Staffordshire"))


def wanted(pack: Pack, year: int) -> list[str]:
    """Return the ids of the releases to write: those of *year* and after."""
    return [release.id for release in find_releases(pack) if release.period.end.year >= year]


def batch(edition: Edition, out: Path) -> list[Outcome]:
    """Write every place's story of *edition* into its own folder of *out*."""
    jobs = [
        Job(edition.pack.name, edition.release.id, (f"{place.kind}:{place.code}",))
        for place in edition.places()
    ]
    return list(keep(write_all(do, jobs), out / edition.release.id))


def leading(edition: Edition, code: str) -> tuple[Measure, Figure | Gap, Figure | Gap]:
    """Return the first measure of which a place has both years, and its two figures."""
    pairs = [(spec, *edition.measures.pair(spec, (code,))[:2]) for spec in edition.measures.specs.values()]
    whole = (pair for pair in pairs if isinstance(pair[1], Figure) and isinstance(pair[2], Figure))
    return next(whole, pairs[0])


def row(edition: Edition, outcome: Outcome) -> list[str]:
    """Return the line of a story that was written: its leading figures, its angle and its file."""
    spec, *years = leading(edition, outcome.codes[0])
    what = "rate " if spec.unit == "rate" else ""
    numbers = [
        what + figure(edition.style, each, "digits") if isinstance(each, Figure) else "–" for each in years
    ]
    change = percent_change(*years)
    numbers.append(f"{rounded(change.value, 1):+f}" if isinstance(change, Figure) else "–")
    return [outcome.names[0], *numbers, outcome.angle, outcome.files[0][0]]


def table(rows: list[list[str]]) -> Iterator[str]:
    """Yield *rows* as lines whose columns stand under one another, the numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for line in rows:
        cells = [
            cell.rjust(width) if 0 < index < 4 else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def kind(outcome: Outcome) -> str:
    """Return why a story is held without its own place and numbers, so that like is counted with like."""
    reason = outcome.reasons[0].removeprefix(f"{outcome.names[0]}: ")
    if reason.startswith("a change of "):
        return "a change far beyond the nation's and the place's own history"
    if "no earlier figure" in reason:
        return "no earlier figure to compare with"
    return f"this year's figure is {reason.rpartition(': ')[2]}"


def show(edition: Edition, outcomes: list[Outcome], out: Path) -> None:
    """Print what came of one release."""
    ready = [outcome for outcome in outcomes if outcome.status == "ready"]
    print(f"{edition.release.title} ({edition.pack.name}, {edition.release.id})")
    if ready:
        heads = ["place", "this year", "last year", "change %", "angle", "file"]
        print(*table([heads, *(row(edition, outcome) for outcome in ready)]), sep="\n")
    held = Counter(kind(outcome) for outcome in outcomes if outcome.status == "held")
    print(f"{len(ready)} written to {out / edition.release.id}, {held.total()} held")
    for reason, number in held.most_common():
        print(f"  {number} held: {reason}")
    print()


def main() -> None:
    """Write and show everything, and the model story last."""
    parser = argparse.ArgumentParser(description="Write every story of every pack.")
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    out = parser.parse_args().out
    for name, year in FROM.items():
        try:
            pack = load_pack(name)
            for release in wanted(pack, year):
                edition = open_edition(pack, release)
                show(edition, batch(edition, out), out)
        except StorygenError as error:
            print(f"{name}: {error}\n")
    pack, release, places = MODEL
    story = write_story(load_pack(pack), release, places)
    print("The model story is held:" if isinstance(story, Held) else "The model story:", end="\n\n")
    print(load("storygen.outputs", "text").write(story), end="")


if __name__ == "__main__":
    main()
