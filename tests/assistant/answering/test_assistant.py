"""The main path: a stream that ends with the answer, checked against the catalog as it is now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import Answer, Assistant, Question, QuestionError
from assistant.api.service import Service
from ingest import pipeline
from knowledge.embedding.fake import HashingEmbedder
from knowledge.entries import Entry
from knowledge.search import KnowledgeBase

WAGASHI = "和菓子店の二代目。値上げに踏み切れない。似た事例は？"
Build = Callable[[Mapping[str, str]], KnowledgeBase]


@dataclass
class Rewritten:
    """A knowledge base in which another process rewrote a case between the search and the check."""

    real: Any
    change: Callable[[Entry], Entry | None]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def now(self) -> Any:
        return Rewritten(self.real.now(), self.change)

    def entries(self, entry_ids: Sequence[str]) -> dict[str, Entry]:
        read = self.real.entries(entry_ids)
        found = {entry_id: self.change(entry) if entry_id == "case-a" else entry for entry_id, entry in read.items()}
        return {entry_id: entry for entry_id, entry in found.items() if entry}


def falling(entry: Entry) -> Entry:
    """Turn the result of a case round, at the same length."""
    return replace(entry, body=entry.body.replace("4品を平均11%上げた", "4品を平均91%下げた"))


@pytest.fixture
def answer_as(build: Build, case_file: Callable[..., str]) -> Callable[..., Answer]:
    """Ask over two cases, one of which changes meanwhile."""
    knowledge = build({"a.md": case_file("case-a"), "b.md": case_file("case-b", outcome="failure")})

    def asked(role: str, change: Callable[[Entry], Entry | None]) -> Answer:
        assistant = Assistant(Rewritten(knowledge, change))  # type: ignore[arg-type]
        return assistant.answer(Question(text=WAGASHI, role=role))

    return asked


def test_adviser_sees_what_is_no_longer_borne_out_marked_with_the_reason(answer_as: Callable[..., Answer]) -> None:
    """The sentence stays, and nobody takes it for checked."""
    answer = answer_as("co", falling)
    unverified = [s for s in answer.sentences() if s.status == "unverified"]
    assert [s.text for s in unverified] == ["4品を平均11%上げたあとも個数は4%しか減らなかった。"]
    assert unverified[0].reason == "引用した文が出典に見つかりません"


def test_owner_never_sees_an_unverified_sentence(answer_as: Callable[..., Answer]) -> None:
    """It is left out, with the label above it; all else stays."""
    answer = answer_as("owner", falling)
    assert {s.status for s in answer.sentences()} == {"verified", "note"}
    case = next(b for b in answer.blocks if b.entry_id == "case-a")
    assert "結果" not in {row.label for row in case.rows} and "状況" in {row.label for row in case.rows}


def test_entry_that_vanished_leaves_no_empty_block_and_no_hole_in_the_numbers(
    answer_as: Callable[..., Answer],
) -> None:
    """An owner's answer closes over what was withdrawn meanwhile."""
    answer = answer_as("owner", lambda _entry: None)
    assert "case-a" not in {b.entry_id for b in answer.blocks}
    assert [(s.number, s.entry_id) for s in answer.sources] == [(1, "case-b")]
    assert {c.number for s in answer.sentences() for c in s.citations} == {1}


def test_stream_yields_understood_found_blocks_and_the_answer(service: Service) -> None:
    """Every event carries its part; the blocks are those of the answer."""
    events = list(service.assistant.stream(Question(text=WAGASHI)))
    blocks = [e.block for e in events if e.block]
    assert [e.kind for e in events] == ["understood", "found", *["block"] * len(blocks), "answer"]
    assert events[0].understood is not None and events[1].evidence is not None
    assert events[-1].answer is not None and list(events[-1].answer.blocks) == blocks


def test_bad_question_raises_before_anything_is_searched(service: Service) -> None:
    """The first step refuses it."""
    with pytest.raises(QuestionError):
        service.assistant.answer(Question(text=""))


def test_day_of_an_answer_is_the_day_it_was_asked(knowledge: KnowledgeBase) -> None:
    """The clock is read with each question, not once."""
    days = iter([date(2026, 12, 31), date(2027, 1, 1)])
    assistant = Assistant(knowledge, lambda: next(days))
    assert [assistant.answer(Question(text="限界利益とは")).as_of.year for _ in range(2)] == [2026, 2027]


def test_thin_evidence_is_answered_with_a_caveat(tmp_path: Path, case_file: Callable[..., str]) -> None:
    """What shares the words and lies far in meaning is said to be only near."""
    (tmp_path / "a.md").write_text(case_file("case-a"))
    knowledge = KnowledgeBase(tmp_path / "data", HashingEmbedder())
    pipeline.run([tmp_path / "a.md"], knowledge.catalog, knowledge.update)
    answer = Assistant(knowledge).answer(Question(text="請求書の束をなくした窓口"))
    knowledge.close()
    assert answer.judgement == "caveat"
    assert answer.blocks[0].sentences[0].text == "近い根拠が少ないため、参考としてお読みください。"
