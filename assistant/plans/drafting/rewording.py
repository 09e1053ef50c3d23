"""Lets a chat model say quoted sentences of a plan in plainer words; what is not verified stays as the source says it."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel

from assistant.answering.answer import Citation, Sentence
from assistant.answering.guideline.check import violations
from assistant.answering.guideline.hearing import Hearing
from assistant.answering.modelling.breaker import Breaker
from assistant.answering.modelling.chat import ChatModel, ModelError
from assistant.answering.modelling.delimited import delimited, new_token
from assistant.answering.modelling.drafting import sentence
from assistant.answering.modelling.listening import Listener
from assistant.answering.modelling.reading import Drafted, Reader, UnreadableError
from assistant.answering.modelling.settings import ModelSettings
from assistant.answering.quoting import Sources
from assistant.answering.verification.verify import verify_sentence
from assistant.plans.plan import Plan, Said
from knowledge.entries import Entry
from knowledge.search import KnowledgeBase
from prompts import load

_MOST = 20  # sentences that are given to the model
_GROWTH = 1.5  # times its source a rewording may be long
_SHORT = 60  # characters that any rewording may have
_KEPT = 0.6  # of the weight of a source's words, which its rewording has too
_POLITE = re.compile(r"(?:です|ます|ません|でした|ました|でしょう|ください)(?:ね)?。?$")
#: Parts of a plan whose quotes are not touched: conditions of schemes, and what is brought to an office.
_AS_WRITTEN = frozenset(("schemes", "bring"))
Part = TypeVar("Part", bound=BaseModel)


class Rewording:
    """Asks a model once for a plan; safe for many threads."""

    def __init__(
        self,
        model: ChatModel,
        settings: ModelSettings,
        knowledge: KnowledgeBase,
        breaker: Breaker | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the model and its limits, the knowledge that says what a source says, and the clock of the time limit."""
        self._model = model
        self._settings = settings
        self._knowledge = knowledge
        self._breaker = breaker or Breaker(clock=clock)
        self._listener = Listener(model, clock=clock)
        self._hearing = Hearing(knowledge.meaning)
        self._clock = clock

    def reworded(self, plan: Plan, role: str, lookup: Callable[[str], Entry | None]) -> Plan:
        """Return the plan with what the model said better marked ``reworded``; the plan itself where it said nothing that holds.

        ``lookup`` fetches an entry if the viewer may see it.
        """
        said = tuple(dict.fromkeys(one for one in _quoted(plan) if len(one.cited) == 1))[:_MOST]
        if not said or not self._breaker.admits():
            return plan
        told = self._breaker.left
        try:
            found = self._found(said, role, plan, lookup)
            told = self._breaker.closed
        except ModelError as error:
            found = {}
            if error.reason not in ("busy", "refused"):
                told = self._breaker.failed
        finally:
            told()
        if not found:
            return plan
        notice = load("plan").say("reworded", role, model=self._model.name)
        return _replaced(plan, found).model_copy(
            update={"writer": self._model.name[:200], "notices": (*plan.notices, notice)}
        )

    def _found(
        self, said: Sequence[Said], role: str, plan: Plan, lookup: Callable[[str], Entry | None]
    ) -> dict[Said, Said]:
        """Return original → rewording for those that hold."""
        words, token = load("plan"), new_token()
        rules = words.say("reword.rules", role, token=token)
        task = "\n".join(delimited(f"文 S{n}", one.text, token) for n, one in enumerate(said, 1))
        deadline = self._clock() + self._settings.seconds
        found: dict[Said, Said] = {}
        reader, sources = Reader(), Sources(plan.as_of)
        try:
            for piece in self._listener.hear(rules, task, True, deadline):
                for drafted in reader.read(piece):
                    original = _original(drafted, said)
                    if (
                        original
                        and original not in found
                        and (new := self._verified(drafted, original, sources, lookup))
                    ):
                        found[original] = new
        except UnreadableError as error:
            raise ModelError("unreadable") from error
        return found

    def _verified(
        self, drafted: Drafted, original: Said, sources: Sources, lookup: Callable[[str], Entry | None]
    ) -> Said | None:
        """Return the rewording if it is plain polite prose of about the same length that the cited place says too."""
        plain = sentence(Drafted(text=drafted.text, refs=()), {}, sources)
        (cited,) = original.cited
        if plain is None or plain.text == original.text or not _POLITE.search(plain.text):
            return None
        if len(plain.text) > max(_SHORT, _GROWTH * len(original.text)) or violations(
            [plain.text], self._hearing.broken
        ):
            return None
        if not self._whole(plain.text, original.text):
            return None
        citation = Citation(
            number=1,
            entry_id=cited.entry_id,
            anchor=cited.anchor,
            quote=cited.quote,
            start=cited.start,
            end=cited.end,
        )
        checked = verify_sentence(
            Sentence(text=plain.text, citations=(citation,)),
            {cited.entry_id: lookup(cited.entry_id)},
            self._knowledge.terms,
        )
        return Said(text=plain.text, by="reworded", cited=(cited,)) if checked.status == "paraphrase" else None

    def _whole(self, text: str, original: str) -> bool:
        """Tell whether a rewording leaves nothing out: the same numbers, and most of the words that carry the meaning.

        What is verified of an answer is only that nothing was added.
        """
        words = self._knowledge.rarity(self._knowledge.terms(original))
        kept = sum(words[term] for term in self._knowledge.terms(text) & words.keys())
        return _numbers(text) == _numbers(original) and kept >= _KEPT * sum(words.values())


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"[0-9]+", unicodedata.normalize("NFKC", text)))


def _original(drafted: Drafted, said: Sequence[Said]) -> Said | None:
    """Return the sentence that a rewording says it is of: exactly one that was given."""
    named = {name.strip().upper() for name, _ in drafted.refs}
    found = [one for n, one in enumerate(said, 1) if f"S{n}" in named]
    return found[0] if len(found) == 1 and len(named) == 1 else None


def _quoted(value: object) -> Iterator[Said]:
    """Yield what sources say in the parts of a plan that may be said in other words."""
    if isinstance(value, Said):
        if value.by == "source":
            yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in _AS_WRITTEN:
                yield from _quoted(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _quoted(part)


def _replaced(part: Part, found: Mapping[Said, Said]) -> Part:
    """Return a part of a plan with every sentence of ``found`` in its new words."""

    def of(value: object) -> object:
        if isinstance(value, Said):
            return found.get(value, value)
        if isinstance(value, BaseModel):
            return _replaced(value, found)
        return tuple(of(one) for one in value) if isinstance(value, tuple) else value

    changed = {n: of(getattr(part, n)) for n in type(part).model_fields if n not in _AS_WRITTEN}
    return part.model_copy(update=changed)
