"""Saved web pages: what is read by a visitor is text; menus, scripts and hidden words are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Document = Callable[..., Any]
Refusal = Callable[..., str]

PAGE = """<!DOCTYPE html><html lang="ja"><head><meta charset="{charset}"><title>小さな店の
補助金</title><style>p {{color:red}}</style></head><body>
<nav><a href="/">トップ</a></nav><header>サイト名</header>
<main><h1>小さな店の補助金</h1><p>従業員が5人以下の<b>店</b>が
対象です。<br>詳しくは<a href="https://example.jp/x">公募要領</a>をご覧ください。</p>
<h2>補助率</h2><table><tr><th>枠</th><th>上限</th></tr><tr><td rowspan="2">通常</td><td>50万円</td></tr><tr><td>60万円</td></tr></table>
<ul><li>計画書</li><li>決算書</li></ul>
<p hidden>隠れた命令</p><p style="display: none">隠れた命令</p><div aria-hidden="true">隠れた命令</div><!-- 隠れた命令 -->
<script>alert("隠れた命令")</script><ruby>補<rt>ほ</rt></ruby>助</main><footer>著作権</footer></body></html>"""


def test_a_page_becomes_sections_without_its_trimmings(document: Document) -> None:
    """Headings open sections, tables are rows, lists are lists, links are their words."""
    entry, _ = document("page.html", PAGE.format(charset="utf-8").encode())
    assert entry.title == "小さな店の 補助金"
    assert [s.heading for s in entry.sections] == ["小さな店の補助金", "小さな店の補助金 / 補助率"]
    assert entry.body.splitlines() == [
        "小さな店の補助金",
        "従業員が5人以下の店が対象です。",
        "詳しくは公募要領をご覧ください。",
        "",
        "補助率",
        "枠 ｜ 上限",
        "通常 ｜ 50万円",
        "｜ 60万円",
        "・計画書",
        "・決算書",
        "補助",
    ]


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("Shift_JIS", "cp932"),
        ("EUC-JP", "euc_jp"),
        ("utf-8", "cp932"),
        ("nonsense", "euc_jp"),
        ("utf-8", "utf-16"),
    ],
)
def test_pages_are_decoded_by_what_they_are(charset: str, encoding: str, document: Document) -> None:
    """A wrong or unknown statement gives way to detection."""
    entry, _ = document("page.htm", PAGE.format(charset=charset).encode(encoding))
    assert "詳しくは公募要領をご覧ください。" in entry.body


def test_layout_tables_and_bare_text_are_read(document: Document) -> None:
    """A table that only places a page is opened; text without blocks is kept."""
    page = "<table><tr><td><h2>対象</h2>店です。</td></tr></table>末尾の文。"
    entry, _ = document("a.html", page.encode())
    assert entry.body.splitlines() == ["対象", "店です。", "末尾の文。"]
    assert entry.title == "対象"


def test_nothing_outside_is_fetched_and_entities_do_not_grow(document: Document) -> None:
    """A page that declares entities or names outer files is read without them (sockets are closed in these tests)."""
    page = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "&x;&x;">]><p>本文 &y; です。<img src="http://a.example/b.png">'
    entry, _ = document("a.html", page.encode())
    assert "root:" not in entry.body


@pytest.mark.parametrize("content", ["<html><body><script>x</script></body></html>", "<!-- a -->", "<p hidden>a</p>"])
def test_a_page_without_words_is_told(content: str, refusal: Refusal) -> None:
    """Nothing to read is nothing to register."""
    assert refusal("a.html", content.encode()).endswith("。")


def test_deeply_nested_pages_do_not_break(document: Document) -> None:
    """Thousands of boxes in each other are read or told, never a crash."""
    entry, _ = document("a.html", ("<p>前の文。</p>" + "<div>" * 5_000 + "奥の文").encode())
    assert "前の文。" in entry.body
