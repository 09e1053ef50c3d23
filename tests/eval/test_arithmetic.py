from fractions import Fraction

import pytest

from eval.arithmetic import SumError, agrees, beside, evaluated, recomputed
from eval.quantities import quantities


def _known(**numbers):
    return {name: Fraction(str(value)) for name, value in numbers.items()}


@pytest.mark.parametrize(
    ("name", "known", "value"),
    [
        ("目標利益達成売上高", _known(固定費=1000, 目標利益=200, 限界利益率="0.8"), 1500),
        ("目標利益達成売上高", _known(固定費=1500, 目標利益率="0.05", 限界利益率="0.8"), 2000),
        ("値上げ後の利益", _known(売上高=1000, 限界利益率="0.4", 固定費=350, 値上げ率="0.05"), 100),
        ("利益", _known(売上高=1000, 限界利益率="0.4", 固定費=350), 50),
        ("値上げで減ってもよい販売数の割合", _known(限界利益率="0.4", 値上げ率="0.05"), Fraction(1, 9)),
        ("値上げ後の限界利益率", _known(限界利益率="0.4", 値上げ率="0.05"), Fraction(3, 7)),
        ("値引きを取り返すのに必要な販売数の増加", _known(限界利益率="0.3", 値引き率="0.1"), Fraction(1, 2)),
        ("1個あたりの限界利益(額)を保つ値上げ率", _known(限界利益率="0.55", 原価上昇率="0.15"), Fraction(27, 400)),
        ("資金が尽きる月", _known(現預金=300, 入金=450, 出金=480, 返済=20), 7),
    ],
)
def test_the_check_values_come_out(name, known, value):
    assert recomputed(name, known) == value


def test_what_has_no_value_has_none():
    assert recomputed("損益分岐点売上高", _known(固定費=100, 限界利益率=0)) is None
    assert recomputed("損益分岐点売上高", _known(固定費=100)) is None
    assert recomputed("資金が尽きる月", _known(現預金=100, 入金=10, 出金=10)) is None
    assert recomputed("占い", {}) is None


def test_a_shown_number_may_be_rounded_but_not_changed():
    (shown,) = quantities("42.9%")
    assert agrees(shown, Fraction(3, 7))
    assert not agrees(shown, Fraction(428, 1000))


def test_expressions_are_worked_out_exactly():
    def itself(one):
        return one.value

    assert evaluated("(40% + 5%) ÷ (1 + 5%)", itself) == Fraction(3, 7)
    assert evaluated("1 − 65%", itself) == Fraction(35, 100)
    assert evaluated("1,000万円 × (40% − 10%) − 250万円", itself) == 500_000
    for broken in ("月末残高が初めて0円を下回る月", "1 ÷ 0", "(1 + 2", ""):
        with pytest.raises(SumError):
            evaluated(broken, itself)


def test_the_month_in_which_cash_ends_is_told_beside_the_result():
    told = beside("手元のお金がもつ月数", _known(現預金=1350, 毎月の減少額=110))
    assert [(one.value, one.unit) for one in told] == [(12, "か月"), (13, "か月")]
    assert not beside("利益", {})
