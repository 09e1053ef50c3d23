"""Calculations by name: every kind takes numbers as people write them, and says in one sentence what it cannot take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plans.arithmetic import NoAnswer, PlanInputError, Result, entry_of
from assistant.plans.arithmetic.kinds import KINDS, calculated, read_as
from assistant.plans.arithmetic.premises import NAMES
from knowledge.corpus_check import CORPUS


@pytest.mark.parametrize("text", ["3", "三人", "３名", "約3人", "3人くらい", "三"])
def test_a_count_is_read_as_people_write_it(text: str) -> None:
    assert read_as("数", "従業員数", text) == 3


@pytest.mark.parametrize("text", ["", "人", "3人（家族2人）", "-3", "たくさん", "30分", "9" * 30])
def test_what_is_no_count_is_told_with_an_example(text: str) -> None:
    with pytest.raises(PlanInputError, match=r"従業員数: .*100のように"):
        read_as("数", "従業員数", text)


WORKED: list[tuple[str, dict[str, str], str, str]] = [
    ("break-even", {"fixed": "３５０万円", "rate": "４割"}, "損益分岐点売上高", "875万円"),
    ("break-even", {"fixed": "3,500千円", "sales": "1000万円", "variable": "600万円"}, "安全余裕率", "12.5%"),
    ("break-even", {"fixed": "15万円", "price": "500円", "variable": "200円"}, "損益分岐点販売数", "500個"),
    ("profit", {"sales": "1,000万円", "variable_rate": "60%", "fixed": "350万円"}, "利益", "50万円"),
    ("target", {"fixed": "1000万円", "target": "200万円", "rate": "80%"}, "目標利益達成売上高", "1,500万円"),
    ("target", {"fixed": "1500万円", "target_rate": "5%", "rate": "80%"}, "目標利益率達成売上高", "2,000万円"),
    ("price-rise", {"sales": "1000万円", "rate": "40%", "fixed": "350万円", "rise": "5%"}, "値上げ後の利益", "100万円"),
    ("price-rise", {"rate": "40%", "rise": "5%"}, "値上げで減ってもよい販売数の割合", "11.1%"),
    ("cost-rise", {"variable_rate": "6割", "cost_rise": "10%"}, "1個あたりの限界利益(額)を保つ値上げ率", "6%"),
    ("discount", {"rate": "30%", "discount": "10%"}, "値引きを取り返すのに必要な販売数の増加", "50%"),
    ("labour", {"value_added": "1500万円", "labour": "1050万円", "people": "5人"}, "労働分配率", "70%"),
    ("labour", {"value_added": "1500万円", "hours": "7,500時間"}, "付加価値労働生産性", "2,000円/時"),
    ("cash", {"opening": "100万円", "income": "200万円", "outgo": "230万円"}, "資金が尽きる月", "4か月目"),
    ("runway", {"opening": "300万円", "drain": "50万円"}, "手元のお金がもつ月数", "6か月"),
]


@pytest.mark.parametrize(("kind", "inputs", "name", "text"), WORKED)
def test_a_kind_calculates_with_numbers_as_they_are_written(
    kind: str, inputs: dict[str, str], name: str, text: str
) -> None:
    told = {a.name: a.text for a in calculated(kind, inputs) if isinstance(a, Result)}
    assert told[name] == text


def test_every_kind_is_tried_above() -> None:
    assert {kind for kind, *_ in WORKED} == set(KINDS)
    assert all(name in NAMES for kind in KINDS.values() for name in (*kind.needed, *kind.others))


@pytest.mark.parametrize(
    ("kind", "inputs", "told"),
    [
        ("nonsense", {}, "計算の種類「nonsense」は使えません"),
        ("break-even", {}, "固定費が必要です"),
        ("break-even", {"fixed": "  "}, "固定費が必要です"),
        ("break-even", {"fixed": "350"}, "固定費: 「350」に単位がありません"),
        ("break-even", {"fixed": "350万円", "rate": "40"}, "%または割"),
        ("break-even", {"fixed": "350万円", "rise": "5%"}, "項目「rise」は使えません"),
        ("break-even", {"fixed": "350万円", "rate": "120%"}, "100%まで"),
        ("break-even", {"fixed": "-3万円", "rate": "40%"}, "マイナス"),
        ("labour", {"value_added": "100万円", "people": "五六人七"}, "数として読み取れません"),
        ("labour", {"value_added": "100万円", "people": "0人"}, "0では計算できません"),
        (
            "profit",
            {"sales": "1000万円", "rate": "40%", "variable_rate": "70%", "fixed": "1円"},
            "数字によって違います",
        ),
    ],
)
def test_what_cannot_be_taken_is_one_sentence(kind: str, inputs: dict[str, str], told: str) -> None:
    with pytest.raises(PlanInputError, match=told):
        calculated(kind, inputs)


def test_a_loss_with_every_piece_is_a_finding() -> None:
    answers = calculated("break-even", {"fixed": "50万円", "sales": "1000万円", "variable": "1200万円"})
    assert any(isinstance(a, NoAnswer) and "作るほど赤字" in a.reason for a in answers)


def test_every_result_has_an_entry_that_explains_it_or_is_plain_multiplication() -> None:
    found = {a.name: entry_of(a.name) for kind, inputs, *_ in WORKED for a in calculated(kind, inputs)}
    lacking = {name for name, entry_id in found.items() if not entry_id and "月末残高" not in name}
    assert lacking == set()
    for entry_id in filter(None, found.values()):
        assert (CORPUS / "policies" / f"{entry_id}.md").is_file(), entry_id


@given(
    st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from(sorted(NAMES)), st.text(max_size=12), max_size=6)
)
def test_no_text_makes_a_kind_fail(kind: str, inputs: dict[str, str]) -> None:
    try:
        answers = calculated(kind, inputs)
    except PlanInputError as error:
        assert str(error).endswith("。") or "使えるもの" in str(error)
    else:
        assert answers
