"""Conversations in memory: what was asked and answered, so that follow-ups keep the client's premises.

Nothing is written to disk: a client's story must not outlive the session until names are masked before storing. The oldest
conversations are forgotten when there are too many.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from assistant.answering.answer import Answer

MAX_TURNS = 50


@dataclass(slots=True)
class Conversation:
    """The turns of one talk, oldest first; ``removed`` are premises (``field:code``) that the user took away."""

    id: str
    answers: list[Answer] = field(default_factory=list)
    removed: tuple[str, ...] = ()

    def questions(self) -> tuple[str, ...]:
        """Return the earlier questions."""
        return tuple(a.question for a in self.answers)


class Conversations:
    """Holds up to ``most`` conversations; safe for many threads."""

    def __init__(self, most: int = 1_000) -> None:
        self._most = most
        self._held: OrderedDict[str, Conversation] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, conversation_id: str) -> Conversation:
        """Return the conversation with this id, or a new one when it is unknown or none is named."""
        with self._lock:
            found = self._held.get(conversation_id)
            if found is None:
                found = Conversation(secrets.token_urlsafe(16))
                self._held[found.id] = found
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
            self._held.move_to_end(found.id)
            return found

    def find(self, conversation_id: str) -> Conversation | None:
        """Return the conversation with this id if it is still held."""
        with self._lock:
            return self._held.get(conversation_id)

    def add(self, conversation: Conversation, answer: Answer, removed: tuple[str, ...]) -> None:
        """Append an answer; only the last MAX_TURNS are kept."""
        with self._lock:
            conversation.answers.append(answer)
            del conversation.answers[:-MAX_TURNS]
            conversation.removed = removed
