"""What hubs contributed, who used it, and what was asked in vain."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "contributions",
        sa.Column("entry_id", sa.Text, primary_key=True),
        sa.Column("consultation_id", sa.Text, nullable=False),
        sa.Column("hub", sa.Text, nullable=False),
        sa.Column("visibility", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("sent_on", sa.Text, nullable=False),
    )
    op.create_index("contributions_by_hub", "contributions", ["hub", "sent_on"])
    op.create_table(
        "uses",
        sa.Column("entry_id", sa.Text, primary_key=True),
        sa.Column("hub", sa.Text, primary_key=True),
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
    )
    op.create_table(
        "misses",
        sa.Column("industry", sa.Text, primary_key=True),
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("hub", sa.Text, primary_key=True),
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
    )
