"""The main path of a question: mask and understand → evidence → judge → write → verify."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.answering.answer import Answer, Block, NewerEdition, Question, Source
from assistant.answering.evidence import Evidence, Finder
from assistant.answering.guideline.check import check_guideline
from assistant.answering.guideline.findings import Finding
from assistant.answering.guideline.hearing import Hearing
from assistant.answering.judge import Judgement, judge
from assistant.answering.legible import legible
from assistant.answering.numbering import numbered
from assistant.answering.quoting import Sources
from assistant.answering.turns import Turns
from assistant.answering.understand import Hide, Understood, understand
from assistant.answering.verification import verify
from assistant.answering.writing import Desk, explain
from assistant.answering.writing.glossary import Glossaries, Glossary
from assistant.answering.written import Check, EvidenceWriter, Writer, Written
from assistant.plans.arithmetic import Result, asked
from ingest.anonymise import mask
from knowledge.entries import Entry
from knowledge.filters import Viewer
from knowledge.search import KnowledgeBase
from prompts import load

_AT_ONCE = 2  # at least: one may compute while the vector of another's question is made


@dataclass(frozen=True, slots=True)
class Event:
    """A step of an answer as it happens.

    ``kind``: understood (``understood`` is set), found (``evidence``), draft (``draft``: verified blocks so far, which the next
    draft or the blocks replace), block (``block``, already verified) or answer.
    """

    kind: str
    understood: Understood | None = None
    evidence: Evidence | None = None
    draft: tuple[Block, ...] = ()
    block: Block | None = None
    answer: Answer | None = None


class Assistant:
    """Answers questions from the knowledge base; whoever writes, every sentence is verified."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        today: Callable[[], date] = date.today,
        hide: Hide = mask,
        writer: Writer | None = None,
    ) -> None:
        """Take the knowledge, the clock, what masks a question before anything else sees it, and who writes.

        By default the rules mask and the evidence writer writes.
        """
        self._hide = hide
        self._writer = writer or EvidenceWriter()
        self._knowledge = knowledge
        self._finder = Finder(knowledge)
        self._hearing = Hearing(knowledge.meaning)
        self._glossaries = Glossaries(knowledge)
        self._today = today
        self._words = load("evidence")
        self._turns = Turns(max(_AT_ONCE, os.cpu_count() or 1))

    @property
    def glossary(self) -> Glossary:
        """Return the trade terms that the knowledge explains now."""
        return self._glossaries.now()

    def answer(self, question: Question) -> Answer:
        """Return the whole answer; raise QuestionError when the question cannot be taken."""
        for event in self.stream(question):
            if event.answer:
                return event.answer
        raise AssertionError("a stream ends with an answer")

    def stream(self, question: Question) -> Iterator[Event]:
        """Yield each step as it is done, and the answer last."""
        times = [("start", time.perf_counter())]
        today = self._today()

        def done(stage: str) -> None:
            times.append((stage, time.perf_counter()))

        with self._turns.taken():
            understood = self._finder.settle_intent(understand(question, self._hide))
        done("understand")
        yield Event("understood", understood=understood)
        with self._turns.taken():
            evidence = self._finder.find(understood)
            done("evidence")
            judgement = judge(understood, evidence, today)
            desk = self._desk(understood, evidence, today)
        yield Event("found", evidence=evidence)
        check = self._check(desk)
        written = Written([])
        for written in self._writer.write(desk, judgement, check):
            if not written.whole:
                drafted = check_guideline(desk, check(written.blocks), check)
                yield Event("draft", draft=tuple(_presented(desk, drafted.blocks)[0]))
        done("write")
        with self._turns.taken():
            guided = check_guideline(desk, check(written.blocks), check)
            shown = legible(guided.blocks, desk.lookup)
            blocks, sources = _presented(desk, [*shown, *check(explain(desk, judgement, shown))])
        done("verify")
        for block in blocks:
            yield Event("block", block=block)
        seconds = {stage: at - before for (_, before), (stage, at) in pairwise(times)}
        yield Event(
            "answer", answer=self._finished(desk, judgement, written, blocks, sources, guided.findings, seconds)
        )

    def _desk(self, understood: Understood, evidence: Evidence, today: date) -> Desk:
        viewer, catalog = Viewer(understood.question.hub), self._knowledge.now()

        def lookup(entry_id: str) -> Entry | None:
            entry = catalog.entries([entry_id]).get(entry_id)
            return entry if entry and viewer.may_see(entry) else None

        def newer(entry: Entry) -> NewerEdition | None:
            found = self._knowledge.newer(entry, viewer)
            return NewerEdition(entry_id=found.entry_id, title=found.title, guessed=found.guessed) if found else None

        figures = tuple(asked(understood.text, understood.question.earlier))
        sources = Sources(today, newer)
        broken = self._hearing.broken
        return Desk(understood, evidence, sources, self._words, today, lookup, figures, broken, self.glossary)

    def _check(self, desk: Desk) -> Check:
        """Return the one verification that whatever is written must pass."""
        computed = tuple(r for r in desk.figures if isinstance(r, Result))
        viewer = Viewer(desk.understood.question.hub)

        def check(blocks: list[Block]) -> list[Block]:
            cited = {c.entry_id for block in blocks for s in block.all_sentences() for c in s.citations}
            stored = self._knowledge.now().entries(cited)
            permitted = {found.id: found for found in stored.values() if viewer.may_see(found)}
            return verify(blocks, permitted.get, self._knowledge.terms, desk.sources.listed(), computed)

        return check

    def _finished(
        self,
        desk: Desk,
        judgement: Judgement,
        written: Written,
        blocks: list[Block],
        sources: tuple[Source, ...],
        findings: tuple[Finding, ...],
        seconds: dict[str, float],
    ) -> Answer:
        synthetic = any(s.kind == "case" and s.origin == "synthetic" for s in sources)
        return Answer(
            question=desk.understood.text,
            role=desk.role,
            intent=desk.understood.intent,
            judgement=judgement.verdict,
            premises=desk.understood.premises,
            blocks=tuple(blocks),
            sources=sources,
            notices=tuple(
                desk.say(key)
                for key, holds in (
                    (f"writer.{written.fallback}", written.fallback),
                    ("synthetic", synthetic),
                    ("masked", desk.understood.masked),
                    ("anew", desk.understood.anew),
                    ("keywords", desk.evidence.keywords_only),
                )
                if holds
            ),
            searched=desk.evidence.searched,
            as_of=desk.today,
            writer=written.by,
            findings=findings,
            seconds=seconds,
        )


def _presented(desk: Desk, verified: list[Block]) -> tuple[list[Block], tuple[Source, ...]]:
    """Return verified blocks fit for the role, and numbered with the sources that they cite."""
    return numbered(_fit_for(desk.role, verified), desk.sources.listed())


def _fit_for(role: str, blocks: list[Block]) -> list[Block]:
    """Leave unverified sentences out for owners, and blocks that then say nothing; advisers see them marked."""
    if role == "owner":
        blocks = [block.changed(lambda s: None if s.status == "unverified" else s) for block in blocks]
    return [block for block in blocks if block.sentences or block.rows]
