"""What the assistant itself keeps, apart from the shared knowledge: it belongs to one hub and never leaves it by itself."""

from assistant.records.records import FILE, MIGRATIONS, SCHEMA, Records, RecordsError

__all__ = ["FILE", "MIGRATIONS", "SCHEMA", "Records", "RecordsError"]
