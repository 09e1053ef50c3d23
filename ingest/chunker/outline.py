"""Reads a document line by line into parts that stand under one heading, article or question, with the path above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.loaders.layout import is_heading
from ingest.loaders.tables import is_row
from knowledge.entries import Section

_NUMERAL = "[0-9０-９一二三四五六七八九十百]+"
_QUESTION = re.compile(r"[QＱ]\s?\d*(?:[-－]\d+)*\s?[.．:：]|[QＱ]\s?\d+(?:[-－]\d+)*[\s　)）]|問\s?\d+\s?[.．:：\s　]")
_ARTICLE = re.compile(rf"第{_NUMERAL}条(?:の{_NUMERAL})*(?=[\s　（(：:]|$)(?:[\s　]*[（(][^（()）]{{1,40}}[）)])?")
_CAPTION = re.compile(r"[（(][^（()）]{1,40}[）)]")
_DECIMAL = re.compile(r"\d{1,2}((?:[.．]\d{1,2}){1,4})[.．]?[\s　]+[^\d\s.．]")  # 2.3.1 補助対象
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|・{4,}|．{4,})\s*\d*$")  # a line of a table of contents
_ARTICLE_RANK = 50
_RANKS = [  # the first that matches tells how deep a heading stands; a new one closes those as deep or deeper
    (0, re.compile(rf"第{_NUMERAL}編")),
    (10, re.compile(rf"第{_NUMERAL}章")),
    (20, re.compile(r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]")),
    (30, re.compile(rf"第{_NUMERAL}節")),
    (40, re.compile(rf"第{_NUMERAL}款")),
    (_ARTICLE_RANK, re.compile(rf"第{_NUMERAL}条")),
    (60, re.compile(r"\d")),
    (70, re.compile(r"[（(]")),
]
_MARKED = 80  # 【…】, ■, ⚫: they mark items as often as headings, and end with their page
_ENDS_ANSWER = 69  # headings up to this rank, and 【…】, end an answer; what is deeper may be part of it
_LONGEST_PATH = 90  # characters
_LONGEST_LEAD = 120
_LONGEST_HEADING = 45
_SHORT_TITLE = 24  # 第1条 目的; a longer line is the article's text


@dataclass(frozen=True, slots=True)
class Part:
    """``body[start:end]`` of a section under ``path``; ``question`` is set when it is a question with its answer."""

    section: Section
    path: str
    start: int
    end: int
    question: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table below its header, which may stand on an earlier page."""

    start: int
    end: int
    header: str


def parts_of(body: str, sections: Sequence[Section]) -> Iterator[Part]:
    """Yield the parts of a document in order; headings of pages hold on over the page break."""
    levels: list[tuple[int, str]] = []
    for section in sections:
        levels = [level for level in levels if level[0] < _MARKED] if section.page else []
        yield from _Reading(body, section, levels).parts()


def tables_of(body: str, sections: Sequence[Section]) -> list[Table]:
    """Return the tables with more than a header, in order; a table that goes on over a page break keeps its header."""
    found: list[Table] = []
    header, columns = "", 0
    for section in sections:
        at, start, first = section.start, -1, True
        for line in body[section.start : section.end].splitlines(keepends=True):
            words = line.strip()
            if words and is_row(line):
                if start < 0 and first and words.count("｜") == columns and words != header:
                    start = at
                elif start < 0:
                    header, columns, start = words, words.count("｜"), at + len(line)
            elif words:
                found += [Table(start, at, header)] if 0 <= start < at else []
                header, columns, start = "", 0, -1
            first = first and not words
            at += len(line)
        if 0 <= start < at:
            found.append(Table(start, at, header))
        if not section.page:
            header, columns = "", 0
    return found


class _Reading:
    """Reads one section; ``levels`` is the stack of headings above, changed as it reads."""

    def __init__(self, body: str, section: Section, levels: list[tuple[int, str]]) -> None:
        self._body = body
        self._section = section
        self._levels = levels
        self._above = re.sub(r"^\d+ページ\s*", "", section.heading) if section.page else section.heading
        self._told = set(self._above.split(" / "))  # headings that the loader has read already

    def parts(self) -> Iterator[Part]:
        start = at = self._section.start
        caption = -1  # where a line such as （対象者） stands, which belongs to the article under it
        bare, question, path = True, "", self._path()
        for line in self._body[self._section.start : self._section.end].splitlines(keepends=True):
            words = line.strip()
            kind = self._kind(words, bool(question))
            if kind:
                began = caption if kind == "article" and caption >= start else at
                if not bare and began > start:
                    yield Part(self._section, path, start, began, question)
                    start = began
                if kind != "question":
                    self._enter(words, self._body[began:at].strip())
                path, question = self._path(), words[:_LONGEST_LEAD] if kind == "question" else ""
                bare = kind == "heading"
            elif words and words not in self._told and not _CAPTION.fullmatch(words):
                bare = False
            if words:
                caption = at if _CAPTION.fullmatch(words) else -1
            at += len(line)
        yield Part(self._section, path, start, self._section.end, question)

    def _kind(self, words: str, answering: bool) -> str:
        """Return what a line begins: a question, an article, the text under a heading, or "" for more of the same."""
        if _QUESTION.match(words):
            return "question"
        if _ARTICLE.match(words):
            return "article"
        if is_row(words) or _LEADERS.search(words[-80:]) or re.match(rf"第{_NUMERAL}条", words):
            return ""
        if not is_heading(words) and not (len(words) <= _LONGEST_HEADING and _DECIMAL.match(words)):
            return ""
        return "" if answering and _rank(words) > _ENDS_ANSWER and not words.startswith("【") else "heading"

    def _enter(self, words: str, caption: str) -> None:
        article = _ARTICLE.match(words)
        rank = _ARTICLE_RANK if article else _rank(words)
        if words in self._told and not article:
            return
        sentence = len(words) > _SHORT_TITLE or words.endswith("。")
        label = article.group() if article and sentence else words
        while self._levels and self._levels[-1][0] >= rank:
            self._levels.pop()
        self._levels.append((rank, f"{caption} {label}".strip()))

    def _path(self) -> str:
        """Return the headings above, outermost first, without the outer ones when they are too long together."""
        kept: list[str] = []
        for _, heading in reversed(self._levels):
            if kept and len(" / ".join([heading, *kept])) > _LONGEST_PATH:
                break
            kept.insert(0, heading)
        return f"{self._above} {' / '.join(kept)}".strip()


def _rank(words: str) -> int:
    decimal = _DECIMAL.match(words)
    if decimal:
        return 60 + len(re.findall(r"\d+", decimal[1]))
    return next((rank for rank, pattern in _RANKS if pattern.match(words)), _MARKED)
