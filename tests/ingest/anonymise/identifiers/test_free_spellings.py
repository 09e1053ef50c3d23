"""Identifiers as many hands write them: none of their characters may be left, and what explains a number keeps it quiet."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from ingest.anonymise import find

LINE_END, UNSEEN = "⏎", "¦"
KINDS = 15
NAMES = {"person", "firm", "place", "known"}


def test_no_character_is_left_in_any_spelling(table: Callable[[str], list[Any]]) -> None:
    rows = table("spellings")
    kinds: Counter[str] = Counter(kind for row in rows for kind, _, _ in row.spans)
    assert len(kinds) == KINDS
    assert min(kinds.values()) >= 25
    left = []
    for row in rows:
        text = row.text.replace(LINE_END, "\n").replace(UNSEEN, "\u200b")
        hidden = {at for f in find(text) for at in range(f.start, f.end)}
        left += [(text, text[a:b]) for _, a, b in row.spans if not hidden.issuperset(range(a, b))]
    assert not left


@pytest.mark.parametrize(
    "text",
    [
        "固定資産税は4期分、計412,800円。1期は4/30、2期7/31、3期12/25。",
        "勘定科目コード6110に水道代と看板代が混ざっていた。",
        "型番 KX-2280-90、図番は D-20417-B、保証は購入から5年。",
        "厚さ0.9×幅1219×長さ2438、SPCC。",
        "ISO9001は2015年版、JIS Q 27001も検討する。",
        "受付は10:30~12:00、翌日の02:00に窯入れ。",
        "雇用保険料率は14.5/1000、労働者負担は5.5/1000。",
        "中小企業信用保険法(昭和25年法律第264号)に基づく。",
        "法人番号は13桁、マイナンバーは12桁、最初の1桁は検査用。",
        "セーフティネット保証4号を使った3,000万円の融資。",
        "ねんきんダイヤル 0570-05-1165 の受付は平日8:30から。",
        "事業資金相談ダイヤル(0120-154-505)で制度を聞いた。",
        "IT導入補助金2025の公募要領と2024の採択の数を比べる。",
        "部品表 A-1045、A-1046、B-2210 は同じ材料から採れる。",
        "2024年5月、380万円の見積書を持参した。",
        "LINEの公式アカウントは月200通まで無料。",
        "長野市と松本市で3社、県内では20軒が導入した。",
        "昭和50年に創業し、1978年に移った。",
        "「ドット柄」や「アットホーム」は使わず、ハイフンも避ける。",
        "えるぼし認定とくるみん認定、どちらを先にとるか。",
    ],
)
def test_what_explains_a_number_keeps_it_quiet(text: str) -> None:
    assert [f for f in find(text) if f.kind not in NAMES] == []


@pytest.mark.parametrize(
    "unit", ["1-", "一", "ゼロ", "エー", "1 ", "富士市", "市\n町 ", "aドット", "番号は一", "a_b-", "1の2、"]
)
def test_hostile_length_costs_no_more_than_its_length(unit: str) -> None:
    """Twice the text takes about twice the time; a quadratic rule would take four times as long and more."""
    short, long = unit * (3_000 // len(unit)), unit * (12_000 // len(unit))
    assert _seconds(long) < 10 * max(_seconds(short), 0.05)


def _seconds(text: str) -> float:
    began = time.process_time()
    find(text)
    return time.process_time() - began
