"""What the model is given: what the question names is never cut, then the best whole, then the gist of others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.answering import Question
from assistant.answering.evidence import Finder
from assistant.answering.modelling.documents import Document, documents
from assistant.answering.quoting import Sources
from assistant.answering.understand import understand
from assistant.answering.writing import Desk
from ingest.chunker import count_tokens
from knowledge.search import KnowledgeBase
from prompts import load

WAGASHI = "和菓子店の二代目。値上げに踏み切れない。似た事例は？"
Given = Callable[..., list[Document]]


@pytest.fixture
def given(knowledge: KnowledgeBase) -> Given:
    """Return what a model would be given for a question within a budget of tokens."""

    def found(text: str, budget: int, intent: str = "similar") -> list[Document]:
        understood = understand(Question(text=text, intent=intent))
        evidence = Finder(knowledge).find(understood)
        today = date(2026, 11, 24)
        desk = Desk(understood, evidence, Sources(today), load("evidence"), today, knowledge.catalog.get)
        return documents(desk, budget)

    return found


@pytest.mark.parametrize("budget", [300, 1_500, 6_000])
def test_the_budget_holds_and_more_of_it_gives_more(given: Given, budget: int) -> None:
    """Tokens are counted, not guessed."""
    found = given(WAGASHI, budget)
    assert 0 < sum(count_tokens(d.text) for d in found) <= budget
    assert [d.id for d in found] == [f"S{n}" for n in range(1, len(found) + 1)]
    assert len({d.entry.id for d in found}) == len(found)


def test_the_best_come_whole_and_the_last_as_their_gist(given: Given) -> None:
    """What no longer fits whole is told by where it parted and what it teaches, rather than dropped."""
    whole = {d.entry.id: len(d.sections) for d in given(WAGASHI, 100_000)}
    tokens = [count_tokens(d.text) for d in given(WAGASHI, 100_000)]
    tight = given(WAGASHI, sum(tokens[:2]) + 400)
    assert [len(d.sections) for d in tight[:2]] == [whole[d.entry.id] for d in tight[:2]]
    gists = [d for d in tight[2:] if len(d.sections) < whole[d.entry.id]]
    assert gists and {s.anchor for d in gists for s in d.sections} <= {"分かれ目", "学び"}


def test_what_the_question_names_is_never_cut(given: Given) -> None:
    """A scheme that is asked for by name is given whole, whatever the budget."""
    question = "持続化補助金の補助上限はいくらですか"
    roomy, none = given(question, 100_000, "policy"), given(question, 1, "policy")
    named = [d for d in roomy if "持続化補助金" in d.entry.title + d.entry.body]
    assert named and [(d.entry.id, d.sections) for d in none] == [(d.entry.id, d.sections) for d in named]


def test_both_sides_of_a_contrast_come_first(given: Given) -> None:
    """A model that sees one side only would tell one side only."""
    outcomes = [getattr(d.entry, "outcome", "") for d in given(WAGASHI, 3_000, "contrast")[:2]]
    assert outcomes[0] in ("success", "partial") and outcomes[1] in ("failure", "discontinued")


def test_a_quote_is_looked_for_where_most_of_it_stands(given: Given) -> None:
    """Also when a word of it is not quite right."""
    document = given(WAGASHI, 6_000)[0]
    for section in document.sections:
        text = document.entry.body[section.start : section.end].strip()[:40]
        assert document.section_of(text) == section
        assert document.section_of(text[:15] + "・" + text[16:]) == section
