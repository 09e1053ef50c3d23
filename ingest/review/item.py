"""A held case as a reviewer sees it, how it is kept in the quarantine, and the edits that a reviewer sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from ingest.anonymise.known import Known
from ingest.anonymise.risk import Doubt
from ingest.review.alignment import Alignment
from ingest.review.rewriting import field_choices, field_text
from knowledge import taxonomy
from knowledge.catalog.reviews import Review
from knowledge.entries import Entry, from_record, to_record

_AROUND = 60  # characters of context on each side
TEXTS = ("title", "body")


@dataclass(frozen=True, slots=True)
class Edits:
    """What a reviewer changes: texts of single doubts by their number (from 1), or the whole title or body."""

    doubts: Mapping[int, str] = field(default_factory=dict)
    title: str | None = None
    body: str | None = None

    def __bool__(self) -> bool:
        return bool(self.doubts) or self.title is not None or self.body is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A doubt in its context; ``now`` is what stands in its place at present, at ``span`` of the proposed text.

    ``span`` is None for a field of codes and where the place cannot be told any more; ``editable`` tells which can be
    edited, ``choices`` (code, label) what can be chosen.
    """

    number: int
    doubt: Doubt
    place: str
    before: str
    after: str
    now: str
    span: tuple[int, int] | None
    editable: bool
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return the codes that the field holds now."""
        return tuple(self.now.split(","))


@dataclass(frozen=True, kw_only=True)
class Item:
    """The whole of a held case; it exists only while the case waits, and only in memory and in the quarantine."""

    review: Review
    original: Entry
    proposed: Entry
    doubts: tuple[Doubt, ...]
    names: tuple[Known, ...]
    source: str
    edited_by: str = ""

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Return each doubt in its context, in the order in which they were raised."""
        ways = {name: Alignment(getattr(self.original, name), getattr(self.proposed, name)) for name in TEXTS}
        return tuple(self._placed(number, doubt, ways) for number, doubt in enumerate(self.doubts, 1))

    def _placed(self, number: int, doubt: Doubt, ways: Mapping[str, Alignment]) -> Placed:
        if doubt.where not in TEXTS:
            now = field_text(self.proposed, doubt.where)
            first = next(n for n, d in enumerate(self.doubts, 1) if d.where == doubt.where)
            return Placed(
                number=number,
                doubt=doubt,
                place=place_of(self.original, doubt.where),
                before="",
                after="",
                now=doubt.proposal if now is None else now,
                span=None,
                editable=now is not None and first == number,
                choices=tuple(field_choices(self.proposed, doubt.where)),
            )
        text, proposed = getattr(self.original, doubt.where), getattr(self.proposed, doubt.where)
        span = ways[doubt.where].span(doubt.start, doubt.end, doubt.proposal)
        return Placed(
            number=number,
            doubt=doubt,
            place=place_of(self.original, doubt.where, doubt.start),
            before=text[max(0, doubt.start - _AROUND) : doubt.start].rpartition("\n")[2],
            after=text[doubt.end : doubt.end + _AROUND].partition("\n")[0],
            now=proposed[span[0] : span[1]] if span else doubt.proposal,
            span=span,
            editable=span is not None,
        )


def place_of(entry: Entry, where: str, at: int = 0) -> str:
    """Return in words where something stands: the title, a section of the body, or a field."""
    if where == "title":
        return "題名"
    if where == "body":
        heading = next((s.heading for s in reversed(entry.sections) if s.start <= at), "")
        return f"本文「{heading}」" if heading else "本文"
    vocabulary = taxonomy.VOCABULARIES.get(where)
    return vocabulary.label if vocabulary is not None else _FIELDS.get(where, "項目")


_FIELDS = {
    "period": "期間",
    "visibility": "公開範囲",
    "figures": "数字の変化",
    "tools": "使った道具",
    "sections": "見出し",
    "contributed_by": "提供元",
    "publisher": "発行元",
    "url": "公開元の URL",
    "contrast_group": "対比の組",
}


def sealed(
    original: Entry,
    proposed: Entry,
    doubts: Sequence[Doubt],
    names: Sequence[Known],
    source: str,
    edited_by: str = "",
) -> dict[str, Any]:
    """Return the plain values that the quarantine keeps."""
    return {
        "original": to_record(original),
        "proposed": to_record(proposed),
        "doubts": [asdict(d) for d in doubts],
        "names": [asdict(n) for n in names],
        "source": source,
        "edited_by": edited_by,
    }


def unsealed(review: Review, content: Mapping[str, Any]) -> Item:
    """Rebuild the item that ``sealed`` wrote."""
    return Item(
        review=review,
        original=from_record(content["original"]),
        proposed=from_record(content["proposed"]),
        doubts=tuple(Doubt(**d) for d in content["doubts"]),
        names=tuple(Known(**n) for n in content["names"]),
        source=content["source"],
        edited_by=content["edited_by"],
    )
