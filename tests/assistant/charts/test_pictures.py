"""A picture shows the results as they are: well-formed, named, without styles or scripts, with all its data beside it."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.charts import Chart, break_even_chart, cash_chart, chart_of, items_chart, price_rise_chart
from assistant.plans.arithmetic import Result, asked
from assistant.plans.arithmetic.breakeven import break_even
from assistant.plans.arithmetic.items import Item, item_lines

SVG = "{http://www.w3.org/2000/svg}"


def _item(name: str, price: int, cost: int, sold: int) -> Item:
    return Item(name=name, price=Decimal(price), variable_cost=Decimal(cost), quantity=Decimal(sold))


def _checked(chart: Chart) -> ElementTree.Element:
    root = ElementTree.fromstring(chart.svg)
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == (chart.title, chart.told)
    assert root.get("role") == "img"
    for element in root.iter():
        assert "style" not in element.attrib and not any(name.startswith("on") for name in element.attrib)
        assert element.tag.removeprefix(SVG) in ("svg", "title", "desc", "polyline", "circle", "rect", "text")
    assert chart.rows and all(len(row) == len(chart.columns) for row in chart.rows)
    return root


def test_break_even_names_the_point_and_tells_profit_around_it() -> None:
    chart = break_even_chart(Decimal("0.4"), Decimal(3_500_000), Decimal(10_000_000))
    assert chart is not None
    _checked(chart)
    assert "875万円" in chart.told and "1,000万円" in chart.told
    assert ("875万円", "875万円", "0円") in chart.rows
    assert ("1,000万円", "950万円", "50万円") in chart.rows


def test_the_point_is_the_one_that_the_calculation_tells() -> None:
    chart, told = break_even_chart(Decimal("0.6"), Decimal(800_000)), break_even(Decimal("0.6"), Decimal(800_000))
    assert chart is not None and isinstance(told, Result)
    assert (
        told.text == "1,333,334円"
        and f"売上が{told.text}のところで" in chart.told
        and f"● 損益分岐点 {told.text}" in chart.svg
    )


@pytest.mark.parametrize(
    ("rate", "fixed"), [(Decimal(0), Decimal(1)), (Decimal("-0.2"), Decimal(1)), (Decimal("0.4"), Decimal(0))]
)
def test_without_a_break_even_point_there_is_no_picture(rate: Decimal, fixed: Decimal) -> None:
    assert break_even_chart(rate, fixed) is None


def test_price_rise_leads_from_the_profit_before_to_the_profit_after() -> None:
    chart = price_rise_chart(Decimal(10_000_000), Decimal("0.4"), Decimal(3_500_000), Decimal("0.05"))
    bars = _checked(chart).findall(f"{SVG}rect")
    assert chart.rows == (("値上げ前の利益", "50万円"), ("値上げの分", "50万円"), ("値上げ後の利益", "100万円"))
    first, second, third = [(float(b.get("x", "")), float(b.get("width", ""))) for b in bars]
    assert second[0] == pytest.approx(first[0] + first[1], abs=0.2)
    assert third[1] == pytest.approx(first[1] + second[1], abs=0.2)


def test_cash_tells_the_month_below_nil_in_words() -> None:
    chart = cash_chart([Decimal(200), Decimal(100), Decimal(0), Decimal(-100)])
    assert len(_checked(chart).findall(f"{SVG}circle")) == 4
    assert "4か月目の月末に、0円を下回ります" in chart.told
    assert "下回りません" in cash_chart([Decimal(1), Decimal(1), Decimal(1)]).told


def test_an_item_by_any_name_is_only_a_name() -> None:
    """Markup and control characters in it are words or gone."""
    lines = item_lines([_item("<script>\x00&\u202e", 300, 100, 10), _item("あ" * 300, 300, 310, 5)])
    root = _checked(items_chart(lines))
    assert any("<script>" in (t.text or "") for t in root.iter(f"{SVG}text"))


def test_many_items_are_drawn_in_part_and_told_in_full() -> None:
    chart = items_chart(item_lines([_item(f"品{n}", 300, 100, n + 1) for n in range(40)]))
    assert len(_checked(chart).findall(f"{SVG}rect")) == 12
    assert len(chart.rows) == 40


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("月商500万、変動費率60%、固定費180万。損益分岐点は？", "損益分岐点"),
        ("売上1000万、粗利率40%、固定費350万。5%値上げしたら利益はどうなる？", "値上げで増える利益"),
        ("現金300万、毎月40万減る。いつまでもつ？", "月末の残高"),
        ("預金500万、毎月の入金300万、出金350万、返済20万。何か月もつ？", "月末の残高"),
    ],
)
def test_the_picture_fits_the_calculation(question: str, title: str) -> None:
    chart = chart_of(asked(question))
    assert chart is not None and chart.title == title
    _checked(chart)


def test_the_months_of_the_picture_are_those_of_the_calculation() -> None:
    chart = chart_of(asked("預金500万、毎月の入金300万、出金350万、返済20万。何か月もつ？"))
    assert chart is not None
    assert chart.rows[0] == ("1か月目", "430万円") and chart.rows[-1] == ("12か月目", "-340万円")
    assert "8か月目" in chart.told


@pytest.mark.parametrize(
    "question", ["粗利率30%で10%値引きしたら何個多く売らないといけない？", "損益分岐点はいくら？", ""]
)
def test_where_a_picture_tells_nothing_there_is_none(question: str) -> None:
    assert chart_of(asked(question)) is None


AMOUNTS = st.decimals(0, 10**15, allow_nan=False, places=0)


@given(AMOUNTS, st.decimals("-1", "1", places=3), AMOUNTS, st.decimals(0, 10, places=3))
def test_any_amounts_can_be_drawn(sales: Decimal, rate: Decimal, fixed: Decimal, rise: Decimal) -> None:
    drawn = (
        price_rise_chart(sales, rate, fixed, rise),
        break_even_chart(rate, fixed, sales),
        cash_chart([sales, -fixed, sales - fixed]),
    )
    assert all(_checked(chart).tag == f"{SVG}svg" for chart in drawn if chart is not None)
