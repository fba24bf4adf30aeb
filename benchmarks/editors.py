"""Editors: so many at once at one desk, each signed in and at work, and how long each page took them.

What each does next, and how long they think before it, is drawn from a seed of their own, so that two runs
ask for the same. Each changes and approves no stories but their own share, so nobody clashes and nothing is
refused.
"""

from __future__ import annotations

import asyncio
import html
import random
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx2 as httpx
import newsroom

THINKS = 2.0
"""Seconds that an editor thinks before the next page, on average."""
TYPES = 1.0
"""Seconds between two readings of what they are typing."""
WORDS = ("kent", "essex", "up", "taser", "police-wales", "merseyside", "offenders west", "paper-7", "fewer")
FILTERS: tuple[dict[str, str | list[str]], ...] = (
    {"status": "draft"},
    {"status": ["draft", "approved"], "only": "flagged"},
    {"status": "draft", "only": "clean"},
    {"status": "draft", "only": "waiting"},
    {"only": "gaps"},
    {"pack": "use-of-force", "angle": "rise"},
    {"release": "mappa-2022"},
    {"release": "workforce-2019", "region": "Wales"},
    {"place": "Kent"},
    {"style": "guardian", "length": "nib"},
    {"title": "Yorkshire Post"},
)
ADDED = (
    "The force has been asked to comment.",
    "The police and crime commissioner was approached.",
    "The figures cover the whole of the force's area.",
    "The force's own figures are yet to be published.",
)


@dataclass(frozen=True, slots=True)
class Took:
    """How long one page took, and what was wrong with it."""

    page: str
    began: float
    seconds: float
    fault: str = ""


