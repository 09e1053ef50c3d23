"""The screen in a real Chromium, on a desk and on a phone: by keyboard, by finger, with and without script."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from conftest import Open

pytestmark = pytest.mark.browser

WAGASHI = "和菓子店の二代目。原価が上がり、値上げに踏み切れない。似た事例はありますか。"
CONTRAST = "飲食店の値上げで、成功と失敗はどこで分かれましたか。"
WIDTHS = pytest.mark.parametrize("width", [1280, 375])


def _tab_to(page: Page, selector: str, most: int = 80) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


@WIDTHS
def test_a_question_is_asked_and_a_source_opened_by_keyboard_alone(visit: Open, served_url: str, width: int) -> None:
    """Tab to the field, type, Tab to the button, Enter; Tab to a citation, Enter, Escape, and focus is back on it."""
    page = visit(served_url, width).page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    _tab_to(page, "#question")
    page.keyboard.type(WAGASHI)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#latest .ending")
    expect(page.locator("#send")).to_be_focused()
    page.locator("#latest h2").focus()
    _tab_to(page, "#latest a.cite")
    page.keyboard.press("Enter")
    expect(page.locator("#source mark")).to_be_in_viewport()
    expect(page.locator("#source-heading")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#source")).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('#latest a.cite')")


@WIDTHS
def test_a_citation_opens_the_passage_with_exactly_its_sentence_marked(
    visit: Open, served_url: str, width: int
) -> None:
    """What is marked in the source is the sentence before the citation."""
    opened = visit(served_url, width)
    opened.ask(WAGASHI)
    page = opened.page
    sentence = page.locator("#latest .case .rows .sentence").nth(3)
    said = sentence.evaluate("e => e.firstChild.textContent.replace(/[\\s\\u2060]/g, '')")
    sentence.locator("a.cite").click()
    expect(page.locator("#source mark")).to_be_in_viewport()
    assert "".join(page.locator("#source mark").all_text_contents()).replace(" ", "") == said
    page.get_by_role("button", name="閉じる").click()
    expect(page.locator("#source")).to_be_hidden()


def test_the_neighbouring_sections_are_read_in_the_panel(visit: Open, served_url: str) -> None:
    """前後を読む works beside the text, and the whole page is one link away."""
    opened = visit(served_url)
    opened.ask(WAGASHI)
    page = opened.page
    page.locator("#latest .case a.cite").first.click()
    page.locator("#source .ways a").last.click()
    expect(page.locator("#source [data-anchor='表面の課題']")).to_be_in_viewport()
    assert page.locator("#source .onward a, #source a.onward").get_attribute("href", timeout=1000)


@WIDTHS
def test_a_premise_is_removed_with_one_click(visit: Open, served_url: str, width: int) -> None:
    """The question is asked again without it, and the chip is gone."""
    opened = visit(served_url, width)
    opened.ask(WAGASHI)
    page = opened.page
    page.get_by_role("button", name="後継者（二代目・三代目）を外して聞き直す").click()
    opened.answered(2)
    expect(page.get_by_role("button", name="後継者（二代目・三代目）を外して聞き直す")).to_have_count(0)
    expect(page.locator("#pane")).to_contain_text("外した前提：後継者")
    assert page.locator(".turn h2").all_text_contents() == [WAGASHI, WAGASHI]


def test_a_premise_is_set_and_the_intent_switched(visit: Open, served_url: str) -> None:
    """A set condition filters the answer; the intent is one click away."""
    opened = visit(served_url)
    opened.ask(WAGASHI)
    page = opened.page
    page.locator("#pane summary").click()
    page.get_by_label("結果").select_option("失敗")
    page.get_by_role("button", name="この条件で聞き直す").click()
    opened.answered(2)
    assert page.locator("#latest .badge.failure").count() and not page.locator("#latest .badge.success").count()
    expect(page.locator("#pane .chip.fixed")).to_contain_text("失敗")
    page.get_by_role("button", name="行動計画", exact=True).click()
    opened.answered(3)
    assert page.locator("#latest .action").count()


@WIDTHS
def test_the_contrast_is_read_as_a_table_on_a_desk_and_stacked_on_a_phone(
    visit: Open, served_url: str, width: int
) -> None:
    """Every cell has its row and its column; on a phone the column's word stands in the cell."""
    opened = visit(served_url, width)
    opened.ask(CONTRAST)
    page = opened.page
    table = page.get_by_role("table", name="成功と失敗の分かれ目").first
    expect(table.get_by_role("columnheader")).to_have_count(2)
    expect(table.get_by_role("rowheader", name="分かれ目")).to_be_visible()
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="打ち手"))
    left, right = (row.get_by_role("cell").nth(n).bounding_box() for n in (0, 1))
    assert left and right
    if width > 700:
        assert left["y"] == right["y"] and left["x"] < right["x"]
    else:
        assert left["x"] == right["x"] and left["y"] < right["y"]
        expect(row.get_by_role("cell").nth(1).locator(".column")).to_contain_text("失敗")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_answer_can_be_stopped_and_tried_again(visit: Open, slow_url: str) -> None:
    """Stages show as they happen; stopping keeps what came; trying again finishes."""
    opened = visit(slow_url)
    page = opened.page
    page.fill("#question", WAGASHI)
    page.click("#send")
    page.wait_for_selector("#latest .stages .done")
    assert page.locator("#latest .stages .open").count()
    page.get_by_role("button", name="止める").click()
    expect(page.locator("#latest .halt")).to_contain_text("止めました")
    expect(page.locator("#send")).to_be_visible()
    page.get_by_role("button", name="もう一度試す").click()
    opened.answered()
    assert page.locator(".turn").count() == 1


