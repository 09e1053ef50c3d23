"""Cells are shown as Japanese Excel shows them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.loaders.office.sheets.cells import shown

DAY = datetime(2024, 5, 7, 9, 5)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1200, "General", "1200"), (0.1 + 0.2, "General", "0.3"), (1234567.5, "#,##0", "1,234,568"), (0.315, "0.0%", "31.5%"), (0.3, "0%", "30%"),
        (1200, '#,##0"円"', "1,200円"), (1200, '"¥"#,##0;[Red]"¥"\\-#,##0', "¥1,200"), (-1200, '#,##0;"△ "#,##0', "△ 1,200"), (-5, "#,##0", "-5"),
        (8, '0"名"', "8名"), (4200000, '#,##0,"千円"', "4,200千円"), (0, '#,##0;-#,##0;"-"', "-"), (7, "000", "007"), (1.5, "0.##", "1.5"), (2, "0.##", "2"),
        (12, "#,##0_ ", "12"), (1200, "[$¥-411]#,##0", "¥1,200"), (3, '"第"0"回"', "第3回"), (5, '"あり"', "あり"), (True, "General", "TRUE"), (None, "0", ""), ("文字", "@", "文字"),
        (DAY, "mm-dd-yy", "2024/5/7 9:05"), (date(2024, 5, 7), "yyyy-mm-dd", "2024/5/7"), (DAY, 'yyyy"年"m"月"d"日"', "2024年5月7日"),
        (DAY, '[$-411]ggge"年"m"月"d"日";@', "令和6年5月7日"), (DAY, "[$-411]ge.m.d", "R6.5.7"), (datetime(2019, 5, 1), 'ggge"年"', "令和元年"),
        (datetime(2019, 4, 30), 'ggge"年"m"月"', "平成31年4月"), (DAY, "yyyy/mm/dd hh:mm", "2024/05/07 09:05"), (DAY, "m/d(aaa)", "5/7(火)"),
        (time(13, 5), "h:mm AM/PM", "1:05 午後"), (time(9, 0), "General", "9:00"), (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    ],
)  # fmt: skip
def test_values_are_shown(value: Any, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@given(
    st.one_of(st.integers(), st.floats(), st.datetimes(), st.booleans()),
    st.text('0#?.,;"%年月日gemdyhsE+-/[]@_*\\$¥ ', max_size=14),
)
def test_any_format_shows_something(value: Any, number_format: str) -> None:
    assert isinstance(shown(value, number_format), str)
