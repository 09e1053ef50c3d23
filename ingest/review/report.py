"""A held case as lines for a terminal and as plain JSON values."""

from __future__ import annotations

from typing import Any

from ingest.anonymise import LABELS
from ingest.review.item import Item, Placed
from ingest.review.queue import ACTIONS
from knowledge.catalog.reviews import Decision, Review

STATES = {
    "waiting": "確認待ち",
    "approved-once": "もう1人の確認待ち",
    "accepting": "公開の途中",
    "accepted": "承認済み",
    "rejected": "却下",
    "withdrawn": "取り下げ",
}
_KINDS = {
    **LABELS,
    "distinctive": "特異な記述",
    "combination": "組み合わせから分かるおそれ",
    "national": "全国公開の確認",
}


def kind_label(kind: str) -> str:
    """Return a kind of doubt as people read it."""
    return _KINDS.get(kind, "確認が必要な記述")


def kinds_text(review: Review) -> str:
    """Return what is doubtful, counted by kind."""
    return "、".join(f"{kind_label(kind)} {n}" for kind, n in review.kinds.items()) or "人の目での確認"


def review_json(review: Review, needed: int) -> dict[str, Any]:
    """Return a review without anything of its text."""
    return {
        "id": review.id,
        "entry_id": review.entry_id,
        "title": review.title,
        "visibility": review.visibility,
        "state": review.state,
        "state_label": STATES[review.state],
        "kinds": [{"kind": kind, "label": kind_label(kind), "count": n} for kind, n in review.kinds.items()],
        "version": review.version,
        "needed": needed,
        "approvals": [d.reviewer for d in review.approvals()],
        "held_at": review.held_at,
        "changed_at": review.changed_at,
        "decisions": [_decision_json(d) for d in review.decisions],
    }


def item_json(item: Item, needed: int) -> dict[str, Any]:
    """Return a held case with its original and its doubts in context."""
    return {
        **review_json(item.review, needed),
        "edited_by": item.edited_by,
        "original": {"title": item.original.title, "body": item.original.body},
        "proposed": {"title": item.proposed.title, "body": item.proposed.body},
        "doubts": [_placed_json(p) for p in item.placed],
    }


def review_text(review: Review, needed: int) -> str:
    """Return a review as one line of facts under its title."""
    approved = "、".join(d.reviewer for d in review.approvals()) or "なし"
    return (
        f"[{STATES[review.state]}] {review.id}  {review.title}\n"
        f"    {kinds_text(review)}／公開範囲 {review.visibility}／承認 {approved}(必要 {needed}人)"
        f"／{review.held_at[:16].replace('T', ' ')} から／版 {review.version}"
    )


def item_text(item: Item, needed: int) -> str:
    """Return a held case as it is read on a terminal."""
    lines = [review_text(item.review, needed)]
    lines += [f"    {item.edited_by}さんが直した文です。"] if item.edited_by else []
    for placed in item.placed:
        lines += [
            "",
            f"{placed.number}. {kind_label(placed.doubt.kind)}({placed.place})",
            f"   原文: {placed.before}【{placed.doubt.original}】{placed.after}".replace("\n", " "),
            f"   案:   {placed.doubt.proposal}",
            *([f"   いま: {placed.now}"] if placed.now != placed.doubt.proposal else []),
            f"   理由: {placed.doubt.reason}",
        ]
    lines += ["", "置き換え後の文", f"# {item.proposed.title}", "", item.proposed.body]
    return "\n".join(lines)


def _placed_json(placed: Placed) -> dict[str, Any]:
    return {
        "number": placed.number,
        "kind": placed.doubt.kind,
        "label": kind_label(placed.doubt.kind),
        "where": placed.doubt.where,
        "place": placed.place,
        "before": placed.before,
        "original": placed.doubt.original,
        "after": placed.after,
        "proposal": placed.doubt.proposal,
        "now": placed.now,
        "editable": placed.editable,
        "choices": [{"code": code, "label": label} for code, label in placed.choices],
        "reason": placed.doubt.reason,
    }


def _decision_json(decision: Decision) -> dict[str, Any]:
    return {
        "reviewer": decision.reviewer,
        "action": decision.action,
        "action_label": ACTIONS[decision.action],
        "kinds": dict(decision.kinds),
        "note": decision.note,
        "decided_at": decision.decided_at,
        "stands": decision.stands,
    }
