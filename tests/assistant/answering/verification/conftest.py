from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answering import Citation, Sentence
from assistant.answering.verification import verify_sentence
from knowledge.entry_file import build_document
from knowledge.words import Words

#: A document as a hub might bring one; each test quotes its own part.
TEXT = (
    "限界利益は2,016万円から2,190万円へと174万円増え、二代目は一部をパートの時給に回した。\n"
    "先代を招いて決める日を定めていれば、店は2023年のうちに動けた。\n"
    "社長は新しい機械の導入を検討した。家族会議は対立を深める場合がある。\n"
    "補助金の申請には、商工会が発行する計画書（様式4）が必要です。承認を受ける前に買った設備は対象になりません。\n"
    "贈答の限界利益率は54%、日常の菓子は44%である。税理士は社長に試算表を渡した。\n"
    "二代目は「値上げの文面を教えてほしい」と頼んだ。店の帳簿には原価の記録がなかった。"
)


@pytest.fixture(scope="session")
def said_of() -> Callable[..., Sentence]:
    """Verify a sentence that cites a quote of TEXT, with real Japanese words."""
    facts = {"id": "doc", "title": "和菓子店の値上げ", "category": "document", "publisher": "発行者"}
    entry = build_document(facts, [("一", None, TEXT), ("二", None, "別の節です。ここには何も書いてありません。")])
    words = Words()

    def made(text: str, quote: str, anchor: str = "s1", **given: object) -> Sentence:
        at = max(entry.body.find(quote), 0)
        citation = Citation(number=1, entry_id="doc", anchor=anchor, quote=quote, start=at, end=at + len(quote))
        return verify_sentence(Sentence(text=text, citations=(citation,)), {"doc": entry}, words.terms, **given)  # type: ignore[arg-type]

    return made
