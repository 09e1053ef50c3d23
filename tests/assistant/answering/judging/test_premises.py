"""What a question takes for granted is compared with the sentences of the scheme's own entry."""

from __future__ import annotations

import pytest

from assistant.answering.judging.aspects import opposed
from assistant.answering.judging.claims import claims
from assistant.answering.judging.frames import unlisted
from assistant.answering.judging.premises import wrong_premises
from knowledge.entries import Policy
from knowledge.entry_file import build_document
from knowledge.search import Hit

RULES = """- 看板補助金は、支払いと報告の後に入金されます。
- 看板補助金の申請には、町内会の推薦が必要です。
- 看板補助金は、借入がなくても使えます。
- 看板補助金の申請は、労働局に行います。
- 看板補助金の相談は無料で、何度でも受けられます。
- 看板補助金には、店頭枠と屋上枠があります。
- 看板補助金を受けられるかどうかは審査で決まり、約束されるわけではありません。"""
ENTRY: Policy = build_document(
    {"id": "kanban", "title": "看板補助金（旧横断幕補助金）の要点", "category": "subsidy", "publisher": "発行者"},
    [("内容", None, RULES + "\n- 看板補助金は、旧横断幕補助金が2025年に名前を変えた制度です。")],
)


def wrong(text: str) -> list[tuple[str, str]]:
    found = wrong_premises(text, [Hit(ENTRY, 1.0, ())])
    return [(w.kind, "".join(ENTRY.body[a:b] for a, b in w.spans)) for w in found]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("看板補助金は前払いで入るんですよね", "後に入金"),
        ("看板補助金は推薦がなくても申請できますよね", "推薦が必要"),
        ("看板補助金は借入のある店しか使えないと聞きました", "借入がなくても"),
        ("看板補助金は税務署に申請するんですよね", "労働局"),
        ("看板補助金の相談は有料なので迷っています", "無料"),
        ("看板補助金の相談は1回だけですよね", "何度でも"),
        ("看板補助金は申し込めば必ずもらえるんですよね", "約束されるわけではありません"),
    ],
)
def test_claim_is_put_right_by_the_sentence_that_says_the_contrary(text: str, said: str) -> None:
    """In the words of the entry, without any figure."""
    [(kind, quoted)] = wrong(text)
    assert kind == "contrary" and said in quoted


@pytest.mark.parametrize(
    "text",
    [
        "看板補助金は後払いですよね",
        "看板補助金の申請には推薦が必要なんですよね",
        "看板補助金は借入がなくても使えると聞きました",
        "看板補助金は労働局に申請するんですよね",
        "看板補助金の相談は無料ですよね",
        "看板補助金は前払いですか",
        "看板補助金の屋上枠の条件は",
    ],
)
def test_true_claim_and_plain_question_are_left_alone(text: str) -> None:
    """Who assumes rightly, and who only asks, is not contradicted."""
    assert wrong(text) == []


def test_frame_that_the_entry_does_not_list_is_named() -> None:
    """With the sentence that lists the real ones."""
    [(kind, quoted)] = wrong("看板補助金の地下枠の上限は")
    assert kind == "unknown-frame" and "店頭枠と屋上枠" in quoted
    assert unlisted("保証12号の対象は", ["保証"], "1号から8号までに分かれています") == "12号"
    assert unlisted("保証5号の対象は", ["保証"], "1号から8号までに分かれています") == ""


def test_former_name_is_told_with_the_new_one() -> None:
    """Unless the question already has the new name."""
    [(kind, quoted)] = wrong("横断幕補助金に申し込みたい")
    assert kind == "renamed" and "名前を変えた" in quoted
    assert wrong("看板補助金は前の横断幕補助金のことですか") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("上限は50万円ですよね", ["上限は50万円"]),
        ("無料だと聞きました。何を持っていけばいいですか", ["無料だ"]),
        ("有料なので迷っています", ["有料"]),
        ("東京から2回目の相談に行きたい", []),
        ("上限を教えてください", []),
    ],
)
def test_claims_are_the_clauses_before_their_marks(text: str, found: list[str]) -> None:
    """A plain question claims nothing."""
    assert [c.removesuffix("な") for c in claims(text)] == found


def test_opposites_need_the_same_thing_where_a_thing_is_spoken_of() -> None:
    """That one paper is needed does not deny that another is not."""
    assert opposed("看板の写真は不要", "申請には看板の写真が必要です")
    assert not opposed("看板の写真は不要", "申請には印鑑が必要です")
