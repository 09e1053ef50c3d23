"""Checked fields and a body → the entry they describe."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from knowledge import taxonomy
from knowledge.entries import (
    ACTION_PARTS,
    CASE_CORE,
    CASE_SECTIONS,
    CLAUSE_PARTS,
    Case,
    Entry,
    Figure,
    Guideline,
    Policy,
    Section,
    digest,
    labelled_lines,
)
from knowledge.entry_file.front_matter import EntryError, Fields, in_writing, split_front_matter
from knowledge.entry_file.sections import refuse_repeated, split_sections

MAX_BODY = 2_000_000  # characters
MAX_SCHEME = 80
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,79}")
PERIOD = re.compile(r"\d{4}-\d{2}/\d{4}-\d{2}")
_CLAUSE_HEADING = re.compile(r"(\d{1,2}-\d{1,2}) +(.+)")
_SomeEntry = TypeVar("_SomeEntry", bound=Entry)


def parse_markdown(text: str) -> Entry:
    """Read one entry file; raise EntryError when it is not an entry that can be accepted."""
    return build_entry(*split_front_matter(text))


def build_entry(fields: Mapping[str, Any], body: str) -> Entry:
    """Check ``fields`` and ``body`` and return the entry they describe; ``kind`` tells which (default: case)."""
    if len(body) > MAX_BODY:
        raise EntryError(f"本文が長すぎます(上限 {MAX_BODY:,} 文字)。文書を分けてください。")
    readers = {"case": _case, "guideline": _guideline, "policy": _policy}
    kind = fields.get("kind", "case")
    if not isinstance(kind, str) or kind not in readers:
        raise EntryError(f"kind「{kind}」は case、guideline、policy のどれかで書いてください。")
    try:
        return _writable(readers[kind](Fields(fields), body))
    except taxonomy.UnknownCodeError as error:
        raise EntryError(str(error)) from error


def _writable(entry: _SomeEntry) -> _SomeEntry:
    """Return the entry; refuse one with characters that cannot be stored, which JSON and YAML can spell."""
    try:
        digest(entry)
    except ValueError as error:
        raise EntryError("保存できない文字(壊れた絵文字など)か大きすぎる数があります。取り除いてください。") from error
    return entry


def _common(fields: Fields, body: str) -> dict[str, Any]:
    entry_id = fields.text("id")
    if not _ID.fullmatch(entry_id):
        raise EntryError(f"id「{entry_id}」は半角の英小文字・数字・ハイフン(2〜80文字)で書いてください。")
    topics = fields.texts("topics")
    for topic in topics:
        taxonomy.TOPICS.require(topic)
    return {
        "id": entry_id,
        "title": fields.text("title"),
        "body": body,
        "visibility": taxonomy.check_visibility(fields.text("visibility", "national")),
        "origin": taxonomy.ORIGINS.require(fields.text("origin", "published")).code,
        "contributed_by": fields.text("contributed_by", ""),
        "as_of": fields.day("as_of"),
        "topics": topics,
    }


def _case(fields: Fields, body: str) -> Case:
    common = _common(fields, body)
    sections = split_sections(body)
    partial = common["origin"] == "contributed"  # what a hub sends rarely has everything; our own cases must
    _check_case_headings([s.heading for s in sections], partial)
    if not common["topics"] and not partial:
        raise EntryError("topics(相談テーマ)を1つ以上書いてください。")
    period = fields.text("period", "" if partial else None)
    if not PERIOD.fullmatch(period) and not (partial and not period):
        raise EntryError(f"period「{period}」は 2024-04/2025-03 の形で書いてください。")
    traits = fields.texts("owner_traits")
    partners = fields.texts("partners")
    for trait in traits:
        taxonomy.OWNER_TRAITS.require(trait)
    for partner in partners:
        taxonomy.PARTNERS.require(partner)
    fields.texts("arithmetic")  # checked by the corpus check, not part of the entry
    case = Case(
        **common,
        sections=sections,
        industry=_code(fields, taxonomy.INDUSTRIES, partial),
        size=_code(fields, taxonomy.SIZES, partial),
        owner_type=_code(fields, taxonomy.OWNER_TYPES, partial),
        owner_traits=traits,
        stage=_code(fields, taxonomy.STAGES, partial),
        phase=_code(fields, taxonomy.PHASES, partial),
        period=period,
        outcome=_code(fields, taxonomy.OUTCOMES, partial),
        figures=tuple(_figure(row) for row in fields.rows("figures")),
        tools=fields.texts("tools"),
        partners=partners,
        contrast_group=fields.text("contrast_group", ""),
    )
    fields.finish()
    return case


def _check_case_headings(headings: list[str], partial: bool) -> None:
    if tuple(headings) == CASE_SECTIONS:
        return
    missing = [h for h in CASE_SECTIONS if h not in headings]
    if not partial:
        what = f"足りない見出し: {'、'.join(missing)}" if missing else "見出しの順番か数が違います"
        raise EntryError(f"事例の見出しは {' / '.join(CASE_SECTIONS)} の順に書いてください。{what}。")
    if headings != [h for h in CASE_SECTIONS if h in headings]:
        raise EntryError(f"事例の見出しは {' / '.join(CASE_SECTIONS)} の中から、この順に書いてください。")
    if len(headings) < 2 or not set(headings) & set(CASE_CORE):
        raise EntryError(f"事例には {'・'.join(CASE_CORE)} のどれかと、ほかの見出し1つ以上が要ります。")


def _code(fields: Fields, vocabulary: taxonomy.Vocabulary, partial: bool) -> str:
    """Return a code of the vocabulary; "" when a contributed case does not tell it."""
    text = fields.text(vocabulary.field, "" if partial else None)
    if not text:
        return ""
    return vocabulary.require(text.zfill(2) if vocabulary is taxonomy.INDUSTRIES else text).code


def _figure(row: Mapping[str, Any]) -> Figure:
    unknown = set(row) - {"name", "before", "after", "unit", "span"}
    if unknown or not {"name", "unit"} <= set(row):
        raise EntryError("figures は name、before、after、unit、span で書いてください。")
    numbers: dict[str, float | None] = {}
    for name in ("before", "after"):
        value = row.get(name)
        if value is not None and (
            type(value) not in (int, float) or (isinstance(value, float) and not math.isfinite(value))
        ):
            raise EntryError(f"figures の {name} は数で書いてください。")
        numbers[name] = value
    name, unit, span = ("" if row.get(key) is None else in_writing(row[key]) for key in ("name", "unit", "span"))
    return Figure(name=name, unit=unit, span=span, **numbers)


def _guideline(fields: Fields, body: str) -> Guideline:
    common = _common(fields, body)
    mission = taxonomy.MISSIONS.require(fields.text("mission")).code
    sections = []
    for section in split_sections(body):
        head = _CLAUSE_HEADING.fullmatch(section.heading)
        if not head:
            raise EntryError(f"条項の見出し「{section.heading}」は「1-2 見出し」の形で書いてください。")
        parts = labelled_lines(body[section.start : section.end])
        missing = [p for p in CLAUSE_PARTS if not parts.get(p)]
        if missing:
            raise EntryError(f"条項 {head[1]} に {'、'.join(missing)} がありません。")
        sections.append(
            Section(anchor=head[1], heading=head[2], start=section.start, end=section.end, page=section.page)
        )
    if not sections:
        raise EntryError("条項(## 1-1 見出し)が1つもありません。")
    refuse_repeated(sections)
    fields.finish()
    return Guideline(**common, sections=tuple(sections), mission=mission)


def _policy(fields: Fields, body: str) -> Policy:
    common = _common(fields, body)
    sections = split_sections(body)
    if not sections:
        raise EntryError("見出し(## 対象 など)が1つもありません。")
    refuse_repeated(sections)
    category = taxonomy.POLICY_CATEGORIES.require(fields.text("category")).code
    for section in sections:
        parts = labelled_lines(body[section.start : section.end])
        if category == "playbook" and section.heading.startswith("行動"):
            missing = [p for p in ACTION_PARTS if not parts.get(p)]
            if missing:
                raise EntryError(f"「{section.heading}」に {'、'.join(missing)} がありません。")
    return _finish_policy(fields, common, sections)


def _finish_policy(fields: Fields, common: dict[str, Any], sections: tuple[Section, ...]) -> Policy:
    partner = fields.text("partner", "")
    if partner:
        taxonomy.PARTNERS.require(partner)
    policy = Policy(
        **common,
        sections=sections,
        category=taxonomy.POLICY_CATEGORIES.require(fields.text("category")).code,
        publisher=fields.text("publisher"),
        url=fields.text("url", ""),
        valid_from=fields.day("valid_from"),
        valid_until=fields.day("valid_until"),
        confirmed=fields.flag("confirmed", True),
        scheme=_scheme(fields),
        edition=_edition(fields),
        partner=partner,
        pages=max((s.page or 0 for s in sections), default=0),
    )
    fields.finish()
    return policy


def _scheme(fields: Fields) -> str:
    scheme = fields.text("scheme", "")
    if len(scheme) > MAX_SCHEME or len(scheme.splitlines()) > 1:
        raise EntryError(f"scheme は {MAX_SCHEME} 文字までの1行で書いてください。")
    return scheme


def _edition(fields: Fields) -> int | None:
    edition = fields.text("edition", "")
    if edition and not (edition.isascii() and edition.isdigit() and len(edition) <= 4):
        raise EntryError(f"edition「{edition[:20]}」は 20 や 2025 のような数(4桁まで)で書いてください。")
    return int(edition) if edition else None


def build_document(fields: Mapping[str, Any], parts: Sequence[tuple[str, int | None, str]]) -> Policy:
    """Make a policy document of (heading, page, text) parts; the anchor is ``p4`` for a page, else ``s2`` for the second part."""
    checked = Fields(fields)
    body, sections = "", []
    for number, (heading, page, text) in enumerate(parts, 1):
        start = len(body)
        body += text.strip("\n")
        anchor = f"p{page}" if page else f"s{number}"
        sections.append(Section(anchor=anchor, heading=heading, start=start, end=len(body), page=page))
        body += "\n\n"
    if len(body) > MAX_BODY:
        raise EntryError(f"本文が長すぎます(上限 {MAX_BODY:,} 文字)。文書を分けてください。")
    try:
        return _writable(_finish_policy(checked, _common(checked, body.rstrip("\n")), tuple(sections)))
    except taxonomy.UnknownCodeError as error:
        raise EntryError(str(error)) from error
