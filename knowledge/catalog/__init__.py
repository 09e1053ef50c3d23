"""The one truth, in SQL: entries, versions, passages, vectors, reviews, runs."""

from knowledge.catalog.catalog import (
    ERASED,
    Catalog,
    CatalogError,
    ErasedEntryError,
    ForeignEntryError,
    Source,
    text_hash,
)

__all__ = ["ERASED", "Catalog", "CatalogError", "ErasedEntryError", "ForeignEntryError", "Source", "text_hash"]
