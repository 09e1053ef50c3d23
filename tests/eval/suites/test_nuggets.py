import re
from datetime import date

import pytest

from assistant.answering.answer import Answer, Block, Citation, Sentence
from eval.nuggets import read_nuggets
from eval.samples import DATASETS
from eval.suites.nuggets import FILE, measured, missed
from knowledge.corpus_check import CORPUS
from knowledge.entry_file import parse_markdown


@pytest.fixture(scope="module")
def asked():
    return read_nuggets(DATASETS / FILE)[:12]


@pytest.fixture(scope="module")
def entries():
    read = (parse_markdown(path.read_text("utf-8")) for path in CORPUS.glob("*/*.md"))
    return {entry.id: entry for entry in read}


def _answer(question, sentences):
    return Answer(
        question=question,
        role="co",
        intent="policy",
        judgement="",
        premises=(),
        blocks=(Block(kind="policy", heading="", sentences=tuple(sentences)),),
        sources=(),
        notices=(),
        searched={},
        as_of=date(2026, 11, 24),
    )


def _quoted(entry, cited_as, status="verified"):
    citation = Citation(number=1, entry_id=cited_as, anchor="", quote="", start=0, end=0)
    lines = re.split(r"(?<=。)|\n", entry.body)
    return [Sentence(text=line, status=status, citations=(citation,)) for line in lines if line]


def _values(asked, answers):
    return {m.name: [s.value for s in m.scores] for m in measured(asked, answers)}


def _whole(one, entries, cited_as=None, status="verified"):
    ids = sorted({e for n in one.nuggets for e in n.entries})
    return _answer(one.question, [s for i in ids for s in _quoted(entries[i], cited_as or i, status)])


def test_quoting_the_entries_whole_says_every_nugget(asked, entries):
    answers = [_whole(one, entries) for one in asked]
    assert {value for values in _values(asked, answers).values() for value in values} == {1.0}
    assert all(row[1] == row[2] for row in missed(asked, answers).rows)


@pytest.mark.parametrize(
    "bad",
    [
        lambda one, entries: _answer(one.question, []),
        lambda one, entries: _answer(one.question, [Sentence(text=one.question, status="note")]),
        lambda one, entries: _whole(one, entries, cited_as="case-99-99"),
        lambda one, entries: _whole(one, entries, status="unverified"),
        lambda one, entries: _answer(
            one.question, [Sentence(text="".join(n.says for n in one.nuggets), status="verified")]
        ),
        lambda one, entries: _answer(one.question, _quoted(entries["case-10-05"], "case-10-05")),
    ],
    ids=["silent", "echo", "wrong source", "unverified", "no source", "another case"],
)
def test_a_bad_answer_says_nothing(asked, entries, bad):
    answers = [bad(one, entries) for one in asked]
    assert set(_values(asked, answers)["strict_vital"]) == {0.0}
    assert {row[2] for row in missed(asked, answers).rows} == {"0"}


def test_a_miss_is_told_with_its_reason(asked, entries):
    answers = [_whole(one, entries, cited_as="case-99-99") for one in asked]
    worst = measured(asked, answers)[0].scores[0]
    assert worst.question == asked[0].question
    assert all(nugget.says in worst.why for nugget in asked[0].nuggets)
    assert "case-99-99" in worst.answer
    places = missed(asked, answers)
    assert [row[-1] for row in places.rows] == [row[1] for row in places.rows]


def test_half_of_the_terms_is_partial_support(asked, entries):
    (one,) = (one for one in asked if one.id == "n-001")
    half = next(n for n in one.nuggets if len(n.terms) == 2 and n.level == "vital")
    said = Sentence(
        text=half.terms[0][0],
        status="verified",
        citations=(Citation(number=1, entry_id=next(iter(half.entries)), anchor="", quote="", start=0, end=0),),
    )
    values = _values([one], [_answer(one.question, [said])])
    vital = [n for n in one.nuggets if n.level == "vital"]
    assert values["strict_vital"] == [0.0]
    assert values["vital"] == [0.5 / len(vital)]
