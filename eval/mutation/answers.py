"""Defects of what is written: citations, quotes, figures, verification, what an owner is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from assistant.answering.answer import Block, Citation, Sentence
from eval.mutation.defect import Change, Defect

_PRESENTED = "assistant.answering.assistant._presented"
_STEP = 7  # sentences further on


def _each_sentence(change: Callable[[Sentence], Sentence | None]) -> Change:
    """Change every sentence after it was verified, as a fault of the last step would."""

    def broken(original: Any) -> Any:
        def presented(desk: Any, verified: list[Block]) -> Any:
            blocks, sources = original(desk, verified)
            return [block.changed(change) for block in blocks], sources

        return presented

    return _PRESENTED, broken


def _each_citation(change: Callable[[Citation], Citation]) -> Change:
    return _each_sentence(lambda s: replace(s, citations=tuple(map(change, s.citations))))


def _shuffled(original: Any) -> Any:
    def presented(desk: Any, verified: list[Block]) -> Any:
        blocks, sources = original(desk, verified)
        cited = [s.citations for b in blocks for s in b.all_sentences() if s.citations]
        at = count(_STEP)

        def moved(sentence: Sentence) -> Sentence:
            return replace(sentence, citations=cited[next(at) % len(cited)]) if sentence.citations else sentence

        return [block.changed(moved) for block in blocks], sources

    return presented


def _next_digits(sentence: Sentence) -> Sentence:
    return replace(sentence, text=re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), sentence.text))


def _believed(original: Any) -> Any:
    def checked(sentence: Sentence, means: Any) -> Sentence:
        return sentence if sentence.status == "note" else replace(sentence, status="verified", reason="")

    return checked


def _first_only(original: Any) -> Any:
    def presented(desk: Any, verified: list[Block]) -> Any:
        return original(desk, verified[:1])

    return presented


ANSWERS = (
    Defect(
        name="citations-shuffled",
        label="出典の番号が、別の文のものと入れ替わる",
        changes=((_PRESENTED, _shuffled),),
        seen_by=("citations",),
    ),
    Defect(
        name="citations-invented",
        label="存在しない出典の番号を書く",
        changes=(_each_citation(lambda c: replace(c, entry_id="case-00-000")),),
        seen_by=("citations",),
    ),
    Defect(
        name="quotes-cut",
        label="引用が途中で切れる",
        changes=(_each_citation(lambda c: replace(c, quote=c.quote[: len(c.quote) // 2])),),
        seen_by=("citations",),
    ),
    Defect(
        name="quotes-forged",
        label="原文にない引用を書く",
        changes=(_each_citation(lambda c: replace(c, quote="この取り組みを行った店の9割で、売上が2倍になりました。")),),
        seen_by=("citations",),
    ),
    Defect(
        name="numbers-altered",
        label="回答の数字が 1 つずれる",
        changes=(_each_sentence(_next_digits),),
        seen_by=("numbers",),
    ),
    Defect(
        name="verifier-off",
        label="根拠の確かめをせずに「確認済」とする",
        changes=(("assistant.answering.verification.verify._checked", _believed),),
        seen_by=("tampering",),
    ),
    Defect(
        name="negation-unchecked",
        label="打ち消し・向き・強さの違いを見ない",
        changes=(
            ("assistant.answering.verification.verify.meaning_differs", lambda _original: lambda *_: ""),
            ("assistant.answering.verification.verify.unsupported", lambda _original: lambda *_: ""),
        ),
        seen_by=("tampering",),
    ),
    Defect(
        name="owner-sees-unverified",
        label="事業者にも「根拠未確認」の文を見せる",
        changes=(("assistant.answering.assistant._fit_for", lambda _original: lambda _role, blocks: blocks),),
        seen_by=("tampering",),
    ),
    Defect(
        name="answers-cut-short",
        label="回答が最初の部分だけで終わる",
        changes=((_PRESENTED, _first_only),),
        seen_by=("nuggets",),
    ),
)
