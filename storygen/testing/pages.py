"""Pages: what the small GOV.UK has published and announced, and what its Content API says of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SITE = "https://www.gov.uk"
TYPES = {
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".csv": "text/csv",
    ".pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file that is attached to a publication."""

    filename: str
    body: bytes

    @property
    def id(self) -> str:
        """Return what its address has in it: another file under the same name has another."""
        return hashlib.sha256(self.filename.encode() + self.body).hexdigest()[:24]

    @property
    def kind(self) -> str:
        """Return its content type."""
        stem, dot, ending = self.filename.rpartition(".")
        return TYPES.get(f"{dot}{ending.lower()}" if stem else "", "application/octet-stream")

    @property
    def path(self) -> str:
        """Return where on the site it is."""
        return f"/media/{self.id}/{self.filename}"


@dataclass(frozen=True, slots=True)
class Publication:
    """A page of official statistics."""

    slug: str
    title: str
    organisation: str
    description: str
    files: tuple[File, ...]
    changes: tuple[tuple[datetime, str], ...]
    """The newest first; only changes that readers are told of."""
    saved: datetime
    withdrawn: tuple[datetime, str] | None = None

    @property
    def path(self) -> str:
        """Return where on the site it is."""
        return f"/government/statistics/{self.slug}"

    @property
    def public(self) -> datetime:
        """Return when it last changed in a way that readers are told of: what feeds go by."""
        return self.changes[0][0]


@dataclass(frozen=True, slots=True)
class Announcement:
    """A page that says when official statistics will come out."""

    slug: str
    title: str
    organisation: str
    at: datetime
    """The instant of the release."""
    state: str
    display_date: str
    why: str = ""
    """Why it was cancelled."""

    @property
    def path(self) -> str:
        """Return where on the site it is."""
        return f"/government/statistics/announcements/{self.slug}"

    @property
    def public(self) -> datetime:
        """Return what feeds go by: for want of another, the instant of the release, which may lie ahead."""
        return self.at


def shown_date(at: datetime) -> str:
    """Return an instant as announcements show it: "20 January 2016 9:30am"."""
    there = at.astimezone(LONDON)
    hour = there.hour % 12 or 12
    return f"{there.day} {there:%B %Y} {hour}:{there:%M}{'am' if there.hour < 12 else 'pm'}"


def stamp(at: datetime, zone: Any = UTC) -> str:
    """Return an instant as the Content API writes it."""
    return at.astimezone(zone).isoformat(timespec="milliseconds")


def _page(path: str, title: str, organisation: str, description: str) -> dict[str, Any]:
    """Return what the API says of every page."""
    return {
        "base_path": path,
        "content_id": str(uuid5(NAMESPACE_URL, SITE + path)),
        "locale": "en",
        "phase": "live",
        "title": title,
        "description": description,
        "publishing_scheduled_at": None,
        "withdrawn_notice": {},
        "links": {
            "organisations": [
                {
                    "base_path": f"/government/organisations/{organisation}",
                    "content_id": str(uuid5(NAMESPACE_URL, organisation)),
                    "document_type": "organisation",
                    "title": organisation.replace("-", " ").capitalize(),
                }
            ]
        },
    }


def publication_page(of: Publication, address: str) -> dict[str, Any]:
    """Return what the API says of a publication; its files are at *address*."""
    withdrawal = of.withdrawn and {
        "explanation": f'<div class="govspeak"><p>{of.withdrawn[1]}</p>\n</div>',
        "withdrawn_at": stamp(of.withdrawn[0]),
    }
    return _page(of.path, of.title, of.organisation, of.description) | {
        "document_type": "official_statistics",
        "schema_name": "publication",
        "first_published_at": stamp(of.changes[-1][0]),
        "public_updated_at": stamp(of.public),
        "updated_at": stamp(of.saved).replace("+00:00", "Z"),
        "withdrawn_notice": withdrawal or {},
        "details": {
            "body": f'<div class="govspeak"><p>{of.description}</p>\n</div>',
            "attachments": [_attachment(file, address) for file in of.files],
            "featured_attachments": [file.filename for file in of.files],
            "documents": [],
            "change_history": [
                {"public_timestamp": stamp(at, LONDON), "note": note} for at, note in of.changes
            ],
            "political": False,
            "first_public_at": stamp(of.changes[-1][0]),
        },
    }


def _attachment(file: File, address: str) -> dict[str, Any]:
    """Return what the API says of an attached file."""
    return {
        "accessible": False,
        "attachment_type": "file",
        "content_type": file.kind,
        "file_size": len(file.body),
        "filename": file.filename,
        "id": file.filename,
        "title": file.filename.rpartition(".")[0].replace("-", " ").replace("_", " ").capitalize(),
        "url": f"{address}{file.path}",
    }


def announcement_page(of: Announcement) -> dict[str, Any]:
    """Return what the API says of an announcement."""
    cancelled = {"cancelled_at": stamp(of.at), "cancellation_reason": of.why}
    return _page(of.path, of.title, of.organisation, "") | {
        "document_type": "official_statistics_announcement",
        "schema_name": "statistics_announcement",
        "first_published_at": None,
        "public_updated_at": None,
        "updated_at": stamp(of.at).replace("+00:00", "Z"),
        "details": {
            "display_date": of.display_date,
            "state": of.state,
            "format_sub_type": "official",
            **(cancelled if of.state == "cancelled" else {}),
        },
    }
