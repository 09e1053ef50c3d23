"""Entries into passages: where a text may be cut, the outline of a document, and the passages themselves."""

from ingest.chunker.passages import CASE_LENGTH, DOCUMENT_LENGTH, VERSION, count_tokens, passages_of

__all__ = ["CASE_LENGTH", "DOCUMENT_LENGTH", "VERSION", "count_tokens", "passages_of"]
