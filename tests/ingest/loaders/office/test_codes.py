"""Cells of coded columns: everyday words become codes, and what says nothing stays unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.loaders.office.sheets.codes import code_of, codes_of, is_only_code, number_of, period_of


@pytest.mark.parametrize(
    ("field", "text", "heading", "code"),
    [
        ("industry", "板金加工", "", "24"), ("industry", "24", "", "24"), ("industry", "9", "", "09"), ("industry", "24 金属製品製造業", "", "24"),
        ("industry", "金属製品製造業", "", "24"), ("industry", "パン屋(小売)", "", "58"), ("industry", "菓子製造", "", "09"), ("industry", "食品卸", "", "52"),
        ("industry", "飲食", "", "76"), ("industry", "その他", "", ""), ("industry", "99", "", ""),
        ("size", "8名", "", "s20"), ("size", "０人", "従業員数", "s1"), ("size", "1", "従業員数", "s5"), ("size", "1名(役員含む)", "人数", "s1"),
        ("size", "6～20人", "", "s20"), ("size", "本人のみ", "", "s1"), ("size", "120", "", "s300"), ("size", "1,200人", "", ""), ("size", "s50", "", "s50"), ("size", "小規模", "", ""),
        ("outcome", "一部成功", "", "partial"), ("outcome", "未達成", "", "failure"), ("outcome", "×", "", "failure"), ("outcome", "◎", "", "success"),
        ("outcome", "継続中", "", ""), ("outcome", "目標はおおむね達成できたが、その後の担当の交代で元の状態に戻ってしまった", "", ""),
        ("owner_type", "2代目", "", "successor"), ("owner_type", "サラリーマン", "", ""), ("phase", "伴走支援", "", "2"), ("stage", "創業前", "", "pre-start"),
    ],
)  # fmt: skip
def test_cells_become_codes(field: str, text: str, heading: str, code: str) -> None:
    assert code_of(field, text, heading) == code


def test_lists_become_codes_and_unread_parts_are_told() -> None:
    assert codes_of("topics", "販路開拓、資金繰り") == (("channel", "cash"), False)
    assert codes_of("topics", "販路開拓／もやもや") == (("channel",), True)
    assert codes_of("partners", "商工会議所・公庫") == (("cci", "jfc"), False)


@pytest.mark.parametrize(
    ("texts", "period"),
    [
        (("2024/4/1", "2025年3月31日"), "2024-04/2025-03"), (("R5.4.12",), "2023-04/2023-04"), (("令和元年5月〜8月",), "2019-05/2019-08"),
        (("2023年11月～2月",), "2023-11/2024-02"), (("令和5年度",), "2023-04/2024-03"), (("2024-04/2025-03",), "2024-04/2025-03"),
        (("平成31年4月",), "2019-04/2019-04"), (("13/45/99",), ""), (("春ごろ",), ""),
    ],
)  # fmt: skip
def test_days_become_a_period_of_months(texts: tuple[str, ...], period: str) -> None:
    assert period_of(*texts) == period


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("約1,200万円", 1200, "万円"), ("△3.5％", -3.5, "%"), ("12", 12, ""), ("不明", None, ""), ("９" * 400, None, "")],
)
def test_numbers_are_read_with_their_unit(text: str, value: float | None, unit: str) -> None:
    assert number_of(text) == (value, unit)


def test_a_name_beside_a_code_is_not_only_a_code() -> None:
    assert is_only_code("owner_type", "二代目")
    assert not is_only_code("owner_type", "見本(二代目)")


@given(st.sampled_from(["industry", "size", "outcome", "owner_type", "stage", "phase"]), st.text(max_size=50))
def test_any_cell_is_read_or_left_unknown(field: str, text: str) -> None:
    assert isinstance(code_of(field, text), str)
    assert isinstance(period_of(text), str)
    number_of(text)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("飲食業", "76"),
        ("飲食サービス業", "76"),
        ("美容業", "78"),
        ("建設業", "06"),
        ("情報通信業", "39"),
        ("製造業", ""),
        ("小売業", ""),
    ],
)
def test_a_broad_name_is_read_where_one_division_is_meant(said: str, code: str) -> None:
    """A name that could be any of twenty divisions stays unknown."""
    assert code_of("industry", said) == code