def test_a_server_that_takes_long_is_told_and_the_answer_still_comes(visit: Open, slow_url: str) -> None:
    """After eight seconds without news the page says so; news takes the sentence away."""
    opened = visit(slow_url)
    page = opened.page
    page.clock.install()
    page.fill("#question", WAGASHI)
    page.click("#send")
    page.wait_for_selector("#latest")
    page.clock.fast_forward(8_500)
    assert "時間がかかっています" in "".join(page.locator("#said p").all_text_contents())
    opened.answered()
    expect(page.locator("#latest .late")).to_be_hidden()


def test_nothing_shifts_while_blocks_arrive_and_each_is_announced_once(visit: Open, slow_url: str) -> None:
    """The layout is still while the answer grows; the live region names blocks."""
    opened = visit(slow_url)
    page = opened.page
    page.evaluate(
        """() => { window.shifts = 0; new PerformanceObserver(list => {
          for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifts += e.value;
        }).observe({type: "layout-shift", buffered: true}); }"""
    )
    opened.ask(WAGASHI)
    assert page.evaluate("window.shifts") < 0.01
    said = page.locator("#said p").all_text_contents()
    assert said[0] == "質問を整理しました。" and said[-1] == "回答がそろいました。"
    assert sum("を表示しました" in s for s in said) == page.locator("#latest .block").count()


def test_back_leads_to_the_start_and_forward_to_the_answer(visit: Open, served_url: str) -> None:
    """The history has the start and the conversation."""
    opened = visit(served_url)
    opened.ask(WAGASHI)
    page = opened.page
    page.go_back()
    expect(page.locator("#start .greeting")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)
    page.go_forward()
    expect(page.locator("#latest .ending")).to_be_visible()


def test_reloading_keeps_the_conversation_as_it_was(visit: Open, served_url: str) -> None:
    """The address names the conversation; the page that the server makes is the page that the script made."""
    opened = visit(served_url)
    opened.ask(WAGASHI)
    opened.page.fill("#question", "では失敗例は？")
    opened.page.keyboard.press("Control+Enter")
    opened.answered(2)
    before = opened.page.locator("#turns").inner_text()
    opened.page.reload()
    assert opened.page.locator("#turns").inner_text() == before
    assert urlsplit(opened.page.url).query.startswith("c=")


