"""An entry as it is read: its facts, its warnings, and its sections with the quoted passage marked.

A short entry is shown whole; of a long document only the opened section and its neighbours, with ways to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as percent

from assistant.pages import labels
from assistant.pages.marked_text import Paragraph, paragraphs
from assistant.sharing.uses import contributor
from knowledge import taxonomy
from knowledge.catalog.editions import Edition
from knowledge.entries import Case, Entry, Guideline, Policy, Section

WHOLE = 12_000  # characters of body up to which an entry is shown whole
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section to read; ``opened`` is the one that was asked for."""

    anchor: str
    heading: str
    page: int | None
    paragraphs: tuple[Paragraph, ...]
    opened: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a neighbouring section."""

    heading: str
    href: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """Everything that the page of an entry shows."""

    entry: Entry
    kind: str
    outcome: labels.Outcome | None
    facts: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    warnings: tuple[str, ...]
    newer: Edition | None
    url: str
    sections: tuple[SectionView, ...]
    whole: bool
    quoted: bool
    before: Way | None
    after: Way | None


def view(
    entry: Entry,
    today: date,
    span: Span | None = None,
    anchor: str = "",
    newer: Edition | None = None,
    times: int | None = None,
) -> EntryView:
    """Return the view of an entry opened at a quoted span, else at a section, else at its beginning.

    ``newer`` is the edition that supersedes it; ``times`` how many answers have cited a contributed one.
    """
    at = _opened(entry, span, anchor)
    quote = span if span and at is not None and anchor == "" else None
    whole = len(entry.body) <= WHOLE
    place = at or 0
    shown = entry.sections if whole else entry.sections[max(0, place - 1) : place + 2]
    return EntryView(
        entry=entry,
        kind=labels.KINDS[entry.kind],
        outcome=labels.outcome(entry.outcome) if isinstance(entry, Case) and entry.outcome else None,
        facts=tuple((name, value) for name, value in (*_facts(entry), *_shared(entry, times)) if value),
        remarks=tuple(_remarks(entry)),
        warnings=tuple(_warnings(entry, today)),
        newer=newer,
        url=labels.web_address(entry.url) if isinstance(entry, Policy) else "",
        sections=tuple(_section(entry, s, quote, at is not None and s is entry.sections[place]) for s in shown),
        whole=whole,
        quoted=quote is not None,
        before=_way(entry, place - 1, whole) if at is not None or not whole else None,
        after=_way(entry, place + 1, whole) if at is not None or not whole else None,
    )


def _opened(entry: Entry, span: Span | None, anchor: str) -> int | None:
    """Return the place of the section to open: by anchor, else the one that holds the span."""
    for place, section in enumerate(entry.sections):
        if anchor and section.anchor == anchor:
            return place
        if not anchor and span and section.start <= span[0] < span[1] <= section.end:
            return place
    return None


def _section(entry: Entry, section: Section, quote: Span | None, opened: bool) -> SectionView:
    text = paragraphs(entry.body, section.start, section.end, quote)
    return SectionView(section.anchor, section.heading, section.page, text, opened)


def _way(entry: Entry, place: int, whole: bool) -> Way | None:
    if not 0 <= place < len(entry.sections):
        return None
    section = entry.sections[place]
    anchor = percent(section.anchor)
    return Way(section.heading, f"#{anchor}" if whole else f"/entries/{entry.id}?section={anchor}#{anchor}")


def _warnings(entry: Entry, today: date) -> list[str]:
    said: list[str] = []
    if not isinstance(entry, Policy):
        return said
    if entry.expired(today):
        ended = "切れていると推定しました" if "valid_until" in entry.guessed else "切れています"
        said.append(f"この資料は{labels.day(entry.valid_until)}で期限が{ended}。最新の情報を確かめてください。")
    if entry.guessed:
        said.append("日付や版は、本文やファイル名からの推定です。公式の情報で確かめてから使ってください。")
    elif not entry.confirmed:
        said.append("この資料には要確認の記述があります。公式の情報で確かめてから使ってください。")
    return said


def _remarks(entry: Entry) -> list[str]:
    if entry.origin != "synthetic":
        return []
    if isinstance(entry, Case):
        return ["学習用に作られた合成の事例です。実在の企業や人物のものではありません。"]
    return ["このプロジェクトで作った見本です。公式の文書ではありません。"]


def _facts(entry: Entry) -> list[tuple[str, str]]:
    own: list[tuple[str, str]] = []
    if isinstance(entry, Case):
        own = _case_facts(entry)
    elif isinstance(entry, Guideline):
        own = [("区分", taxonomy.MISSIONS.label_of(entry.mission))]
    elif isinstance(entry, Policy):
        own = _policy_facts(entry)
    topics = ("相談テーマ", "、".join(taxonomy.TOPICS.label_of(t) for t in entry.topics))
    dated = ("時点", labels.day(entry.as_of) + _guessed(entry, "as_of"))
    return [*own, topics, ("出典区分", taxonomy.ORIGINS.label_of(entry.origin)), dated]


def _shared(entry: Entry, times: int | None) -> list[tuple[str, str]]:
    cited = "" if times is None else f"{times:,}回(回答での引用)"
    return [("提供した拠点", contributor(entry)), ("参照", cited)] if entry.origin == "contributed" else []


def _case_facts(case: Case) -> list[tuple[str, str]]:
    start, _, end = case.period.partition("/")
    return [
        ("業種", taxonomy.INDUSTRIES.label_of(case.industry)),
        ("規模", taxonomy.SIZES.label_of(case.size)),
        ("経営者", taxonomy.OWNER_TYPES.label_of(case.owner_type)),
        ("性格", "、".join(taxonomy.OWNER_TRAITS.label_of(t) for t in case.owner_traits)),
        ("事業段階", taxonomy.STAGES.label_of(case.stage)),
        ("支援の型", taxonomy.PHASES.label_of(case.phase)),
        ("期間", f"{_month(start)}〜{_month(end)}" if end else case.period),
        ("使った道具", "、".join(case.tools)),
        ("連携先", "、".join(taxonomy.PARTNERS.label_of(p) for p in case.partners)),
    ]


def _policy_facts(policy: Policy) -> list[tuple[str, str]]:
    since, until = labels.day(policy.valid_from), labels.day(policy.valid_until)
    return [
        ("種類", taxonomy.POLICY_CATEGORIES.label_of(policy.category)),
        ("発行元", policy.publisher),
        ("有効期間", f"{since}〜{until}{_guessed(policy, 'valid_until')}" if since or until else ""),
        ("ページ数", f"{policy.pages}ページ" if policy.pages else ""),
    ]


def _guessed(entry: Entry, name: str) -> str:
    return "（推定）" if isinstance(entry, Policy) and name in entry.guessed else ""


def _month(text: str) -> str:
    year, _, month = text.partition("-")
    return f"{year}年{int(month)}月" if month.isdigit() else text
