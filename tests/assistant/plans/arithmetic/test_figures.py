"""A result shows its value in words and its formula with numbers; every calculation is exact and fails only in words."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assistant.plans.arithmetic
from assistant.plans.arithmetic import Input, NoAnswer, PlanInputError, Result, breakeven, price, productivity
from assistant.plans.arithmetic.figures import shown

CALCULATIONS: list[Callable[..., object]] = [
    f
    for module in (breakeven, price, productivity)
    for name, f in inspect.getmembers(module, inspect.isfunction)
    if f.__module__ == module.__name__ and not name.startswith("_") and name != "value_added"
]


def test_the_formula_takes_the_longest_name_first() -> None:
    inputs = (Input(name="限界利益", value=Decimal(400)), Input(name="限界利益率", value=Decimal("0.4"), unit="割合"))
    result = Result(name="x", value=Decimal(1000), unit="円", formula="限界利益 ÷ 限界利益率", inputs=inputs)
    assert result.worked == "400円 ÷ 40% = 1,000円"


@pytest.mark.parametrize(
    ("value", "unit", "rounding", "text"),
    [
        ("816.67", "円", "half", "817円"),
        ("1050.0000000000000000001", "円", "up", "1,050円"),
        ("1050.01", "円", "up", "1,051円"),
        ("0.1119", "割合", "down", "11.1%"),
        ("0.42857", "割合", "half", "42.9%"),
        ("-0.4", "円", "half", "0円"),
        ("2.5", "人", "half", "2.5人"),
        ("6", "人", "half", "6人"),
        ("500", "円/時", "half", "500円/時"),
        ("1e40", "円", "half", "1,000兆円を超える額"),
        ("1e40", "割合", "half", "けた外れに大きい数"),
    ],
)
def test_a_value_is_rounded_only_to_be_shown(value: str, unit: str, rounding: str, text: str) -> None:
    assert shown(Decimal(value), unit, rounding) == text  # type: ignore[arg-type]


def test_no_float_is_written_in_the_room() -> None:
    for path in Path(assistant.plans.arithmetic.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"{path.name}: {node.lineno}"
            assert not (isinstance(node, ast.Name) and node.id == "float"), path.name


def test_a_coarse_context_of_the_caller_changes_nothing() -> None:
    exactly = breakeven.break_even(Decimal("0.3"), Decimal(1000))
    with localcontext(prec=2):
        assert breakeven.break_even(Decimal("0.3"), Decimal(1000)) == exactly


numbers = st.one_of(
    st.decimals(allow_nan=True, allow_infinity=True),
    st.decimals(min_value=-2, max_value=2, places=3),
    st.integers(),
    st.floats(),
    st.text(max_size=3),
    st.none(),
    st.booleans(),
)


@pytest.mark.parametrize("calculate", CALCULATIONS, ids=lambda f: f.__name__)
@given(data=st.data())
def test_any_input_is_answered_or_refused_in_words(calculate: Callable[..., object], data: st.DataObject) -> None:
    arguments = [data.draw(numbers) for _ in inspect.signature(calculate).parameters]
    try:
        answer = calculate(*arguments)
    except PlanInputError as error:
        assert str(error).endswith("。")
        return
    if isinstance(answer, NoAnswer):
        assert answer.reason.endswith("。")
    else:
        assert isinstance(answer, Result) and isinstance(answer.value, Decimal)
        assert answer.text and answer.worked and answer.value.is_finite()
        assert all(isinstance(i.value, Decimal) for i in answer.inputs)
