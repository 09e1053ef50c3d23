"""What a model is told: complete for every intent and role, in variables that the program fills, all of them used."""

from __future__ import annotations

import string
from datetime import date

import pytest

from assistant.answering import Question
from assistant.answering.answer import INTENTS, ROLES
from assistant.answering.evidence import Evidence
from assistant.answering.modelling import REASONS
from assistant.answering.modelling.brief import brief, prompt_of
from assistant.answering.quoting import Sources
from assistant.answering.understand import understand
from assistant.answering.writing import Desk
from prompts import load

GIVEN = {"rules": {"parts", "token"}, "task": {"task", "premises", "facts", "documents", "question"}}


def variables(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_common_prompt_uses_exactly_what_it_is_given() -> None:
    """A variable that is filled and not used is a rule that silently went missing."""
    texts = load("model").texts
    assert {key.partition("@")[0] for key in texts} == set(GIVEN)
    for key, text in texts.items():
        assert variables(text) == GIVEN[key.partition("@")[0]], key


@pytest.mark.parametrize("intent", INTENTS)
def test_every_intent_has_its_task_and_parts(intent: str) -> None:
    """In plain text, with no variable, and words of its own for owners."""
    texts = prompt_of(intent).texts
    assert {"task", "parts", "task@owner"} <= set(texts)
    assert not any(variables(text) for text in texts.values())
    assert all(1 <= len(text.splitlines()) <= 3 for key, text in texts.items() if key.startswith("parts"))


@pytest.mark.parametrize("intent", INTENTS)
@pytest.mark.parametrize("role", ROLES)
def test_the_messages_of_every_intent_and_role_are_complete(intent: str, role: str) -> None:
    """Nothing is left unfilled; a role that has words of its own gets them; the form is JSON with single braces."""
    understood = understand(Question(text="値上げに{迷う}和菓子店です", role=role, intent=intent))
    today = date(2026, 11, 24)
    desk = Desk(understood, Evidence(), Sources(today), load("evidence"), today, lambda _id: None)
    told = brief(desk, [])
    assert '{"sentences": [{"part": 1' in told.rules and "{{" not in told.rules
    assert all(f"{n}: {part}" in told.rules for n, part in enumerate(told.parts, 1))
    assert "値上げに{迷う}和菓子店です" in told.task
    own = prompt_of(intent).texts
    assert own.get(f"task@{role}", own["task"]) in told.task


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_why_a_model_did_not_write_is_one_plain_sentence(reason: str) -> None:
    text = load("evidence").say(f"writer.{reason}")
    assert text.endswith("根拠の引用だけでお答えしています。") and text.count("。") == 1
