from __future__ import annotations

from ingest.anonymise.finding import Hit
from ingest.anonymise.ginza.terms import without_terms

RULES_OF_A_SCHEME = "補助事業者は、交付申請を行うこと。実績報告は期日までに提出すること。次の経費は対象外とする。" * 130
A_NOTE = "店主は値札を書き替え、次の週に客の数を数えた。半分の皿を下げ、仕込みの時間を一時間縮めた。" * 130


def names(text: str, *hits: tuple[str, float]) -> list[str]:
    """Return what is kept of every place where one of the words stands."""
    seen = []
    for word, certainty in hits:
        at = text.find(word)
        while at >= 0:
            seen.append(Hit("firm", at, at + len(word), certainty))
            at = text.find(word, at + len(word))
    return [text[hit.start : hit.end] for hit in without_terms(text, sorted(seen, key=lambda hit: hit.start))]


def test_a_word_no_vocabulary_knows_is_a_term_of_a_document_that_tells_what_to_do() -> None:
    assert names(RULES_OF_A_SCHEME + "トトナビで申し込む。", ("トトナビ", 0.4)) == []
    assert names(A_NOTE + "トトナビで申し込む。", ("トトナビ", 0.4)) == ["トトナビ"]


def test_a_short_text_has_no_terms() -> None:
    assert names("提出すること。トトナビで申し込む。", ("トトナビ", 0.4)) == ["トトナビ"]


def test_a_name_that_is_addressed_or_introduced_is_kept_in_any_document() -> None:
    text = RULES_OF_A_SCHEME + "トトナビの社長、ミルメルさん、屋号は「ポポラ」。"
    assert names(text, ("トトナビ", 0.4), ("ミルメル", 0.4), ("ポポラ", 0.4)) == ["トトナビ", "ミルメル", "ポポラ"]


def test_a_firm_by_its_shape_is_a_term_only_where_it_stands_again_and_again() -> None:
    assert names(RULES_OF_A_SCHEME + "戸倉建具が納めた。", ("戸倉建具", 0.5)) == ["戸倉建具"]
    assert names(RULES_OF_A_SCHEME + "トトナビシステムを使う。" * 8, ("トトナビシステム", 0.5)) == []


def test_what_the_model_sees_as_a_person_is_kept() -> None:
    text = RULES_OF_A_SCHEME + "戸倉"
    hit = Hit("person", len(text) - 2, len(text), 0.6)
    assert without_terms(text, [hit]) == [hit]


def test_a_firm_that_a_law_is_called_after_is_a_public_body() -> None:
    text = "事業育成株式会社法に規定する事業育成株式会社を除く。"
    assert names(text, ("事業育成株式会社", 0.5)) == []
