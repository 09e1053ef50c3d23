"""``python -m eval.screenshots``: take the pictures in docs/screenshots with Debian's Chromium against a real server."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from eval.bench.speed import free_port, wait_until_ready

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
_COLOURS = 64
_FIRST_START = 600  # seconds: the starter knowledge is embedded on this machine
_OWNER = {
    "worry": "忙しいのに、お金が残りません。材料が上がったのに、値段を変えていません。",
    "sales": "200万円",
    "variable_rate": "4割",
    "fixed": "80万円",
    "name-0": "どら焼き",
    "price-0": "300円",
    "variable_cost-0": "120円",
    "quantity-0": "4,000個",
    "name-1": "上生菓子",
    "price-1": "350円",
    "variable_cost-1": "5割",
    "quantity-1": "1,500個",
}
_QUESTIONS = {
    "similar": "和菓子店の二代目。原価が上がり値上げに踏み切れない。似た事例は？",
    "contrast": "和菓子店の値上げ、成功と失敗の分かれ目は？",
    "plan": "温泉旅館を夫婦で営んでいます。人手が足りず部屋を売り止めにしています。何から始めればいいですか",
}


def main() -> int:
    """Start a server over the starter knowledge and photograph it at 1280 and 375 pixels."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium がありません(Debian の chromium パッケージを入れてください)。", file=sys.stderr)  # noqa: T201
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "assistant", "serve", "--port", str(port), "--data", data]
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 (our own program)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}/readyz", _FIRST_START)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM))
                _photograph(browser, f"http://127.0.0.1:{port}/")
                browser.close()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=20)
    return 0


def _photograph(browser: Browser, address: str) -> None:
    for width, height in ((1280, 900), (375, 800)):
        page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce", locale="ja-JP")
        _answers(page, address, width)
        _planned(page, address, width)
        page.close()


def _answers(page: Page, address: str, width: int) -> None:
    page.goto(address)
    _keep(page, f"start-{width}")
    for name, question in _QUESTIONS.items():
        page.goto(address)
        _ask(page, question)
        _keep(page, f"{name}-{width}")
        if name == "similar":
            page.locator("#latest .case .rows a.cite").first.click()
            page.wait_for_selector("#source mark")
            _keep(page, f"source-{width}")


def _planned(page: Page, address: str, width: int) -> None:
    """Draft a plan, tell how its first action went, and show what the knowledge lacks."""
    page.goto(f"{address}plan/new")
    for field, text in _OWNER.items():
        page.fill(f"#{field}", text)
    page.click("button[value=draft]")
    page.wait_for_selector("#acts")
    _keep(page, f"action-plan-{width}")
    page.evaluate("document.querySelector('#sums').scrollIntoView()")
    _keep(page, f"action-plan-profit-{width}")
    page.click(".ways-back a")
    page.locator("article.action summary").first.click()
    page.locator("article.action input[value=partly]").first.check()
    page.locator("article.action textarea").first.fill("年末の注文で、手が回らなかった。")
    page.locator("article.action button").first.click()
    page.click("text=「ヒアリング」へ進める")
    page.wait_for_selector(".stepper li[aria-current]:has-text('ヒアリング')")
    _keep(page, f"consultation-{width}")
    page.goto(f"{address}gaps")
    _keep(page, f"gaps-{width}")


def _keep(page: Page, name: str) -> None:
    """Write what the window shows, in as many colours as a page needs."""
    with Image.open(BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").quantize(_COLOURS).save(FOLDER / f"{name}.png", optimize=True)


def _ask(page: Page, question: str) -> None:
    page.fill("textarea", question)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#latest .ending")


if __name__ == "__main__":
    sys.exit(main())
