"""What the pages of held cases and of import runs show, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from assistant.pages.review_form import Decided
from ingest.report import STATES as FILE_STATES
from ingest.review import Item, ReviewQueue
from ingest.review.item import Placed
from ingest.review.queue import ACTIONS
from ingest.review.report import STATES, kind_label
from knowledge import taxonomy
from knowledge.catalog.reviews import Review
from knowledge.catalog.runs import Run

_JAPAN = timezone(timedelta(hours=9))
PAGE = 50
_MOST_FILES = 300  # rows of one run on the page; the whole is in the API
_FIRST = ("failed", "partly", "held")  # states of files that people have to look at
_LONGEST_BODY = 60_000  # characters that a form can send back


@dataclass(frozen=True, slots=True)
class Row:
    """A held case in the list."""

    review: Review
    state: str
    kinds: tuple[str, ...]
    visibility: str
    since: str
    approvals: tuple[str, ...]
    needed: int


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of the list, with the addresses of those before and after it."""

    shown: tuple[Row, ...] = ()
    total: int = 0
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class RunView:
    """An import in the list; ``more`` is how many of its files are not shown."""

    started: str
    seconds: str
    totals: str
    files: tuple[Mapping[str, Any], ...]
    more: int
    entries: int
    passages: int


def rows(queue: ReviewQueue, page: int) -> Rows:
    """Return a page of what waits, the longest waiting first."""
    waiting = queue.waiting()
    first = PAGE * (page - 1)
    return Rows(
        tuple(row(queue, review) for review in waiting[first : first + PAGE]),
        len(waiting),
        f"/reviews?page={page - 1}" if page > 1 else "",
        f"/reviews?page={page + 1}" if first + PAGE < len(waiting) else "",
    )


def row(queue: ReviewQueue, review: Review) -> Row:
    """Return a review in words."""
    return Row(
        review,
        STATES[review.state],
        tuple(f"{kind_label(kind)} {n}" for kind, n in review.kinds.items()),
        visibility(review.visibility),
        moment(review.held_at),
        tuple(d.reviewer for d in review.approvals()),
        queue.needed(review.visibility),
    )


def visibility(code: str) -> str:
    """Return who will see an entry."""
    kind, _, hub = code.partition(":")
    return f"拠点内({taxonomy.HUBS.label_of(hub)})" if kind == "hub" and hub in taxonomy.HUBS else "全国"


def moment(iso: str) -> str:
    """Return a time as a clock in Japan shows it."""
    when = datetime.fromisoformat(iso).astimezone(_JAPAN)
    return f"{when.year}年{when.month}月{when.day}日 {when:%H:%M}"


def pieces(text: str, spans: Sequence[tuple[int, int, int]]) -> list[tuple[str, int]]:
    """Cut a text at spans (start, end, number): each piece with the number of its doubt, 0 for none; overlaps are joined."""
    done, at = [], 0
    for start, end, number in sorted(spans):
        start = max(start, at)
        if end <= start:
            continue
        done += [(text[at:start], 0), (text[start:end], number)]
        at = end
    return [(piece, number) for piece, number in [*done, (text[at:], 0)] if piece]


def original_pieces(item: Item, where: str) -> list[tuple[str, int]]:
    """Return the original title or body with its doubtful spans."""
    spans = [(p.doubt.start, p.doubt.end, p.number) for p in item.placed if p.doubt.where == where]
    return pieces(getattr(item.original, where), spans)


def proposed_pieces(item: Item, where: str) -> list[tuple[str, int]]:
    """Return the proposed title or body with what took the place of the doubtful spans."""
    spans = [(*p.span, p.number) for p in item.placed if p.doubt.where == where and p.span]
    return pieces(getattr(item.proposed, where), spans)


def body_fits(item: Item) -> bool:
    """Tell whether the whole body can be edited on the page."""
    return len(item.proposed.body) <= _LONGEST_BODY


def said(placed: Placed) -> str:
    """Return what a field holds, in words."""
    labels = dict(placed.choices)
    return "、".join(labels.get(code, code) for code in placed.chosen) if labels else placed.doubt.original


def action(code: str) -> str:
    """Return a decision in words."""
    return ACTIONS[code]


def changed(form: Decided, item: Item) -> bool:
    """Tell whether the whole title or body was rewritten in the form."""
    edits = form.edits(item)
    return edits.title is not None or edits.body is not None


def run(found: Run) -> RunView:
    """Return an import in words; files that people must look at stand first."""
    files = list(found.report.get("files", ()))
    files.sort(key=lambda f: _rank(f.get("state", "")))
    totals = found.report.get("totals", {})
    said = "、".join(f"{FILE_STATES.get(state, state)} {n}" for state, n in totals.items() if n)
    return RunView(
        moment(found.started_at),
        f"{found.seconds:,.1f}秒",
        said or "対象なし",
        tuple(_file(f) for f in files[:_MOST_FILES]),
        max(0, len(files) - _MOST_FILES),
        found.entries,
        found.passages,
    )


def _rank(state: str) -> int:
    if state in _FIRST:
        return _FIRST.index(state)
    return len(_FIRST) + (state in ("unchanged", "skipped"))


def _file(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "path": found.get("path", ""),
        "state": FILE_STATES.get(found.get("state", ""), found.get("state", "")),
        "look": found.get("state", "") in _FIRST,
        "pages": found.get("pages", 0),
        "passages": found.get("passages", 0),
        "seconds": f"{found.get('seconds', 0):,.2f}",
        "notes": [note for note in (found.get("reason", ""), *found.get("warnings", ())) if note],
    }
