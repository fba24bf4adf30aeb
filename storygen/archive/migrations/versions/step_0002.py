"""Step 0002: sessions, so that each can be ended by itself."""

import sqlalchemy as sa
from alembic import op

from storygen.archive.columns import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "sessions",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("began_at", Instant, nullable=False),
    )
