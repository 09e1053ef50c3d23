"""What the routes share: the knowledge base, the assistant, the conversations, and the settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from assistant.answering import Assistant, Question
from assistant.answering.answer import Answer
from assistant.answering.conversation import Conversation, Conversations
from assistant.answering.understand import Hide
from assistant.api.desk import Desk
from assistant.consultations.consultations import Consultations
from assistant.plans.drafting import Drafter
from assistant.practice import Practice
from assistant.records import RecordsError
from assistant.settings import Settings
from assistant.sharing.sharing import Sharing
from ingest.anonymise import mask
from knowledge.entries import Entry
from knowledge.filters import Viewer
from knowledge.search import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Service:
    """The collaborators of every route; ``hide`` masks what a person writes before it is kept."""

    settings: Settings
    knowledge: KnowledgeBase
    assistant: Assistant
    conversations: Conversations
    desk: Desk = field(default_factory=Desk)
    practice: Practice | None = None
    consultations: Consultations | None = None
    drafter: Drafter | None = None
    sharing: Sharing | None = None
    hide: Hide = mask

    @property
    def practising(self) -> Practice:
        """Return the practice room; raise RecordsError where the server was built without its records."""
        if self.practice is None:
            raise RecordsError("練習の記録の置き場を開いていません。python -m assistant serve で起動してください。")
        return self.practice

    @property
    def consulting(self) -> Consultations:
        """Return the consultations; raise RecordsError where the server was built without its records."""
        if self.consultations is None:
            raise RecordsError("相談の記録の置き場を開いていません。python -m assistant serve で起動してください。")
        return self.consultations

    @property
    def sharing_room(self) -> Sharing:
        """Return the sharing room; raise RecordsError where the server was built without its records."""
        if self.sharing is None:
            raise RecordsError("共有の記録の置き場を開いていません。python -m assistant serve で起動してください。")
        return self.sharing

    @property
    def drafting(self) -> Drafter:
        """Return who drafts plans: from the knowledge of this service unless it was built with its own."""
        return self.drafter or Drafter(self.knowledge, hide=self.hide)

    @property
    def viewer(self) -> Viewer:
        """Return whose entries this machine shows: set by its operator, never by a request."""
        return Viewer(self.settings.hub)

    def erase(self, consultation_id: str) -> date | None:
        """Erase a consultation of this hub and what waits for review of it; return when it was opened, if it is known."""
        hub = self.settings.hub
        if self.sharing is not None:
            self.sharing.contributions.forget(hub, consultation_id)
        return self.consulting.erase(hub, consultation_id)

    def cited(self, entries: Iterable[Entry]) -> Mapping[str, int]:
        """Return how often the answers of all hubs cited each of these that a hub contributed."""
        contributed = [e.id for e in entries if e.origin == "contributed"]
        counted = self.sharing.uses.of(contributed) if self.sharing and contributed else {}
        return {entry_id: counted.get(entry_id, 0) for entry_id in contributed}

    def question(
        self,
        text: str,
        conversation: Conversation,
        role: str = "co",
        intent: str = "",
        premises: dict[str, tuple[str, ...]] | None = None,
        removed: tuple[str, ...] = (),
    ) -> Question:
        """Return a question with what the conversation remembers."""
        return Question(
            text=text,
            role=role,
            hub=self.settings.hub,
            intent=intent,
            premises=premises or {},
            removed=tuple(dict.fromkeys((*conversation.removed, *removed))),
            earlier=conversation.questions(),
        )

    def remember(self, conversation: Conversation, question: Question, answer: Answer) -> None:
        """Keep an answer in its conversation."""
        self.conversations.add(conversation, answer, question.removed)
        if self.sharing is not None:
            self.sharing.notice(answer, self.settings.hub)


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Served = Annotated[Service, Depends(_service)]
