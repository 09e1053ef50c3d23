"""A reviewer's edits put into the proposed entry, and what the detector still finds in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ingest.anonymise import LABELS, Finding, Masked
from ingest.anonymise.known import Known
from ingest.review.item import TEXTS, Edits, Item, Placed, place_of
from ingest.review.problems import ReviewError
from ingest.review.rewriting import with_field, with_texts
from ingest.rewritten import Texts
from knowledge.entries import Entry

CERTAIN = 0.8  # what is surer than this is never let through
_NAMED = 6  # places named in one sentence


class Detects(Protocol):
    """What finds identifiers; the same detector that stands in the gate."""

    def find(self, text: str, known: Sequence[Known] = ()) -> list[Finding]:
        """Return what identifies someone."""
        ...

    def mask(self, text: str, known: Sequence[Known] = ()) -> Masked:
        """Return the text with that replaced."""
        ...


def edited(item: Item, edits: Edits) -> Entry:
    """Return the proposed entry with the edits; raise ReviewError when they contradict each other or cannot be placed."""
    entry = item.proposed
    chosen = [_doubt(item, number) for number in sorted(edits.doubts)]
    texts = {name: _lines(given) for name in TEXTS if (given := getattr(edits, name)) is not None}
    whole = {name: text for name, text in texts.items() if text.strip() != getattr(entry, name).strip()}
    changed = [p for p in chosen if _lines(edits.doubts[p.number]) != p.now]
    for placed in changed:
        if placed.doubt.where in whole:
            raise ReviewError(
                f"{place_of(entry, placed.doubt.where)}を全体で書き直した場合は、箇所ごとの欄は直せません。どちらか一方にしてください。"
            )
        if not placed.editable:
            raise ReviewError(f"{placed.number}番の箇所は欄では直せません。{_elsewhere(placed)}")
    for name in TEXTS:
        here = [p for p in changed if p.doubt.where == name]
        if here:
            whole[name] = _replaced(getattr(entry, name), here, edits)
    for placed in changed:
        if placed.doubt.where not in TEXTS:
            entry = with_field(entry, placed.doubt.where, edits.doubts[placed.number].strip())
    return with_texts(entry, whole.get("title", entry.title), whole.get("body", entry.body)) if whole else entry


def refuse_identifying(entry: Entry, names: Sequence[Known], detector: Detects) -> None:
    """Raise ReviewError naming kinds and places when the detector is certain that the entry still identifies someone."""
    texts = Texts(entry)
    said = []
    for finding in detector.find(texts.joined, names):
        if finding.certainty >= CERTAIN:
            place = texts.place(finding.start)
            said.append(f"{place_of(entry, place.field, place.offset)}の{LABELS.get(finding.kind, '固有名')}")
    if said:
        places = list(dict.fromkeys(said))
        more = f"ほか{len(places) - _NAMED}か所" if len(places) > _NAMED else ""
        raise ReviewError(
            f"まだ相手を特定できる記述があります: {'、'.join(places[:_NAMED])}{more}。直してから、もう一度送ってください。"
        )


def masked_note(note: str, item: Item, detector: Detects) -> str:
    """Return a reviewer's note without names, those of the record and of the doubts included."""
    spans = (d.original for d in item.doubts if d.where in TEXTS)
    doubted = [Known(text, "other") for text in dict.fromkeys(spans) if text.strip()]
    return detector.mask(_lines(note).strip(), [*item.names, *doubted]).text if note.strip() else ""


def _elsewhere(placed: Placed) -> str:
    if placed.doubt.where in TEXTS:
        return "題名か本文の欄で直接書き直してください。"
    return "元のファイルを直して取り込み直すか、却下してください。"


def _doubt(item: Item, number: int) -> Placed:
    if not 1 <= number <= len(item.placed):
        raise ReviewError(f"{number}番の箇所はありません。画面を開き直してください。")
    return item.placed[number - 1]


def _replaced(text: str, placed: Sequence[Placed], edits: Edits) -> str:
    spans = sorted((p.span, p.number) for p in placed if p.span is not None)
    pieces, at = [], 0
    for (start, end), number in spans:
        if start < at:
            raise ReviewError(f"{number}番の箇所はほかの箇所と重なっています。本文の欄で直接書き直してください。")
        pieces += [text[at:start], _lines(edits.doubts[number])]
        at = end
    return "".join([*pieces, text[at:]])


def _lines(text: str) -> str:
    """Undo what a browser's form does to line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
