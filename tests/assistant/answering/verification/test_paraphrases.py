"""A sentence in other words is 言い換え only when one place of its source says the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answering import Block, Citation, Sentence, Source
from assistant.answering.verification import verify, verify_sentence
from knowledge.entries import Entry
from knowledge.entry_file import build_document

Said = Callable[..., Sentence]
ROSE = "限界利益は2,016万円から2,190万円へと174万円増え、二代目は一部をパートの時給に回した。"
NEEDED = "補助金の申請には、商工会が発行する計画書（様式4）が必要です。"
EXCLUDED = "承認を受ける前に買った設備は対象になりません。"
RATES = "贈答の限界利益率は54%、日常の菓子は44%である。"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("限界利益は174万円増えて2,190万円になり、その一部はパートの時給に回りました。", ROSE),
        ("商工会の発行する計画書（様式4）が、補助金の申請に要ります。", NEEDED),
        ("設備を承認の前に買うと、対象になりません。", EXCLUDED),
        ("社長は新しい機械の導入を検討していました。", "社長は新しい機械の導入を検討した。"),
        ("店の帳簿に原価の記録はありませんでした。", "店の帳簿には原価の記録がなかった。"),
        ("日常の菓子は44%、贈答は54%です。", RATES),
    ],
)
def test_the_same_in_other_words_is_a_paraphrase(said_of: Said, text: str, quote: str) -> None:
    """The text stays as it was written, with the source's own words in the citation."""
    found = said_of(text, quote)
    assert (found.status, found.text, found.reason) == ("paraphrase", text, "")
    assert found.citations[0].quote == quote


@pytest.mark.parametrize(
    ("text", "quote", "reason"),
    [
        ("限界利益は174万円増えて2,910万円になりました。", ROSE, "数字"),
        ("限界利益は174億円増えました。", ROSE, "数字"),
        ("限界利益は2,190万円から2,016万円へ減りました。", ROSE, "向き"),
        ("限界利益は174万円減りました。", ROSE, "向き"),
        ("三代目は一部をパートの時給に回しました。", ROSE, ""),
        ("限界利益は174万円増えましたが、二代目はパートの時給に回しませんでした。", ROSE, "する・しない"),
        ("計画書（様式4）は、補助金の申請に不要です。", NEEDED, ""),
        ("補助金の申請には、信用金庫が発行する計画書（様式4）が要ります。", NEEDED, ""),
        ("ものづくり補助金の申請には、商工会が発行する計画書（様式4）が必要です。", NEEDED, ""),
        ("承認の後に買った設備は対象になりません。", EXCLUDED, "向き"),
        ("承認の前に買った設備も対象になります。", EXCLUDED, "する・しない"),
        ("社長は新しい機械の導入を実施しました。", "社長は新しい機械の導入を検討した。", ""),
        ("家族会議は必ず対立を深めます。", "家族会議は対立を深める場合がある。", "強く"),
        ("店は2023年のうちに動けました。", "先代を招いて決める日を定めていれば、店は2023年のうちに動けた。", "強く"),
        ("贈答の限界利益率は44%、日常の菓子は54%です。", RATES, ""),
        ("社長は税理士に試算表を渡しました。", "税理士は社長に試算表を渡した。", "誰の"),
        ("限界利益は174万円増え、客も戻って店は全国に知られました。", ROSE, ""),
        ("業績が良くなりました。", ROSE, ""),
    ],
)
def test_what_the_place_does_not_say_is_unverified_with_the_reason(
    said_of: Said, text: str, quote: str, reason: str
) -> None:
    """Figure, unit, direction, denial, name, scheme, order, sureness, part, more than is there."""
    found = said_of(text, quote)
    assert found.status == "unverified" and found.text == text
    assert found.reason and reason in found.reason


