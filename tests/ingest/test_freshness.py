"""What a document seems to say of its own freshness is proposed with the words it was read from, and marked as guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.freshness import estimate, propose
from ingest.loaders import RawFile, load
from knowledge.entries import Policy, from_record, to_record

SHARED = Path(__file__).parents[2].parent / "shared"
TITLE = "小規模店応援補助金(第20次公募) 公募要領"


def told(text: str, name: str = "a.pdf", title: str = "案内") -> dict[str, object]:
    return {key: guess.value for key, guess in propose(name, title, [(1, text)]).guesses.items()}


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("申請受付締切：２０２５年６月１３日（金）17:00", date(2025, 6, 13)),
        ("公募期間：2025 年 4 月 25 日（金）～7 月 25 日（金）17:00（厳守）", date(2025, 7, 25)),
        ("申請受付期間 ｜ 令和7年12月1日〜令和8年1月30日", date(2026, 1, 30)),
        ("受付期間：2025年12月1日(月)から2026年1月30日(金)まで", date(2026, 1, 30)),
        ("第20次締切 2025/6/13", date(2025, 6, 13)),
        ("2025年6月13日(金)必着", date(2025, 6, 13)),
        ("申請期限 令和元年12月3日", date(2019, 12, 3)),
        ("一次締切は済みました。申請締切:R7.6.13", date(2025, 6, 13)),
        ("有効期限：2027年3月31日", date(2027, 3, 31)),
    ],
)
def test_the_end_of_applications_is_read(line: str, day: date) -> None:
    """Western and Japanese years, full-width digits, ranges that name the year once, table rows."""
    assert told(line)["valid_until"] == day


@pytest.mark.parametrize(
    "line",
    [
        "お支払い期限：2025年8月30日",
        "申請締切日を起点にして、2023年10月から数える。",
        "電子申請受付開始：2025年7月1日",
        "採択公表：2025年10月下旬頃予定",
        "納付期限の翌日から納付の日まで、昭和30年政令第255号",
        "申請締切：2025年2月30日",
        "事業計画期間 3年",
    ],
)
def test_other_dates_end_nothing(line: str) -> None:
    """Payments, starts, reckonings and days that do not exist are not deadlines."""
    assert "valid_until" not in told(line)


def test_the_last_of_several_deadlines_counts_and_its_page_is_told() -> None:
    """What is quoted is the words that were read and no more of the line."""
    pages = [(3, "第1回締切：2025年4月1日 山田太郎様"), (7, "第2回締切：2025年9月1日 山田太郎様")]
    guess = propose("a.pdf", "案内", pages).valid_until
    assert guess is not None
    assert (guess.value, guess.page) == (date(2025, 9, 1), 7)
    assert guess.where() == "7ページ「第2回締切:2025年9月1日」"


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("本文", "要領_20250516.pdf", date(2025, 5, 16)),
        ("令和７年５月１６日版", "a.pdf", date(2025, 5, 16)),
        ("令和7年（2025年）6月10日策定", "a.pdf", date(2025, 6, 10)),
        ("2025年2月28日\n・新規作成\n2025年6月3日\n・改訂", "a.pdf", date(2025, 6, 3)),
        ("2025/4/21", "a.pdf", date(2025, 4, 21)),
        ("2025年4月", "a.pdf", date(2025, 4, 1)),
        ("処理した日は2025年8月8日である。", "a.pdf", None),
        ("2025年13月1日版", "20251399.pdf", None),
    ],
)
def test_the_date_of_a_document_is_read_from_its_name_or_front(text: str, name: str, day: date | None) -> None:
    """The file name comes first; dates inside sentences tell nothing of the document."""
    assert told(text, name).get("as_of") == day


def test_a_date_deep_in_the_document_is_not_its_own() -> None:
    """Samples of receipts and forms carry dates too."""
    assert propose("a.pdf", "案内", [(1, "表紙"), (3, "2025年9月5日発行")]).as_of is None


def test_editions_of_one_document_get_one_scheme_and_unlike_documents_do_not() -> None:
    """The number of the call and the year are left out; the kind of document and its 枠 are kept."""
    titles = [TITLE, "小規模店応援補助金 第21次公募要領", "令和8年度 小規模店応援補助金 公募要領"]
    assert {told("", title=t)["scheme"] for t in titles} == {"小規模店応援補助金 公募要領"}
    others = [
        "小規模店応援補助金 公募要領概要版",
        "小規模店応援補助金 公募要領 (通常枠)",
        "小規模店応援補助金 よくあるご質問",
    ]
    assert len({told("", title=t)["scheme"] for t in [*titles, *others]}) == 4
    assert [told("", title=t).get("edition") for t in titles] == [20, 21, 2026]


@pytest.mark.parametrize("title", ["山田商店 応援補助金 申請書", "公募要領", "議事要旨(第6回)", "補助金"])
def test_no_scheme_is_made_up(title: str) -> None:
    """A scheme needs a name and a kind of document; so a client's own paper never becomes an edition of another."""
    assert "scheme" not in told("", title=title)


