"""The pages of held cases in a real Chromium: by keyboard, without script, and without a violation of axe's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from knowledge.catalog.runs import Runs

if TYPE_CHECKING:
    from conftest import Open, Reviewing

    from assistant.api.service import Service

pytestmark = pytest.mark.browser
REPORT = {
    "files": [
        {
            "path": "相談事例.xlsx",
            "state": "added",
            "passages": 96,
            "seconds": 3.2,
            "warnings": ["列の名前を推定しました。"],
        },
        {"path": "古い資料.doc", "state": "failed", "reason": "この形式は読めません。", "seconds": 0.02},
    ],
    "totals": {"added": 1, "failed": 1},
    "entries": 12,
    "passages": 96,
    "seconds": 61.5,
}


@pytest.fixture
def desk(reviewing: Callable[..., Reviewing]) -> Reviewing:
    made = reviewing()
    Runs(made.service.knowledge.catalog).record(REPORT)
    return made


@pytest.fixture
def address(desk: Reviewing, run_service: Callable[[Service], AbstractContextManager[str]]) -> Iterator[str]:
    with run_service(desk.service) as url:
        yield url


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_screen(
    visit: Open, desk: Reviewing, address: str, width: int, scheme: str
) -> None:
    """The list, a case before and after the first approval, a decided one, and the import reports."""
    waiting, approved, decided = (desk.hold(f"case-h-0{n}") for n in range(3))
    desk.queue.decide(approved, 1, "確認 一子", "accept", note="題名も確かめました。")
    desk.queue.decide(decided, 1, "確認 一子", "reject")
    axe = Axe()
    for path in ("/reviews", f"/reviews/{waiting}", f"/reviews/{approved}", f"/reviews/{decided}", "/imports"):
        page = visit(address + path, width, color_scheme=scheme).page
        closed = page.locator("details:not([open]) > summary")
        while closed.count():
            closed.first.click()
        found = axe.run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


@pytest.mark.parametrize("width", [1280, 375])
def test_case_is_edited_and_approved_without_script(visit: Open, desk: Reviewing, address: str, width: int) -> None:
    """From the list to the decision, by plain forms; Enter in the name's field decides nothing."""
    review_id = desk.hold()
    visited = visit(f"{address}/reviews", width, java_script_enabled=False)
    page = visited.page
    page.click("text=県内の町の菓子店の値上げ")
    page.fill("#doubt-2", "昔ながらの菓子")
    page.fill("#reviewer", "確認 一子")
    page.press("#reviewer", "Enter")
    assert "どれかを押してください" in page.inner_text("#problem")
    assert page.input_value("#doubt-2") == "昔ながらの菓子" and page.input_value("#reviewer") == "確認 一子"
    assert desk.queue.review(review_id).decisions == ()
    page.click("text=いまの文で承認")
    assert "「直して承認」を押すか" in page.inner_text("#problem")
    page.click("button:text-is('直して承認')")
    assert "次は別の人が" in page.inner_text("main")
    assert desk.queue.review(review_id).state == "approved-once"
    page.fill("#reviewer", "確認 二郎")
    page.click("text=いまの文で承認")
    assert "原文は消去済み" in page.inner_text("main") and desk.quarantine.ids() == []
    visited.expected("422")


def test_name_is_asked_for_before_anything_is_sent(visit: Open, desk: Reviewing, address: str) -> None:
    """The browser itself points at the empty field."""
    review_id = desk.hold()
    page = visit(f"{address}/reviews/{review_id}").page
    page.click("text=却下 >> nth=0")
    assert page.evaluate("document.activeElement.id") == "reviewer"
    assert desk.queue.review(review_id).state == "waiting"
