"""What a loader takes and gives: a raw file in, entries with warnings out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.anonymise.known import Known
from knowledge.entries import Entry
from knowledge.entry_file import EntryError, parse_front_matter

_KANA = re.compile(r"[ぁ-ヺ]")
_JAPANESE = re.compile(r"[ぁ-ヺ一-龥]")


class LoadError(ValueError):
    """A file that cannot be used; the message is the Japanese sentence the user sees."""


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file's bytes with its path relative to the folder that was given, and its side-car's text if there is one.

    ``hub`` is the number of the importing hub ("22"); a contributed case that states no visibility belongs to it.
    """

    name: str
    content: bytes
    sidecar: str = ""
    hub: str = ""

    @property
    def suffix(self) -> str:
        """Return the lower-cased ending of the name."""
        return Path(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Loaded:
    """Entries read from one file, how many pages it had, warnings, and errors of parts that were left out.

    ``names`` holds by entry id what the record itself names (client, firm, staff, place); it is never stored.
    """

    entries: tuple[Entry, ...]
    pages: int = 0
    warnings: tuple[str, ...] = ()
    errors: tuple[str, ...] = field(default=())
    names: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)


def decode(content: bytes) -> str:
    """Decode UTF-8 (with or without BOM), or Japanese legacy encodings; raise LoadError for binary content."""
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise LoadError("文字のファイルとして読めません(画像や実行ファイルなどの可能性があります)。")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise LoadError("UTF-16 の文字が途中で壊れています。元のファイルから保存し直してください。") from error
    if b"\x1b$" in content and content.isascii():
        with suppress(UnicodeDecodeError):
            return content.decode("iso2022_jp_ext")  # old mail and host systems
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig")
    mended = content.decode("utf-8", "replace")
    if len(_JAPANESE.findall(mended)) > 4 * mended.count("\ufffd"):
        raise LoadError("UTF-8 の文字が途中で壊れています。元のファイルから保存し直してください。")
    with suppress(UnicodeDecodeError):
        text = content.decode("euc_jp")
        if _KANA.search(text):  # half-width kana in Shift_JIS pass for EUC-JP too, as rare kanji
            return text
    with suppress(UnicodeDecodeError):
        return content.decode("cp932")
    raise LoadError("文字コードを判別できません。UTF-8 で保存し直してください。")


def document_facts(file: RawFile, title: str) -> tuple[dict[str, Any], list[str]]:
    """Return the front matter of a document that carries none, from its side-car YAML, and warnings.

    The side-car of ``a.pdf`` is ``a.pdf.yaml`` with any of id, title, publisher, url, as_of, valid_from, valid_until,
    scheme, edition, confirmed, visibility, topics, category, partner. What it does not say of dates is guessed later
    (``ingest.freshness``).
    """
    facts: dict[str, Any] = {
        "kind": "policy",
        "id": "doc-" + hashlib.sha256(file.name.encode()).hexdigest()[:12],
        "title": title,
        "category": "document",
        "publisher": "発行者の記録なし",
        "origin": "published",
    }
    warnings: list[str] = []
    try:
        facts |= parse_front_matter(file.sidecar) if file.sidecar.strip() else {}
    except EntryError as error:
        raise LoadError(f"{Path(file.name).name}.yaml: {error}") from error
    return facts, warnings
