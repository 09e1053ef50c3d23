"""Files of every format become entries, or one Japanese sentence that says why not."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from ingest.loaders import LOADERS, MAX_BYTES, Loaded, LoadError, RawFile, load, refuse_size
from ingest.loaders.layout import drop_repeated, first_title, is_heading, join_lines
from ingest.loaders.loaded import decode
from knowledge.entries import CASE_SECTIONS, Case, Policy

Pdf = Callable[..., bytes]
JAPANESE = "小さな店の値上げについて、二代目が話した。\nｶﾅも少し混ざるが、ふつうの文である。\n"


def refusal(name: str, content: bytes, sidecar: str = "") -> str:
    with pytest.raises(LoadError) as refused:
        load(RawFile(name, content, sidecar))
    return str(refused.value)


def document(name: str, content: bytes, sidecar: str = "") -> tuple[Policy, Loaded]:
    loaded = load(RawFile(name, content, sidecar))
    (entry,) = loaded.entries
    assert isinstance(entry, Policy)
    return entry, loaded


@pytest.mark.parametrize("name", ["a.md", "a.jsonl", "a.pdf", "a.txt"])
@pytest.mark.parametrize("content", [b"", b" \n\t "])
def test_an_empty_file_is_told(name: str, content: bytes) -> None:
    """Nothing in it is nothing to register."""
    assert refusal(name, content) == "中身が空です。"


def test_a_gigantic_file_is_told() -> None:
    """The bound is named, before the file is read."""
    refuse_size(MAX_BYTES)
    with pytest.raises(LoadError, match="上限 100 MB"):
        refuse_size(MAX_BYTES + 1)


@pytest.mark.parametrize("suffix", sorted(LOADERS))
def test_any_bytes_give_entries_or_a_sentence(suffix: str) -> None:
    """Pictures and programs under a known name are refused in words."""
    for content in (b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 50, b"\x7fELF\x00" * 20, bytes(range(128, 256)) * 4):
        assert refusal(f"a{suffix}", content).endswith("。")


# -- encodings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "utf-16-le", "utf-16-be"])
def test_japanese_text_is_read_in_the_encodings_of_the_trade(encoding: str) -> None:
    """UTF-8 with and without mark, Shift_JIS, EUC-JP and marked UTF-16 give the same text."""
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert decode(mark + JAPANESE.encode(encoding)) == JAPANESE


@pytest.mark.parametrize("text", ["ｶﾌﾞｼｷｶﾞｲｼｬ ｻﾝﾌﾟﾙ", "顧客一覧,東京都,売上高", "1,2,3\r\nabc"])
def test_short_shift_jis_is_not_taken_for_euc_jp(text: str) -> None:
    """Half-width kana and kanji without kana, as old systems print them, are read as Shift_JIS."""
    assert decode(text.encode("cp932")) == text


def test_utf8_cut_within_a_character_is_told() -> None:
    """A copy that broke off is not registered as mojibake."""
    with pytest.raises(LoadError, match="UTF-8 の文字が途中で壊れています"):
        decode(JAPANESE.encode()[:-2])
    with pytest.raises(LoadError, match="UTF-8 の文字が途中で壊れています"):
        decode(JAPANESE.encode() * 50 + b"\xff\xff")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x80\x81\xfd\xfe\xff", b"a\x00b"])
def test_what_is_no_text_is_told(content: bytes) -> None:
    """Half a UTF-16 character, bytes of no encoding, and NULs are no text."""
    with pytest.raises(LoadError):
        decode(content)


@settings(max_examples=150, deadline=None)
@given(
    st.text("あいうアイウ漢字売上店主の、。ー", min_size=6, max_size=60), st.sampled_from(["utf-8", "cp932", "euc_jp"])
)
def test_ordinary_japanese_is_never_mojibake(text: str, encoding: str) -> None:
    """Text with hiragana in any of the three encodings comes back as it was."""
    said = f"この店の{text}"
    assert decode(said.encode(encoding)) == said


# -- Markdown ----------------------------------------------------------------------------------------------------------


def test_markdown_case_is_one_entry(case_text: Callable[..., str]) -> None:
    """A case file in any encoding is the same case; a mistake is told in the words of the entry format."""
    loaded = load(RawFile("a.md", case_text().encode()))
    assert load(RawFile("b.MARKDOWN", case_text().encode("cp932"))) == loaded
    assert isinstance(loaded.entries[0], Case)
    assert "足りない見出し: 学び" in refusal("a.md", case_text().replace("## 学び", "## 余談").encode())


# -- JSON Lines --------------------------------------------------------------------------------------------------------


def case_row(**changes: Any) -> dict[str, Any]:
    row = {
        "id": "case-09-01",
        "title": "値上げを先送りした和菓子店の話",
        "industry": "09",
        "size": "s5",
        "owner_type": "successor",
        "stage": "mature",
        "topics": ["pricing"],
        "phase": "2",
        "period": "2024-04/2025-03",
        "outcome": "failure",
        "sections": {heading: f"{heading}の話。" for heading in CASE_SECTIONS},
    }
    return {k: v for k, v in (row | changes).items() if v is not None}


def lines(*rows: Any) -> bytes:
    return "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows).encode()


def test_json_lines_hold_an_entry_each() -> None:
    """Sections or a body, blank lines between: each line is an entry."""
    body = "\r\n".join(f"## {h}\r\n{h}の話。" for h in CASE_SECTIONS)
    loaded = load(RawFile("a.jsonl", lines(case_row(), "", case_row(id="case-09-02", sections=None, body=body))))
    assert [e.id for e in loaded.entries] == ["case-09-01", "case-09-02"]
    assert loaded.entries[0].text_of("学び") == loaded.entries[1].text_of("学び") == "学びの話。"
    assert loaded.errors == ()


def test_a_line_separator_inside_a_text_does_not_break_its_line() -> None:
    """JSON may hold U+2028, U+0085 and form feeds as they are."""
    said = "前\u2028後\x85続き"
    loaded = load(RawFile("a.jsonl", lines(case_row(title=f"値上げの話、{said}"))))
    assert said in loaded.entries[0].title


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("{not json", "2行目: JSON として読み取れません。"),
        ("[" * 3_000, "2行目: JSON として読み取れません。"),
        ('{"id": ' + "9" * 5_000 + "}", "2行目: JSON として読み取れません。"),
        ("[1, 2]", "2行目: { } で囲んだ項目の並びではありません。"),
        (case_row(id="case-09-09", outcome="great"), "2行目: 結果「great」は一覧にない符号です"),
        (case_row(id="case-09-09", sections=["a"]), "2行目: sections は {見出し: 本文} の形で"),
        (case_row(id="case-09-09", sections={"学び": 3}), "2行目: sections は {見出し: 本文} の形で"),
        (case_row(id="case-09-09", sections=None, body=7), "2行目: body は文字で"),
        (case_row(id="case-09-09", colour="red"), "2行目: 知らない項目があります: colour"),
        (json.dumps(case_row(id="case-09-09", title="壊れた絵文字の題名 \ud83d")), "2行目: 保存できない文字"),
        (case_row(title="同じ番号を名乗る二つ目の行"), "id「case-09-01」が2回出てきます。先の行だけを登録しました。"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_kept(bad: Any, sentence: str) -> None:
    """The error tells line and reason; the lines around it are registered."""
    loaded = load(RawFile("a.ndjson", lines(case_row(), bad, case_row(id="case-09-03"))))
    assert [e.id for e in loaded.entries] == ["case-09-01", "case-09-03"]
    assert loaded.entries[0].title == "値上げを先送りした和菓子店の話"
    assert len(loaded.errors) == 1
    assert sentence in loaded.errors[0]


def test_only_bad_lines_make_a_bad_file() -> None:
    """The first reason is the file's reason; a file of blank lines is empty."""
    assert refusal("a.jsonl", lines("{", "[")).startswith("1行目: JSON")
    assert refusal("a.jsonl", "\u3000\n\u3000".encode()) == "中身が空です。"


