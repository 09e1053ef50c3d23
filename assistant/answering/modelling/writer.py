"""The model writer: lets a chat model word what was found, and keeps the evidence answer ready for whenever it cannot."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence

from assistant.answering.answer import Block, Sentence
from assistant.answering.judge import Judgement
from assistant.answering.modelling.breaker import Breaker
from assistant.answering.modelling.brief import Brief, brief
from assistant.answering.modelling.chat import ChatModel, ModelError
from assistant.answering.modelling.documents import Document, by_id, documents
from assistant.answering.modelling.drafting import MOST_SENTENCES, sentence
from assistant.answering.modelling.listening import Listener
from assistant.answering.modelling.reading import Reader, UnreadableError
from assistant.answering.modelling.settings import ModelSettings
from assistant.answering.verify import verify
from assistant.answering.writing.desk import Desk
from assistant.answering.written import EvidenceWriter, Written

_LEAST_SUPPORTED = 0.5  # of the sentences: below it the evidence answer is the better one
_GIVE_UP = 5  # sentences without one that is supported
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

    def write(self, desk: Desk, judgement: Judgement) -> Iterator[Written]:
        """Yield what is written so far whenever a sentence is finished, and the whole answer last.

        The whole answer is the evidence writer's, with the reason, when the model gives nothing that holds in time.
        """
        deadline = self._clock() + self._settings.seconds
        *_, plain = self._plain.write(desk, judgement)
        given = documents(desk, self._settings.source_tokens) if judgement.verdict in ("answer", "caveat") else []
        if not given:
            yield plain
            return
        if not self._breaker.admits():
            yield Written(plain.blocks, fallback="resting")
            return
        lead, rest = _split(plain.blocks)
        reported = self._breaker.left  # unless something is learnt before the reader goes away
        fallback = ""
        worded: list[Block] = []
        try:
            for worded in self._worded(desk, given, deadline):
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
            yield Written([*lead, *worded, *rest], by=self._model.name)

    def _worded(self, desk: Desk, given: Sequence[Document], deadline: float) -> Iterator[list[Block]]:
        """Yield the model's blocks as they grow; ask once more if the first reply fails and half of the time is left."""
        told = brief(desk, given)
        try:
            yield from self._attempt(desk, given, told, True, deadline)
        except ModelError as error:
            if error.reason not in _RETRIED or self._clock() > deadline - self._settings.seconds / 2:
                raise
            yield from self._attempt(desk, given, told, False, deadline)  # not every server knows the shape

    def _attempt(
        self, desk: Desk, given: Sequence[Document], told: Brief, shaped: bool, deadline: float
    ) -> Iterator[list[Block]]:
        reader, numbered = Reader(), dict(by_id(given))
        kept: list[tuple[int, Sentence]] = []
        seen: set[str] = set()
        supported = written = 0
        try:
            for piece in self._listener.hear(told.rules, told.task, shaped, deadline):
                for drafted in reader.read(piece):
                    if drafted.text in seen:
                        continue  # small models go round in circles
                    seen.add(drafted.text)
                    written += 1
                    made = sentence(drafted, numbered, desk.sources)
                    checked = _verified(made, desk) if made else None
                    supported += checked is not None and checked.status != "unverified"
                    if written >= _GIVE_UP and not supported:
                        raise ModelError("unverified")
                    if checked:
                        kept.append((min(drafted.part, len(told.parts)), checked))
                    if supported >= _LEAST_SUPPORTED * written:  # nothing is shown that would be taken back at once
                        yield _blocks(kept, told.parts)
                if written >= MOST_SENTENCES:
                    break
        except UnreadableError as error:
            raise ModelError("unreadable") from error
        if not written:
            empty = re.search(r'"sentences"\s*:\s*\[\s*\]', reader.said)
            raise ModelError("refused" if empty or _REFUSAL.search(reader.said) else "unreadable")
        if supported < _LEAST_SUPPORTED * written:
            raise ModelError("unverified")


def _verified(made: Sentence, desk: Desk) -> Sentence:
    return verify([Block(kind="summary", heading="", sentences=(made,))], desk.lookup)[0].sentences[0]


def _blocks(kept: Sequence[tuple[int, Sentence]], parts: Sequence[str]) -> list[Block]:
    """Return a block for each part that has sentences, in the order of the parts."""
    return [
        Block(kind="summary", heading=heading, sentences=said)
        for number, heading in enumerate(parts, 1)
        if (said := tuple(s for part, s in kept if part == number))
    ]


def _split(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return what stands before the model's text (corrections, caveats) and what follows it.

    Of the evidence writer's own summaries only the remarks about the search stay: the model's text is in their place.
    """
    lead = [b for b in blocks if b.kind == "correction" or (b.kind == "summary" and not b.heading)]
    rest = [
        b.changed(lambda s: s if s.status == "note" else None) if b.kind == "summary" else b
        for b in blocks
        if b not in lead
    ]
    return lead, [b for b in rest if b.sentences or b.rows]
