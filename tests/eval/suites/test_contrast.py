import json
from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.answer import Answer, Block, Citation, Row, Sentence
from eval.samples import DATASETS, DatasetError
from eval.suites.contrast import Request, judged, read_requests, there
from knowledge.contrast import BAD, GOOD, PARTED
from knowledge.corpus_check import read_corpus
from knowledge.entries import Case

FILE = DATASETS / "contrast.jsonl"
ASKED = Request(id="ct-x", role="co", group="a-wagashi-pricing", question="和菓子の値上げの成否は。")
GOOD_ID, BAD_ID, OTHER = "case-09-01", "case-09-02", "case-82-01"


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return {f.entry.id: f.entry for f in read_corpus()[0] if isinstance(f.entry, Case)}


@pytest.fixture(scope="module")
def requests() -> list[Request]:
    return read_requests(FILE)


def sentence(case, quote):
    return Sentence(
        text=quote,
        status="verified",
        citations=(Citation(number=1, entry_id=case.id, anchor=PARTED, quote=quote, start=0, end=1),),
    )


def table(left, right, label=PARTED, quote=None):
    cells = tuple((sentence(case, quote or case.text_of(PARTED)[:20]),) for case in (left, right))
    return Block(kind="contrast", heading="", columns=("成功", "失敗"), rows=(Row(label=label, cells=cells),))


def answer(*blocks, judgement=""):
    return Answer(
        question="q",
        role="co",
        intent="contrast",
        judgement=judgement,
        premises=(),
        blocks=blocks,
        sources=(),
        notices=(),
        searched={},
        as_of=date(2026, 11, 21),
    )


def values(request, cases, *blocks):
    return {name: value for name, (value, _) in judged(request, answer(*blocks), cases).items()}


def test_both_sides_of_the_group_quoted_where_they_parted_score_full_marks(cases):
    found = values(ASKED, cases, table(cases[GOOD_ID], cases[BAD_ID]))
    assert found["sides"] == found["parted"] == 1
    assert found["shared"] > 0.5


def test_two_successes_are_not_a_contrast(cases):
    found = values(ASKED, cases, table(cases[GOOD_ID], cases["case-09-04"]))
    assert found["sides"] == 0 and "shared" not in found
    assert found["parted"] == 0.5


def test_the_failure_in_the_column_of_success_is_not_a_contrast(cases):
    assert values(ASKED, cases, table(cases[BAD_ID], cases[GOOD_ID]))["sides"] == 0


def test_no_table_scores_nothing(cases):
    assert values(ASKED, cases) == {"sides": 0, "parted": 0}


def test_a_counterpart_of_other_premises_shares_less(cases):
    near = values(ASKED, cases, table(cases[GOOD_ID], cases[BAD_ID]))["shared"]
    far = values(ASKED, cases, table(cases[GOOD_ID], cases["case-44-04"]))["shared"]
    assert far < near


def test_a_quote_from_elsewhere_does_not_stand_for_the_point_where_they_parted(cases):
    good, bad = cases[GOOD_ID], cases[BAD_ID]
    assert values(ASKED, cases, table(good, bad, quote="どこにも書かれていない一文です"))["parted"] == 0
    assert values(ASKED, cases, table(good, bad, label="結果"))["parted"] == 0


def test_pairs_for_a_request_without_counterpart_score_nothing_unless_it_is_said_that_there_is_none(cases):
    request = replace(ASKED, group="", premises={"industry": ("02",)})
    pairs = table(cases[GOOD_ID], cases[BAD_ID])
    said, shared = (
        Block(kind="nothing", heading="", sentences=(Sentence(text=text, status="note"),))
        for text in ("林業の対になる事例は見つかりませんでした。", "食料品製造業が共通の事例を並べました。")
    )
    assert values(request, cases, pairs) == values(request, cases) == {"absence": 0}
    assert values(request, cases, shared, pairs) == values(request, cases, shared) == {"absence": 0}
    assert values(request, cases, said) == values(request, cases, said, pairs) == {"absence": 1}


@pytest.mark.parametrize(("judgement", "value"), [("ask", 1), ("nothing", 1), ("answer", 0), ("caveat", 0)])
def test_an_answer_that_is_withheld_tells_of_absence_but_not_beside_a_pair(cases, judgement, value):
    request = replace(ASKED, group="", premises={"industry": ("02",)})
    asked = Block(kind="ask", heading="", sentences=(Sentence(text="何人で営んでいますか。", status="note"),))
    assert judged(request, answer(asked, judgement=judgement), cases)["absence"][0] == value
    pair = table(cases[GOOD_ID], cases[BAD_ID])
    assert judged(request, answer(asked, pair, judgement=judgement), cases)["absence"][0] == 0


def test_a_case_that_tells_of_nothing_found_does_not_say_that_there_is_no_counterpart(cases):
    request = replace(ASKED, group="", premises={"industry": ("02",)})
    quoted = Block(kind="case", heading="", sentences=(Sentence(text="候補者は見つかりません。", status="verified"),))
    assert values(request, cases, quoted) == {"absence": 0}


def test_premises_are_shared_only_when_every_one_is(cases):
    good, bad = there({"industry": ("09",), "topics": ("pricing",)}, cases)
    assert GOOD_ID in good and BAD_ID in bad
    assert all(cases[i].outcome in GOOD for i in good) and all(cases[i].outcome in BAD for i in bad)
    assert there({"industry": ("09",), "topics": ("overseas",)}, cases) == ([], [])


def test_every_request_names_a_group_that_ended_differently_or_has_no_counterpart_in_the_corpus(requests, cases):
    for request in requests:
        if request.group:
            outcomes = {c.outcome for c in cases.values() if c.contrast_group == request.group}
            assert "success" in outcomes and outcomes - {"success"}, request.id
        else:
            good, bad = there(request.premises, cases)
            assert request.premises and not (good and bad), request.id


def test_enough_requests_have_no_counterpart_and_some_of_them_have_one_side(requests, cases):
    absent = [r for r in requests if not r.group]
    one_sided = [r for r in absent if any(there(r.premises, cases))]
    assert len(absent) >= 30 and len(one_sided) >= 15
    assert len({r.id for r in requests}) == len(requests)


def test_a_line_that_cannot_be_used_is_named(tmp_path):
    file = tmp_path / "contrast.jsonl"
    file.write_text(json.dumps({"id": "x"}), encoding="utf-8")
    with pytest.raises(DatasetError, match="1 行目"):
        read_requests(file)
