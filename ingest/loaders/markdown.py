"""Markdown entries: cases, guidelines and policies with front matter."""

from __future__ import annotations

from ingest.loaders.loaded import Loaded, LoadError, RawFile, decode
from knowledge.entry_file import EntryError, parse_markdown


def load(file: RawFile) -> Loaded:
    """Read one entry."""
    try:
        return Loaded((parse_markdown(decode(file.content)),))
    except EntryError as error:
        raise LoadError(str(error)) from error
