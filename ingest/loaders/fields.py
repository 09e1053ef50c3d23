"""What an entry's fields carry for the import alone: the names to replace, and whose a contributed case is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ingest.anonymise.known import Known
from ingest.loaders.loaded import RawFile
from knowledge.entry_file import EntryError

_ROLES = ("person", "firm", "place", "other")


def prepared(fields: Mapping[str, Any], file: RawFile) -> tuple[dict[str, Any], tuple[Known, ...]]:
    """Return the fields of an entry without ``names``, and those names; raise EntryError when they are misspelt.

    A contributed case that states no visibility belongs to the importing hub; without a hub it stays national, which
    the gate holds for review.
    """
    own = dict(fields)
    names = _names(own.pop("names", None))
    if (
        own.get("origin") == "contributed"
        and own.get("kind", "case") == "case"
        and not own.get("visibility")
        and file.hub
    ):
        own["visibility"] = f"hub:{file.hub}"
    return own, names


def _names(given: Any) -> tuple[Known, ...]:
    if given is None:
        return ()
    if not isinstance(given, dict) or not set(given) <= set(_ROLES):
        raise EntryError("names は person、firm、place、other ごとに [名前, 名前] の形で書いてください。")
    found = []
    for role, values in given.items():
        listed = [values] if isinstance(values, str) else values
        if not isinstance(listed, list) or not all(isinstance(v, str) for v in listed):
            raise EntryError(f"names の {role} は [名前, 名前] の形で書いてください。")
        found += [Known(value.strip(), role) for value in listed if value.strip()]
    return tuple(found)
