"""Turns the rows of a table, from whatever format, into the lines that are stored: rows, or questions with answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SEPARATOR = " ｜ "
_TITLE_ROWS = 3  # a title or a remark may stand above the header
_QUESTIONS = {"質問", "質問内容", "質問事項", "よくある質問", "よくあるご質問", "問", "問い", "q", "question", "設問"}
_ANSWERS = {"回答", "回答内容", "回答例", "答", "答え", "a", "answer"}
_NUMBERS = {"no", "no.", "番号", "項番", "連番", "通番", "#", "q番号", "質問番号", "問番号", "問no", "q&ano."}
_GROUPS = {"区分", "分類", "大分類", "中分類", "小分類", "種別", "カテゴリ", "カテゴリー", "項目", "テーマ"}
_BULLETS = "・●○◆◇■□※①②③④⑤⑥⑦⑧⑨⑩"
_NUMBER = re.compile(r"\s*(?:[QＱ]\.?|問|No\.?)?\s*(\d+(?:[-－]\d+)*)\s*[.．:：、)）]?\s*", re.IGNORECASE)
_ASKED = re.compile(
    r"(?:[QＱ]\s*[.．]?\s*(\d+(?:[-－]\d+)*)\s*[.．:：、)）]?|[QＱ]\s*[.．:：、)）]|問\s*(\d+)\s*[.．:：、)）]?)\s*"
)
_ANSWERED = re.compile(r"(?:[AＡ]\s*\d*\s*[.．:：、)）]|(?:答|回答)\s*[.．:：])\s*")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a table of questions stand."""

    question: int
    answer: int
    number: int | None
    groups: tuple[int, ...]


def table_text(rows: Sequence[Sequence[str | None]]) -> str:
    """Return a table as text: one line a row, cells joined with `` ｜ ``, without empty rows and columns.

    A table with a question and an answer column comes out as ``Q12. …`` and ``A. …`` lines, under its 区分 in 【】.
    A line break inside a cell is removed; between Latin words it becomes a space.
    """
    kept = _without_empty([[cell_text(cell) for cell in row] for row in rows])
    for at, row in enumerate(kept[:_TITLE_ROWS]):
        columns = _question_columns(row)
        if columns:
            return "\n".join([*map(_line, kept[:at]), *_pairs(row, kept[at + 1 :], columns)])
    return "\n".join(map(_line, kept))


def cell_text(cell: str | None) -> str:
    """Return a cell on one line; a ``｜`` of its own becomes ``|``, so that columns stay countable."""
    lines = [words for line in (cell or "").splitlines() if (words := line.strip())]
    joined: list[str] = []
    for line in lines:
        if joined and ((_latin(joined[-1][-1]) and _latin(line[0])) or line[0] in _BULLETS):
            joined.append(" ")
        joined.append(line)
    return "".join(joined).replace("｜", "|")


def same_header(header: Sequence[str | None], row: Sequence[str | None]) -> bool:
    """Tell whether a row repeats a table's header, as on the next page; the caller then leaves it out."""
    one, other = ([_folded(cell_text(cell)) for cell in cells] for cells in (header, row))
    return any(one) and [c for c in one if c] == [c for c in other if c]


def is_row(line: str) -> bool:
    """Tell whether a stored line is the row of a table."""
    return SEPARATOR in line or line.lstrip().startswith("｜ ")


def _without_empty(rows: Sequence[list[str]]) -> list[list[str]]:
    rows = [row for row in rows if any(row)]
    held = sorted({at for row in rows for at, cell in enumerate(row) if cell})
    return [[row[at] if at < len(row) else "" for at in held] for row in rows]


def _line(row: Sequence[str]) -> str:
    last = max(at for at, cell in enumerate(row) if cell)
    return SEPARATOR.join(row[: last + 1]).strip()


def _question_columns(row: Sequence[str]) -> _Columns | None:
    names = [_folded(cell) for cell in row]
    question = next((at for at, name in enumerate(names) if name in _QUESTIONS), None)
    answer = next((at for at, name in enumerate(names) if name in _ANSWERS), None)
    if question is None or answer is None:
        return None
    number = next((at for at, name in enumerate(names) if name in _NUMBERS), None)
    if number is None and names[0] == "":  # the counting column often has no name
        number = 0
    return _Columns(question, answer, number, tuple(at for at, name in enumerate(names) if name in _GROUPS))


def _pairs(header: Sequence[str], rows: Sequence[Sequence[str]], columns: _Columns) -> Iterator[str]:
    placed = {columns.question, columns.answer, columns.number, *columns.groups}
    above: list[str] = []
    for row in rows:
        group = [row[at] for at in columns.groups]
        if any(group) and group != above:
            above = group
            yield f"【{SEPARATOR.join(g for g in group if g)}】"
        number = row[columns.number] if columns.number is not None else ""
        question, answer = row[columns.question], row[columns.answer]
        if question:
            yield _asked(number, question)
        if answer:  # without a question it goes on from the page before
            yield (
                f"A. {_ANSWERED.sub('', answer, count=1) if _ANSWERED.match(answer) else answer}"
                if question
                else answer
            )
        if number and not question:
            alone = not answer and not _NUMBER.fullmatch(number)  # a heading between the pairs
            yield number if alone else f"{header[columns.number or 0]}{number}".strip()
        for at, cell in enumerate(row):
            if cell and at not in placed:
                yield f"{header[at]}: {cell}" if header[at] else cell


def _asked(number: str, question: str) -> str:
    counted = _NUMBER.fullmatch(number)
    found = _ASKED.match(question)
    if counted:
        number = counted[1]
        question = question[found.end() :] if found and (found[1] or found[2]) == number else question
    elif found and not number:
        number, question = found[1] or found[2] or "", question[found.end() :]
    elif number:
        question = f"{number} {question}"
        number = ""
    return f"Q{number}. {question}"


def _folded(text: str) -> str:
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
    return folded.removeprefix("ご").removesuffix("欄")


def _latin(letter: str) -> bool:
    """Tell whether a letter or mark belongs to a script that puts spaces between words."""
    return letter < "\u2e80" and not letter.isspace()
