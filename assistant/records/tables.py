"""The tables of the records as SQLAlchemy sees them; ``migrations/`` creates them."""

from sqlalchemy import Column, Integer, MetaData, Table, Text

METADATA = MetaData()

#: One row a practice; ``learner`` is the digest of the key that only the learner's browser holds.
PRACTICES = Table(
    "practices",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("learner", "case_id", "state", "started_at", "changed_at")),
    Column("record", Text, nullable=False),
)
