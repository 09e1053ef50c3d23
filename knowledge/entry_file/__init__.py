"""The file format of entries: Markdown with YAML front matter, read into checked values.

The same checks serve rows of JSON Lines (``build_entry``). Every refusal is an EntryError whose message is one Japanese
sentence that says what to mend.
"""

from knowledge.entry_file.building import MAX_BODY, MAX_SCHEME, PERIOD, build_document, build_entry, parse_markdown
from knowledge.entry_file.front_matter import (
    MAX_FRONT_MATTER,
    EntryError,
    parse_date,
    parse_front_matter,
    split_front_matter,
)
from knowledge.entry_file.sections import split_sections

__all__ = [
    "MAX_BODY",
    "MAX_FRONT_MATTER",
    "MAX_SCHEME",
    "PERIOD",
    "EntryError",
    "build_document",
    "build_entry",
    "parse_date",
    "parse_front_matter",
    "parse_markdown",
    "split_front_matter",
    "split_sections",
]
