"""What the one screen shows: the conversation, how the last question was read, and what can be set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answering import Answer, Premise
from assistant.answering.answer import ROLES
from assistant.answering.conversation import Conversation
from assistant.answering.understand import Understood
from assistant.api.service import Service
from assistant.pages import visitor
from assistant.pages.asked import PREMISES, Asked
from assistant.pages.examples import EXAMPLES
from knowledge import taxonomy

STAGES = ("質問を整理", "事例と資料を検索", "根拠を確認")


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a select."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A premise that a person can set; the choices stand in groups (one unnamed group unless they are industries)."""

    field: str
    label: str
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the last question was read: what is wanted and under which premises; empty before the first question."""

    intent: str = ""
    premises: tuple[Premise, ...] = ()
    removed: tuple[str, ...] = ()
    fixed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def by_field(self) -> Iterator[tuple[str, list[Premise]]]:
        """Yield the premises under the label of their field, in the order of the selects."""
        for name in dict.fromkeys((*PREMISES, *(p.field for p in self.premises))):
            found = [p for p in self.premises if p.field == name]
            if found:
                yield taxonomy.VOCABULARIES[name].label, found

    def selects(self) -> Iterator[Select]:
        """Yield what can be set, with what is set."""
        for name in PREMISES:
            vocabulary = taxonomy.VOCABULARIES[name]
            groups: dict[str, list[Choice]] = {}
            for code, term in vocabulary.items():
                group = taxonomy.INDUSTRY_SECTIONS.label_of(term.group) if term.group else ""
                groups.setdefault(group, []).append(Choice(code, term.label, code in self.fixed.get(name, ())))
            yield Select(name, vocabulary.label, tuple((g, tuple(c)) for g, c in groups.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The one screen; ``draft`` and ``problem`` are set when a question could not be taken."""

    role: str
    hub: str
    ready: bool
    conversation: str = ""
    answers: Sequence[Answer] = ()
    reading: Reading = field(default_factory=Reading)
    draft: str = ""
    problem: str = ""
    notice: str = ""

    @property
    def examples(self) -> tuple[str, ...]:
        """Return the example questions of the role."""
        return EXAMPLES[self.role]


def opened(service: Service, conversation_id: str, role: str) -> Screen:
    """Return the screen of a conversation (a new one when none is named or it is no longer held)."""
    conversation = service.conversations.find(conversation_id) if conversation_id else None
    lost = bool(conversation_id) and conversation is None
    return _screen(
        service,
        conversation,
        role,
        notice="前の会話は、この画面にはもう残っていません。新しく質問してください。" if lost else "",
    )


def refused(service: Service, conversation: Conversation, asked: Asked, problem: str) -> Screen:
    """Return the screen with a question that could not be taken still in its field."""
    shown = _screen(service, conversation, asked.role, draft=asked.text, problem=problem)
    return replace(shown, reading=replace(shown.reading, fixed=asked.premises))


def read_by(understood: Understood) -> Reading:
    """Return the reading of a question that is being answered."""
    return Reading(
        intent=understood.intent,
        premises=understood.premises,
        removed=understood.question.removed,
        fixed=understood.codes(fixed=True),
    )


def searched(counts: Mapping[str, int]) -> str:
    """Say how much was looked through; guidelines count as documents."""
    return f"事例{counts.get('case', 0):,}件・資料{counts.get('guideline', 0) + counts.get('policy', 0):,}件"


def stages(done: int, counts: Mapping[str, int] | None = None) -> list[tuple[str, bool]]:
    """Return the stages of an answer as text and whether they are done."""
    said = (STAGES[0], f"{searched(counts or {})}を検索", STAGES[2])
    return [(text if n < done else STAGES[n], n < done) for n, text in enumerate(said)]


def _screen(
    service: Service, conversation: Conversation | None, role: str, draft: str = "", problem: str = "", notice: str = ""
) -> Screen:
    answers = tuple(conversation.answers) if conversation else ()
    last = answers[-1] if answers else None
    if role not in ROLES:
        role = last.role if last else visitor.role() or "co"
    hub = service.settings.hub
    return Screen(
        role=role,
        hub=taxonomy.HUBS.label_of(hub) if hub else "",
        ready=service.knowledge.ready(),
        conversation=conversation.id if conversation and answers else "",
        answers=answers,
        reading=_last_reading(last, conversation.removed if conversation else ()),
        draft=draft,
        problem=problem,
        notice=notice,
    )


def _last_reading(last: Answer | None, removed: tuple[str, ...]) -> Reading:
    if last is None:
        return Reading()
    fixed: dict[str, tuple[str, ...]] = {}
    for premise in last.premises:
        if premise.fixed:
            fixed[premise.field] = (*fixed.get(premise.field, ()), premise.code)
    return Reading(intent=last.intent, premises=last.premises, removed=removed, fixed=fixed)
