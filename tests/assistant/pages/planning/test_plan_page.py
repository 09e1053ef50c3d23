"""The page of a plan: every part is there with who says it, links to the quote, files, print view and earlier versions."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.plans.editing import edited
from assistant.plans.plan import Plan, Said
from ingest import pipeline

if TYPE_CHECKING:
    from conftest import Planning


def test_a_plan_shows_every_part_and_who_says_it(planning: Planning, whole_plan: Plan) -> None:
    stored = planning.keep(whole_plan)
    found = planning.client.get(f"/plans/{stored.id}")
    page = unescape(found.text)
    assert found.status_code == 200 and found.headers["cache-control"] == "no-store"
    for text in (
        "本質的課題",
        "ご本人の記入",
        "主な3商品の原価を量る",
        "日本政策金融公庫",
        "2026年6月1日時点",
        "2026年12月24日",
        "値上げ後の利益は50万円です。",
        "162,000円",
        "損益分岐点売上高",
    ):
        assert text in page, text
    assert "根拠未確認" not in page and found.text.count("<svg") == 3


def test_a_citation_opens_the_entry_at_its_quote(planning: Planning, whole_plan: Plan) -> None:
    stored = planning.keep(whole_plan)
    page = unescape(planning.client.get(f"/plans/{stored.id}").text)
    start = page.index("/entries/case-p-01?start=")
    opened = planning.client.get(page[start : page.index('"', start)].partition("#")[0]).text
    assert '<mark id="quote" tabindex="-1">何個減ると損になるのかという物差しが店になかった。</mark>' in opened


def test_a_quote_that_no_longer_stands_is_not_marked_as_found(planning: Planning, whole_plan: Plan) -> None:
    why = whole_plan.actions[0].why[0]
    moved = why.model_copy(update={"cited": (why.cited[0].model_copy(update={"start": 0, "end": 3}),)})
    action = whole_plan.actions[0].model_copy(update={"why": (moved,)})
    stored = planning.keep(whole_plan.model_copy(update={"actions": (action,)}))
    assert "根拠未確認（出典の文が変わりました）" in planning.client.get(f"/plans/{stored.id}").text


def test_what_the_owner_changed_is_shown_as_theirs_and_the_version_before_stays(
    planning: Planning, whole_plan: Plan
) -> None:
    stored = planning.keep(whole_plan)
    action = whole_plan.actions[0].model_copy(
        update={"what": Said(text="原価を5商品量る", by="guide"), "who": "むすめ"}
    )
    after = edited(whole_plan, whole_plan.model_copy(update={"actions": (action, whole_plan.actions[1])}), "owner")
    planning.service.consulting.edit_plan("13", stored.id, 1, after, "owner")
    page = planning.client.get(f"/plans/{stored.id}").text
    assert '原価を5商品量る<span class="by owner">' in page and 'むすめ<span class="by">' in page
    before = planning.client.get(f"/plans/{stored.id}?version=1").text
    assert "主な3商品の原価を量る" in before and "いまの版を見る" in before


def test_a_plan_is_taken_along_as_a_file_and_printed(planning: Planning, whole_plan: Plan) -> None:
    at = f"/plans/{planning.keep(whole_plan).id}"
    for kind, begin in (("docx", b"PK"), ("xlsx", b"PK"), ("ics", b"BEGIN:VCALENDAR"), ("md", b"# ")):
        found = planning.client.get(f"{at}/files/{kind}")
        assert found.content.startswith(begin) and f".{kind}" in found.headers["content-disposition"]
    assert planning.client.get(f"{at}/files/exe").status_code == 404
    paper = planning.client.get(f"{at}/print").text
    assert "アクションプラン" in paper and "<svg" in paper


def test_a_calendar_keeps_its_dates_when_the_plan_gets_another_name(planning: Planning, whole_plan: Plan) -> None:
    stored = planning.keep(whole_plan)
    names = [_names(planning, stored.id)]
    planning.service.consulting.edit_plan(
        "13", stored.id, 1, whole_plan.model_copy(update={"title": "新しい名前"}), "owner"
    )
    names.append(_names(planning, stored.id))
    other = planning.keep(whole_plan)
    assert names[0] == names[1] and not names[0] & _names(planning, other.id)


def test_a_picture_is_shown_once_however_many_calculations_make_it(planning: Planning, whole_plan: Plan) -> None:
    even = whole_plan.sums[1]
    again = even.model_copy(update={"id": "again", "kind": "profit", "label": "いまの利益"})
    plans = (whole_plan, whole_plan.model_copy(update={"sums": (*whole_plan.sums, again)}))
    for page in ("", "/print"):
        once, more = (planning.client.get(f"/plans/{planning.keep(plan).id}{page}").text for plan in plans)
        assert "いまの利益" in more and more.count("<svg") == once.count("<svg") > 0


def _names(planning: Planning, plan_id: str) -> set[str]:
    body = planning.client.get(f"/plans/{plan_id}/files/ics").text.replace("\r\n ", "")
    return set(re.findall(r"^UID:(.+)\r$", body, re.MULTILINE))


def test_a_plan_of_a_closed_consultation_is_read_and_not_offered_for_change(
    planning: Planning, whole_plan: Plan
) -> None:
    stored = planning.keep(whole_plan)
    at = f"/plans/{stored.id}"
    assert f'href="{at}/edit"' in planning.client.get(at).text
    kept = planning.service.consulting
    kept.advance("13", stored.consultation_id, kept.find("13", stored.consultation_id).version, "closed", "success", "")
    page = planning.client.get(at).text
    assert f'href="{at}/edit"' not in page and "この相談は終結しています" in page


def test_an_unknown_plan_or_version_is_told_in_one_sentence(planning: Planning, whole_plan: Plan) -> None:
    stored = planning.keep(whole_plan)
    for path in ("/plans/nothing", f"/plans/{stored.id}?version=7", "/plans/nothing/print", "/plans/nothing/files/md"):
        found = planning.client.get(path, headers={"accept": "text/html"})
        assert found.status_code == 404 and "その相談やプランは見つかりません" in found.text


def test_trade_terms_of_a_plan_are_explained_in_the_words_of_the_glossary_and_cited(
    planning: Planning, whole_plan: Plan, policy_file: Callable[..., str], tmp_path: Path
) -> None:
    """Terms that the plan uses and the owner did not; without a glossary there is no such part."""
    stored = planning.keep(whole_plan)
    assert "ことばの説明" not in planning.client.get(f"/plans/{stored.id}").text
    told = {
        "試算表": "試算表とは、月ごとの売上や費用をまとめた表です。表は毎月作ります。",
        "お金": "お金とは、通貨です。",
        "多能工": "多能工とは、いくつもの仕事ができる人です。",
    }
    (tmp_path / "files" / "words.md").write_text(policy_file("words", told, category="glossary"))
    pipeline.run([tmp_path / "files"], planning.knowledge.catalog, planning.knowledge.update)
    page = unescape(planning.client.get(f"/plans/{stored.id}").text)
    part = page.partition('<h2 id="terms">')[2].partition("</section>")[0]
    assert re.findall(r"<dt>(.+?)</dt>", part) == ["試算表"]
    assert "試算表とは、月ごとの売上や費用をまとめた表です。" in part and "毎月作ります" not in part
    assert "/entries/words?start=" in part and "確認済" in part and "根拠未確認" not in part
    assert "words" in page.partition('<h2 id="grounds">')[2]
