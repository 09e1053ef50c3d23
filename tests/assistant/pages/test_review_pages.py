"""The pages of held cases and import reports, as plain HTML that works without script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from knowledge.catalog.runs import Runs

if TYPE_CHECKING:
    from conftest import Reviewing

FIRST, SECOND = "確認 一子", "確認 二郎"
BROWSER = {"accept": "text/html"}


@pytest.fixture
def desk(reviewing: Callable[..., Reviewing]) -> Reviewing:
    return reviewing()


@pytest.fixture
def client(desk: Reviewing) -> Iterator[TestClient]:
    with TestClient(create_app(desk.service), raise_server_exceptions=False, headers=BROWSER) as opened:
        yield opened


def filled(page: str) -> dict[str, str]:
    """Return what a browser would send of the form as it stands, without a button."""
    form = re.search(r"<form.*</form>", page, re.DOTALL)
    assert form
    fields = dict(re.findall(r'<input (?:id="\w+" |type="hidden" )+name="([\w-]+)"[^>]*?value="([^"]*)"', form[0]))
    fields |= dict(re.findall(r'<textarea[^>]* name="([\w-]+)"[^>]*>\n(.*?)</textarea>', form[0], re.DOTALL))
    for name, options in re.findall(r'<select[^>]* name="([\w-]+)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.findall(r'<option value="([^"]+)" selected>', options)
        fields |= {name: chosen[0]} if chosen else {}
    return {name: unescape(text).replace("\n", "\r\n") for name, text in fields.items()}


def send(client: TestClient, review_id: str, action: str, **changed: str) -> Any:
    fields = filled(client.get(f"/reviews/{review_id}").text) | {"reviewer": FIRST} | changed
    return client.post(
        f"/reviews/{review_id}", data=fields | {"action": action}, headers=BROWSER, follow_redirects=False
    )


def test_list_shows_masked_titles_kinds_and_approvals(desk: Reviewing, client: TestClient) -> None:
    """Linked from the header; nothing of it is kept by the browser."""
    assert "確認を待つ事例はありません" in client.get("/reviews").text
    review_id = desk.hold()
    page = client.get("/reviews")
    assert page.headers["cache-control"] == "no-store" and "架空" not in page.text
    for shown in ("県内の町の菓子店の値上げ", "特異な記述 1", "全国", "0／2人", f'href="/reviews/{review_id}"'):
        assert shown in page.text
    assert (
        client.get("/").text.count('href="/reviews"') == 2 and 'href="/reviews"' not in client.get("/?role=owner").text
    )
    assert "合成" not in page.text  # these cases are no made-up ones


def test_item_shows_original_proposal_reason_and_the_whole_text(desk: Reviewing, client: TestClient) -> None:
    """Every doubt has its context and, where it can be edited, its field."""
    page = client.get(f"/reviews/{desk.hold()}")
    assert page.headers["cache-control"] == "no-store"
    text = re.sub(r"\s+", " ", page.text)
    assert "架空田さんは<mark>県内でただ一つの手延べ菓子</mark>を架空里三丁目で売る" in text
    assert "ただ一つの品から店が分かります。" in text and ">地域の菓子</textarea>" in text.replace("> 地域", ">地域")
    assert "<mark>架空里三丁目<sup>1</sup></mark>" in text and "<mark>地域の菓子<sup>2</sup></mark>" in text
    assert "いっしょに公開される項目" in text and "<dt>期間</dt>" in text and "<dt>提供元</dt>" in text
    assert "別々の2人の承認が必要です" in text and '<option value="s5" selected>' in text
    assert "<script" not in page.text and " style=" not in page.text and "onclick" not in page.text


def test_form_as_it_stands_is_an_approval(desk: Reviewing, client: TestClient) -> None:
    """A browser sends every field with its own line ends; none of them counts as changed."""
    review_id = desk.hold()
    answer = send(client, review_id, "accept")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/reviews/{review_id}")
    review = desk.queue.review(review_id)
    assert review.state == "approved-once" and [d.action for d in review.decisions] == ["accept"]
    page = client.get(f"/reviews/{review_id}").text
    assert f"{FIRST}さんが承認しました。次は別の人が" in page
    assert send(client, review_id, "accept", reviewer=SECOND).status_code == 303
    page = client.get(f"/reviews/{review_id}").text
    assert "原文は消去済み" in page and "架空" not in page and "<form" not in page
    assert "架空" not in client.get("/entries/case-h-01").text


def test_fields_are_edited_one_by_one(desk: Reviewing, client: TestClient) -> None:
    """Text, code, and who may see it; the second person sees who edited."""
    review_id = desk.hold()
    assert send(client, review_id, "edit", **{"doubt-2": "昔ながらの菓子", "doubt-3": "s20"}).status_code == 303
    item = desk.queue.item(review_id)
    assert "昔ながらの菓子" in item.proposed.body and item.proposed.size == "s20"  # type: ignore[attr-defined]
    assert f"{FIRST}さんが直したもの" in client.get(f"/reviews/{review_id}").text
    assert send(client, review_id, "edit", reviewer=SECOND, **{"doubt-4": "hub:13"}).status_code == 303
    assert desk.queue.review(review_id).state == "accepted"


def test_whole_text_is_edited(desk: Reviewing, client: TestClient) -> None:
    """Title and body in their fields."""
    review_id = desk.hold()
    body = desk.queue.item(review_id).proposed.body.replace("地域の菓子", "季節の菓子")
    assert send(client, review_id, "edit", title="菓子店の値上げ", body=body).status_code == 303
    item = desk.queue.item(review_id)
    assert item.proposed.title == "菓子店の値上げ" and "季節の菓子" in item.proposed.body


@pytest.mark.parametrize(
    ("action", "changed", "status", "told"),
    [
        ("accept", {"reviewer": ""}, 422, "確認する人の名前"),
        ("accept", {"doubt-2": "別の菓子"}, 422, "「直して承認」を押すか"),
        ("edit", {"doubt-2": "電話03-5555-0147の菓子"}, 422, "電話番号"),
        ("look", {}, 422, "どれかを押してください"),
        ("", {}, 422, "どれかを押してください"),
        ("accept", {"version": "7"}, 409, "見ている間に内容が変わりました"),
        ("accept", {"version": "x"}, 409, "見ている間に内容が変わりました"),
        ("edit", {"doubt-99": "x"}, 422, "99番の箇所はありません"),
    ],
)
def test_refused_form_says_why_and_keeps_what_was_filled_in(
    desk: Reviewing, client: TestClient, action: str, changed: dict[str, str], status: int, told: str
) -> None:
    """Nothing is decided; a form for another version of the text is not filled in again."""
    review_id = desk.hold()
    answer = send(client, review_id, action, note="理由を書いた", **changed)
    assert answer.status_code == status and told in answer.text and 'role="alert"' in answer.text
    assert ("理由を書いた" in answer.text) == (status == 422)
    assert desk.queue.review(review_id).decisions == ()


def test_rejection_erases_and_is_told(desk: Reviewing, client: TestClient) -> None:
    """With the masked note; deciding once more is refused."""
    review_id = desk.hold()
    fields = filled(client.get(f"/reviews/{review_id}").text)
    assert send(client, review_id, "reject", note="架空田さんの店と分かるため").status_code == 303
    page = client.get(f"/reviews/{review_id}").text
    assert "却下" in page and "架空田" not in page and "店と分かるため" in page
    again = client.post(f"/reviews/{review_id}", data=fields | {"action": "accept", "reviewer": SECOND})
    assert again.status_code == 409 and "すでに決まっています" in again.text


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"version=" + b"9" * 400, b"&".join(b"a=1" for _ in range(2_000))]
)
def test_hostile_form_is_one_sentence(desk: Reviewing, client: TestClient, content: bytes) -> None:
    """Broken, huge, or of too many fields."""
    review_id = desk.hold()
    answer = client.post(f"/reviews/{review_id}", content=content)
    assert answer.status_code in (409, 422) and "notice" in answer.text
    assert desk.queue.review(review_id).state == "waiting"


def test_text_of_a_case_is_only_text(desk: Reviewing, client: TestClient) -> None:
    """Markup in an original, an edit or a name stays what it is."""
    review_id = desk.hold()
    evil = "</textarea><script>alert(1)</script>"
    answer = send(client, review_id, "accept", reviewer=evil, note=evil, **{"doubt-2": evil})
    assert "<script" not in answer.text and "&lt;script&gt;" in answer.text


@pytest.mark.parametrize("path", ["/reviews/none", "/reviews/%00", "/reviews/%E3%81%82"])
def test_unknown_case_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    """404 with a way on."""
    answer = client.get(path)
    assert answer.status_code == 404 and "<h1>" in answer.text


def test_import_reports_show_what_people_must_look_at_first(desk: Reviewing, client: TestClient) -> None:
    """Per file: state, pages, passages, seconds, warnings and reasons."""
    assert "まだ取り込みの記録がありません" in client.get("/imports").text
    Runs(desk.service.knowledge.catalog).record(
        {
            "files": [
                {
                    "path": "a.pdf",
                    "state": "added",
                    "pages": 3,
                    "passages": 12,
                    "seconds": 1.25,
                    "warnings": ["時点を推定"],
                },
                {"path": "b.xlsx", "state": "failed", "reason": "読み込めません。", "seconds": 0.1},
                {"path": "<b>.md", "state": "unchanged"},
            ],
            "totals": {"added": 1, "failed": 1, "unchanged": 1, "retired": 0},
            "entries": 1,
            "passages": 12,
            "seconds": 61.5,
        }
    )
    page = client.get("/imports")
    assert page.headers["cache-control"] == "no-store"
    assert page.text.index("b.xlsx") < page.text.index("a.pdf") < page.text.index("&lt;b&gt;.md")
    for shown in ("失敗 1", "追加 1", "61.5秒", "12節", "時点を推定", "読み込めません。", "1.25"):
        assert shown in page.text
    assert "取り下げ" not in page.text


def test_long_list_is_turned_page_by_page(desk: Reviewing, client: TestClient) -> None:
    """A first import of a hub may hold a thousand cases."""
    for n in range(52):
        desk.hold(f"case-h-{n}")
    page = client.get("/reviews").text
    assert "52件" in page and page.count("<h2>") == 50 and 'href="/reviews?page=2"' in page
    second = client.get("/reviews?page=2").text
    assert second.count("<h2>") == 2 and 'href="/reviews?page=1"' in second and "page=3" not in second
    listed = client.get("/api/reviews", params={"limit": 5, "offset": 50}).json()
    assert (listed["total"], len(listed["items"])) == (52, 2)
