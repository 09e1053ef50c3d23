"""Amounts are read in the spellings people use, refused in words, and written back plainly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plans.arithmetic.inputs import PlanInputError
from assistant.plans.arithmetic.money import read_ratio, read_yen, write_ratio, write_yen

YEN = {
    "350万円": 3_500_000,
    "３５０万円": 3_500_000,
    "350万": 3_500_000,
    "350 万円": 3_500_000,
    "三百五十万円": 3_500_000,
    "三五〇万円": 3_500_000,
    "3百50万円": 3_500_000,
    "3,500,000円": 3_500_000,
    "３，５００，０００円": 3_500_000,
    "3500000円": 3_500_000,
    "3,500千円": 3_500_000,
    "350萬円": 3_500_000,
    "約350万円": 3_500_000,
    "350万円くらい": 3_500_000,
    "およそ350万円": 3_500_000,
    "3.5百万円": 3_500_000,
    "¥3,500,000": 3_500_000,
    "￥3500000": 3_500_000,
    "\\3,500": 3_500,
    "350万えん": 3_500_000,
    "1億2,000万円": 120_000_000,
    "1億2000万": 120_000_000,
    "一億二千万円": 120_000_000,
    "1.2億円": 120_000_000,
    "2兆円": 2_000_000_000_000,
    "350百万円": 350_000_000,
    "百万円": 1_000_000,
    "千円": 1_000,
    "5千円": 5_000,
    "5千万円": 50_000_000,
    "1万5千円": 15_000,
    "1万5,000円": 15_000,
    "十万円": 100_000,
    "十二万三千円": 123_000,
    "二〇〇万円": 2_000_000,
    "壱万円": 10_000,
    "弐拾万円": 200_000,
    "0円": 0,
    "980円": 980,
    "△50万円": -500_000,
    "▲50万円": -500_000,
    "-50万円": -500_000,
    "−50万円": -500_000,
    "マイナス50万円": -500_000,
}
RATIOS = {
    "4割": "0.4",
    "４割": "0.4",
    "四割": "0.4",
    "4割5分": "0.45",
    "三割五分": "0.35",
    "4割5分3厘": "0.453",
    "十割": "1",
    "5%": "0.05",
    "５％": "0.05",
    "5 ％": "0.05",
    "5パーセント": "0.05",
    "五パーセント": "0.05",
    "二十五%": "0.25",
    "5.5%": "0.055",
    "-5%": "-0.05",
    "半分": "0.5",
    "約4割": "0.4",
    "百%": "1",
}


@pytest.mark.parametrize(("text", "value"), YEN.items())
def test_an_amount_is_read_however_it_is_spelled(text: str, value: int) -> None:
    assert read_yen(text) == value


@pytest.mark.parametrize(("text", "value"), RATIOS.items())
def test_a_ratio_is_read_however_it_is_spelled(text: str, value: str) -> None:
    assert read_ratio(text) == Decimal(value)


def test_the_table_of_spellings_is_long_enough() -> None:
    assert len(YEN) >= 40


@pytest.mark.parametrize("text", ["350", "三百", "1,000"])
def test_an_amount_without_a_unit_is_refused(text: str) -> None:
    with pytest.raises(PlanInputError, match="単位がありません"):
        read_yen(text)


@pytest.mark.parametrize("text", ["0.4", "40"])
def test_a_ratio_without_a_unit_is_refused(text: str) -> None:
    with pytest.raises(PlanInputError, match="単位がありません"):
        read_ratio(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "円",
        "万円",
        "数百万円",
        "3,50万円",
        "1,0000円",
        "1万20000円",
        "百千円",
        "1億2億円",
        "5%",
        "十5五円",
        "千五千円",
        "1.2.3円",
        "9" * 70 + "円",
        "100,000兆円",
        "百2百円",
        "十20円",
        "〇万円〇",
    ],
)
def test_what_is_no_amount_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(PlanInputError) as error:
        read_yen(text)
    assert str(error.value).endswith("。") and "\n" not in str(error.value)


@pytest.mark.parametrize("text", ["", "350円", "割", "5分", "9999999999999999億%", "パーセント"])
def test_what_is_no_ratio_is_refused(text: str) -> None:
    with pytest.raises(PlanInputError):
        read_ratio(text)


@pytest.mark.parametrize("value", [None, 350, b"350"])
def test_what_is_no_text_is_refused(value: object) -> None:
    for read in (read_yen, read_ratio):
        with pytest.raises(PlanInputError):
            read(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("3500000", "350万円"),
        ("120000000", "1億2,000万円"),
        ("1000000000000", "1兆円"),
        ("12345", "12,345円"),
        ("0", "0円"),
        ("-0.5", "-0.5円"),
        ("1E+4", "1万円"),
        ("-500000", "-50万円"),
    ],
)
def test_an_amount_is_written_plainly(value: str, text: str) -> None:
    assert write_yen(Decimal(value)) == text


@pytest.mark.parametrize(("value", "text"), [("0.4", "40%"), ("0.055", "5.5%"), ("-0.005", "-0.5%"), ("10", "1,000%")])
def test_a_ratio_is_written_as_a_percentage(value: str, text: str) -> None:
    assert write_ratio(Decimal(value)) == text


amounts = st.decimals(min_value=-(10**15), max_value=10**15, places=4)


@given(amounts)
def test_an_amount_that_was_written_reads_the_same(value: Decimal) -> None:
    assert read_yen(write_yen(value)) == value


@given(st.integers(-(10**11), 10**11))
def test_round_amounts_read_the_same(ten_thousands: int) -> None:
    value = Decimal(ten_thousands) * 10_000
    assert read_yen(write_yen(value)) == value


@given(st.decimals(min_value=-100, max_value=100, places=6))
def test_a_ratio_that_was_written_reads_the_same(value: Decimal) -> None:
    assert read_ratio(write_ratio(value)) == value


@given(st.text() | st.text("0123456789０五十百千万億兆円割分厘%,.-¥約", max_size=80))
def test_reading_raises_nothing_but_our_error(text: str) -> None:
    for read in (read_yen, read_ratio):
        try:
            assert isinstance(read(text), Decimal)
        except PlanInputError as error:
            assert str(error)
