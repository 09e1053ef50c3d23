"""The one truth, in SQL: entries, versions, passages, vectors, reviews, runs."""

from knowledge.catalog.catalog import (
    ERASED,
    MIGRATIONS,
    SCHEMA,
    Catalog,
    CatalogError,
    ErasedEntryError,
    ForeignEntryError,
    Source,
    text_hash,
)

__all__ = [
    "ERASED",
    "MIGRATIONS",
    "SCHEMA",
    "Catalog",
    "CatalogError",
    "ErasedEntryError",
    "ForeignEntryError",
    "Source",
    "text_hash",
]
