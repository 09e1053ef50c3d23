"""CSV and TSV: the separator is found out, quotes and line breaks inside cells are kept, rows come one at a time."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from ingest.loaders.loaded import LoadError, decode
from ingest.loaders.office.sheets.sheet import Sheet
from ingest.loaders.outline import clean

_SEPARATORS = (",", "\t", ";", "|", "，")
_LONGEST_CELL = 200_000  # characters; a quote that is never closed swallows the rest of the file


def read_delimited(content: bytes, tabs: bool = False) -> Sheet:
    """Return the rows of a file, read as they are asked for; they raise LoadError where a quote is never closed."""
    text = decode(content)
    if "\n" not in text:
        text = text.replace("\r", "\n")
    separator = "\t" if tabs else _separator(text)
    return Sheet("", _rows(text, separator))


def _separator(text: str) -> str:
    """Return the separator that gives the most rows of one and the same width (two columns at least)."""
    best, most = ",", 0
    for separator in _SEPARATORS:
        try:
            widths = Counter(len(row) for row in islice(_parsed(text, separator), 30) if any(row))
        except csv.Error:
            continue
        wide = {width: count for width, count in widths.items() if width > 1}
        score = max((count * min(width, 30) for width, count in wide.items()), default=0)
        if score > most:
            best, most = separator, score
    return best


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row when the next one has begun, so that a last row without an end is told and not taken."""
    taken: list[str] = []
    rows = _parsed(text, separator, taken)
    number, held = 0, None
    while True:
        taken.clear()
        try:
            row = next(rows, None)
            if taken and not _closed("".join(taken), separator):
                raise csv.Error("the text ends inside quotes")
        except csv.Error as error:
            if held:
                yield held
            raise LoadError(f'{number + 1}行目から先を読めません。引用符(")が閉じているか確かめてください。') from error
        if held:
            yield held
        if row is None:
            return
        number += 1
        held = (number, [clean(cell) for cell in row]) if any(cell.strip() for cell in row) else None


def _closed(record: str, separator: str) -> bool:
    """Tell whether the quotes of a record are closed; most have no line break inside and need no second look."""
    if record.count('"') % 2 == 0:
        return True
    try:
        list(csv.reader(record.splitlines(keepends=True), delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end of data" not in str(error)
    return True


def _parsed(text: str, separator: str, taken: list[str] | None = None) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(_lines(text, [] if taken is None else taken), delimiter=separator)


def _lines(text: str, taken: list[str]) -> Iterable[str]:
    """Yield the lines one by one, so that the text is held only once; those of the row being read stand in ``taken``."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        line = text[start:end].replace("\x00", "")
        taken.append(line)
        yield line
        start = end