def test_words_cut_out_of_their_sentence_keep_its_meaning(said_of: Said) -> None:
    """Verbatim is not enough: a condition, a denial or a speaker cut off makes another claim."""
    assert said_of("店は2023年のうちに動けた。", "店は2023年のうちに動けた。").status == "unverified"
    assert (
        said_of("承認を受ける前に買った設備は対象になり", "承認を受ける前に買った設備は対象になり").status
        == "unverified"
    )
    assert said_of("家族会議は対立を深める", "家族会議は対立を深める").status == "unverified"
    assert said_of("二代目は一部をパートの時給に回した。", "二代目は一部をパートの時給に回した。").status == "verified"


def test_words_collected_from_two_places_are_no_support(said_of: Said) -> None:
    """Each half stands somewhere; together they say what nobody said."""
    found = said_of("税理士は174万円の計画書を商工会に渡しました。", "税理士は社長に試算表を渡した。")
    assert found.status == "unverified"


def test_a_nearly_right_quote_is_shown_in_the_sources_words(said_of: Said) -> None:
    """85 % in one piece is found; the reader sees what the source has."""
    quote = "補助金の申請には、商工会が発行する計画書（様式4）が必要であります。"
    found = said_of(quote, quote)
    assert (found.status, found.text) == ("verified", NEEDED)


@pytest.mark.parametrize(
    "quote",
    [
        "補助金の申請には、商工会が発行する計画書（様式4）が不要です。",
        "補助金の申請には、商工会が発行する計画書（様式2）が必要です。",
        "補助金の申請には、信用金庫が発行する計画書（様式4）が必要です。",
        "必要です。計画書",
    ],
)
def test_a_nearly_right_quote_with_another_meaning_is_not_found(said_of: Said, quote: str) -> None:
    """What differs may be spelling, never a figure, a denial or a name."""
    found = said_of(quote, quote)
    assert (found.status, found.reason) == ("unverified", "引用した文が出典に見つかりません")


def test_a_quote_of_a_few_letters_supports_no_paraphrase(said_of: Said) -> None:
    """「必要です」 stands everywhere."""
    assert said_of("計画書が要ります。", "必要です").status == "unverified"


def test_without_words_to_compare_nothing_is_a_paraphrase() -> None:
    """A missing tokenizer makes the check stricter."""
    entry = build_document(
        {"id": "doc", "title": "資料", "category": "document", "publisher": "発行者"}, [("一", None, NEEDED)]
    )
    citation = Citation(number=1, entry_id="doc", anchor="s1", quote=NEEDED, start=0, end=len(NEEDED))
    sentence = Sentence(text="計画書（様式4）が補助金の申請に要ります。", citations=(citation,))
    assert verify_sentence(sentence, {"doc": entry}).status == "unverified"


def test_a_number_that_the_search_did_not_give_verifies_nothing() -> None:
    """Neither an unknown number nor another source's number."""
    entry = build_document(
        {"id": "doc", "title": "資料", "category": "document", "publisher": "発行者"}, [("一", None, NEEDED)]
    )
    source = Source(number=1, entry_id="doc", kind="policy", title="資料", origin="published")
    citation = Citation(number=1, entry_id="doc", anchor="s1", quote=NEEDED, start=0, end=len(NEEDED))

    def status(citation: Citation, *sources: Source) -> str:
        block = Block(kind="summary", heading="", sentences=(Sentence(text=NEEDED, citations=(citation,)),))

        def lookup(entry_id: str) -> Entry | None:
            return entry if entry_id == "doc" else None

        return verify([block], lookup, sources=sources)[0].sentences[0].status

    assert status(citation, source) == "verified"
    assert status(replace(citation, number=2), source) == "unverified"
    assert status(citation, replace(source, entry_id="other")) == "unverified"


def test_hostile_sentences_are_judged_the_same_each_time(said_of: Said) -> None:
    """The longest that there are: without bounds in the rules a single one takes longer than all of them."""
    dice = random.Random(5)
    for piece in ("ない", "増え減り", "1", "「", "「」", "社長は", "、", "もの", "3〜", "[1]", "年", "一", "万"):
        text = (piece * 300)[:300]
        assert said_of(text, ROSE) == said_of(text, ROSE)
        shuffled = "".join(dice.sample(text, len(text)))
        assert said_of(shuffled, ROSE).status == "unverified"
