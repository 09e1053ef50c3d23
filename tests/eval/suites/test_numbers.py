from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.answer import Answer, Block, Citation, Row, Sentence
from eval.arithmetic import agrees, evaluated
from eval.asked_sums import AskedSum, answered, misread, read_asked_sums
from eval.number_sources import passage_of
from eval.quantities import quantities
from eval.samples import DATASETS, DatasetError
from eval.suites.numbers import SUMS, by_number
from knowledge.corpus_check import CORPUS
from knowledge.entry_file import parse_markdown


@pytest.fixture(scope="module")
def entry():
    return parse_markdown((CORPUS / "policies" / "subsidy-jizokuka.md").read_text(encoding="utf-8"))


def _answer(*blocks, question="持続化補助金の上限はいくらですか"):
    return Answer(
        question=question,
        role="co",
        intent="policy",
        judgement="",
        premises=(),
        blocks=blocks,
        sources=(),
        notices=(),
        searched={"case": 178},
        as_of=date(2026, 11, 24),
    )


def _cited(text, entry, quote):
    start = entry.body.index(quote)
    cited = Citation(number=1, entry_id=entry.id, anchor="", quote=quote, start=start, end=start + len(quote))
    return Block(kind="policy", heading="", sentences=(Sentence(text=text, status="verified", citations=(cited,)),))


def _values(answer, entry):
    return [score.value for score in by_number("q", "dev", answer, {entry.id: entry}.get)]


def test_a_number_of_the_cited_line_counts_and_a_changed_one_does_not(entry):
    quote = "補助の上限50万円です"
    assert _values(_answer(_cited("補助の上限は５０万円です。", entry, quote)), entry) == [1.0]
    assert _values(_answer(_cited("補助の上限は500万円です。", entry, quote)), entry) == [0.0]
    assert _values(_answer(_cited("補助の上限は50円です。", entry, quote)), entry) == [0.0]


def test_a_number_without_any_source_does_not_count_but_the_users_own_does(entry):
    bare = Block(kind="summary", heading="", sentences=(Sentence(text="補助は80万円です。"),))
    assert _values(_answer(bare), entry) == [0.0]
    assert _values(_answer(bare, question="80万円の看板を作りたい"), entry) == [1.0]


def test_a_quote_that_the_entry_does_not_hold_gives_no_passage(entry):
    block = _cited("補助の上限は50万円です。", entry, "補助の上限50万円です")
    (citation,) = block.sentences[0].citations
    assert "50万円" in passage_of(citation, {entry.id: entry}.get)
    assert passage_of(replace(citation, quote="別の引用"), {entry.id: entry}.get) == ""
    assert passage_of(citation, {}.get) == ""


def _sum(result, worked):
    def row(label, *texts, status="computed"):
        return Row(label=label, cells=(tuple(Sentence(text=text, status=status) for text in texts),))

    taken = row("使った数字", "売上高 1,000万円、変動費率 60%、固定費 350万円。", status="note")
    rate = row("限界利益率", "40%です。", "数字を入れると、1 − 60% = 40%です。")
    return Block(kind="figures", heading="", rows=(rate, row("損益分岐点売上高", f"{result}です。", worked), taken))


ASKED = "売上1,000万円、変動費率60%、固定費350万円の損益分岐点は?"


def test_a_sum_is_worked_out_again(entry):
    right = _sum("875万円", "数字を入れると、350万円 ÷ 40% = 875万円です。")
    assert set(_values(_answer(right, question=ASKED), entry)) == {1.0}
    wrong = _sum("870万円", "数字を入れると、350万円 ÷ 40% = 870万円です。")
    assert _values(_answer(wrong, question=ASKED), entry).count(0.0) == 2
    other_formula = _sum("650万円", "数字を入れると、1,000万円 − 350万円 = 650万円です。")
    assert 0.0 in _values(_answer(other_formula, question=ASKED), entry)


def test_a_note_may_count_what_was_searched_and_reckon_a_day_but_not_err(entry):
    def note(text):
        return _values(
            _answer(Block(kind="summary", heading="", sentences=(Sentence(text=text, status="note"),))), entry
        )

    assert set(note("事例178件を探しました。2026年12月8日ごろ(今日から14日後)に確かめましょう。")) == {1.0}
    assert 0.0 in note("2026年12月9日ごろ(今日から14日後)に確かめましょう。")
    assert note("補助の上限は80万円です。") == [0.0]


def test_a_sum_that_is_asked_for_must_be_shown_as_worked_out():
    asked = AskedSum(id="s", kind="break-even", question=ASKED, shows=(("875万円",),))
    assert answered(asked, _answer(_sum("875万円", "")))[0] == 1.0
    assert answered(asked, _answer(_sum("8,750,000円", "")))[0] == 1.0
    assert answered(asked, _answer(_sum("87万円", "")))[0] == 0.0
    assert answered(asked, _answer())[0] == 0.0
    quoted = Block(kind="policy", heading="", sentences=(Sentence(text="875万円です。", status="verified"),))
    assert answered(asked, _answer(quoted))[0] == 0.0


