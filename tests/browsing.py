"""Browsing: a real browser, and a reader of its pages that knows what a page must offer everybody."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from servers import lacking, library

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",  # it has none to offer to root, as whom CI runs
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What keeps a browser to the pages it is shown, and lets root run it."""
SECONDS = 10
"""How long a page may take over anything."""


TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the machine's own Chromium, and give it as Playwright's `Browser`.

    While it runs, Playwright's loop is the running one of this thread, so no test beside it may call
    `asyncio.run`; starlette's `TestClient` has a thread of its own.
    """
    playwright = library("playwright.sync_api")
    path = next(filter(None, map(shutil.which, NAMES)), None) or lacking(
        "Chromium", "On Debian: apt-get install chromium"
    )
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def page_of(browser: Any, *, width: int = 1280, javascript: bool = True, **how: Any) -> Iterator[Any]:
    """Open an empty page so many pixels wide, with no cookie or memory of any other.

    *how* else it is opened, Playwright's `new_context` says.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=javascript, locale="en-GB", **how
    )
    context.set_default_timeout(SECONDS * 1000)
    try:
        yield context.new_page()
    finally:
        context.close()


def know_axe(page: Any) -> None:
    """Let every page that is opened in *page* from now on have axe at hand."""
    page.add_init_script(library("axe_playwright_python.sync_playwright").Axe().axe_script)


def violations(page: Any, *rules: str) -> list[str]:
    """Return what axe finds wrong with *page* as it stands: the rule, how bad it is, what to do, and where.

    It asks all of WCAG 2.2 up to AA and what is good practice besides, or the *rules* that are named.

    It comes in by the browser's own debugger, so the page's Content-Security-Policy is in force and not in
    its way. It is a script all the same, and would wait for ever where there are none.
    """
    scripted = page.evaluate("matchMedia('(scripting: enabled)').matches")
    assert scripted, "axe is a script: open the page with javascript=True"
    axe = library("axe_playwright_python.sync_playwright")
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe.Axe().axe_script)
    asked = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    how = {"resultTypes": ["violations"], "runOnly": asked}
    found = page.evaluate("how => axe.run(document, how)", how)["violations"]
    return [
        f"{rule['id']} ({node['impact']}): {rule['help']}: {' '.join(node['html'].split())}"
        for rule in found
        for node in rule["nodes"]
    ]
