"""Reads the form of the screen: a new question, or the last one asked again under other conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs

from assistant.answering import Question, QuestionError
from assistant.answering.conversation import Conversation
from assistant.api.service import Service
from assistant.pages import labels

#: The premises that a person can set on the screen, in the order in which they are shown.
PREMISES = ("industry", "owner_type", "owner_traits", "size", "stage", "topics", "outcome")
_MOST_FIELDS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form says; ``again`` asks the last question of the conversation anew."""

    text: str = ""
    role: str = "co"
    conversation: str = ""
    intent: str = ""
    premises: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    again: bool = False

    def question(self, service: Service, conversation: Conversation) -> Question:
        """Return the question with what the conversation remembers."""
        earlier = conversation.questions()
        again = self.again and bool(earlier)
        text = earlier[-1] if again else self.text
        question = service.question(text, conversation, self.role, self.intent, dict(self.premises), self.removed)
        while again and earlier and earlier[-1] == text:
            earlier = earlier[:-1]  # a question asked again is not its own context
        return replace(question, earlier=earlier)


def read(body: bytes) -> Asked:
    """Read an urlencoded form; raise QuestionError when it has more fields than the screen sends."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise QuestionError("送られた項目が多すぎます。画面を開き直して、もう一度お試しください。") from error

    def one(name: str) -> str:
        return fields.get(name, [""])[-1]

    unset = set(fields.get("unset", ()))
    premises = {name: tuple(c for c in fields.get(name, ()) if f"{name}:{c}" not in unset) for name in PREMISES}
    return Asked(
        text=one("example") or one("question"),
        role=one("role") or "co",
        conversation=one("conversation")[:64],
        intent=one("intent"),
        premises={name: codes for name, codes in premises.items() if codes},
        removed=tuple(value for value in fields.get("remove", ()) if labels.premise_label(value)),
        again=any(name in fields for name in ("again", "intent", "remove", "unset")),
    )
