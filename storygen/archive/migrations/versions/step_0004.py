"""Step 0004: what the watch remembers, and what stories that went out owe."""

import sqlalchemy as sa
from alembic import op

from storygen.archive.columns import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column, to the index of lists too, and make the tables."""
    op.add_column("stories", sa.Column("owed", sa.Text, nullable=False, server_default=""))
    op.drop_index("stories_in_lists", "stories")
    listed = "changed_at number status pack release region angle length style title "
    listed += "held waits flags stops offered edited owed"
    op.create_index("stories_in_lists", "stories", listed.split())
    op.create_table(
        "feeds",
        sa.Column("address", sa.Text, primary_key=True),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("modified", sa.Text, nullable=False),
        sa.Column("newest", Instant),
        sa.Column("stocked", sa.Boolean, nullable=False),
        sa.Column("polled_at", Instant, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("faults", sa.Integer, nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
    )
    op.create_table(
        "pages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("feed", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("came", sa.Text, nullable=False),
        sa.Column("seen", Instant),
        sa.Column("updated", Instant),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("release", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("due_at", Instant),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("expected", Instant),
        sa.Column("display", sa.Text, nullable=False),
        sa.UniqueConstraint("pack", "path", name="one_page"),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("release", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("lines", sa.Text, nullable=False),
        sa.UniqueConstraint("key", name="one_event"),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("event", sa.Integer, sa.ForeignKey("events.id"), nullable=False),
        sa.Column("way", sa.Text, nullable=False),
        sa.Column("sent_at", Instant),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
        sa.Column("due_at", Instant),
        sa.UniqueConstraint("event", "way", name="one_alert"),
    )
    op.create_index("pages_by_due", "pages", ["due_at"])
