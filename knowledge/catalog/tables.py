"""The catalog's tables as SQLAlchemy sees them; ``migrations/`` creates them."""

from sqlalchemy import Column, Float, Integer, LargeBinary, MetaData, Table, Text

METADATA = MetaData()


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


ENTRIES = Table(
    "entries",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    *_texts("kind", "title", "visibility", "state", "digest", "record", "source", "written_at"),
)
VERSIONS = Table(
    "versions",
    METADATA,
    Column("entry_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    *_texts("digest", "record", "source", "written_at"),
)
PASSAGES = Table(
    "passages",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("page", Integer),
    *_texts("entry_id", "anchor", "context", "text"),
)
VECTORS = Table(
    "vectors",
    METADATA,
    Column("model", Text, primary_key=True),
    Column("text_hash", Text, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)
SOURCES = Table("sources", METADATA, Column("path", Text, primary_key=True), *_texts("root", "digest", "state"))
for _name in ("detail", "read_at"):
    SOURCES.append_column(Column(_name, Text, nullable=False))
CHANGES = Table("changes", METADATA, Column("seq", Integer, primary_key=True), *_texts("entry_id"))
NOTES = Table("notes", METADATA, Column("name", Text, primary_key=True), *_texts("value"))
REVIEWS = Table(
    "reviews",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    *_texts("entry_id", "title", "visibility", "kinds", "state", "content_mark", "source_mark", "item"),
    *_texts("held_at", "changed_at"),
)
ORIGINALS = Table("originals", METADATA, Column("item", Text, primary_key=True), *_texts("review_id", "state"))
DECISIONS = Table(
    "decisions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("stands", Integer, nullable=False),
    *_texts("review_id", "reviewer", "person", "action", "kinds", "note", "decided_at"),
)
IMPORT_RUNS = Table(
    "import_runs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("seconds", Float, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("files", "entries", "passages")),
    *_texts("started_at", "report"),
)
