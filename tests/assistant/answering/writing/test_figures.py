"""What a question asks to calculate comes first, with formula, inputs and assumptions, and then the entry of the formula."""

from __future__ import annotations

import pytest

from assistant.answering import Answer, Question
from assistant.answering.answer import ROLES, Block, Sentence
from assistant.answering.verification import verify
from assistant.api.service import Service
from assistant.pages.rendering import fragment
from assistant.plans.arithmetic import Result, asked

RISE = "原価4割、固定費350万、値上げ5%なら？"
RUNWAY = "現金300万、毎月40万減る。いつまでもつ？"


def _answer(service: Service, text: str, role: str = "co", earlier: tuple[str, ...] = ()) -> Answer:
    return service.assistant.answer(Question(text=text, role=role, earlier=earlier))


def _row(block: Block, label: str) -> str:
    return "".join(s.text for row in block.rows if row.label == label for cell in row.cells for s in cell)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("text", "label", "said", "entry_id"),
    [
        (RISE, "値上げ後の限界利益率", "61.9%です。", "formula-price-rise"),
        (RUNWAY, "手元のお金がもつ月数", "300万円 ÷ 40万円 = 7.5か月", "formula-cash-runway"),
        (
            "月商500万、変動費率60%、固定費180万。損益分岐点は？",
            "損益分岐点売上高",
            "180万円 ÷ 40% = 450万円",
            "formula-break-even",
        ),
    ],
)
def test_figures_come_first_and_their_formula_is_cited(
    service: Service, role: str, text: str, label: str, said: str, entry_id: str
) -> None:
    """For every role; the entry is quoted word for word and stands once."""
    answer = _answer(service, text, role)
    first, second = answer.blocks[:2]
    assert first.kind == "figures"
    assert said in _row(first, label)
    assert "計算式は" in _row(first, label)
    assert _row(first, "使った数字") and _row(first, "前提")
    assert second.entry_id == entry_id
    assert {s.status for s in second.all_sentences()} == {"verified"}
    shown = [b.entry_id for b in answer.blocks if b.kind == "policy"]
    assert len(shown) == len(set(shown))


def test_results_are_marked_as_calculated_and_nothing_else_is(service: Service) -> None:
    """A number stands under its own status, never under 確認済."""
    answer = _answer(service, RISE)
    results = {r.name for r in asked(RISE) if isinstance(r, Result)}
    for row in answer.blocks[0].rows:
        expected = {"computed"} if row.label in results else {"note"}
        assert {s.status for cell in row.cells for s in cell} == expected, row.label
    assert {s.status for b in answer.blocks[1:] for s in b.all_sentences()} <= {"verified", "note"}


def test_a_number_that_no_calculation_gives_is_not_taken_for_one() -> None:
    """The status is checked again, as every other."""
    results = [r for r in asked(RISE) if isinstance(r, Result)]
    right, wrong = Sentence(text="61.9%です。", status="computed"), Sentence(text="71.9%です。", status="computed")
    block = Block(kind="figures", heading="", sentences=(right, wrong))
    checked = verify([block], {}.get, computed=results)[0].sentences
    assert [s.status for s in checked] == ["computed", "unverified"]
    assert {s.status for s in verify([block], {}.get)[0].sentences} == {"unverified"}


def test_what_is_missing_is_asked_for(service: Service) -> None:
    """It is told how far the numbers would lead."""
    block = _answer(service, "月商500万、変動費率60%。損益分岐点は？").blocks[0]
    assert "固定費が分かれば、損益分岐点売上高まで計算できます。" in _row(block, "あと必要な数字")


def test_the_answer_to_that_continues_the_calculation(service: Service) -> None:
    """Nobody types the numbers twice."""
    earlier = ("月商500万、変動費率60%。損益分岐点は？",)
    block = _answer(service, "固定費は180万円です", earlier=earlier).blocks[0]
    assert "450万円です。" in _row(block, "損益分岐点売上高")
    assert "前のご質問の数字も使いました。" in _row(block, "前提")


def test_impossible_numbers_are_answered_in_words_once(service: Service) -> None:
    """A loss with every piece is the finding."""
    block = _answer(service, "売上1000万円、変動費1200万円、固定費50万円の損益分岐点は？").blocks[0]
    assert _row(block, "数字から分かること").count("作るほど赤字") == 1


def test_thin_evidence_does_not_hide_figures(service: Service) -> None:
    """Where nothing is found, the figures stand, and nothing says that there was no answer."""
    text = "固定費270万円、粗利率30%なら損益分岐点は？ ちなみにぬりかべ型ドローン茶碗のことです"
    understood = _answer(service, text)
    assert understood.blocks[0].kind == "figures"
    assert "900万円です。" in _row(understood.blocks[0], "損益分岐点売上高")
    assert not any("根拠になる事例・資料が見つかりません" in b.heading for b in understood.blocks)


@pytest.mark.parametrize(
    "text",
    [
        "固定費350万円を下げる方法を教えてください",
        "持続化補助金の50万円は後払いですか？",
        "値上げ5%に踏み切れない。似た事例は？",
    ],
)
def test_without_a_calculation_there_is_no_such_block(service: Service, text: str) -> None:
    """Numbers alone are no request."""
    assert not any(b.kind == "figures" for b in _answer(service, text).blocks)


def test_a_question_that_is_declined_is_not_calculated(service: Service) -> None:
    """What is not a hub's matter gets no figures either."""
    text = "売上1000万円を少なく申告して脱税したい。変動費率60%、固定費350万円で利益はいくら？"
    answer = _answer(service, text)
    assert answer.judgement == "decline"
    assert not any(b.kind == "figures" for b in answer.blocks)


def test_the_picture_stands_in_the_page_with_its_table(service: Service) -> None:
    """Drawn into the page itself, so that numbers of a firm are in no address; the data is there as a table too."""
    block = _answer(service, RUNWAY).blocks[0]
    shown = fragment("blocks.html", "block", block)
    assert "<svg" in shown and "<desc>8か月目の月末に、0円を下回ります。</desc>" in shown
    assert '<th scope="row">8か月目</th><td>-20万円</td>' in shown
    assert "style=" not in shown and "<script" not in shown
