"""Figures are compared by what they mean, not by how they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.verification.amounts import amounts, computed_amounts
from assistant.answering.verification.folding import plain
from assistant.plans.arithmetic.figures import Input, Result


def _said(text: str, source: str) -> bool:
    told = amounts(plain(source))
    return all(amount.said_by(told) for amount in amounts(plain(text)))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("３３００万円", "3,300万円"),
        ("三百五十万円", "350万円"),
        ("1億2,000万円", "12,000万円"),
        ("300,000円", "30万円"),
        ("1割", "10%"),
        ("4割", "40％"),
        ("令和7年", "2025年"),
        ("平成元年", "1989年"),
        ("1年", "12か月"),
        ("3ヶ月", "3カ月間"),
        ("3〜5割", "3割から5割"),
        ("2,500万円〜9,000万円", "2,500万円から9,000万円"),
        ("三分の二", "3分の2"),
        ("2/3", "3分の2"),
        ("二人", "2名"),
        ("11.1%以内", "11.1%まで"),
        ("約30人", "30人"),
        ("271時間まで減り", "271時間に減り"),
        ("一緒に一部を唯一の", "数字のない文"),
    ],
)
def test_the_same_amount_in_another_spelling_is_said(text: str, source: str) -> None:
    """Width, kanji, 万 and 億, %, 割, era and span."""
    assert _said(text, source)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("3,300円", "3,300万円"),
        ("30億円", "30万円"),
        ("15割", "15%"),
        ("令和6年", "2025年"),
        ("8年", "8か月"),
        ("5人以上", "5人以下"),
        ("50万円", "上限50万円"),
        ("30人", "約30人"),
        ("数百人", "数十人"),
        ("-5%", "5%"),
        ("年150万円", "月150万円"),
        ("112時間", "112分"),
        ("4社", "4人"),
        ("3分の1", "3分の2"),
    ],
)
def test_another_amount_unit_bound_or_sureness_is_not_said(text: str, source: str) -> None:
    """A lost 上限 and a lost 約 make another claim."""
    assert not _said(text, source)


@given(st.integers(1, 9_999), st.integers(1, 9_999), st.sampled_from(["円", "万円", "億円", "%", "人", "か月", "個"]))
def test_two_numbers_with_one_unit_say_the_same_only_when_equal(one: int, other: int, unit: str) -> None:
    """No pair of different numbers is taken for equal."""
    assert _said(f"売上は{one:,}{unit}です", f"売上は{other}{unit}です") == (one == other)


def test_a_computed_amount_counts_when_the_sentence_names_it() -> None:
    """875万円 of the calculation is no evidence for a sentence about something else."""
    result = Result(
        name="損益分岐点売上高",
        value=Decimal(8_750_000),
        unit="円",
        formula="固定費 ÷ 限界利益率",
        inputs=(
            Input(name="固定費", value=Decimal(3_500_000)),
            Input(name="限界利益率", value=Decimal("0.4"), unit="割合"),
        ),
    )
    named = plain("固定費350万円、限界利益率40%なので、損益分岐点売上高は875万円です。")
    assert all(a.said_by(computed_amounts(named, [result])) for a in amounts(named))
    other = plain("補助金は875万円です。")
    assert not any(a.said_by(computed_amounts(other, [result])) for a in amounts(other))


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    """Hostile input ends in a list."""
    assert isinstance(amounts(plain(text)), list)
