"""One record (a row of a sheet, or a form's labels with values) becomes one case, and the names that it gives go apart."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.anonymise.known import Known
from ingest.loaders.loaded import LoadError, RawFile
from ingest.loaders.office.sheets.codes import code_of, codes_of, fold, number_of, period_of
from ingest.loaders.office.sheets.headers import Meaning
from ingest.loaders.outline import clean
from knowledge import taxonomy
from knowledge.entries import CASE_CORE, CASE_SECTIONS, Case
from knowledge.entry_file import EntryError, build_entry, parse_front_matter

_OWN_ID = re.compile(r"case-[a-z0-9][a-z0-9-]{0,74}")
_MANY = ("owner_traits", "topics", "partners")
_ONE = ("industry", "size", "owner_type", "stage", "phase", "outcome")
_DEFAULTS = ("visibility", "contributed_by", "as_of", "origin", *_ONE, *_MANY, "tools", "period")
_NATIONAL = re.compile(r"national|全国(?:共有|公開|可|で共有|に公開)?(?:可|○)?|全拠点(?:共有|公開)?")
_INSIDE = re.compile(r"拠点内|拠点のみ|自拠点|当拠点|非公開|不可|×|限定|内部|hub")
_HUB = re.compile(r"hub:(\d{2})")
_HONORIFIC = re.compile(r"\s*(?:様|さん|氏|さま|殿)$")
_BRACKETS = re.compile(r"[(（\[【〔].*?[)）\]】〕]")
_MUNICIPALITY = re.compile(r"(?:北海道|東京都|京都府|大阪府|.{2,3}県)?\s*((?:.{1,6}?郡)?.{1,6}?[市区町村])(?!内|外)")
_PREFECTURES = {fold(word): code for code, term in taxonomy.HUBS.items() for word in term.words}


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a side-car says for every case of a file, and the readings of headings that it prescribes."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""


def defaults_of(file: RawFile) -> Defaults:
    """Read the side-car of a file of cases; raise LoadError when it cannot be read."""
    if not file.sidecar.strip():
        return Defaults()
    try:
        said = dict(parse_front_matter(file.sidecar))
    except EntryError as error:
        raise LoadError(f"{file.name.rsplit('/', 1)[-1]}.yaml: {error}") from error
    kind, columns = said.pop("kind", ""), said.pop("columns", {})
    if not isinstance(columns, dict) or not all(isinstance(v, str) for v in columns.values()):
        raise LoadError("columns は {見出し: 項目} の形で書いてください。")
    return Defaults(said, {str(k): v for k, v in columns.items()}, str(kind))


def refuse_unknown(defaults: Defaults) -> None:
    """Raise LoadError when the side-car of cases has fields that a case does not take from there."""
    unknown = sorted(map(str, set(defaults.fields) - set(_DEFAULTS)))
    if unknown:
        raise LoadError(
            f"事例の表の .yaml では使えない項目があります: {'、'.join(unknown)}。使えるもの: {'、'.join(_DEFAULTS)}、columns。"
        )


@dataclass(frozen=True, slots=True)
class Record:
    """Values with what their headings mean, in the order of the sheet; ``heading`` labels text that shares a section."""

    values: Sequence[tuple[Meaning, str, str]]

    def of(self, name: str) -> list[str]:
        """Return the non-empty values of one field."""
        return [text for meaning, _, text in self.values if meaning.field == name and text.strip()]

    def has_core(self) -> bool:
        """Tell whether it has enough sections to be a case."""
        told = {m.field for m, _, text in self.values if m.is_section and text.strip()}
        return len(told) >= 2 and bool(told & set(CASE_CORE))


@dataclass(frozen=True, slots=True)
class Made:
    """A case, the names its record gave, and the fields whose value could not be read."""

    case: Case
    names: tuple[Known, ...]
    unread: tuple[str, ...]


def case_of(record: Record, file: RawFile, place: str, defaults: Defaults, seen: dict[str, int]) -> Made:
    """Build the case of a record; raise EntryError with a sentence when it is not enough or contradicts itself.

    ``place`` names the sheet; ``seen`` counts equal records of this file, so that each gets an id of its own.
    """
    fields: dict[str, Any] = {"kind": "case", "origin": "contributed", **defaults.fields}
    unread = _codes(record, fields)
    sections = _sections(record)
    if not record.has_core():
        missing = "打ち手・結果・本質的課題のどれかと、もう1つの欄"
        raise EntryError(f"事例には{missing}が要ります。空いている欄を埋めてください。")
    fields["visibility"] = _visibility(record, file, defaults)
    fields["title"] = _title(record, fields, sections)
    fields["id"] = _id(record, file, place, seen)
    figures = _figures(record)
    if figures:
        fields["figures"] = figures
    period = period_of(*record.of("period"), *record.of("start"), *record.of("end"))
    if period:
        fields["period"] = period
    elif any(record.of(name) for name in ("period", "start", "end")):
        unread.append("period")
    if tools := [t.strip()[:60] for text in record.of("tools") for t in re.split(r"[、，,/／\n]", text) if t.strip()]:
        fields["tools"] = tools
    body = "\n\n".join(f"## {heading}\n{text}" for heading, text in sections.items())
    entry = build_entry(fields, body)
    if not isinstance(entry, Case):
        raise EntryError("事例として読めません。")
    return Made(entry, names_of(record), tuple(unread))


def _codes(record: Record, fields: dict[str, Any]) -> list[str]:
    unread = []
    for name in _ONE:
        told = [(heading, text) for m, heading, text in record.values if m.field == name and text.strip()]
        codes = [code for heading, text in told if (code := code_of(name, text, heading))]
        if codes:
            fields[name] = codes[0]
        elif told:
            unread.append(name)
    for name in _MANY:
        found: list[str] = []
        for text in record.of(name):
            codes_here, missed = codes_of(name, text)
            found += [c for c in codes_here if c not in found]
            if missed:
                unread.append(name)
        if found:
            fields[name] = found
    return unread


def _sections(record: Record) -> dict[str, str]:
    """Return the text of each section; several columns of one section follow each other under their headings."""
    sections = {}
    for section in CASE_SECTIONS:
        told = [(heading, text) for m, heading, text in record.values if section in (m.field, m.also) and text.strip()]
        if len(told) == 1:
            sections[section] = _body(told[0][1])
        elif told:
            sections[section] = "\n".join(f"{_one_line(heading)}: {_body(text)}" for heading, text in told)
    return sections


def _body(text: str) -> str:
    lines = [line.strip() for line in clean(text).splitlines() if line.strip()]
    return "\n".join(re.sub(r"^#+\s*", "", line) or "-" for line in lines)


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _visibility(record: Record, file: RawFile, defaults: Defaults) -> str:
    own = f"hub:{file.hub}" if file.hub else ""
    for text in record.of("visibility"):
        said = fold(text)
        named = _HUB.search(said)
        if named:
            return said
        if _NATIONAL.fullmatch(said):
            return "national"
        prefecture = next((code for word, code in _PREFECTURES.items() if word in said), "")
        if prefecture:
            return f"hub:{prefecture}"
        if _INSIDE.search(said) and not own:
            raise EntryError(
                "拠点内だけの公開とありますが、どの拠点か分かりません。拠点番号を設定するか、公開範囲を hub:22 の形で書いてください。"
            )
        return own or "national"
    return str(defaults.fields.get("visibility", "")) or own or "national"


def _title(record: Record, fields: Mapping[str, Any], sections: Mapping[str, str]) -> str:
    """Return the record's own title, else its trade and the first words of what was asked for."""
    for text in record.of("title"):
        return _one_line(text)[:80]
    first = next(iter(sections.values()))
    sentence = re.split(r"[。\n]", first, maxsplit=1)[0].strip()
    words = sentence if len(sentence) <= 40 else f"{sentence[:39]}…"
    trade = taxonomy.INDUSTRIES.label_of(str(fields.get("industry", "")))
    return f"{trade}: {words}" if trade else words


