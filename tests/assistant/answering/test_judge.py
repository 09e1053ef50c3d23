"""Before anything is written it is decided whether the evidence can carry an answer, and what was wrongly assumed."""

from __future__ import annotations

import pytest

from assistant.answering import Question
from assistant.answering.evidence import Evidence
from assistant.answering.judge import judge
from assistant.answering.understand import understand
from knowledge.entries import Policy
from knowledge.entry_file import build_document
from knowledge.search import Hit

FACTS = {"id": "doc", "title": "商店街改装補助金", "category": "subsidy", "publisher": "発行者"}
ENTRY: Policy = build_document(
    FACTS, [("内容", None, "商店街改装補助金の上限は1,500,000円、補助率は3分の2で、申請は年2回です。")]
)


def verdict(cosine: float | None, coverage: float, text: str = "困っている") -> str:
    evidence = Evidence(policies=(Hit(ENTRY, 1.0, (), cosine),), score=lambda _text: coverage)
    return judge(understand(Question(text=text, intent="policy")), evidence).verdict


def claims(text: str) -> list[tuple[str, str]]:
    evidence = Evidence(policies=(Hit(ENTRY, 1.0, (), 0.95),), score=lambda _text: 0.5)
    found = judge(understand(Question(text=text, intent="policy")), evidence)
    return [(w.kind, w.claimed) for w in found.wrong_premises]


def test_nothing_found_is_nothing_to_say() -> None:
    """Without a single hit there is no answer."""
    assert judge(understand(Question(text="困っている")), Evidence()).verdict == "nothing"


def test_near_evidence_is_answered_and_far_evidence_is_not() -> None:
    """Nearness in meaning and shared words both count; between the two there is a caveat."""
    assert verdict(cosine=0.95, coverage=0.5) == "answer"
    assert verdict(cosine=0.80, coverage=0.1) == "nothing"
    assert verdict(cosine=None, coverage=0.1) == "nothing"
    order = ["nothing", "caveat", "answer"]
    rising = [order.index(verdict(cosine=0.85 + n / 1000, coverage=0.3)) for n in range(60)]
    assert rising == sorted(rising) and set(rising) == {0, 1, 2}


def test_bare_keywords_are_never_turned_away() -> None:
    """Who types only the words that a document has gets it, with a caveat."""
    assert verdict(cosine=0.5, coverage=0.9) == "caveat"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("商店街改装補助金の上限は500万円ですよね", [("number", "500万円")]),
        ("商店街改装補助金の上限は1,500,000円ですよね", []),
        ("商店街改装補助金の上限は１５０００００円ですよね", []),
        ("商店街改装補助金の補助率は3分の2ですよね", []),
        ("商店街改装補助金の申請は年4回ですよね", [("number", "4回")]),
        ("商店街改装補助金の上限を教えて", []),
        ("従業員が12人なので商店街改装補助金を使えますか", []),
        ("商店街改造応援給付金の上限は", [("unknown-scheme", "商店街改造応援給付金")]),
    ],
)
def test_amount_or_scheme_that_the_sources_do_not_bear_out_is_found(text: str, wrong: list[tuple[str, str]]) -> None:
    """Spelling does not matter, the asker's own figures are left alone, and a question claims nothing."""
    assert claims(text) == wrong


def test_question_with_a_wrong_premise_is_answered_by_correcting_it() -> None:
    """Even weak evidence says that a scheme is not known."""
    evidence = Evidence(policies=(Hit(ENTRY, 1.0, (), 0.5),), score=lambda _text: 0.0)
    found = judge(understand(Question(text="全国猫カフェ開業補助金の上限は")), evidence)
    assert (found.verdict, found.wrong_premises[0].claimed) == ("caveat", "全国猫カフェ開業補助金")
