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

#: One row a consultation of a hub; ``record`` is its JSON.
CONSULTATIONS = Table(
    "consultations",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("hub", "stage", "changed_at", "record")),
)

#: One row a version of a plan; the newest is the plan that stands. Nothing is ever changed in place.
PLAN_VERSIONS = Table(
    "plan_versions",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("consultation_id", "made_at", "made_by", "record")),
)

#: One row what was told of an action (``check-in``) or of a referral (``referral``) of a plan; only ever added.
FOLLOW_UPS = Table(
    "follow_ups",
    METADATA,
    Column("id", Text, primary_key=True),
    *(
        Column(name, Text, nullable=False)
        for name in ("consultation_id", "plan_id", "kind", "item", "made_at", "record")
    ),
)

#: One row an answer to a request with a key of its own: the same request gets the same answer. Both are kept as digests.
KEPT_ANSWERS = Table(
    "kept_answers",
    METADATA,
    Column("key", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("request", "consultation_id", "made_at")),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

#: What was erased: ``place`` is ``table.column``, and no row with ``value`` there may come back with an older backup.
#: ``pending``: 1 while the file may still hold traces of it.
ERASURES = Table(
    "erasures",
    METADATA,
    Column("place", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("erased_at", Text, nullable=False),
    Column("pending", Integer, nullable=False),
)

#: One row a case that a hub sent from a consultation; ``state``: sent (what became of it the reviews tell) or retired.
CONTRIBUTIONS = Table(
    "contributions",
    METADATA,
    Column("entry_id", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("consultation_id", "hub", "visibility", "state", "sent_on")),
)

#: How often a hub's answers cited an entry on a day.
USES = Table(
    "uses",
    METADATA,
    *(Column(name, Text, primary_key=True) for name in ("entry_id", "hub", "day")),
    Column("times", Integer, nullable=False),
)

#: How many questions of a hub found nothing on a day, by the codes of trade and topic ("": not told).
MISSES = Table(
    "misses",
    METADATA,
    *(Column(name, Text, primary_key=True) for name in ("industry", "topic", "hub", "day")),
    Column("times", Integer, nullable=False),
)
