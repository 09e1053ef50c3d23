"""The new pages in Chromium: no axe violation, nothing wider than a phone, and a plan made by keyboard alone without script."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from assistant.api.service import Service
from assistant.consultations.consultation import Figure
from assistant.plans.plan import Plan

if TYPE_CHECKING:
    from conftest import Open, Planning

pytestmark = pytest.mark.browser
Run = Callable[[Service], AbstractContextManager[str]]


def test_axe_finds_no_violation_and_nothing_is_wider_than_the_screen(
    visit: Open, run_service: Run, planning: Planning, whole_plan: Plan
) -> None:
    stored = planning.keep(whole_plan)
    kept = planning.service.consulting
    closed = kept.open("13", "終えた相談")
    for text in ("客が減ったと相談があった。", "三か月後に戻った。"):
        closed = kept.note("13", closed.id, closed.version, "adviser", text)
    figure = Figure(name="付加価値額", before=Decimal(1_200), after=Decimal(1_350), unit="万円", span="1年")
    closed = kept.change("13", closed.id, closed.version, figures=[figure])
    kept.advance("13", closed.id, closed.version, "closed", "failure", "原価を先に量る")
    plan, consultation = f"/plans/{stored.id}", f"/consultations/{stored.consultation_id}"
    addresses = (
        *("/plan/new", "/plan/interview", plan, f"{plan}/edit", f"{plan}/print"),
        *("/consultations", consultation, "/follow-up", f"/contributions?consultation={closed.id}", "/gaps"),
    )
    with run_service(planning.service) as url:
        page = visit(f"{url}/plan/new", reduced_motion="reduce").page
        for number, address in enumerate(addresses):
            page.goto(url + address)
            page.eval_on_selector_all("details", "all => all.forEach((one) => { one.open = true; })")
            ways = ((1280, "light"), (375, "dark")) if number % 2 else ((1280, "dark"), (375, "light"))
            for width, scheme in ways:
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} {width}"
            found = Axe().run(page)  # once a page, as a phone shows it, dark and light by turns
            assert found.violations_count == 0, f"{address}: {found.generate_report()}"


def test_a_plan_is_made_and_changed_by_keyboard_without_script(
    visit: Open, run_service: Run, drafting: Planning
) -> None:
    with run_service(drafting.service) as url:
        page = visit(f"{url}/plan/interview", 375, java_script_enabled=False).page
        page.focus("#worry")
        page.keyboard.type("パン屋です。忙しいのにお金が残りません。")
        _press(page, "次へ")
        page.focus("#since")
        _press(page, "ここまでで計画の案を作る")
        page.wait_for_url("**/plans/*")
        assert page.locator("#acts").count() == 1
        _press(page, "書き直す", "a")
        page.wait_for_url("**/edit")
        page.focus("[name$='.who'] >> nth=0")
        page.keyboard.type("むすめ")
        page.locator("input[name=by] >> nth=0").focus()
        page.keyboard.press("Space")
        _press(page, "保存する")
        page.wait_for_url(lambda at: "/plans/" in at and "/edit" not in at)
        assert "むすめ" in page.inner_text("main") and "第2版（ご本人" in page.inner_text("main")


def _press(page: Page, label: str, tag: str = "button") -> None:
    """Walk on with Tab until the button has the focus, and press it."""
    for _ in range(200):
        page.keyboard.press("Tab")
        focused = page.locator(f"{tag}:focus")
        if focused.count() and focused.inner_text() == label and not focused.evaluate("e => e.tabIndex < 0"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no {label} on the way of the Tab key")
