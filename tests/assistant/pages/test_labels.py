"""Marks and words by which a reader tells things apart."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.pages import labels
from knowledge import taxonomy


def test_every_outcome_has_a_mark_of_its_own() -> None:
    """No two outcomes share a mark, and none is without one."""
    assert set(labels.OUTCOME_MARKS) == set(taxonomy.OUTCOMES)
    assert len(set(labels.OUTCOME_MARKS.values())) == len(taxonomy.OUTCOMES)


def test_a_heading_gives_up_its_outcome() -> None:
    """The outcome before the bar becomes a badge; other headings stay whole."""
    assert labels.split_heading("一部成功｜題｜名") == (labels.Outcome("partial", "△", "一部成功"), "題｜名")
    assert labels.split_heading("まず確かめること") == (None, "まず確かめること")
    assert labels.split_heading("補助｜上限") == (None, "補助｜上限")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "ftp://a.example",
        "//a.example",
        "http:",
        "http://[",
        "",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    """Other schemes, and addresses without a host, are not links."""
    assert labels.web_address(url) == ""


def test_web_addresses_are_kept_as_they_are() -> None:
    """A real address is not rewritten."""
    assert labels.web_address("https://a.example/b?c=d#e") == "https://a.example/b?c=d#e"


def test_days_and_figures_are_written_as_they_are_read() -> None:
    """Dates have year, month and day; figures have separators and no idle decimals."""
    assert labels.day(date(2026, 1, 5)) == "2026年1月5日"
    assert labels.day(None) == ""
    assert [labels.number(n) for n in (2016.0, 58.6, 1234567)] == ["2,016", "58.6", "1,234,567"]


@pytest.mark.parametrize(
    ("value", "label"), [("industry:76", "飲食店"), ("industry:00", ""), ("nonsense", ""), ("<b>:1", "")]
)
def test_a_premise_is_named_only_if_it_exists(value: str, label: str) -> None:
    """What a form sends is looked up, never shown as it came."""
    assert labels.premise_label(value) == label
