import json
import re

import pytest

from eval.nuggets import Nugget, neighbours, read_nuggets, said_in
from eval.samples import DATASETS, DatasetError
from knowledge.corpus_check import CORPUS
from knowledge.entry_file import parse_markdown


@pytest.fixture(scope="module")
def asked():
    return read_nuggets(DATASETS / "nuggets.jsonl")


@pytest.fixture(scope="module")
def entries():
    read = (parse_markdown(path.read_text("utf-8")) for path in CORPUS.glob("*/*.md"))
    return {entry.id: entry for entry in read}


def _passages(entry):
    for line in entry.body.splitlines():
        yield from neighbours([s for s in re.split(r"(?<=。)", line) if s.strip()])


def test_every_nugget_stands_in_each_of_its_entries_or_at_least_in_one(asked, entries):
    """A rule that its own entry does not meet could never be met by an answer."""
    for one in asked:
        for nugget in one.nuggets:
            assert nugget.entries <= entries.keys(), (one.id, nugget.entries - entries.keys())
            found = [e for e in nugget.entries if said_in(nugget, _passages(entries[e])) == "support"]
            assert found or not nugget.entries, (one.id, nugget.says)


def test_no_question_is_worded_like_the_title_of_its_entry(asked, entries):
    for one in asked:
        for entry_id in {e for n in one.nuggets for e in n.entries}:
            title = entries[entry_id].title
            assert not any(title[i : i + 12] in one.question for i in range(len(title) - 11)), (one.id, title)


def test_the_set_is_large_enough_and_mixed(asked):
    assert len({one.id for one in asked}) == len({one.question for one in asked}) == len(asked) >= 100
    assert {one.half for one in asked} == {"dev", "test"}
    assert {one.intent for one in asked} == {"similar", "contrast", "mentor", "plan", "policy"}
    assert {one.role for one in asked} == {"co", "cco", "owner"}


@pytest.mark.parametrize(
    ("passage", "support"),
    [
        ("補助の上限は５０万円で、率は三分の二です。", "support"),
        ("補助の上限は500千円で、率は3分の2です。", "support"),
        ("補助の上限は150万円で、率は3分の2です。", "partial"),
        ("補助の上限は50万人で、率は2分の1です。", "not"),
        ("", "not"),
    ],
)
def test_numbers_are_met_as_numbers(passage, support):
    nugget = Nugget(level="vital", says="", terms=(("50万円",), ("3分の2",)))
    assert said_in(nugget, [passage]) == support


def test_terms_must_stand_together():
    nugget = Nugget(level="vital", says="", terms=(("昼食",), ("夕食",), ("やめ", "休止")))
    apart = ["昼食を休止しました。", "景色がよい宿です。", "夕食は部屋で出します。"]
    assert said_in(nugget, neighbours(apart)) == "partial"
    assert said_in(nugget, neighbours([apart[0], apart[2]])) == "support"


def test_a_line_that_cannot_be_used_is_told(tmp_path):
    good = {"level": "vital", "says": "s", "terms": [["a"]]}
    rows = [[], {"id": "n"}, [good | {"level": "must"}], [good | {"terms": []}], [good | {"level": "okay"}]]
    for nuggets in rows:
        row = (
            nuggets
            if isinstance(nuggets, dict)
            else {"id": "n", "intent": "i", "role": "co", "question": "q", "nuggets": nuggets}
        )
        path = tmp_path / "broken.jsonl"
        path.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
        with pytest.raises(DatasetError, match="1 行目"):
            read_nuggets(path)
