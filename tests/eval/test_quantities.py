from fractions import Fraction

import pytest

from eval.quantities import Quantity, lacking, quantities


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("売上１，０００万円と二〇〇万円", [("10000000", "円"), ("2000000", "円")]),
        ("千二百万円、5千円、3百万円、48,000千円", [("12000000", "円"), ("5000", "円"), ("3000000", "円"), ("48000000", "円")]),
        ("1億2千万円と7億2,000万円", [("120000000", "円"), ("720000000", "円")]),
        ("3割引、三分の二、2割5分、８％", [("3/10", "率"), ("2/3", "率"), ("1/4", "率"), ("2/25", "率")]),
        ("令和7年4月と平成元年", [("2025", "年"), ("4", "月"), ("1989", "年")]),
        ("2025-04-01から二十五人", [("2025", "年"), ("4", "月"), ("1", "日"), ("25", "人")]),
        ("300〜400万円、10～20％、2〜3期分", [("3000000", "円"), ("4000000", "円"), ("1/10", "率"), ("1/5", "率"), ("2", "期"), ("3", "期")]),
        ("36ヶ月、3か月以内", [("36", "か月"), ("3", "か月")]),
        ("(40% − 10%)、-10%です", [("2/5", "率"), ("1/10", "率"), ("-1/10", "率")]),
        ("- 3か月以内に辞める", [("3", "か月")]),
        ("十分な準備を一緒に、もう一度", []),
    ],
)  # fmt: skip
def test_numbers_are_read_as_japanese_writes_them(text, read):
    assert [(str(one.value), one.unit) for one in quantities(text)] == read


@pytest.mark.parametrize(
    ("said", "told"), [("51万円", "50万円"), ("5割", "40%"), ("3か月", "3年"), ("150万円", "50万円"), ("12人", "12社")]
)
def test_another_number_or_another_unit_is_not_told(said, told):
    assert lacking(quantities(said), quantities(told))
    assert not lacking(quantities(said), quantities(f"{told}と{said}"))


def test_a_share_is_told_in_any_of_its_spellings():
    assert not lacking(quantities("3割と半分でなく2分の1"), quantities("30%、50%"))
    assert lacking([Quantity(Fraction(3, 10), "率", "3割")], quantities("0.3倍"))
