"""Feeds: what the small GOV.UK tells of its pages, in the very forms of the feeds that it stands for.

The search's feed has London's time, no published and no category, and an entry keeps its id when it is
updated; an organisation's has the world's time, titles with the kind before them, and ids that change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from storygen.testing.pages import LONDON, SITE, Announcement, Publication

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
SEARCH = "/search/research-and-statistics"
PAGE = 20
"""How many entries a page of the search's feed has."""
LONGEST_SUMMARY = 200
ONS = "https://www.ons.gov.uk"

Told = Publication | Announcement


def newest_first(pages: Sequence[Told]) -> list[Told]:
    """Return *pages* as feeds list them."""
    return sorted(pages, key=lambda page: page.public, reverse=True)


def finder_feed(pages: Sequence[Told], asked: str, whose: str) -> str:
    """Return the feed of the search that was *asked* for with its query, about *whose* pages."""
    title = f"Research and statistics{f' from {whose}' if whose else ''}"
    updated = f"  <updated>{pages[0].public.astimezone(LONDON).isoformat()}</updated>\n" if pages else ""
    return (
        _head("en-US", f"tag:www.gov.uk,2005:{SEARCH}", asked, title, updated)
        + "".join(map(_finder_entry, pages))
        + "</feed>\n"
    )


def _head(language: str, id: str, asked: str, title: str, updated: str) -> str:
    return (
        f'{DECLARATION}<feed xml:lang="{language}" xmlns="http://www.w3.org/2005/Atom">\n'
        f"  <id>{escape(id)}</id>\n"
        f'  <link rel="alternate" type="text/html" href="{SITE}"/>\n'
        f'  <link rel="self" type="application/atom+xml" href={quoteattr(SITE + asked)}/>\n'
        f"  <title>{escape(title)}</title>\n{updated}"
        "  <author>\n    <name>HM Government</name>\n  </author>\n"
    )


def _finder_entry(page: Told) -> str:
    said = _description(page)
    summary = said if len(said) <= LONGEST_SUMMARY else f"{said[: LONGEST_SUMMARY - 1]}…"
    return (
        "  <entry>\n"
        f"    <id>tag:www.gov.uk,2005:{page.path}</id>\n"
        f"    <updated>{page.public.astimezone(LONDON).isoformat()}</updated>\n"
        f'    <link rel="alternate" type="text/html" href="{SITE}{page.path}"/>\n'
        f"    <title>{escape(page.title)}</title>\n"
        f'    <summary type="html">{escape(summary)}</summary>\n'
        "  </entry>\n"
    )


def ended_feed(slug: str) -> str:
    """Return the feed of a search that has been shut down: one entry, without a date."""
    head = _head("en-US", f"tag:www.gov.uk,2005:/{slug}", f"/{slug}.atom", "Research and statistics", "")
    return (
        f"{head}  <entry>\n"
        f"    <id>tag:www.gov.uk,2005:{slug}/feed-ended</id>\n"
        f'    <link rel="alternate" type="text/html" href="{SITE}/{slug}"/>\n'
        "    <title>This feed has ended</title>\n"
        '    <summary type="html">This feed is no longer updated.</summary>\n'
        "  </entry>\n</feed>\n"
    )


def organisation_feed(pages: Sequence[Told], asked: str, whose: str) -> str:
    """Return the feed of everything that an organisation does."""
    updated = f"  <updated>{_utc(pages[0].public)}</updated>\n" if pages else ""
    head = _head("en-GB", f"{SITE}{asked}", asked, f"{whose} - Activity on GOV.UK", updated)
    return f"{head}{''.join(map(_organisation_entry, pages))}</feed>\n"


def _description(page: Told) -> str:
    return page.description if isinstance(page, Publication) else ""


def _organisation_entry(page: Told) -> str:
    kind = "Official Statistics" if isinstance(page, Publication) else "Statistics announcement"
    said = _description(page)
    return (
        "  <entry>\n"
        f"    <id>{SITE}{page.path}#{_utc(page.public)}</id>\n"
        f"    <updated>{_utc(page.public)}</updated>\n"
        f'    <link rel="alternate" type="text/html" href="{SITE}{page.path}"/>\n'
        f"    <title>{kind}: {escape(page.title)}</title>\n"
        f'    <category label="{kind}" term="{kind}"/>\n'
        f"    <summary>{escape(said)}</summary>\n"
        "  </entry>\n"
    )


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ons_feed(pages: Sequence[Told]) -> str:
    """Return the calendar of ONS with *pages* as its releases."""
    items = "".join(
        f"    <item>\n      <title>{escape(page.title)}</title>\n"
        f"      <link>{ONS}/releases/{page.slug}</link>\n"
        f"      <description>{escape(_description(page))}</description>\n"
        f"      <guid>{ONS}/releases/{page.slug}</guid>\n"
        f"      <pubDate>{format_datetime(page.public.astimezone(UTC))}</pubDate>\n    </item>\n"
        for page in pages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">\n  <channel>\n'
        "    <title>ONS Release Calendar RSS Feed.</title>\n"
        f"    <link>{ONS}/releasecalendar</link>\n"
        f"    <description>Latest ONS releases</description>\n{items}  </channel>\n</rss>\n"
    )