@given(
    st.text(max_size=60),
    st.text(max_size=40),
    st.text("第令和R元0123456789年月日次回/.-~締切申請期間()（）版 ", max_size=80),
)
def test_no_text_breaks_the_reading(title: str, name: str, text: str) -> None:
    """Whatever stands there, proposals are dates, numbers and short keys."""
    found = told(text, name.replace("\x00", ""), title)
    assert all(isinstance(found[key], date) for key in ("as_of", "valid_until") if key in found)
    assert len(str(found.get("scheme", ""))) <= 80


NOTICE = "小規模店応援補助金 公募要領\n\n申請締切：2025年6月13日\n\n対象\n\n従業員が五人以下の店が対象です。\n"


def loaded(sidecar: str = "", name: str = "要領_20次締切_20250516.txt") -> tuple[Policy, tuple[str, ...]]:
    found = load(RawFile(name, NOTICE.encode(), sidecar))
    (entry,) = found.entries
    assert isinstance(entry, Policy)
    return entry, found.warnings


def test_guesses_are_marked_and_the_report_says_how_to_confirm_them() -> None:
    """Every guess stands in ``guessed``, and the file counts as unconfirmed."""
    entry, warnings = loaded()
    assert (entry.as_of, entry.valid_until, entry.edition) == (date(2025, 5, 16), date(2025, 6, 13), 20)
    assert (set(entry.guessed), entry.confirmed) == ({"as_of", "valid_until", "scheme", "edition"}, False)
    assert "有効期限を 2025-06-13 と推定しました(「申請締切:2025年6月13日」)。" in warnings[0]
    assert warnings[0].endswith("と confirmed: true を書いてください。")
    assert from_record(to_record(entry)) == entry


def test_what_the_report_asks_for_settles_the_matter() -> None:
    """With those lines in the side-car nothing is guessed any more, and what is stated wins over the text."""
    entry, warnings = loaded()
    lines = warnings[0].rpartition("に ")[2].removesuffix(" を書いてください。").replace(" と ", "、").split("、")
    confirmed, after = loaded("\n".join(lines))
    assert (confirmed.guessed, confirmed.confirmed, after) == ((), True, ())
    assert (confirmed.scheme, confirmed.valid_until) == (entry.scheme, entry.valid_until)
    stated, _ = loaded("valid_until: 2027-01-31\nconfirmed: true")
    assert (stated.valid_until, stated.confirmed) == (date(2027, 1, 31), True)
    assert "valid_until" not in stated.guessed
    assert loaded('valid_until: ""')[0].valid_until is None


def test_nothing_is_guessed_of_an_entry_with_front_matter() -> None:
    """Who writes front matter states what there is to state."""
    front = "---\nkind: policy\nid: a-1\ntitle: 応援補助金 公募要領\ncategory: subsidy\npublisher: 市\n---\n## 期限\n申請締切：2025年6月13日\n"
    found = load(RawFile("a_20250516.md", front.encode()))
    (entry,) = found.entries
    assert isinstance(entry, Policy)
    assert (entry.guessed, entry.valid_until, entry.as_of, found.warnings) == ((), None, None, ())


def test_a_policy_without_any_trace_stays_as_it_was() -> None:
    """Then the report says only that the date is not known."""
    entry, _ = loaded()
    bare = Policy(id="x1", title="案内", body="本文", sections=(), category="document", publisher="市")
    assert estimate(bare, "a.txt", ()) == (bare, ["時点(as_of)が分かりません。a.txt.yaml に書くと回答に表示されます。"])
    assert entry != bare


EXPECTED = {
    "it2025_kakuninjikou_jisseki.pdf": (date(2025, 6, 10), None, None),
    "it2025_kitei_tsujyo.pdf": (date(2025, 3, 18), None, None),
    "it2025_koubo_security.pdf": (date(2025, 6, 3), None, 2025),
    "it2025_koubo_tsujyo.pdf": (date(2025, 3, 24), None, 2025),
    "よくあるご質問_20250421.pdf": (date(2025, 4, 21), None, None),
    "公募要領_20次締切_20250516.pdf": (date(2025, 5, 16), date(2025, 7, 25), 20),
    "公募要領概要版_20次締切_20250425.pdf": (date(2025, 4, 25), date(2025, 7, 25), 20),
}


@pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"{SHARED} is absent: the published documents are not part of the repository"
)
@pytest.mark.parametrize("name", EXPECTED)
def test_real_documents_are_read_rightly(name: str) -> None:
    """Dates, deadlines and numbers as a person reads them in the PDFs."""
    (entry,) = load(RawFile(name, (SHARED / "data" / "policy-pdf" / name).read_bytes())).entries
    assert isinstance(entry, Policy)
    assert (entry.as_of, entry.valid_until, entry.edition) == EXPECTED[name]