def test_a_refusal_must_be_said_and_a_number_that_must_not_be_shown_fails():
    asked = AskedSum(id="s", kind="impossible", question="", says=(("作るほど赤字", "売るほど赤字"),), never=("10円",))
    refusal = Sentence(text="限界利益率が0%以下なので、作るほど赤字です。", status="note")
    assert answered(asked, _answer(Block(kind="figures", heading="", sentences=(refusal,))))[0] == 1.0
    assert answered(asked, _answer())[0] == 0.0
    shown = (refusal, Sentence(text="10円です。", status="computed"))
    assert answered(asked, _answer(Block(kind="figures", heading="", sentences=shown)))[0] == 0.0


def test_a_number_that_nobody_asked_for_is_a_misreading():
    asked = AskedSum(id="s-1", kind="profit", question="", shows=(("875万円",),))
    right, other = _answer(_sum("875万円", "")), _answer(_sum("87万円", ""))
    assert (misread(asked, right), misread(asked, other), misread(asked, _answer())) == (False, True, False)
    assert misread(AskedSum(id="s-2", kind="p", question="", shows=asked.shows, never=("875万円",)), right)
    none = AskedSum(id="s-3", kind="none", question="")
    assert misread(none, right) and answered(none, right)[0] == 0.0
    assert not misread(none, _answer()) and answered(none, _answer())[0] == 1.0


def test_the_sums_can_be_read_and_lie_in_both_halves(tmp_path):
    sums = read_asked_sums(DATASETS / SUMS)
    assert len({one.id for one in sums}) == len(sums) >= 40
    assert {one.half for one in sums} == {"dev", "test", "fresh"}
    broken = tmp_path / "broken.jsonl"
    for line in ('{"id": "s"}', "[]", "{", '{"id": "s", "kind": "k", "question": "q"}'):
        broken.write_text(line, encoding="utf-8")
        with pytest.raises(DatasetError):
            read_asked_sums(broken)


def test_every_expected_result_is_what_its_sum_gives():
    for one in read_asked_sums(DATASETS / SUMS):
        assert len(one.worked) == len(one.shows), one.id
        for worked, spellings in zip(one.worked, one.shows, strict=True):
            exact = evaluated(worked, lambda number: number.value)
            shown = [quantities(spelling) for spelling in spellings]
            assert all(len(read) == 1 for read in shown), (one.id, spellings)
            assert any(agrees(read[0], exact) for read in shown), (one.id, float(exact))


def _note(text):
    return _answer(Block(kind="contrast", heading="", sentences=(Sentence(text=text, status="note"),)))


@pytest.mark.parametrize(
    "text",
    [
        "繊維工業・後継者（二代目・三代目）・6〜20人が共通で、結果が分かれた事例を並べました。",
        "一人で抱え込まず、命の危険が迫っているときは119番か110番に電話してください。",
        "1個あたりの限界利益は変わらないとみなしました。",
    ],
)
def test_labels_idioms_and_emergency_calls_are_no_numbers_of_the_field(entry, text):
    assert set(_values(_note(text), entry)) <= {1.0}


@pytest.mark.parametrize(
    "text", ["7〜20人が共通です。", "四代目に継いだ例です。", "118番に電話してください。", "2個あたりの値段です。"]
)
def test_other_numbers_in_a_note_are(entry, text):
    assert 0.0 in _values(_note(text), entry)


def test_an_amount_without_its_unit_in_the_question_is_one_of_yen(entry):
    bare = Block(kind="summary", heading="", sentences=(Sentence(text="売上高は6,000万円です。"),))
    assert _values(_answer(bare, question="年商6,000万の会社です"), entry) == [1.0]
    assert _values(_answer(bare, question="年商6,000の会社です"), entry) == [0.0]


def test_a_result_that_is_used_again_may_be_rounded_the_other_way_but_not_changed(entry):
    def rows(again):
        def row(label, *texts, status="computed"):
            return Row(label=label, cells=(tuple(Sentence(text=text, status=status) for text in texts),))

        return Block(
            kind="figures",
            heading="",
            rows=(
                row("損益分岐点売上高", "54,285,715円です。"),
                row("損益分岐点比率", "90.5%です。", f"{again} ÷ 6,000万円 ≒ 90.5%です。", "100%を超えると赤字です。"),
                row("使った数字", "売上高 6,000万円、限界利益率 35%、固定費 1,900万円。", status="note"),
            ),
        )

    asked = "年商6,000万、限界利益率35%、固定費1,900万円。"
    assert set(_values(_answer(rows("54,285,714円"), question=asked), entry)) == {1.0}
    assert 0.0 in _values(_answer(rows("54,285,713円"), question=asked), entry)
