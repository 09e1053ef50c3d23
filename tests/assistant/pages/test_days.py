"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.pages.days import read_day


@pytest.mark.parametrize(
    "text", ["2026-12-01", "2026/12/1", "２０２６年１２月１日", " 2026. 12. 1 ", "令和8年12月1日", "R8.12.1"]
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == date(2026, 12, 1)


def test_the_first_year_of_an_era_is_read() -> None:
    assert read_day("令和元年5月1日") == date(2019, 5, 1)


@pytest.mark.parametrize(
    "text", ["", "来週", "12月1日", "26-12-1", "2026-13-01", "2026-02-30", "令和2026年1月1日", "元年1月1日", "0" * 99]
)
def test_what_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_day(text)