# -- plain text --------------------------------------------------------------------------------------------------------

NOTICE = """小規模事業者の支援について

第1章 対象
従業員が五人以下の店が対象です。
第2章 上限
上限は50万円です。
"""


def test_plain_text_is_split_at_its_headings() -> None:
    """Each heading opens a section; the title is the first line; every word is kept."""
    entry, loaded = document("20250306_notice.txt", NOTICE.replace("\n", "\r\n").encode())
    assert entry.title == "小規模事業者の支援について"
    assert [s.anchor for s in entry.sections] == [f"s{n}" for n in range(1, len(entry.sections) + 1)]
    assert any("第2章 上限" in s.heading and "50万円" in entry.text_of(s.anchor) for s in entry.sections)
    assert "".join(entry.body.split()) == "".join(NOTICE.split())
    assert entry.as_of == date(2025, 3, 6)
    assert "時点を 2025-03-06 と推定しました(ファイル名「20250306」)" in loaded.warnings[0]


def test_a_document_without_a_date_says_so() -> None:
    """The warning names the side-car in which the date can be written."""
    entry, loaded = document("notice.txt", NOTICE.encode())
    assert entry.as_of is None
    assert loaded.warnings == ("時点(as_of)が分かりません。notice.txt.yaml に書くと回答に表示されます。",)
    assert document("20251399_x.txt", NOTICE.encode())[0].as_of is None  # no such day


