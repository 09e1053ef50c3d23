"""What came of plans, answers to requests that may be sent again, and what was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Text, primary_key=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("consultation_id", "plan_id", "kind", "item", "made_at", "record")
        ),
    )
    op.create_index("follow_ups_by_consultation", "follow_ups", ["consultation_id", "made_at"])
    op.create_table(
        "kept_answers",
        sa.Column("key", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("request", "consultation_id", "made_at")),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("kept_answers_by_consultation", "kept_answers", ["consultation_id"])
    op.create_table(
        "erasures",
        sa.Column("place", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("erased_at", sa.Text, nullable=False),
        sa.Column("pending", sa.Integer, nullable=False),
    )
