"""Rendering: a page's template and its data, as HTML. Nothing in the data is ever markup."""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from storygen.archive.workflow import LONDON
from storygen.writing.style import plural
from storygen.writing.typed import par_name

PAGES = Path(__file__).parent / "pages"
STATIC = Path(__file__).parent / "static"


@lru_cache(maxsize=1)
def language() -> Environment:
    """Return what the pages are written in: everything escaped, nothing undefined."""
    pages = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    pages.filters |= {
        "par_name": par_name,
        "day": day,
        "moment": moment,
        "many": many,
        "query": query,
        "dated": dated,
    }
    pages.globals["asset"] = asset
    return pages


def render(template: str, data: Mapping[str, Any]) -> str:
    """Return the page *template* with *data*."""
    return language().get_template(template).render(data)


def day(at: datetime) -> str:
    """Return the day of an instant, as London has it: "31 March 2021"."""
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%B %Y}"


def moment(at: datetime) -> str:
    """Return an instant as London has it: "31 Mar 2021, 09:30"."""
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%b %Y, %H:%M}"


_DAY = re.compile(r"(?<![\w./-])(year ending )?(\d{4})-(\d{2})-(\d{2})(?![\w-])", re.ASCII)


def dated(said: object) -> str:
    """Return *said* with each day and period in it as people say it.

    >>> dated("at 2021-03-31, and in the year ending 2020-03-31")
    'at 31 March 2021, and in the year ending March 2020'
    """

    def as_said(found: re.Match[str]) -> str:
        try:
            when = date(*(int(found[part]) for part in (2, 3, 4)))
        except ValueError:
            return found[0]
        whole = found[1] and when.day == monthrange(when.year, when.month)[1]
        return f"{found[1] or ''}{when:%B %Y}" if whole else f"{found[1] or ''}{when.day} {when:%B %Y}"

    return _DAY.sub(as_said, str(said))


def many(number: int, noun: str, plural_noun: str = "") -> str:
    """Return so many of something: "1 story", "2 stories"."""
    return f"{number:,} {plural_noun if plural_noun and number != 1 else plural(noun, Decimal(number))}"


def query(fields: Mapping[str, Any]) -> str:
    """Return *fields* as the query of an address, those that say nothing left out."""
    said = {name: value for name, value in fields.items() if value not in ("", None, ())}
    return f"?{urlencode(said, doseq=True)}" if said else ""


@lru_cache(maxsize=16)
def asset(name: str) -> str:
    """Return the address of a file that pages use; it changes with what the file says, so it may be kept."""
    said = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={said}"
