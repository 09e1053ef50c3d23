"""Defects of what is found, of what may be seen, and of how a question is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from eval.mutation.defect import Change, Defect
from knowledge.contrast import Contrast
from knowledge.taxonomy import HUBS


def _without(leg: str) -> Change:
    """Leave a leg out wherever both are asked for; single legs are measured by themselves."""

    def broken(original: Any) -> Any:
        def legs(self: Any, opened: Any, text: str, partitions: Any, required: Any, asked: Any) -> Any:
            kept = [name for name in asked if name != leg] if len(asked) > 1 else asked
            return original(self, opened, text, partitions, required, kept)

        return legs

    return "knowledge.search.KnowledgeBase._legs", broken


def _one_sided(original: Any) -> Any:
    def contrast(*given: Any, **named: Any) -> Contrast:
        found = original(*given, **named)
        good = tuple(pair.good for pair in found.pairs)
        return Contrast((), good, "failure") if good else found

    return contrast


def _worst_first(original: Any) -> Any:
    def search(*given: Any, **named: Any) -> Any:
        return original(*given, **named)[::-1]

    return search


def _unread(original: Any) -> Any:
    def follow(*given: Any, **named: Any) -> Any:
        return replace(original(*given, **named), premises=(), excluded=())

    return follow


def _false(_original: Any) -> Any:
    return lambda *_given, **_named: False


def _none(_original: Any) -> Any:
    return lambda *_given, **_named: None


SEARCHING = (
    Defect(name="keywords-off", label="言葉の検索が止まる", changes=(_without("lexical"),), seen_by=("retrieval",)),
    Defect(name="dense-off", label="意味の検索が止まる", changes=(_without("dense"),), seen_by=("retrieval",)),
    Defect(
        name="order-reversed",
        label="見つけたものを逆の順に並べる",
        changes=(("knowledge.search.KnowledgeBase.search", _worst_first),),
        seen_by=("retrieval",),
    ),
    Defect(
        name="premises-unread",
        label="質問の前提(業種・論点など)を読まない",
        changes=(("assistant.answering.understand.follow", _unread),),
        seen_by=("understanding",),
    ),
    Defect(
        name="contrast-one-sided",
        label="対比で成功の側だけを示す",
        changes=(("knowledge.search.KnowledgeBase.contrast", _one_sided),),
        seen_by=("contrast",),
    ),
    Defect(
        name="hub-filter-off",
        label="ほかの拠点だけの事例も見せる",
        changes=(
            ("knowledge.filters.Viewer.may_see", lambda _original: lambda _self, _entry: True),
            (
                "knowledge.filters.Viewer.partitions",
                lambda _original: lambda _self: ("national", *(f"hub:{hub}" for hub in HUBS)),
            ),
        ),
        seen_by=("injection",),
    ),
    Defect(
        name="expiry-unmarked",
        label="期限の切れた資料に印をつけない",
        changes=(("knowledge.entries.Policy.expired", _false),),
        seen_by=("freshness",),
    ),
    Defect(
        name="editions-unknown",
        label="新しい版があることに気づかない",
        changes=(
            ("knowledge.search.KnowledgeBase.newer", _none),
            ("knowledge.catalog.editions.Editions.newer", _none),
        ),
        seen_by=("freshness",),
    ),
)
