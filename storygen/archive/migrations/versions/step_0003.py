"""Step 0003: a version says which other it takes up, by number and not in words alone."""

import re

import sqlalchemy as sa
from alembic import op

from storygen.archive.lasting import unlocked

revision = "0003"
down_revision = "0002"
_SAID = re.compile("(?:of what|as) version ([0-9]+)")
"""How the reason of a version that was taken or restored has named the other."""


def upgrade() -> None:
    """Add the column, and fill it in from what the reasons say."""
    op.add_column("versions", sa.Column("of", sa.Integer))
    connection = op.get_bind()
    names = ("id", "made", "why", "of")
    versions = sa.table("versions", *(sa.column(name) for name in names))
    asked = sa.select(versions).where(versions.c.made.in_(("taken", "restored")))
    with unlocked(connection, "versions"):
        for row in connection.execute(asked).all():
            if said := _SAID.match(row.why):
                change = sa.update(versions).where(versions.c.id == row.id)
                connection.execute(change.values(of=int(said[1])))
