"""A hub's list of consultations, as Excel or CSV, becomes a case a row; what was guessed is told, names stay out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from ingest.anonymise.known import Known
from ingest.loaders import Loaded, LoadError, RawFile, load
from knowledge.entries import Case
from knowledge.filters import Filters, facet_terms

Workbook = Callable[..., bytes]
Refusal = Callable[..., str]
Rows = list[list[Any]]


def delimited(rows: Sequence[Sequence[Any]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows(rows)
    return buffer.getvalue().encode(encoding)


def cases(loaded: Loaded) -> list[Case]:
    assert all(isinstance(e, Case) for e in loaded.entries)
    return [e for e in loaded.entries if isinstance(e, Case)]


@pytest.fixture(scope="module")
def hub_list(workbook: Workbook, hub_rows: Rows) -> Loaded:
    return load(RawFile("相談一覧.xlsx", workbook(R5=hub_rows), hub="11"))


def test_each_row_becomes_a_contributed_case(hub_list: Loaded) -> None:
    """The header stands below a title; eleven rows tell enough, the twelfth is named with its row number."""
    found = cases(hub_list)
    assert len(found) == 11
    assert {c.origin for c in found} == {"contributed"}
    assert hub_list.errors == (
        "15行目: 事例には打ち手・結果・本質的課題のどれかと、もう1つの欄が要ります。空いている欄を埋めてください。",
    )


def test_guessed_columns_are_told(hub_list: Loaded) -> None:
    """Every guess is a sentence, and so is the column that nobody understood."""
    for said in (
        "列「具体的支援（時系列で）」を「打ち手」として読みました。",
        "列「見立て」を「本質的課題」として読みました。",
        "列「何屋」を「業種」として読みました。",
        "列「その後どうなったか」を「結果」として読みました。",
        "列「売上（支援前）」を「数値の変化「売上」」として読みました。",
        "列「担当CO」は「人の名前」として匿名化だけに使い、本文には入れません。",
    ):
        assert said in hub_list.warnings
    assert any(w.startswith("使わなかった列: 「備考」。") for w in hub_list.warnings)


def test_sections_keep_the_words_of_the_sheet(hub_list: Loaded) -> None:
    """What stood in a column stands in its section, and a blank column is no section."""
    first, second, third = cases(hub_list)[:3]
    assert first.text_of("相談のきっかけ") == "主な取引先から単価の引き下げを求められ、断り方を聞きに来た。"
    assert first.text_of("打ち手").startswith("4月に12品番の段取り時間を測り")
    assert [s.heading for s in second.sections] == ["相談のきっかけ", "表面の課題", "本質的課題", "打ち手", "結果"]
    assert third.text_of("本質的課題") == ""


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (0, {"industry": "24", "size": "s20", "owner_type": "successor", "owner_traits": ("cautious",), "topics": ("pricing", "margin"), "outcome": "success", "period": "2023-04/2023-04"}),
        (1, {"industry": "76", "size": "s5", "owner_type": "couple", "owner_traits": ("artisan",), "outcome": "partial", "period": "2023-05/2023-05"}),
        (2, {"size": "s20", "owner_type": "successor", "topics": ("product",), "outcome": "partial", "period": "2023-06/2023-06"}),
        (3, {"industry": "08", "size": "s1", "owner_traits": ("pleaser",), "topics": ("cash",), "outcome": "success", "period": "2023-07/2023-12"}),
        (4, {"industry": "78", "owner_type": "founder", "topics": ("promotion",), "outcome": "success"}),
        (5, {"industry": "44", "size": "s50", "owner_type": "son-in-law", "topics": ("people",), "outcome": "success"}),
        (6, {"industry": "75", "size": "s20", "owner_type": "successor", "topics": ("digital",), "outcome": "failure"}),
        (7, {"industry": "01", "owner_type": "newcomer", "topics": ("channel",), "outcome": "", "period": ""}),
        (8, {"industry": "85", "size": "s50", "owner_type": "professional", "topics": ("productivity",)}),
        (9, {"industry": "60", "owner_type": "elder-no-successor", "owner_traits": ("isolated",), "outcome": "discontinued"}),
        (10, {"industry": "39", "size": "s20", "owner_type": "founder", "outcome": ""}),
    ],
)  # fmt: skip
def test_everyday_words_become_codes(hub_list: Loaded, row: int, fields: dict[str, Any]) -> None:
    """板金加工 is 24, 8名 is s20, ○ is a success; what is not told stays unknown."""
    case = cases(hub_list)[row]
    assert {name: getattr(case, name) for name in fields} == fields


def test_measured_changes_are_read_from_two_columns(hub_list: Loaded) -> None:
    """売上 before and after make one figure with its unit."""
    (figure,) = cases(hub_list)[0].figures
    assert (figure.name, figure.before, figure.after, figure.unit) == ("売上", 4200, 4450, "万円")


def test_names_never_enter_a_text(hub_list: Loaded) -> None:
    """Names go beside the entry, by role, and nowhere into it; not into the report either."""
    first = cases(hub_list)[0]
    assert set(hub_list.names[first.id]) == {
        Known("㈱見本板金", "firm"), Known("試山 一郎", "person"), Known("例田", "person"), Known("架空市", "place"),
    }  # fmt: skip
    told = "\n".join([*(c.body + c.title for c in cases(hub_list)), *hub_list.warnings, *hub_list.errors])
    for name in ("見本板金", "試山", "架空", "試川", "例田"):
        assert name not in told


def test_a_row_says_who_may_see_it(hub_list: Loaded) -> None:
    """National only where the row says so; else the importing hub."""
    seen = [c.visibility for c in cases(hub_list)]
    assert [at for at, v in enumerate(seen) if v == "national"] == [0, 3]
    assert set(seen) == {"national", "hub:11"}


def test_without_a_hub_a_silent_row_is_national_and_a_private_one_is_refused(
    workbook: Workbook, hub_rows: Rows
) -> None:
    """The gate holds national cases for review; 自拠点のみ without a hub must not become national."""
    loaded = load(RawFile("相談一覧.xlsx", workbook(R5=hub_rows)))
    assert {c.visibility for c in cases(loaded)} == {"national"}
    assert any(e.startswith("6行目: 拠点内だけの公開とありますが") for e in loaded.errors)


def test_what_cannot_be_read_is_told_by_row_without_its_words(workbook: Workbook, hub_rows: Rows) -> None:
    """A name in the wrong column must not be repeated in the report."""
    rows = [list(row) for row in hub_rows]
    rows[3][6], rows[4][18] = "株式会社ひみつ", "ひみつ"
    loaded = load(RawFile("a.xlsx", workbook(R5=rows), hub="11"))
    assert cases(loaded)[0].industry == ""
    assert "「業種」を読み取れなかった行が1行あります(不明のまま登録): 4行目" in loaded.warnings
    assert not any("ひみつ" in w for w in (*loaded.warnings, *loaded.errors))


def test_ids_are_stable_and_tell_nothing(workbook: Workbook, hub_rows: Rows) -> None:
    """The same number in the same file keeps its id when rows move and texts change; equal rows get two ids."""
    rows = [list(row) for row in hub_rows]
    before = cases(load(RawFile("a.xlsx", workbook(R5=rows), hub="11")))
    rows[3], rows[5] = rows[5], [*rows[3][:13], "書き直した見立て。", *rows[3][14:]]
    after = {c.id for c in cases(load(RawFile("a.xlsx", workbook(R5=rows), hub="11")))}
    assert {c.id for c in before} == after
    assert all(len(c.id) == 21 and c.id.startswith("case-") for c in before)
    head, row = ["業種", "課題", "打ち手"], ["旅館", "同じ悩み。", "同じ手。"]
    twins = cases(load(RawFile("a.csv", delimited([head, row, row]))))
    assert len({c.id for c in twins}) == 2
    own = cases(load(RawFile("a.csv", delimited([["ID", *head], ["case-75-77", *row]]))))
    assert own[0].id == "case-75-77"


def test_a_header_of_two_rows_is_read_as_one(workbook: Workbook) -> None:
    """A merged group with 前 and 後 below it gives two sides of a figure."""
    rows = [
        ["業種", "課題", "支援内容", "売上高(万円)", ""],
        ["", "", "", "支援前", "支援後"],
        ["旅館", "予約が重なる。", "台帳を一冊にした。", 5200, 5450],
    ]

    def merge(book: Any) -> None:
        page = book["一覧"]
        page.merge_cells("D1:E1")
        for column in "ABC":
            page.merge_cells(f"{column}1:{column}2")

    loaded = load(RawFile("a.xlsx", workbook(merge, 一覧=rows)))
    (figure,) = cases(loaded)[0].figures
    assert (figure.name, figure.before, figure.after, figure.unit) == ("売上高", 5200, 5450, "万円")


def test_merged_cells_count_for_every_row(workbook: Workbook) -> None:
    """A trade that stands once for three rows is the trade of all three."""
    rows = [
        ["業種", "課題", "打ち手"],
        ["旅館", "一つ目。", "手。"],
        ["", "二つ目。", "手。"],
        ["", "三つ目。", "手。"],
    ]
    loaded = load(RawFile("a.xlsx", workbook(lambda b: b["一覧"].merge_cells("A2:A4"), 一覧=rows)))
    assert [c.industry for c in cases(loaded)] == ["75", "75", "75"]


def test_hidden_rows_and_other_sheets_are_left_out_and_told(workbook: Workbook, hub_rows: Rows) -> None:
    """A client list beside the cases is not imported; a hidden column still gives its names."""

    def hide(book: Any) -> None:
        book["R5"].row_dimensions[5].hidden = True
        book["R5"].column_dimensions["C"].hidden = True
        book["マスタ"].sheet_state = "hidden"

    content = workbook(hide, R5=hub_rows, 顧客名簿=[["会社名", "電話"], ["㈱ひみつ", "00-0000"]], マスタ=[["あ"]])
    loaded = load(RawFile("a.xlsx", content, hub="11"))
    assert len(loaded.entries) == 10
    assert any("非表示の行(1行)は読んでいません" in w for w in loaded.warnings)
    assert "事例の表ではないシートは登録していません: 「顧客名簿」" in loaded.warnings
    assert "非表示のシートは読んでいません: 「マスタ」" in loaded.warnings
    assert Known("㈱見本板金", "firm") in loaded.names[loaded.entries[0].id]


def test_short_words_in_a_text_column_are_codes(workbook: Workbook) -> None:
    """課題 with 販路開拓 and 結果 with 成功 are themes and outcomes; the same headings with sentences are sections."""
    rows = [
        ["業種", "課題", "結果", "支援内容", "真因"],
        ["旅館", "販路開拓", "成功", "案内文を直した。", "客層が違った。"],
    ]
    (case,) = cases(load(RawFile("a.xlsx", workbook(一覧=rows))))
    assert (case.topics, case.outcome) == (("channel",), "success")
    assert [s.heading for s in case.sections] == ["表面の課題", "本質的課題", "打ち手"]


def test_two_columns_of_one_section_keep_their_headings() -> None:
    """提案 and 支援内容 both belong to 打ち手."""
    head, row = ["業種", "課題", "提案内容", "支援内容"], ["旅館", "悩み。", "台帳を一冊に。", "三日かけて移した。"]
    (case,) = cases(load(RawFile("a.csv", delimited([head, row]))))
    assert case.text_of("打ち手") == "提案内容: 台帳を一冊に。\n支援内容: 三日かけて移した。"


def test_a_sidecar_prescribes_columns_and_defaults(refusal: Refusal) -> None:
    """The readings, visibility and theme of a whole sheet can be said beside it; a mistake there is told."""
    content = delimited([["商い", "やった事", "どうだった"], ["旅館", "台帳を一冊にした。", "重ならなくなった。"]])
    beside = "columns: {商い: industry, やった事: 打ち手, どうだった: 結果}\nvisibility: hub:22\ntopics: [digital]\n"
    (case,) = cases(load(RawFile("a.csv", content, beside, "11")))
    assert (case.industry, case.visibility, case.topics) == ("75", "hub:22", ("digital",))
    assert "columns の項目「ほげ」が分かりません" in refusal("a.csv", content, "columns: {商い: ほげ}")
    known = delimited([["業種", "課題", "打ち手"], ["旅館", "悩み。", "手。"]])
    assert "使えない項目があります: publisher" in refusal("a.csv", known, "publisher: x")
    assert "columns は {見出し: 項目}" in refusal("a.csv", known, "columns: [a]")


def test_sums_examples_and_repeated_headers_are_no_cases() -> None:
    """Rows that only structure the sheet are passed over."""
    head, row = ["業種", "課題", "打ち手"], ["旅館", "悩み。", "手。"]
    rows = [head, ["記入例", "悩みを書く。", "手を書く。"], row, head, row, ["合計", "", "2"]]
    loaded = load(RawFile("a.csv", delimited(rows)))
    assert len(loaded.entries) == 2
    assert loaded.errors == ()
    assert "2行目は記入例として読み飛ばしました。" in loaded.warnings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_is_read_in_every_encoding_and_with_every_separator(encoding: str, separator: str) -> None:
    """Quotes, separators and line breaks inside cells are part of the text."""
    rows = [["業種", "課題", "打ち手"], ["旅館", '客が「高い, 遠い; "不便"」と\n言う。', "案内を直した。"]]
    (case,) = cases(load(RawFile("a.csv", delimited(rows, separator, encoding))))
    assert case.text_of("表面の課題") == '客が「高い, 遠い; "不便"」と\n言う。'


@pytest.mark.parametrize("rest", ["", "\n旅館,悩み,手" * 99, "あ" * 250_000])
def test_an_open_quote_is_told_by_row(rest: str) -> None:
    """Rows before it are kept; what it swallowed is not taken for one cell."""
    good = delimited([["業種", "課題", "打ち手"], ["旅館", "悩み。", "手。"]]).decode()
    broken = good + '旅館,"閉じていない' + rest
    loaded = load(RawFile("a.csv", broken.encode()))
    assert len(loaded.entries) == 1
    assert loaded.errors[0].startswith("3行目から先を読めません。引用符")


def test_many_rows_are_all_read() -> None:
    """Twenty thousand rows are as many cases, each with its own id."""
    rows = [["業種", "課題", "打ち手"], *(["旅館", f"{n}番目の悩み。", "手を打った。"] for n in range(20_000))]
    assert len({e.id for e in load(RawFile("a.csv", delimited(rows))).entries}) == 20_000


@pytest.mark.parametrize(
    "head",
    [
        ["会社名", "電話", "所在地"],
        ["受付日", "相談者名", "相談内容"],
        ["No", "屋号", "連絡先"],
        ["氏名", "メール", "備考"],
    ],
)
def test_a_list_of_clients_is_refused(head: list[str], refusal: Refusal, document: Callable[..., Any]) -> None:
    """A roster is neither a case nor a document that anybody may read, unless somebody says that it is public."""
    rows = [["令和5年度の一覧"], head, *([f"{word}{n}" for word in ("あ", "い", "う")] for n in range(3))]
    assert refusal("a.csv", delimited(rows)).startswith("会社名や相談者名の列がある一覧です。")
    entry, _ = document("a.csv", delimited(rows), "kind: policy\n")
    assert "あ2" in entry.body


def test_a_list_without_measures_is_no_list_of_cases(document: Callable[..., Any]) -> None:
    """Three known columns with 打ち手, 結果 or 本質的課題 among them are the least; else it is a document."""
    entry, _ = document("a.csv", delimited([["業種", "課題"], ["旅館", "悩み。"]]))
    assert "旅館" in entry.body


def test_a_sheet_whose_rows_all_fail_is_refused(refusal: Refusal) -> None:
    """The first row's reason is the file's."""
    assert refusal("a.csv", delimited([["業種", "課題", "打ち手"], ["旅館", "", "手。"]])).startswith("2行目: 事例には")


def test_formulas_in_cells_are_only_text() -> None:
    """A cell that starts like a formula or markup is kept as the words that it is."""
    rows = [
        ["業種", "課題", "打ち手"],
        ["旅館", '=HYPERLINK("http://x","y")', "## 見出しのふり\n<script>alert(1)</script>"],
    ]
    (case,) = cases(load(RawFile("a.csv", delimited(rows))))
    assert [s.heading for s in case.sections] == ["表面の課題", "打ち手"]
    assert case.text_of("打ち手") == "見出しのふり\n<script>alert(1)</script>"


def test_unknown_fields_are_absent_from_the_filters(hub_list: Loaded) -> None:
    """A case without a known outcome matches an outcome only when unknown is asked for."""
    case = cases(hub_list)[7]
    assert "outcome" not in case.facets()
    assert "outcome:?" in facet_terms(case)
    assert not Filters(values={"outcome": ("success",)}).allow(case)
    assert Filters(values={"outcome": ("success",)}, unknown=("outcome",)).allow(case)


def test_binary_under_the_name_of_a_table_is_told() -> None:
    """A picture is no table."""
    with pytest.raises(LoadError):
        load(RawFile("a.csv", b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 99))


def test_short_words_of_a_section_are_codes_and_text() -> None:
    """A column of short worries tells the topics, and its words stay in the case."""
    text = "業種,相談内容,支援内容,結果\n飲食業,客が減った,献立を二つに絞った,客単価が上がった\n"
    (case,) = load(RawFile("一覧.csv", text.encode("cp932"), hub="22")).entries
    assert isinstance(case, Case)
    assert case.industry == "76"
    assert case.text_of("相談のきっかけ") == "客が減った"
