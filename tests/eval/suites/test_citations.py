from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.answer import Answer, Block, Citation, Row, Sentence
from assistant.answering.guideline import mending
from assistant.answering.written import Written
from eval.entailment import lacks
from eval.suites.citations import _MENDS, Asked, asked_of, explaining, judge, needed
from knowledge.corpus_check import CORPUS
from knowledge.entry_file import parse_markdown
from knowledge.filters import Viewer
from knowledge.search import KnowledgeBase


@pytest.fixture(scope="module")
def entry():
    file = sorted((CORPUS / "cases").glob("*.md"))[0]
    return parse_markdown(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def honest(entry):
    quote = entry.body[:60]
    cited = Citation(number=1, entry_id=entry.id, anchor="", quote=quote, start=0, end=60)
    block = Block(kind="case", heading="", sentences=(Sentence(text=quote, status="verified", citations=(cited,)),))
    return Asked("q-1", _answer(block), frozenset({entry.id}), Viewer())


def _answer(block):
    return Answer(
        question="値上げの事例",
        role="co",
        intent="similar",
        judgement="",
        premises=(),
        blocks=(block,),
        sources=(),
        notices=(),
        searched={},
        as_of=date(2026, 11, 24),
    )


def _values(asked, entry):
    return {m.name: [s.value for s in m.scores] for m in judge([asked], {entry.id: entry}.get)}


def _broken(asked, **changes):
    block = asked.answer.blocks[0]
    said = block.sentences[0]
    cited = replace(said.citations[0], **changes)
    return replace(asked, answer=_answer(replace(block, sentences=(replace(said, citations=(cited,)),))))


def test_an_honest_citation_passes_every_rule(honest, entry):
    assert {value for values in _values(honest, entry).values() for value in values} == {1.0}


@pytest.mark.parametrize(
    ("changes", "caught"),
    [
        ({"entry_id": "nowhere"}, "exists"),
        ({"start": 3, "end": 63}, "verbatim"),
        ({"quote": "銭湯の燃料の話です。"}, "recall"),
        ({"quote": "銭湯の燃料の話です。"}, "precision"),
    ],
)
def test_a_broken_citation_scores_nothing(honest, entry, changes, caught):
    assert _values(_broken(honest, **changes), entry)[caught] == [0.0]


def test_a_source_of_another_hub_or_never_retrieved_scores_nothing(honest, entry):
    assert _values(honest, replace(entry, visibility="hub:47"))["visible"] == [0.0]
    assert _values(replace(honest, retrieved=frozenset()), entry)["retrieved"] == [0.0]


def test_a_changed_number_and_a_denial_are_not_carried():
    source = "補助の上限は1,500万円で、申請は必要です。"
    assert lacks("補助の上限は１５００万円です。", [source]) == ""
    assert "2500" in lacks("補助の上限は2500万円です。", [source])
    assert lacks("申請は必要ではない。", [source]) == "打ち消しが合わない"
    assert lacks("申請は必要です。", []) == "出典がない"


def test_a_citation_that_adds_nothing_is_wrong():
    source = "申請には事業計画書が必要です。"
    assert needed("申請には事業計画書が必要です。", [source, "銭湯の燃料の話です。"]) == [True, False]


class _Naming:
    """Cites an entry that nobody looked up, as a document's order or a model might, and looks another one up."""

    def __init__(self, named, looked_up):
        self.named, self.looked_up = named, looked_up

    def write(self, desk, judgement, check):
        entry = desk.lookup(self.looked_up)
        quotes = [(self.named.id, self.named.body[:20]), (entry.id, entry.body[:20])]
        sentences = tuple(
            Sentence(text=q, citations=(Citation(number=1, entry_id=i, anchor="", quote=q, start=0, end=20),))
            for i, q in quotes
        )
        yield Written([Block(kind="summary", heading="", sentences=sentences)])


def test_only_what_was_found_or_looked_up_counts_as_retrieved_never_what_is_merely_named(
    starter_data, bundled_embedder, entry
):
    with closing(KnowledgeBase(starter_data, bundled_embedder)) as knowledge:
        writer = _Naming(entry, "institution-jetro")
        (asked,) = asked_of(knowledge, date(2026, 11, 24), [("q-1", "従業員の給料を上げたい")], writer=writer)
        (retrieved,) = (m for m in judge([asked], knowledge.catalog.get) if m.name == "retrieved")
    assert entry.id not in asked.retrieved
    assert [s.value for s in retrieved.scores if s.why] == [0.0]
    assert any(s.value == 1.0 for s in retrieved.scores)


def test_a_glossary_counts_as_retrieved_for_a_term_that_stands_in_the_answer_and_nothing_else_does(entry):
    glossary = parse_markdown((CORPUS / "policies" / "glossary-numbers.md").read_text(encoding="utf-8"))
    stored = {e.id: e for e in (entry, glossary)}.get

    def explained(source, said):
        cited = Citation(number=1, entry_id=source.id, anchor="粗利", quote="粗利", start=0, end=2)
        told = Sentence(text="粗利とは、売上から原価を引いた利益です。", status="verified", citations=(cited,))
        block = Block(kind="terms", heading="", rows=(Row(label="粗利", cells=((told,),)),))
        body = Block(kind="summary", heading="", sentences=(Sentence(text=said, status="note"),))
        return explaining(replace(_answer(body), blocks=(body, block)), stored)

    assert explained(glossary, "粗利を書きます。") == {glossary.id}
    assert explained(glossary, "店を開けます。") == explained(entry, "粗利を書きます。") == frozenset()


def test_the_playbooks_that_the_guideline_check_fetches_are_those_of_the_product():
    assert set(_MENDS.values()) == {mending._ABOUT_SCHEMES, mending._ABOUT_SALES}