@dataclass(slots=True)
class Editor:
    """One editor, at a browser of their own."""

    name: str
    share: int
    """Which of the stories are theirs: every so manieth from this one on."""
    editors: int
    stories: int
    chance: random.Random
    client: httpx.AsyncClient
    took: list[Took]
    found: list[int] = field(default_factory=list)
    """Stories of the last list."""
    places: list[str] = field(default_factory=list)

    async def ask(
        self, page: str, url: str, form: object = None, expected: int = 200, part: bool = False
    ) -> str:
        """Ask for a page, or send it a form, and return what it says."""
        began = time.perf_counter()
        fault, text = "", ""
        try:
            headers = {"HX-Request": "true"} if part else {}
            if form is None:
                answer = await self.client.get(url, headers=headers)
            else:
                answer = await self.client.post(url, data=form, headers=headers)
            text = answer.text
            if answer.status_code != expected:
                fault = f"{answer.status_code} of {url}: {_refusal(text)}"
        except httpx.HTTPError as error:
            fault = f"{url}: {error!r}"
        self.took.append(Took(page, began, time.perf_counter() - began, fault))
        return "" if fault else text

    async def think(self, mean: float = THINKS) -> None:
        """Do nothing for a while."""
        await asyncio.sleep(min(self.chance.expovariate(1 / mean), 5 * mean))

    def own(self) -> int:
        """Return the number of a story that is theirs."""
        return self.chance.randrange((self.stories - self.share) // self.editors) * self.editors + self.share


def _refusal(text: str) -> str:
    """Return what a page says is wrong."""
    found = re.search(r'class="fault"[^>]*>(.*?)<', text, re.DOTALL)
    return html.unescape(found[1]) if found else " ".join(text.split())[:200]


def _field(text: str, name: str) -> str:
    """Return the value of the last field of that name."""
    return html.unescape(re.findall(rf'name="{name}"[^>]*? value="([^"]*)"', text)[-1])


# What an editor does at a time.


async def sign_in(editor: Editor) -> None:
    """Sign in, and look at the front and the places."""
    secret = _field(await editor.ask("sign-in", "/sign-in"), "secret")
    form = {"secret": secret, "name": editor.name, "password": newsroom.PASSWORD}
    await editor.ask("sign-in (POST)", "/sign-in", form, 303)
    await front(editor)
    text = await editor.ask("places", "/places")
    editor.places = re.findall(r'href="/places/(force:[^"]+)"', text)


async def front(editor: Editor) -> None:
    """Look at the front."""
    await editor.ask("front", "/")


async def lists(editor: Editor) -> None:
    """Filter the list, search it, or turn its pages."""
    asked = dict(editor.chance.choice(FILTERS)) if editor.chance.random() < 0.6 else {}
    page = "list, filtered" if asked else "list"
    if editor.chance.random() < 0.4:
        asked["words"] = editor.chance.choice(WORDS)
        page = "list, searched"
    elif editor.chance.random() < 0.4:
        asked["page"] = str(editor.chance.randrange(1, 40))
    text = await editor.ask(page, f"/stories?{httpx.QueryParams(asked)}", part=bool(asked))
    editor.found = [int(number) for number in dict.fromkeys(re.findall(r'href="/stories/(\d+)"', text))]


async def story(editor: Editor) -> None:
    """Read a story, of the list or their own, and look behind a word or two."""
    number = editor.chance.choice(editor.found) if editor.found else editor.own()
    text = await editor.ask("story", f"/stories/{number}")
    words = re.findall(r'hx-get="(/stories/\d+/cited/[^"]+)"', text)
    for _ in range(editor.chance.randrange(3) if words else 0):
        await editor.think()
        await editor.ask("evidence", html.unescape(editor.chance.choice(words)), part=True)


def _pars(text: str) -> list[dict[str, str]]:
    """Return the pars of the form of a story's edit page."""
    pars = []
    for part in re.findall(r"<fieldset class=\"edit-par\">(.*?)</fieldset>", text, re.DOTALL):
        words = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", part, re.DOTALL)[1])
        pars.append(
            {name: _field(part, name) for name in ("key", "name", "place", "order")}
            | {"text": words, "fate": "keep"}
        )
    return pars


async def edit(editor: Editor) -> None:
    """Add a sentence to the last par of a story, read again as it is typed, and save it."""
    number = editor.own()
    if '/edit"' not in await editor.ask("story", f"/stories/{number}"):
        return
    await editor.think()
    text = await editor.ask("edit", f"/stories/{number}/edit")
    if not text:
        return
    pars = _pars(text)
    given = {"secret": _field(text, "secret"), "base": _field(text, "base"), "why": ""}
    last = [par for par in pars if par["name"] not in ("ednote", "correction")][-1]
    was = last["text"]
    here = [each for each in ADDED if each in was]
    kept = was.replace(here[0], "").strip() if here else was
    added = editor.chance.choice([each for each in ADDED if each not in here])
    for share in sorted(editor.chance.random() for _ in range(editor.chance.randrange(2, 5))):
        await editor.think(TYPES)
        last["text"] = f"{kept} {added[: int(share * len(added))]}"
        await editor.ask("read as typed", f"/stories/{number}/read", _form(pars, given), part=True)
    last["text"] = f"{kept} {added}"
    await editor.think()
    await editor.ask("save", f"/stories/{number}/edit", _form(pars, given | {"act": "save"}), 303)
    await editor.ask("story", f"/stories/{number}")


def _form(pars: list[dict[str, str]], given: dict[str, str]) -> dict[str, str | list[str]]:
    """Return the form of an edit page as it is sent."""
    names = ("key", "name", "place", "text", "order", "fate")
    return {**given, **{name: [par[name] for par in pars] for name in names}}


async def approve(editor: Editor) -> None:
    """Approve a draft, and take it back."""
    number = editor.own()
    for act, page in (("approve", "approve"), ("undo", "undo")):
        text = await editor.ask("story", f"/stories/{number}")
        if f'name="act" value="{act}"' not in text:
            return
        form = {"secret": _field(text, "secret"), "act": act, "seen": _field(text, "seen"), "why": ""}
        await editor.think()
        await editor.ask(page, f"/stories/{number}/decisions", form, 303)


async def place(editor: Editor) -> None:
    """Look at a place."""
    if editor.places:
        await editor.ask("place", f"/places/{editor.chance.choice(editor.places)}")


async def release(editor: Editor) -> None:
    """Look at a release."""
    await editor.ask("release", f"/releases/{editor.chance.choice(newsroom.RELEASES)[1]}")


async def preview(editor: Editor) -> None:
    """Look at a pack, and preview it on a place or two."""
    pack, release_id = editor.chance.choice(newsroom.RELEASES)
    await editor.ask("pack", f"/packs/{pack}")
    for _ in range(editor.chance.randrange(1, 4)):
        await editor.think()
        given = {
            "place": editor.chance.choice(("Kent", "Essex", "Gwent", "Dorset", "Norfolk", "Surrey")),
            "release": release_id,
            "style": editor.chance.choice(newsroom.STYLES),
            "length": editor.chance.choice(("story", "nib")),
        }
        await editor.ask("pack preview", f"/packs/{pack}/preview?{httpx.QueryParams(given)}", part=True)


async def review(editor: Editor) -> None:
    """Page through unflagged drafts."""
    url = f"/review?{httpx.QueryParams({'pack': editor.chance.choice(newsroom.RELEASES)[0]})}"
    text = await editor.ask("review", url)
    await editor.think()
    if 'name="read"' in text:
        form = {"secret": _field(text, "secret"), "read": _field(text, "read")}
        await editor.ask("review (POST)", url, form)


ACTS: tuple[tuple[Callable[[Editor], Awaitable[None]], int], ...] = (
    (front, 12),
    (lists, 26),
    (story, 28),
    (edit, 12),
    (approve, 8),
    (place, 5),
    (release, 3),
    (preview, 4),
    (review, 2),
)
"""What an editor does next, and how often of a hundred times."""


async def at_work(editor: Editor, comes: float, until: float) -> None:
    """Sign in after a while, and do one thing after another until the time has come."""
    await asyncio.sleep(comes)
    await sign_in(editor)
    acts, often = zip(*ACTS, strict=True)
    while time.perf_counter() < until:
        await editor.think()
        await editor.chance.choices(acts, often)[0](editor)


async def late(found: list[float], until: float) -> None:
    """Find out how late a process is that has nothing to do: what the machine adds to every page."""
    while (now := time.perf_counter()) < until:
        await asyncio.sleep(0.05)
        found.append(time.perf_counter() - now - 0.05)


async def load(
    address: str, names: list[str], stories: int, warm: float, seconds: float, marks: Callable[[], None]
) -> tuple[list[Took], list[float]]:
    """Let every editor work for so many seconds after *warm* more; return what they asked for in that time.

    *marks* is called when that time begins, and when it ends. With it comes how late the editors' own
    process was.
    """
    took: list[Took] = []
    began = time.perf_counter() + warm
    every = [
        Editor(
            name,
            share,
            len(names),
            stories,
            random.Random(share),
            httpx.AsyncClient(base_url=address, timeout=30),
            took,
        )
        for share, name in enumerate(names, 1)
    ]
    # They come in one by one: a password takes the desk some 0.3 s of the processor, on purpose.
    coming = warm * 0.75 / len(names)
    work = [asyncio.create_task(at_work(each, each.share * coming, began + seconds)) for each in every]
    await asyncio.sleep(warm)
    marks()
    lateness: list[float] = []
    await late(lateness, began + seconds)
    marks()
    await asyncio.gather(*work)
    for each in every:
        await each.client.aclose()
    return [each for each in took if began <= each.began < began + seconds], lateness