@pytest.mark.parametrize("content", ["\u3000\n\u3000", "\ufeff\n", "\f\r\n"])
def test_text_of_blanks_alone_is_empty(content: str) -> None:
    """Full-width blanks and page feeds are nothing to register."""
    assert refusal("a.txt", content.encode()) == "中身が空です。"


def test_a_sidecar_says_what_the_file_does_not(pdf: Pdf) -> None:
    """Id, publisher, days and visibility come from the YAML beside the file, for text and PDF alike."""
    sidecar = "id: notice-1\npublisher: 見本の役所\nas_of: 2026-04-01\nvalid_until: 2027-03-31\ntopics: [policy]\nvisibility: hub:13\n"
    for name, content in (("n.txt", NOTICE.encode()), ("n.pdf", pdf([["小規模事業者の支援について、対象を述べる。"]]))):
        entry, loaded = document(name, content, sidecar)
        assert (entry.id, entry.publisher, entry.visibility) == ("notice-1", "見本の役所", "hub:13")
        assert (entry.as_of, entry.valid_until, entry.topics) == (date(2026, 4, 1), date(2027, 3, 31), ("policy",))
        assert loaded.warnings == ()


@pytest.mark.parametrize(
    ("sidecar", "sentence"),
    [
        ("id: [a", "n.txt.yaml: 2行目付近の書き方を読み取れません"),
        ("- a\n- b", "n.txt.yaml: 見出し情報は「項目: 値」"),
        ("id: Not An Id", "id「Not An Id」は半角の英小文字"),
        ("publishr: x", "知らない項目があります: publishr"),
        ("category: song", "資料の種類「song」"),
        ("visibility: all", "公開範囲「all」"),
    ],
)
def test_a_wrong_sidecar_is_told(sidecar: str, sentence: str) -> None:
    """A mistake beside the file is told as a mistake of the user, not of the program."""
    assert sentence in refusal("n.txt", NOTICE.encode(), sidecar)


# -- PDF ---------------------------------------------------------------------------------------------------------------

BODY = (
    ("この補助金は、従業員が五人以下の事業者が新しい販路を", "広げるために使う経費の一部を補うものである。"),
    ("申請には、商工会議所が確かめた計画書と、直近の", "決算書の写しを付ける必要がある。"),
    ("審査では、強みと弱みの分析、計画の確かさ、積算の", "三つの点を重ねて見ることになっている。"),
    ("交付の決まる前に買った物は、どのような理由があって", "も対象にならないので気をつける。"),
    ("実績の報告は、事業を終えた日から三十日のうちに、", "領収書を添えて窓口へ出す。"),
)


def booklet() -> list[Sequence[str]]:
    return [
        ("小規模事業者の手引き(第3版)", f"第{n}章 支援のしかた", *body, f"- {n} -") for n, body in enumerate(BODY, 1)
    ]


def test_pdf_pages_open_by_number(pdf: Pdf) -> None:
    """Each page is a section p1, p2 … with its page number, and the entry knows how many there are."""
    entry, loaded = document("guide.pdf", pdf(booklet(), title="支援の手引き"))
    assert [(s.anchor, s.page) for s in entry.sections] == [(f"p{n}", n) for n in range(1, 6)]
    assert (entry.title, entry.pages, loaded.pages) == ("支援の手引き", 5, 5)


def test_repeated_headers_and_page_numbers_are_dropped(pdf: Pdf) -> None:
    """What stands at the edge of every page is not text; what stands once is."""
    entry, _ = document("guide.pdf", pdf(booklet()))
    assert "手引き(第3版)" not in entry.body
    assert "- 2 -" not in entry.body
    assert all(line in entry.body for body in BODY for line in (body[0][:12], body[1][-8:]))


def test_broken_japanese_lines_are_joined(pdf: Pdf) -> None:
    """A sentence that ran over the line end is whole again, without a blank inside."""
    entry, _ = document("guide.pdf", pdf(booklet()))
    assert "新しい販路を広げるために使う経費" in entry.text_of("p1")
    assert "どのような理由があっても対象にならない" in entry.text_of("p4")


def test_pages_without_text_are_named(pdf: Pdf) -> None:
    """Pictures between pages are told by number; a PDF of pictures alone is refused."""
    pages = [*booklet(), None, None, ["この頁には、窓口の一覧を記した文字がある。"], None]
    entry, loaded = document("guide.pdf", pdf(pages))
    assert "文字を取り出せなかったページ: 6〜7、9(図や画像の可能性があります)" in loaded.warnings
    assert [s.anchor for s in entry.sections] == ["p1", "p2", "p3", "p4", "p5", "p8"]
    assert refusal("scan.pdf", pdf([None, None])).startswith("文字の入っていない PDF です")


def test_a_locked_pdf_is_told(pdf: Pdf) -> None:
    """A password is asked to be taken off; one that opens with an empty password is read."""
    assert refusal("a.pdf", pdf(booklet(), password="secret")) == (
        "パスワードで保護された PDF です。保護を外してから登録してください。"
    )


