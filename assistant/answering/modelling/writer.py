"""The model writer: lets a chat model word what was found, and keeps the evidence answer ready for whenever it cannot."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from assistant.answering.answer import Block
from assistant.answering.judge import Judgement
from assistant.answering.modelling.breaker import Breaker
from assistant.answering.modelling.brief import Brief, brief
from assistant.answering.modelling.chat import ChatModel, ModelError
from assistant.answering.modelling.documents import Document, by_id, documents
from assistant.answering.modelling.drafting import MOST_SENTENCES, Draft
from assistant.answering.modelling.listening import Listener
from assistant.answering.modelling.reading import Reader, UnreadableError
from assistant.answering.modelling.settings import ModelSettings
from assistant.answering.writing.desk import Desk
from assistant.answering.written import Check, EvidenceWriter, Written

_RETRIED = ("failed", "unreadable")
_REFUSAL = re.compile(r"申し訳|お答えでき|回答でき|お手伝いでき|できかねます|I(?:'m| am) sorry|cannot|can't", re.I)


class ModelWriter:
    """Writes with a model; its sentences must pass the same verification as all others."""

    def __init__(
        self,
        model: ChatModel,
        settings: ModelSettings,
        breaker: Breaker | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the model, its limits, what keeps it at rest after failures, and the clock of the time limit (seconds)."""
        self._model = model
        self._settings = settings
        self._breaker = breaker or Breaker(clock=clock)
        self._listener = Listener(model, clock=clock)
        self._plain = EvidenceWriter()
        self._clock = clock

    def write(self, desk: Desk, judgement: Judgement, check: Check) -> Iterator[Written]:
        """Yield what is written so far whenever a sentence is finished, and the whole answer last.

        The whole answer is the evidence writer's, with the reason, when the model gives nothing that holds in time.
        """
        deadline = self._clock() + self._settings.seconds
        *_, plain = self._plain.write(desk, judgement, check)
        carried = (
            judgement.verdict in ("answer", "caveat") and not judgement.care
        )  # words of care are nobody's to reword
        given = documents(desk, self._settings.source_tokens) if carried else []
        if not given:
            yield plain
            return
        if not self._breaker.admits():
            yield Written(plain.blocks, fallback="resting")
            return
        lead, cards = _split(plain.blocks)
        reported = self._breaker.left  # unless something is learnt before the reader goes away
        fallback = ""
        worded: list[Block] = []
        try:
            for worded in self._worded(desk, given, check, deadline):
                yield Written([*lead, *worded], by=self._model.name, whole=False)
            reported = self._breaker.closed
        except ModelError as error:
            fallback = error.reason
            if fallback not in ("busy", "refused"):
                reported = self._breaker.failed
        finally:
            reported()
        if fallback:
            yield Written(plain.blocks, fallback=fallback)
        else:
            yield Written([*lead, *worded, *cards], by=self._model.name)

    def _worded(self, desk: Desk, given: Sequence[Document], check: Check, deadline: float) -> Iterator[list[Block]]:
        """Yield the model's blocks as they grow; ask once more if the first reply fails and half of the time is left."""
        told = brief(desk, given)
        draft = partial(Draft, desk.sources, by_id(given), told.parts, check)
        try:
            yield from self._attempt(draft(), told, True, deadline)
        except ModelError as error:
            if error.reason not in _RETRIED or self._clock() > deadline - self._settings.seconds / 2:
                raise
            yield from self._attempt(draft(), told, False, deadline)  # not every server knows the shape

    def _attempt(self, draft: Draft, told: Brief, shaped: bool, deadline: float) -> Iterator[list[Block]]:
        reader = Reader()
        try:
            for piece in self._listener.hear(told.rules, told.task, shaped, deadline):
                for drafted in reader.read(piece):
                    if draft.add(drafted) and draft.holds:  # nothing is shown that would be taken back at once
                        yield draft.blocks()
                    if draft.hopeless:
                        raise ModelError("unverified")
                if draft.written >= MOST_SENTENCES:
                    break
        except UnreadableError as error:
            raise ModelError("unreadable") from error
        if not draft.written:
            empty = re.search(r'"sentences"\s*:\s*\[\s*\]', reader.said)
            raise ModelError("refused" if empty or _REFUSAL.search(reader.said) else "unreadable")
        if not draft.holds:
            raise ModelError("unverified")


def _split(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return what stands before the model's text (corrections, remarks about the search) and the cards that follow it.

    Of the evidence writer's own summaries only the remarks stay: the model's text is in their place.
    """
    lead: list[Block] = []
    cards: list[Block] = []
    for block in blocks:
        if block.kind == "summary":
            remarks = replace(block, heading="").changed(lambda s: s if s.status == "note" else None)
            lead += [remarks] if remarks.sentences else []
        else:
            (lead if block.kind in ("correction", "figures") else cards).append(block)
    return lead, cards
