"""Documents are quoted with page and date; what is expired, unconfirmed or wrongly assumed is said first."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from assistant.answering import Answer, Assistant, Block, Question
from assistant.api.service import Service
from knowledge.search import KnowledgeBase

Build = Callable[[Mapping[str, str | bytes]], KnowledgeBase]
PAGES = (
    ("空き店舗活用補助金 公募要領", "この要領は空き店舗活用補助金の手続きを定めます。", "窓口は商店街振興課です。"),
    (
        "補助の内容",
        "空き店舗活用補助金の補助率は2分の1、補助の上限額は80万円です。",
        "改装費と備品費が対象の経費です。",
    ),
    ("申請の期限", "空き店舗活用補助金の申請の締切は2026年9月30日です。", "締切を過ぎた申請は受け付けません。"),
)
SIDECAR = "id: akitenpo\ntitle: 空き店舗活用補助金 公募要領\npublisher: 見本市\nas_of: 2026-04-01\ncategory: subsidy\n"


def pdf(pages: tuple[tuple[str, ...], ...]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    made = io.BytesIO()
    canvas = Canvas(made)
    for lines in pages:
        canvas.setFont("HeiseiMin-W3", 12)
        for number, line in enumerate(lines):
            canvas.drawString(60, 780 - 24 * number, line)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def ask(knowledge: KnowledgeBase, text: str, today: date = date(2026, 6, 1), role: str = "co") -> Answer:
    return Assistant(knowledge, lambda: today).answer(Question(text=text, role=role, intent="policy"))


def document(answer: Answer, entry_id: str) -> Block:
    return next(b for b in answer.blocks if b.kind == "policy" and b.entry_id == entry_id)


def test_pdf_is_cited_by_its_page(build: Build) -> None:
    """What stands on page 2 is cited at page 2, word for word, with publisher and date beside it."""
    knowledge = build({"akitenpo.pdf": pdf(PAGES), "akitenpo.pdf.yaml": SIDECAR})
    answer = ask(knowledge, "空き店舗活用補助金の上限額はいくらですか")
    block = document(answer, "akitenpo")
    sentence = next(s for s in block.all_sentences() if "80万円" in s.text)
    citation = sentence.citations[0]
    assert (sentence.status, citation.page, citation.anchor) == ("verified", 2, "p2")
    assert {"補助金・助成金", "見本市", "2026-04-01 時点"} <= set(block.facts)
    assert (answer.sources[0].publisher, answer.sources[0].as_of) == ("見本市", date(2026, 4, 1))


def test_expired_document_is_marked_from_the_day_after_its_last(build: Build) -> None:
    """The last day of validity still counts; the next day the reader is warned, in the block and in the source."""
    knowledge = build({"a.pdf": pdf(PAGES), "a.pdf.yaml": SIDECAR + "valid_until: 2026-09-30\n"})
    text = "空き店舗活用補助金の上限額はいくらですか"
    valid, expired = (ask(knowledge, text, day) for day in (date(2026, 9, 30), date(2026, 10, 1)))
    warning = "この資料は 2026-09-30 で期限が切れています"
    assert not any(warning in s.text for s in valid.sentences()) and not valid.sources[0].expired
    assert any(warning in s.text for s in document(expired, "akitenpo").sentences) and expired.sources[0].expired
    assert "有効期限 2026-09-30" in document(expired, "akitenpo").facts


def test_unconfirmed_document_is_marked(build: Build, policy_file: Callable[..., str]) -> None:
    """What is not sure is said to be not sure."""
    text = "- 窓口相談助成金の上限は30万円です。\n- 窓口相談助成金は商店街の店が使えます。"
    knowledge = build({"a.md": policy_file("joseikin", {"内容": text}, category="subsidy", confirmed="false")})
    answer = ask(knowledge, "窓口相談助成金の上限は")
    assert any("要確認の記述があります" in s.text for s in document(answer, "joseikin").sentences)
    assert not answer.sources[0].confirmed


def test_wrong_amount_is_corrected_before_anything_else_with_the_sources_own(service: Service) -> None:
    """「上限は500万円ですよね？」 is answered first by what the source says: 50万円."""
    for text in ("持続化補助金の上限は500万円ですよね？", "持続化補助金の上限は５００万円と聞きました"):
        answer = service.assistant.answer(Question(text=text))
        correction = answer.blocks[0]
        assert correction.kind == "correction"
        assert "「500万円」は、手元の資料では確かめられませんでした" in correction.sentences[0].text
        said = correction.sentences[1]
        assert (said.status, "上限50万円" in said.text) == ("verified", True)
        assert said.citations[0].entry_id == "subsidy-jizokuka"


def test_right_amount_is_not_corrected(service: Service) -> None:
    """Who assumes rightly is not contradicted."""
    answer = service.assistant.answer(Question(text="持続化補助金の上限は50万円ですよね？"))
    assert answer.intent == "policy"
    assert "correction" not in [b.kind for b in answer.blocks]


@pytest.mark.parametrize("role", ["co", "owner"])
def test_unknown_scheme_is_named_as_not_found(service: Service, role: str) -> None:
    """A scheme that no source knows is not explained by others' rules."""
    answer = service.assistant.answer(Question(text="デジタル化応援スーパー補助金の補助率は？", role=role))
    first = answer.blocks[0].sentences[0]
    assert "「デジタル化応援スーパー補助金」という名前の制度は、手元の資料には見つかりませんでした" in first.text
    assert not any(b.kind == "policy" for b in answer.blocks)
    assert next(b.kind for b in reversed(answer.blocks) if b.kind != "terms") == "referral"


def test_answer_ends_with_where_to_ask_and_what_to_bring(service: Service) -> None:
    """Amounts change; the window knows."""
    answer = service.assistant.answer(Question(text="マル経融資の限度額は"))
    last = answer.blocks[-1]
    assert (last.kind, last.heading) == ("referral", "相談先")
    assert [row.label for row in last.rows][1:] == ["つなぎ方", "持っていくもの", "フォローの仕方"]
    assert any("2,000万円" in s.text for s in answer.sentences())


def test_named_scheme_brings_only_documents_that_speak_of_it(service: Service, knowledge: KnowledgeBase) -> None:
    """No other scheme's rules are mixed in."""
    answer = service.assistant.answer(Question(text="業務改善助成金の対象になるのはどんな会社ですか"))
    for block in (b for b in answer.blocks if b.kind == "policy"):
        entry = knowledge.catalog.get(block.entry_id)
        assert entry is not None and "業務改善助成金" in entry.body


def test_amount_that_is_asked_for_is_told(service: Service) -> None:
    """Who asks how much hears the limit, also where the conditions share more words with the question."""
    question = Question(text="小さな店の販路開拓の補助はいくらまで出ますか", role="owner")
    said = [s.text for s in service.assistant.answer(question).sentences()]
    assert any("上限50万円" in text for text in said)


def test_window_that_is_asked_for_is_the_one_that_is_told(service: Service) -> None:
    """Who asks where to go and what to bring hears it of that window, not of the hub."""
    question = Question(text="返済の条件変更が要る会社をつなぐ先と、持たせる書類を教えてください")
    last = [b for b in service.assistant.answer(question).blocks if b.kind == "referral"][-1]
    assert last.entry_id == "institution-kasseika"
    assert "持っていくもの" in [row.label for row in last.rows]
