"""The values that are known and cited: Case, Guideline, Policy, and the Passage that is searched."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

#: The sections a case must have, in the order in which they are written and shown.
CASE_SECTIONS = (
    "相談のきっかけ",
    "表面の課題",
    "本質的課題",
    "前提条件",
    "打ち手",
    "結果",
    "分かれ目",
    "学び",
    "当てはまらない条件",
)

#: What a contributed case must at least tell one of, beside one more section.
CASE_CORE = ("本質的課題", "打ち手", "結果")

#: The labelled lines of a guideline clause; 根拠 names the published complaint or principle behind it.
CLAUSE_PARTS = ("行動", "理由", "良い例", "悪い例", "振り返り", "根拠")

#: The labelled lines of an action in a playbook.
ACTION_PARTS = ("やること", "誰が", "期日", "指標", "最初の一歩")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A headed part of an entry: ``entry.body[start:end]`` is its text; ``anchor`` is what a citation opens."""

    anchor: str
    heading: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured change in a case: value before and after, the unit, and the span of time between them."""

    name: str
    before: float | None
    after: float | None
    unit: str
    span: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every kind of entry has; ``body`` is the text of truth that sections, passages and quotes point into."""

    kind: ClassVar[str] = ""

    id: str
    title: str
    body: str
    sections: tuple[Section, ...]
    visibility: str = "national"
    origin: str = "published"
    contributed_by: str = ""
    as_of: date | None = None
    topics: tuple[str, ...] = ()

    def text_of(self, anchor: str) -> str:
        """Return the text of the section at ``anchor``, or "" when the entry has no such section."""
        for section in self.sections:
            if section.anchor == anchor:
                return self.body[section.start : section.end].strip()
        return ""

    def facets(self) -> Mapping[str, tuple[str, ...]]:
        """Return the coded fields by which an entry is filtered; an absent field is unknown, not empty."""
        return {"topics": self.topics} if self.topics else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Entry):
    """A consultation as it went: its premises, what was done, how it ended, and where it parted.

    A contributed case may lack sections and coded fields; an empty code means unknown.
    """

    kind: ClassVar[str] = "case"

    industry: str
    size: str
    owner_type: str
    owner_traits: tuple[str, ...]
    stage: str
    phase: str
    period: str
    outcome: str
    figures: tuple[Figure, ...] = ()
    tools: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    contrast_group: str = ""

    def facets(self) -> Mapping[str, tuple[str, ...]]:
        """Return the coded fields that the case has; what is not known is left out."""
        found = {
            "industry": (self.industry,),
            "size": (self.size,),
            "owner_type": (self.owner_type,),
            "owner_traits": self.owner_traits,
            "stage": (self.stage,),
            "topics": self.topics,
            "phase": (self.phase,),
            "outcome": (self.outcome,),
            "partners": self.partners,
        }
        return {name: codes for name, codes in found.items() if any(codes)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause of the behaviour guideline, by its stable id (``3-2``)."""

    id: str
    heading: str
    behaviour: str
    why: str
    good: str
    bad: str
    reflect: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline(Entry):
    """A document of behaviour clauses under one mission; each section is a clause."""

    kind: ClassVar[str] = "guideline"

    mission: str

    def clause(self, clause_id: str) -> Clause:
        """Return the clause with this id; raise KeyError when the document has none."""
        for section in self.sections:
            if section.anchor == clause_id:
                parts = labelled_lines(self.body[section.start : section.end])
                return Clause(
                    id=clause_id,
                    heading=section.heading,
                    behaviour=parts.get("行動", ""),
                    why=parts.get("理由", ""),
                    good=parts.get("良い例", ""),
                    bad=parts.get("悪い例", ""),
                    reflect=parts.get("振り返り", ""),
                    basis=parts.get("根拠", ""),
                )
        raise KeyError(clause_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Entry):
    """A law, scheme, tool, institution, playbook or published document, with who publishes it and since when.

    ``scheme`` is the same for every edition of one document series; ``guessed`` names the fields that were read from the
    text and that nobody has confirmed.
    """

    kind: ClassVar[str] = "policy"

    category: str
    publisher: str
    url: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    confirmed: bool = True
    scheme: str = ""
    edition: int | None = None
    guessed: tuple[str, ...] = ()
    partner: str = ""
    pages: int = 0

    def facets(self) -> Mapping[str, tuple[str, ...]]:
        """Return category, topics and the partner institution that it describes."""
        found = {"category": (self.category,), "topics": self.topics}
        if self.partner:
            found["partners"] = (self.partner,)
        return {k: v for k, v in found.items() if v}

    def expired(self, today: date) -> bool:
        """Tell whether the last day of validity lies before ``today``."""
        return self.valid_until is not None and self.valid_until < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is searched and cited: ``entry.body[start:end]``; ``ordinal`` is its place in the entry.

    ``context`` is the title and heading under which the text stands; it is searched with the text but never quoted.
    """

    id: str
    entry_id: str
    anchor: str
    ordinal: int
    text: str
    start: int
    end: int
    tokens: int
    context: str = ""
    page: int | None = None


def passage_id(entry_id: str, part: str) -> str:
    """Return a passage's id: it names its entry, so that search can group passages without looking them up."""
    return f"{entry_id}#{part}"


def entry_of(a_passage_id: str) -> str:
    """Return the id of the entry that a passage belongs to."""
    return a_passage_id.rpartition("#")[0]


KINDS: Mapping[str, type[Entry]] = {k.kind: k for k in (Case, Guideline, Policy)}


def labelled_lines(text: str) -> dict[str, str]:
    """Read ``- 行動: …`` lines into a mapping from label to text; a line without a label continues the one above."""
    parts: dict[str, str] = {}
    label = ""
    for line in text.splitlines():
        stripped = line.strip()
        head, colon, rest = stripped.removeprefix("-").strip().replace("：", ":", 1).partition(":")
        if stripped.startswith("-") and colon and len(head) <= 12:
            label = head.strip()
            parts[label] = rest.strip()
        elif stripped and label:
            parts[label] += stripped
    return parts


def to_record(entry: Entry) -> dict[str, Any]:
    """Turn an entry into plain JSON values; ``from_record`` gives back an equal entry."""
    record = dataclasses.asdict(entry)
    for name, value in record.items():
        if isinstance(value, date):
            record[name] = value.isoformat()
    return {"kind": entry.kind, **record}


def from_record(record: Mapping[str, Any]) -> Entry:
    """Rebuild the entry that ``to_record`` wrote."""
    fields = dict(record)
    kind = KINDS[fields.pop("kind")]
    for name in ("as_of", "valid_from", "valid_until"):
        if fields.get(name):
            fields[name] = date.fromisoformat(fields[name])
    fields["sections"] = tuple(Section(**s) for s in fields["sections"])
    if "figures" in fields:
        fields["figures"] = tuple(Figure(**f) for f in fields["figures"])
    for name in ("topics", "owner_traits", "tools", "partners", "guessed"):
        if name in fields:
            fields[name] = tuple(fields[name])
    return kind(**fields)


def digest(entry: Entry) -> str:
    """Return the sha256 of everything in the entry; equal digests mean nothing changed."""
    text = json.dumps(to_record(entry), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