def _id(record: Record, file: RawFile, place: str, seen: dict[str, int]) -> str:
    """Return the record's own id if it is one of ours, else a digest that tells nothing about the client.

    The digest is of the file's name, the sheet and the record's number, or its text when it has none: it stays the
    same when rows move.
    """
    for text in record.of("id"):
        if _OWN_ID.fullmatch(text.strip()):
            return text.strip()
    numbers = [*record.of("id"), *record.of("key")]
    said = numbers or [text for m, _, text in record.values if not m.is_name]
    key = "\0".join([file.name, place, "number" if numbers else "text", *said])
    seen[key] = seen.get(key, 0) + 1
    digest = hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "replace")).hexdigest()
    return f"case-{digest[:16]}"


def _figures(record: Record) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for meaning, _, text in record.values:
        if meaning.field != "figure" or not text.strip():
            continue
        row = rows.setdefault(
            meaning.measure, {"name": meaning.measure, "before": None, "after": None, "unit": meaning.unit}
        )
        parts = re.split(r"→|⇒|➡|->|=>", text) if meaning.side == "both" else [text]
        sides = ("before", "after") if meaning.side == "both" else (meaning.side,)
        if len(parts) != len(sides):
            continue
        for side, part in zip(sides, parts, strict=True):
            value, unit = number_of(part)
            if value is not None:
                row[side] = int(value) if value == int(value) else value
                row["unit"] = row["unit"] or unit
    return [row for row in rows.values() if row["before"] is not None or row["after"] is not None]


def names_of(record: Record) -> tuple[Known, ...]:
    """Return the names that a record gives, each in the spellings under which its text may use it."""
    found: list[Known] = []
    for meaning, _, text in record.values:
        if not meaning.is_name:
            continue
        parts = [text] if meaning.field == "place" else re.split(r"[、，,/／;；\n]", text)
        for part in parts:
            inside = [b.strip("()（）[]【】〔〕 　") for b in _BRACKETS.findall(part)]
            bare = _HONORIFIC.sub("", _one_line(_BRACKETS.sub("", part))).strip()
            spellings = [bare]
            if meaning.field in ("firm", "person"):
                spellings += [word for word in inside if 2 <= len(word) <= 20]
            if meaning.field == "place" and (town := _MUNICIPALITY.match(bare)):
                spellings += [town[1]]
            found += [Known(name, meaning.field) for name in spellings if 0 < len(name) <= 100 and not _idle(name)]
    return tuple(dict.fromkeys(found))


def _idle(name: str) -> bool:
    """Tell whether a cell says that there is no name."""
    return fold(name) in {
        "-",
        "ー",
        "―",
        "なし",
        "無",
        "無し",
        "同上",
        "〃",
        "不明",
        "匿名",
        "未定",
        "n/a",
        "代表",
        "本人",
        "妻",
        "夫",
        "後継者",
        "社長",
    }
