"""The one screen without script: asking, asking again, and what is refused."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from assistant.answering.answer import MAX_QUESTION
from assistant.api.service import Service
from assistant.pages.examples import EXAMPLES

WAGASHI = "和菓子店の二代目。原価が上がり、値上げに踏み切れない。似た事例はありますか。"
BROWSER = {"accept": "text/html"}


def _ask(client: TestClient, text: str, **fields: str) -> str:
    answered = client.post("/ask", data={"question": text, **fields}, headers=BROWSER)
    assert answered.status_code == 200
    return answered.text


def _conversation(page: str) -> str:
    found = re.search(r'name="conversation" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_start_shows_what_it_does_examples_and_what_not_to_type(client: TestClient) -> None:
    """One sentence, six examples of the role, and the warning about names."""
    page = client.get("/", headers=BROWSER)
    assert page.status_code == 200 and '<html lang="ja">' in page.text
    assert page.text.count('name="example"') == 6
    assert "会社名・人名・電話番号は書かないでください" in page.text
    assert "合成" in page.text


@pytest.mark.parametrize("role", ["co", "cco", "owner"])
def test_each_role_has_its_own_examples(client: TestClient, role: str) -> None:
    """The role in the address chooses the examples and is marked."""
    page = client.get("/", params={"role": role}).text
    assert all(example in page for example in EXAMPLES[role])
    assert len(re.findall(r'data-role="\w+" aria-current="true"', page)) == 1


@pytest.mark.parametrize(("role", "example"), [(r, e) for r, all_ in EXAMPLES.items() for e in all_])
def test_every_example_finds_evidence(client: TestClient, role: str, example: str) -> None:
    """What we offer to ask, we can answer."""
    page = _ask(client, "", example=example, role=role)
    assert 'class="cite"' in page and "見つかりませんでした" not in page


def test_asking_leads_to_the_page_of_the_conversation(client: TestClient) -> None:
    """A form is answered by a redirect, so that reloading does not ask again."""
    answered = client.post("/ask", data={"question": WAGASHI}, headers=BROWSER, follow_redirects=False)
    assert answered.status_code == 303
    address = answered.headers["location"]
    assert re.fullmatch(r"/\?c=[\w-]{20,}#latest", address)
    page = client.get(address, headers=BROWSER)
    assert WAGASHI in page.text and "要点" in page.text
    assert page.headers["cache-control"] == "no-store"


def test_the_answer_shows_badges_citations_sources_and_the_reminder(client: TestClient) -> None:
    """Outcomes have word and mark, sentences have citations that say 確認済, and the end says what to do with it."""
    page = _ask(client, WAGASHI)
    assert '<span class="badge success"><span aria-hidden="true">○</span>成功</span>' in page
    assert '<span class="badge failure"><span aria-hidden="true">×</span>失敗</span>' in page
    assert "出典1、確認済" in page
    assert re.search(r'href="/entries/case-[\d-]+\?start=\d+&amp;end=\d+#quote"', page)
    assert "AIが根拠から組み立てた回答です。出典を確かめてお使いください。" in page
    assert "合成の事例です" in page and 'href="/entries/institution-yorozu"' in page
    assert "くわしく見る" in page


def test_trade_terms_of_an_owners_answer_are_explained_in_a_closed_part_that_opens_without_script(
    client: TestClient,
) -> None:
    """The names are on the line that opens it; the explanation has its citation like every sentence."""
    page = _ask(client, "売上は増えているのに手元にお金が残りません。どうすれば", role="owner")
    part = page.partition('<section class="block terms">')[2].partition("</section>")[0]
    names = re.search(r"<details>\s*<summary>(.+?)</summary>", part)
    assert "<h3>ことばの説明</h3>" in part and names
    for name in names[1].split("・"):
        assert f"<dt>{name}</dt>" in part and f"{name}とは、" in part
    assert 'href="/entries/glossary-' in part and "確認済" in part


def test_a_contrast_is_a_real_table(client: TestClient) -> None:
    """Columns and rows have header cells."""
    page = _ask(client, "飲食店の値上げで、成功と失敗はどこで分かれましたか。")
    assert page.count('scope="col"') >= 2 and page.count('scope="row"') >= 4
    assert 'class="parted"' in page


def test_premises_can_be_removed_and_the_last_question_is_asked_again(client: TestClient) -> None:
    """Removing one asks anew without it, and it stays away."""
    page = _ask(client, WAGASHI)
    assert 'value="owner_type:successor"' in page
    again = _ask(client, "", conversation=_conversation(page), remove="owner_type:successor")
    assert again.count('class="turn"') - again.count("<template") == 2
    assert 'value="owner_type:successor"><span' not in again
    assert "外した前提：後継者" in again


def test_a_set_premise_is_shown_as_set_and_can_be_taken_back(client: TestClient) -> None:
    """What a person sets stays chosen in its select until it is taken back."""
    page = _ask(client, WAGASHI, outcome="failure")
    assert "設定した条件" in page and '<option value="failure" selected>' in page
    assert 'class="badge success"' not in page
    again = _ask(client, "", conversation=_conversation(page), outcome="failure", unset="outcome:failure")
    assert "設定した条件" not in again


def test_the_intent_can_be_switched(client: TestClient) -> None:
    """The same question is asked for another kind of answer."""
    page = _ask(client, WAGASHI)
    assert '<button form="ask" formnovalidate name="intent" value="similar" aria-current="true">' in page
    again = _ask(client, "", conversation=_conversation(page), intent="contrast")
    assert 'value="contrast" aria-current="true"' in again and "<table" in again


def test_a_question_asked_again_is_not_its_own_context(client: TestClient, service: Service) -> None:
    """Asking again with nothing changed gives the same answer."""
    page = _ask(client, WAGASHI)
    identifier = _conversation(page)
    _ask(client, "", conversation=identifier, again="1")
    held = service.conversations.find(identifier)
    assert held
    first, second = held.answers
    assert [s.entry_id for s in first.sources] == [s.entry_id for s in second.sources]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"question": "  "}, "質問が空です"),
        ({"question": "。。。"}, "文字が読み取れませんでした"),
        ({"question": "あ" * (MAX_QUESTION + 1)}, "長すぎます"),
        ({"question": "値上げ", "role": "<b>"}, "役割"),
        ({"question": "値上げ", "industry": "999"}, "一覧にない"),
    ],
)
def test_a_question_that_cannot_be_taken_stays_in_its_field(
    client: TestClient, fields: dict[str, str], said: str
) -> None:
    """One clear sentence, status 422, and nothing typed is lost."""
    page = client.post("/ask", data=fields, headers=BROWSER)
    assert page.status_code == 422
    told = re.search(r'id="problem" role="alert">(.+?)</p>', page.text)
    assert told and said in told[1]
    kept = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)
    assert kept and unescape(kept[1]) == fields["question"]
    assert "<b>" not in page.text


def test_what_is_typed_is_never_markup(client: TestClient) -> None:
    """A question with tags is shown as it was typed, in the heading and in the title."""
    page = _ask(client, "<script>alert(1)</script> 和菓子店の値上げの事例は？</title>")
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert page.count("</title>") == 1


def test_without_evidence_the_page_says_so_and_names_a_person(client: TestClient) -> None:
    """What happened, what was looked for, what to do, and whom to ask."""
    page = _ask(client, "宇宙エレベーターの建設費はいくらですか")
    assert "根拠になる事例・資料が見つかりませんでした" in page
    assert "探した範囲" in page and "人に相談する" in page


def test_a_conversation_that_is_gone_starts_anew(client: TestClient) -> None:
    """After a restart the address still opens, and says what happened."""
    page = client.get("/", params={"c": "gone"}, headers=BROWSER)
    assert page.status_code == 200 and "もう残っていません" in page.text


def test_the_address_of_the_form_leads_back_to_the_screen(client: TestClient) -> None:
    """Whoever opens /ask by itself is not shown an error."""
    assert client.get("/ask", headers=BROWSER, follow_redirects=False).headers["location"] == "/"


def test_a_form_sent_by_another_site_is_refused(client: TestClient) -> None:
    """The browser says where a form comes from."""
    assert client.post("/ask", data={"question": "a"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_pages_carry_the_security_headers_and_no_inline_code(client: TestClient) -> None:
    """The policy allows nothing inline, and nothing inline is there."""
    for path in ("/", "/cases", "/entries/case-09-01"):
        page = client.get(path, headers=BROWSER)
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert page.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", page.text)


def test_the_first_page_is_under_a_hundred_kilobytes(client: TestClient) -> None:
    """Page, style, script and mark together."""
    page = client.get("/", headers=BROWSER)
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    assert len(parts) == 3
    assert len(page.content) + sum(len(client.get(p).content) for p in parts) < 100_000


def test_the_hub_is_shown_if_the_machine_has_one(serving: object, service: Service) -> None:
    """The hub comes from the settings, never from the address."""
    page = serving(service.knowledge, hub="13").get("/?hub=27", headers=BROWSER).text  # type: ignore[operator]
    assert "東京都よろず支援拠点" in page and "大阪府" not in page


def test_fifty_turns_are_shown_in_one_page(client: TestClient, service: Service) -> None:
    """A long talk opens, newest last."""
    conversation = service.conversations.get("")
    answer = service.assistant.answer(service.question(WAGASHI, conversation))
    for _ in range(50):
        service.conversations.add(conversation, answer, ())
    page = client.get("/", params={"c": conversation.id}, headers=BROWSER).text
    assert page.count('<article class="turn"') == 51 and page.count('id="latest"') == 1
