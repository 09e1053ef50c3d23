"""Before anything is written it is decided what the answer is to be: care, a refusal, a question back, or an answer."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering import Question
from assistant.answering.evidence import Evidence
from assistant.answering.judge import Judgement, judge
from assistant.answering.particulars import Particular
from assistant.answering.understand import understand
from knowledge.entries import Policy
from knowledge.entry_file import build_document
from knowledge.search import Hit

FACTS = {"id": "doc", "title": "商店街改装補助金", "category": "subsidy", "publisher": "発行者"}
ENTRY: Policy = build_document(
    FACTS, [("内容", None, "商店街改装補助金の上限は1,500,000円、補助率は3分の2で、申請は年2回です。")]
)
TODAY = date(2026, 11, 24)


def judged(
    text: str, nearness: float | None = 9.0, coverage: float = 0.5, entry: Policy = ENTRY, role: str = "co"
) -> Judgement:
    hit = Hit(entry, 1.0, (), nearness)
    evidence = Evidence(policies=(hit,), stated=(hit,), score=lambda _text: coverage)
    return judge(understand(Question(text=text, intent="policy", role=role)), evidence, TODAY)


def claims(text: str) -> list[tuple[str, str]]:
    return [(w.kind, w.claimed) for w in judged(text).wrong_premises]


def test_nothing_found_is_nothing_to_say() -> None:
    """Without a single hit there is no answer."""
    assert judge(understand(Question(text="月の満ち欠けの話")), Evidence()).verdict == "nothing"


def test_near_evidence_is_answered_and_far_evidence_is_not() -> None:
    """Nearness in meaning and shared words both count; between the two there is a caveat."""
    text = "月の満ち欠けの話"
    assert judged(text, 9.0, 0.5).verdict == "answer"
    assert judged(text, -3.0, 0.1).verdict == "nothing"
    assert judged(text, None, 0.1).verdict == "nothing"
    order = ["nothing", "caveat", "answer"]
    rising = [order.index(judged(text, n / 10, 0.3).verdict) for n in range(-30, 90)]
    assert rising == sorted(rising) and set(rising) == {0, 1, 2}


def test_thing_that_no_entry_speaks_of_lowers_the_judgement_by_one_rung() -> None:
    """An answer becomes one with a caveat, a caveat a refusal; what is corrected anyway is not named twice."""

    def verdict(nearness: float, unspoken: tuple[str, ...], text: str = "月の満ち欠けの話") -> Judgement:
        hit = Hit(ENTRY, 1.0, (), nearness)
        evidence = Evidence(policies=(hit,), stated=(hit,), score=lambda _text: 0.3, unspoken=unspoken)
        return judge(understand(Question(text=text, intent="policy")), evidence, TODAY)

    rungs = ["nothing", "caveat", "answer"]
    for nearness in (n / 10 for n in range(-30, 90)):
        plain, lowered = verdict(nearness, ()), verdict(nearness, ("月",))
        assert rungs.index(lowered.verdict) == max(0, rungs.index(plain.verdict) - 1)
        assert (plain.unspoken, lowered.unspoken) == ((), ("月",))
    assert verdict(9.0, ("月面",), "月面移住補助金はいくらですか").unspoken == ()


def test_particular_that_no_source_holds_is_answered_with_a_caveat_or_not_at_all() -> None:
    """A likely one lowers the judgement by one rung, a sure one to nothing; a wrong premise is still corrected first."""

    def verdict(nearness: float, particular: Particular | None, text: str = "月の満ち欠けの話") -> Judgement:
        hit = Hit(ENTRY, 1.0, (), nearness)
        evidence = Evidence(policies=(hit,), stated=(hit,), score=lambda _text: 0.3, particular=particular)
        return judge(understand(Question(text=text, intent="policy")), evidence, TODAY)

    likely, sure = (Particular("forecast", s) for s in (False, True))
    rungs = ["nothing", "caveat", "answer"]
    for nearness in (n / 10 for n in range(-30, 90)):
        plain, lowered = verdict(nearness, None), verdict(nearness, likely)
        assert rungs.index(lowered.verdict) == max(0, rungs.index(plain.verdict) - 1)
        assert (plain.particular, lowered.particular) == ("", "forecast")
        assert verdict(nearness, sure).verdict == "nothing"
    corrected = verdict(9.0, sure, "月面移住補助金はいくらですか")
    assert corrected.wrong_premises and corrected.verdict == "answer" and not corrected.particular
    assert verdict(9.0, sure, "もう死にたいです").care == "danger"
    assert verdict(9.0, sure, "来年の日経平均はいくらになりますか").verdict == "decline"


def test_far_evidence_for_a_question_of_business_is_asked_about() -> None:
    """Who runs a business is asked for what would help instead of being sent away."""
    assert judged("うちの店の段取りの話", -3.0, 0.1).verdict == "ask"


def test_bare_keywords_are_never_turned_away() -> None:
    """Who types only the words that a document has gets it, with a caveat."""
    assert judged("月の満ち欠け", -9.0, 0.9).verdict == "caveat"


@pytest.mark.parametrize(
    "text", ["困っています", "どうしたらいいでしょうか", "助けてください！", "アドバイスお願いします"]
)
def test_question_that_tells_nothing_is_asked_back_whatever_is_found(text: str) -> None:
    """An empty question has near evidence for everything."""
    assert judged(text).verdict == "ask"


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
        ("日本国憲法を改める案", []),
        ("会社法は変わりましたか", []),
        ("全店値下げ保険に入りたい", [("unknown-scheme", "全店値下げ保険")]),
        ("火災保険に入りたい", []),
        ("節税のために保険に入れと言われた", []),
        ("商店街改装補助金の夜間営業枠の上限は", [("unknown-frame", "夜間営業枠")]),
    ],
)
def test_amount_or_scheme_that_the_sources_do_not_bear_out_is_found(text: str, wrong: list[tuple[str, str]]) -> None:
    """Spelling does not matter, the asker's own figures are left alone, and a question claims nothing."""
    assert claims(text) == wrong


def test_question_with_a_wrong_premise_is_answered_by_correcting_it() -> None:
    """Even weak evidence says that a scheme is not known."""
    found = judged("月面移住補助金の上限は", -3.0, 0.0)
    assert (found.verdict, found.wrong_premises[0].claimed) == ("caveat", "月面移住補助金")


def test_scheme_that_has_ended_is_said_to_have_ended() -> None:
    """Who wants to apply hears first that the last day is over; the last day itself still counts."""
    for until, kinds in ((date(2026, 11, 23), ["ended"]), (TODAY, [])):
        entry = build_document(FACTS | {"valid_until": until}, [("内容", None, "上限は150万円です。")])
        assert [w.kind for w in judged("商店街改装補助金に申し込みたい", entry=entry).wrong_premises] == kinds


def test_danger_comes_before_everything_else() -> None:
    """Words that hint at death are answered with care, also where a scheme is asked about."""
    for role in ("owner", "co", "cco"):
        found = judged("商店街改装補助金の上限は。もう死にたいです", role=role)
        assert (found.verdict, found.care, found.wrong_premises) == ("care", "danger", ())


def test_matter_of_another_profession_is_declined_with_its_reason() -> None:
    """However near the evidence."""
    found = judged("架空の領収書で経費を増やす方法")
    assert (found.verdict, found.reason) == ("decline", "illegal")