@WIDTHS
def test_without_script_a_question_is_asked_read_and_its_source_opened(
    visit: Open, served_url: str, width: int
) -> None:
    """The same form and links work as plain pages; nothing is offered that needs script."""
    page = visit(served_url, width, java_script_enabled=False).page
    page.fill("#question", WAGASHI)
    page.click("#send")
    expect(page.locator("#latest .ending")).to_be_attached()
    expect(page.get_by_role("button", name="回答をコピー")).to_have_count(0)
    expect(page.locator("#side")).to_be_hidden()
    page.locator("#latest .case a.cite").first.click()
    expect(page.locator("mark#quote")).to_be_in_viewport()
    page.go_back()
    page.get_by_role("button", name="慎重を外して聞き直す").click()
    expect(page.locator(".turn")).to_have_count(2)


def test_a_server_that_is_gone_is_told_and_tried_again(
    visit: Open, running_service: Callable[[int], AbstractContextManager[str]]
) -> None:
    """One sentence that says what to do; the text is kept; when the server is back, trying again answers."""
    with running_service(0) as address:
        opened = visit(address)
    page = opened.page
    page.fill("#question", WAGASHI)
    page.click("#send")
    expect(page.locator("#latest .halt")).to_contain_text("サーバーにつながりません")
    assert page.input_value("#question") == WAGASHI
    opened.expected("ERR_CONNECTION_REFUSED")
    with running_service(urlsplit(address).port or 0):
        page.get_by_role("button", name="もう一度試す").click()
        opened.answered()
        page.goto("about:blank")
    assert page.url == "about:blank"


def test_a_question_that_cannot_be_taken_is_told_beside_its_field(visit: Open, served_url: str) -> None:
    """The sentence, the field, and the examples are all still there."""
    opened = visit(served_url)
    page = opened.page
    page.fill("#question", "。。。")
    page.click("#send")
    expect(page.get_by_role("alert")).to_contain_text("文字が読み取れませんでした")
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#start .greeting")).to_be_visible()
    assert page.input_value("#question") == "。。。"
    opened.expected("422")


def test_changing_the_role_keeps_what_was_typed(visit: Open, served_url: str) -> None:
    """Other examples, another voice, the same draft."""
    page = visit(served_url).page
    page.fill("#question", "書きかけ")
    page.locator("#roles").get_by_role("link", name="事業者").click()
    expect(page.locator("#start .greeting")).to_have_text("困りごとを、そのままお書きください")
    assert page.input_value("#question") == "書きかけ"
    assert page.input_value("input[name=role]") == "owner"
    page.locator(".examples button").first.click()
    page.wait_for_selector("#latest .action")


def test_an_answer_is_copied_with_its_citations(visit: Open, served_url: str) -> None:
    """The clipboard holds question, blocks, citation numbers and sources."""
    opened = visit(served_url, permissions=["clipboard-read", "clipboard-write"])
    opened.ask(WAGASHI)
    page = opened.page
    page.get_by_role("button", name="回答をコピー").click()
    expect(page.get_by_role("button", name="コピーしました")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"質問：{WAGASHI}")
    assert "■ 要点" in copied and "[1]" in copied and "■ 根拠" in copied and "当てはまらない条件" in copied


def test_the_printed_page_holds_the_answer_and_nothing_to_press(visit: Open, served_url: str) -> None:
    """Folded parts are printed; forms, panes and buttons are not."""
    opened = visit(served_url)
    opened.ask(WAGASHI)
    page = opened.page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#ask")).to_be_hidden()
    expect(page.locator("#pane")).to_be_hidden()
    expect(page.locator("#latest details dt").first).to_be_visible()
    expect(page.locator("#latest .sources")).to_be_visible()


def test_everything_to_press_is_large_enough_for_a_finger(visit: Open, served_url: str) -> None:
    """44 pixels for all but citations, which stand in running text and are enlarged around their number."""
    opened = visit(served_url, 375)
    opened.ask(WAGASHI)
    small = opened.page.evaluate(
        """() => [...document.querySelectorAll("button, select, summary, textarea, .roles a, .chip button, .places a")]
          .filter(e => e.checkVisibility()).map(e => [e.textContent.trim().slice(0, 20), e.getBoundingClientRect()])
          .filter(([, box]) => box.height < 43.9 || box.width < 43.9).map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    )
    assert small == []
