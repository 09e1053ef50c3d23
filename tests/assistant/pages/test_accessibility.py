"""axe-core over every page, in light and dark, on a desk and on a phone: no violation of any of its rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from conftest import Open, Visit

pytestmark = pytest.mark.browser


def _start(visited: Visit, _url: str) -> None:
    visited.page.locator("#pane summary").click()


def _answered(visited: Visit, _url: str) -> None:
    visited.ask("飲食店の値上げで、成功と失敗はどこで分かれましたか。")
    visited.ask("和菓子店の二代目。原価が上がり、値上げに踏み切れない。似た事例はありますか。")
    visited.page.locator("#latest .case summary").first.click()


def _source(visited: Visit, _url: str) -> None:
    visited.ask("和菓子店の二代目。原価が上がり、値上げに踏み切れない。似た事例はありますか。")
    visited.page.locator("#latest .case a.cite").first.click()
    visited.page.wait_for_selector("#source mark")


def _plan(visited: Visit, url: str) -> None:
    visited.page.goto(f"{url}/?role=owner")
    visited.ask("パン屋です。売上が落ちています。何から手を付ければよいですか。")


def _policy(visited: Visit, _url: str) -> None:
    visited.ask("持続化補助金の上限は5000万円ですよね")


def _nothing(visited: Visit, _url: str) -> None:
    visited.ask("宇宙エレベーターの建設費はいくらですか")


def _entry(visited: Visit, url: str) -> None:
    visited.page.goto(f"{url}/entries/case-09-01?start=40&end=90#quote")


def _unconfirmed(visited: Visit, url: str) -> None:
    visited.page.goto(f"{url}/entries/subsidy-common-traps")


def _cases(visited: Visit, url: str) -> None:
    visited.page.goto(f"{url}/cases?outcome=failure")


def _missing(visited: Visit, url: str) -> None:
    visited.page.goto(f"{url}/entries/no-such")
    visited.expected("404")


MAIN = (_start, _answered, _source, _entry, _cases)
ALL = (*MAIN, _plan, _policy, _nothing, _unconfirmed, _missing)


@pytest.mark.parametrize(
    ("width", "scheme", "scenes"),
    [(1280, "light", ALL), (1280, "dark", MAIN), (375, "light", MAIN), (375, "dark", MAIN)],
    ids=["desk-light", "desk-dark", "phone-light", "phone-dark"],
)
def test_axe_finds_no_violation(
    visit: Open, served_url: str, width: int, scheme: str, scenes: tuple[Callable[[Visit, str], None], ...]
) -> None:
    """Every rule that axe-core applies by default holds in every scene."""
    axe = Axe()
    for scene in scenes:
        visited = visit(served_url, width, color_scheme=scheme, reduced_motion="reduce")
        scene(visited, served_url)
        found = axe.run(visited.page)
        assert found.violations_count == 0, f"{scene.__name__}: {found.generate_report()}"
        visited.page.context.close()
