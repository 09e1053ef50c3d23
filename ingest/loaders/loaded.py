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
from knowledge.entry_file import EntryError, parse_date, parse_front_matter

_KANA = re.compile(r"[ぁ-ヺ]")
_JAPANESE = re.compile(r"[ぁ-ヺ一-龥]")
_FILE_DATE = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")


class LoadError(ValueError):
    """A file that cannot be used; the message is the Japanese sentence the user sees."""


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file's bytes with its path relative to the folder that was given, and its side-car's text if there is one."""

    name: str
    content: bytes
    sidecar: str = ""

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
    """Return the front matter of a document that carries none: from its side-car YAML, else from its name.

    The side-car of ``a.pdf`` is ``a.pdf.yaml`` with any of id, title, publisher, url, as_of, valid_from, valid_until,
    visibility, topics, category, partner. Guesses are told as warnings.
    """
    facts: dict[str, Any] = {
        "kind": "policy",
        "id": "doc-" + hashlib.sha256(file.name.encode()).hexdigest()[:12],
        "title": title,
        "category": "document",
        "publisher": "発行者の記録なし",
        "origin": "published",
    }
    warnings = []
    try:
        facts |= parse_front_matter(file.sidecar) if file.sidecar.strip() else {}
    except EntryError as error:
        raise LoadError(f"{Path(file.name).name}.yaml: {error}") from error
    if "as_of" not in facts:
        dated = _FILE_DATE.search(Path(file.name).stem)
        guess = parse_date("-".join(dated.groups())) if dated else None
        if guess:
            facts["as_of"] = guess
            warnings.append(
                f"時点を {guess} とファイル名から推定しました。違う場合は {Path(file.name).name}.yaml に書いてください。"
            )
        else:
            warnings.append(f"時点(as_of)が分かりません。{Path(file.name).name}.yaml に書くと回答に表示されます。")
    return facts, warnings