def test_what_is_no_pdf_is_told(pdf: Pdf) -> None:
    """Another format under the name, a file cut short, and one without pages are refused in words."""
    whole = pdf(booklet())
    assert (
        refusal("a.pdf", b"PK\x03\x04 a word document")
        == "PDF として読めません。ファイルが壊れているか、別の形式です。"
    )
    assert "PDF" in refusal("a.pdf", b"%PDF-1.7\nnothing more")
    assert "PDF" in refusal("a.pdf", b"%PDF-1.4\n" + b"\xff" * 3_000)
    assert "PDF" in refusal("a.pdf", whole[: len(whole) // 8])


def test_a_damaged_page_is_named_and_the_others_are_kept(pdf: Pdf) -> None:
    """A page whose content cannot be unpacked is told by number."""
    whole = pdf(booklet())
    head, filters, tail = whole.partition(b"/FlateDecode")
    entry, loaded = document("guide.pdf", head + b"/NoSuchCodec" + tail)
    assert filters
    assert any(w.startswith("壊れていて読めなかったページ: ") for w in loaded.warnings)
    assert len(entry.sections) == 4


def test_a_pdf_without_pages_is_told() -> None:
    """An empty container is no document."""
    buffer = io.BytesIO()
    PdfWriter().write(buffer)
    assert refusal("a.pdf", buffer.getvalue()) == "ページのない PDF です。"


def test_a_pdf_with_holes_gives_entries_or_a_sentence(pdf: Pdf) -> None:
    """Bytes overwritten anywhere never end in anything but entries or a sentence."""
    whole = pdf(booklet())
    for at in range(20, len(whole), max(1, len(whole) // 40)):
        broken = bytearray(whole)
        broken[at : at + 30] = b"\x00<<>>[]()endobj 9 9 R xref \xff"[:30]
        try:
            assert load(RawFile("a.pdf", bytes(broken))).entries
        except LoadError as refused:
            assert str(refused).endswith("。")


@pytest.mark.parametrize("title", ["Microsoft Word - 文書1", "無題", "a"])
def test_a_dull_title_gives_way_to_the_first_lines(pdf: Pdf, title: str) -> None:
    """What the word processor wrote as title is no title."""
    entry, _ = document("guide.pdf", pdf(booklet(), title=title))
    assert entry.title.startswith("小規模事業者の手引き(第3版)")


# -- layout ------------------------------------------------------------------------------------------------------------


def test_short_documents_keep_their_repeated_lines() -> None:
    """Under four pages nothing counts as a header, but bare page numbers go."""
    assert drop_repeated(["見出し\n本文\n1", "見出し\n続き\n2/2"]) == [["見出し", "本文"], ["見出し", "続き"]]


def test_lists_and_headings_stay_on_lines_of_their_own() -> None:
    """A line that starts a list or follows a heading is not joined; Latin words are joined with a blank."""
    lines = [
        "1．対象となる者",
        "従業員が五人以下の店であって、次のどれかに",
        "・会社",
        "The subsidy for small shops covers",
        "half",
    ]
    assert join_lines(lines) == (
        "1．対象となる者\n従業員が五人以下の店であって、次のどれかに\n・会社\nThe subsidy for small shops covers half"
    )


def test_words_set_apart_or_upright_are_put_together() -> None:
    """Ｉ Ｔ 導 入 and a word set one character a line are words again."""
    assert join_lines(["Ｉ Ｔ 導 入 の手引き"]) == "Ｉ Ｔ 導 入 の手引き".replace(" ", "")
    assert join_lines(["目", "次", "はじめに"]) == "目次\nはじめに"


def test_headings_are_short_and_marked() -> None:
    """第2章 is a heading; a sentence, and a long line, are none."""
    assert is_heading("第2章 対象")
    assert is_heading("【補助率】")
    assert not is_heading("第2章では対象を述べる。")
    assert not is_heading("対象")


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["", "No.3", "小規模事業者持続化補助金", "公募要領", "本文である。"], "小規模事業者持続化補助金 公募要領"),
        (["要領", "これは文である。"], ""),
        (["支援の手引きと", "これは文である。", "続き"], "支援の手引きと"),
        ([], ""),
    ],
)
def test_first_title_takes_up_to_two_lines(lines: list[str], title: str) -> None:
    """Numbers, links and sentences are no title."""
    assert first_title(lines) == title


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.sampled_from("第1章 ・あa。\n- 　(1)"), max_size=20), max_size=6))
def test_any_lines_can_be_joined(pages: list[str]) -> None:
    """No page raises; joining loses nothing but blanks."""
    for kept in drop_repeated(pages):
        joined = join_lines(kept)
        assert "".join(joined.split()) == "".join("".join(kept).split())
