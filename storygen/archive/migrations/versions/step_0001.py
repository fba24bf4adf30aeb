"""Step 0001: the archive comes into being."""

import sqlalchemy as sa
from alembic import op

from storygen.archive.columns import Instant, Packed
from storygen.archive.lasting import forbid_changes

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("release", sa.Text, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("published", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("embargo", sa.Text, nullable=False),
        sa.Column("not_before", Instant, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("kept_at", Instant, nullable=False),
    )
    op.create_table(
        "stories",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("pack", sa.Text, nullable=False),
        sa.Column("release", sa.Text, nullable=False),
        sa.Column("length", sa.Text, nullable=False),
        sa.Column("style", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("trial", sa.Boolean, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("current", sa.Integer, nullable=False),
        sa.Column("offered", sa.Integer),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("codes", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("angle", sa.Text, nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("waits", sa.Boolean, nullable=False),
        sa.Column("flags", sa.Integer, nullable=False),
        sa.Column("stops", sa.Integer, nullable=False),
        sa.Column("edited", sa.Boolean, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.UniqueConstraint("identity", name="one_story"),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("story", sa.Integer, sa.ForeignKey("stories.number"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("base", sa.Integer),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("says", sa.Text, nullable=False),
        sa.Column("record", Packed, nullable=False),
        sa.UniqueConstraint("story", "number", name="one_version"),
    )
    op.create_table(
        "cells",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("release", sa.Text, nullable=False),
        sa.Column("sheet", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("row", sa.Text, nullable=False),
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("geography", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.UniqueConstraint("identity", name="one_cell"),
    )
    op.create_table(
        "citations",
        sa.Column("version", sa.Integer, sa.ForeignKey("versions.id"), primary_key=True),
        sa.Column("cell", sa.Integer, sa.ForeignKey("cells.id"), primary_key=True),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("story", sa.Integer, sa.ForeignKey("stories.number"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("forms", sa.Text, nullable=False),
    )
    op.create_table(
        "users",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("good", sa.Boolean, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
    )
    op.create_table(
        "keys",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_index("releases_by_id", "releases", ["release"])
    listed = "changed_at number status pack release region angle length style title "
    listed += "held waits flags stops offered edited"
    op.create_index("stories_in_lists", "stories", listed.split())
    op.create_index("cells_by_subject", "cells", ["series", "measure", "geography", "period"])
    op.create_index("citations_by_cell", "citations", ["cell"])
    op.create_index("decisions_by_story", "decisions", ["story"])
    op.create_index("decisions_by_time", "decisions", ["at"])
    op.create_index("sign_ins_by_user", "sign_ins", ["user", "at"])
    op.create_index("sign_ins_by_address", "sign_ins", ["address", "at"])
    forbid_changes(op.get_bind(), ("versions", "citations", "decisions"))
