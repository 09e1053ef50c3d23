import json
import re
import unicodedata
from collections import Counter
from itertools import combinations

import pytest

from assistant.answering.answer import Premise, Question
from assistant.answering.understand import Understood
from eval.labelled_questions import FIELDS, KINDS, UNDERSTANDING, LabelledQuestion, read_labelled_questions
from eval.samples import DatasetError
from eval.suites.understanding import confusion, counted, measured
from knowledge.taxonomy import VOCABULARIES

SHARED_RUN = 18
ASKED = (
    LabelledQuestion(
        id="a",
        role="owner",
        kind="negation",
        intent="plan",
        question="値上げ以外でお願いします。居酒屋です。",
        facets={"industry": ("76",), "topics": ("sales", "margin")},
        excluded=("topics:pricing",),
    ),
    LabelledQuestion(id="b", role="co", kind="plain", intent="mentor", question="黙られたときの聞き方は。"),
)


@pytest.fixture(scope="module")
def asked() -> list[LabelledQuestion]:
    return read_labelled_questions()


def understood(asked, intent, codes=(), excluded=()):
    premises = [
        Premise(field=f, code=c, label=VOCABULARIES[f].label_of(c)) for f, _, c in (e.partition(":") for e in codes)
    ]
    return Understood(Question(text=asked.question), asked.question, asked.question, intent, tuple(premises), excluded)


def perfect(asked):
    return understood(
        asked, asked.intent, [f"{f}:{c}" for f, codes in asked.facets.items() for c in codes], asked.excluded
    )


def means(read, asked=ASKED):
    found = {m.name: [s.value for s in m.scores] for m in measured(asked, read)}
    return {name: sum(values) / len(values) for name, values in found.items() if values}


def test_a_reading_like_the_labels_scores_full_marks(asked):
    found = means([perfect(a) for a in asked], asked)
    assert found.pop("ruled_out_taken") == 0
    assert found.pop("intent_by_role") < 0.6
    assert set(found.values()) == {1.0}


def test_a_reader_that_says_plan_and_reads_nothing_scores_badly(asked):
    found = means([understood(a, "plan") for a in asked], asked)
    assert found["intent"] < 0.4
    assert found["main_topic"] == found["industry/f1"] == found["topics/recall"] == found["excluded/recall"] == 0
    assert "topics/precision" not in found


def test_a_reader_that_reads_every_code_into_every_question_loses_precision(asked):
    every = [f"{f}:{c}" for f in (*FIELDS, "outcome") for c in VOCABULARIES[f]]
    found = means([understood(a, a.intent, every) for a in asked], asked)
    assert found["topics/recall"] == 1 and found["topics/precision"] < 0.15
    assert found["industry/precision"] < 0.05
    assert found["ruled_out_taken"] == 1


def test_what_is_ruled_out_and_read_all_the_same_is_an_event():
    read = [understood(ASKED[0], "plan", ["topics:pricing", "industry:76"]), perfect(ASKED[1])]
    found = {m.name: m for m in measured(ASKED, read)}
    assert [s.value for s in found["ruled_out_taken"].scores] == [1.0]
    assert "topics:pricing" in found["ruled_out_taken"].scores[0].why


def test_precision_recall_and_f1_are_those_of_a_worked_example():
    read = [understood(ASKED[0], "plan", ["topics:margin", "topics:cash", "topics:people"]), perfect(ASKED[1])]
    found = means(read)
    assert found["topics/precision"] == pytest.approx(1 / 3)
    assert found["topics/recall"] == pytest.approx(1 / 2)
    assert found["topics/f1"] == pytest.approx(2 / 5)
    assert found["main_topic"] == 0
    half = ASKED[0].half
    row = next(row for row in counted(ASKED, read, half).rows if row[0] == "topics")
    assert row == ("topics", "2", "3", "1", "0.333", "0.500", "0.400")


def test_the_confusion_table_has_the_labels_in_rows():
    table = confusion(ASKED, [understood(ASKED[0], "policy"), perfect(ASKED[1])])
    assert table.columns[0] == "正解" and table.plot == "heat"
    counts = {row[0]: dict(zip(table.columns[1:], row[1:], strict=True)) for row in table.rows}
    assert counts["plan"]["policy"] == "1" and counts["plan"]["plan"] == "0" and counts["mentor"]["mentor"] == "1"


def test_the_questions_are_of_every_role_intent_and_kind(asked):
    assert len(asked) >= 300
    assert Counter(a.role for a in asked).keys() == {"owner", "co", "cco"}
    assert min(Counter(a.intent for a in asked).values()) >= 30
    assert Counter(a.kind for a in asked).keys() == set(KINDS)
    assert min(Counter(a.half for a in asked).values()) >= 150
    assert len({code for a in asked for code in a.facets.get("industry", ())}) >= 50


def test_no_two_questions_are_the_same_sentence_with_a_word_changed(asked):
    runs = [
        {t[i : i + SHARED_RUN] for i in range(len(t) - SHARED_RUN + 1)} for t in (folded(a.question) for a in asked)
    ]
    shared = [(asked[i].id, asked[j].id) for i, j in combinations(range(len(asked)), 2) if runs[i] & runs[j]]
    assert not shared


def folded(text: str) -> str:
    return re.sub(r"[\s、。?？]", "", unicodedata.normalize("NFKC", text))


def test_nothing_is_both_told_and_ruled_out(asked):
    for a in asked:
        told = {f"{field}:{code}" for field, codes in a.facets.items() for code in codes}
        assert not told & set(a.excluded), a.id
        assert len(a.facets.get("topics", ())) <= 3, a.id


def test_the_labels_follow_the_written_rule(asked):
    for a in asked:
        sizes, types, topics = (a.facets.get(f, ()) for f in ("size", "owner_type", "topics"))
        assert "s1" not in sizes or "sole" in types, a.id
        if topics[:1] == ("closing",) and "industry" in a.facets:
            assert "closing" in a.facets.get("stage", ()), a.id


@pytest.mark.parametrize(
    "wrong",
    [
        {"intent": "other"},
        {"role": "boss"},
        {"kind": "new"},
        {"question": " "},
        {"facets": {"topics": ["no-such"]}},
        {"facets": {"outcome": ["success"]}},
        {"excluded": ["topics"]},
        {"left": "over"},
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path, wrong):
    line = json.loads(UNDERSTANDING.read_text("utf-8").splitlines()[0])
    file = tmp_path / "understanding.jsonl"
    file.write_text(json.dumps({**line, **wrong}), encoding="utf-8")
    with pytest.raises(DatasetError, match="1 行目"):
        read_labelled_questions(file)


def test_an_id_stands_once(tmp_path):
    line = UNDERSTANDING.read_text("utf-8").splitlines()[0]
    file = tmp_path / "understanding.jsonl"
    file.write_text(f"{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="すでに使われて"):
        read_labelled_questions(file)
