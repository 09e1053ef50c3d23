"""A figure that a question gives to a scheme is compared with the scheme's own, in whatever words the question is put."""

from __future__ import annotations

import pytest

from assistant.answering.judging.premises import wrong_premises
from knowledge.entries import Policy
from knowledge.entry_file import build_document
from knowledge.search import Hit

RULES = """- 看板補助金の上限は、店頭枠が50万円、屋上枠が200万円です。
- 看板補助金の補助率は3分の2です。
- 看板補助金は2026年4月に始まりました。
- 看板補助金の認定書の有効期間は30日です。
- 看板補助金の窓口は全国47か所にあります。
- 看板補助金では、時給を30円以上引き上げることが条件です。
- 看板補助金は、売上が5%以上減っていることが目安です。
- 看板補助金は、担保と保証人なしで受けられます。
- 看板補助金の申請には、町内会が発行する書類が必要です。"""
ENTRY: Policy = build_document(
    {"id": "kanban", "title": "看板補助金の要点", "category": "subsidy", "publisher": "発行者"},
    [("内容", None, RULES)],
)


def wrong(text: str) -> list[tuple[str, str]]:
    found = wrong_premises(text, [Hit(ENTRY, 1.0, ())])
    return [(w.claimed, "".join(ENTRY.body[a:b] for a, b in w.spans)) for w in found]


@pytest.mark.parametrize(
    ("text", "figure", "said"),
    [
        ("看板補助金、上限は300万だと聞いたんだけど合ってる？", "300万", "50万円"),
        ("看板補助金で5百万円もらう段取りを教えて", "5百万円", "200万円"),
        ("看板補助金の枠が900万円あるので看板を二つ作りたい", "900万円", "200万円"),
        ("看板補助金は補助率9割の認識です", "9割", "3分の2"),
        ("看板補助金の自己負担は1割で済むと税理士が話していました", "1割", "3分の2"),
        ("看板補助金は2019年から始まっている", "2019年", "2026年"),
        ("看板補助金の窓口は全国5か所だけだから遠い", "5か所", "47か所"),
        ("看板補助金は時給を10円上げればよいと理解しています", "10円", "30円"),
        ("看板補助金は売上50%減が条件だったと思います", "50%", "5%"),
        ("看板補助金の認定書は90日使えるつもりでいます", "90日", "30日"),
    ],
)
def test_figure_that_the_entry_states_otherwise_is_put_right(text: str, figure: str, said: str) -> None:
    [(claimed, quoted), *_] = wrong(text)
    assert claimed == figure and said in quoted


@pytest.mark.parametrize(
    "text",
    [
        "看板補助金、上限は50万円だと聞いたんだけど合ってる？",
        "看板補助金は補助率2/3の認識です",
        "看板補助金の自己負担は3分の1と税理士が話していました",
        "看板補助金で100万円もらう段取りを教えて",
        "看板補助金は令和8年から始まっている",
        "看板補助金は時給を50円上げればよいと理解しています",
        "800万円の看板を作るのに、看板補助金はいくら出ますか",
        "売上が30%減った飲食店です。看板補助金は使えますか",
        "借入が3000万円あります。看板補助金で計画を作るべきですか",
        "看板補助金の計画作りに80万円かかると言われました。いくら自己負担ですか",
        "看板補助金の様式は3枚ですか",
    ],
)
def test_right_figures_and_the_askers_own_are_let_be(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("看板補助金の保証人は兄に頼むことにしました", "保証人なし"),
        ("看板補助金の書類は町内会を通さず自分で出します", "町内会が発行する"),
        ("看板補助金の申請に書類は不要と聞いたので、今日出します", "書類が必要"),
    ],
)
def test_statement_without_any_mark_of_hearsay_is_put_right(text: str, said: str) -> None:
    [(_, quoted)] = wrong(text)
    assert said in quoted


@pytest.mark.parametrize(
    "text",
    [
        "看板補助金は保証人なしと聞いたので申し込みたい",
        "看板補助金の保証人はどうすればいいですか",
        "看板補助金の書類を町内会にもらいに行きます",
        "保証人が見つかりません。看板補助金は使えますか",
    ],
)
def test_true_statement_and_question_are_let_be(text: str) -> None:
    assert wrong(text) == []


def test_name_that_only_parts_of_speech_tell_is_said_to_be_unknown() -> None:
    [found] = wrong_premises("後継者ありがとう助成金の申請先", [Hit(ENTRY, 1.0, ())], named=["後継者ありがとう助成金"])
    assert (found.kind, found.claimed) == ("unknown-scheme", "後継者ありがとう助成金")
    assert wrong_premises("看板補助金の申請先", [Hit(ENTRY, 1.0, ())], named=["看板補助金"]) == ()
