"""Reads a filled-in workbook back; whatever is broken is told in words, with sheet, row and item, before anything is counted."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from eval.people.book import JUDGE, READERS, REMARK, TOLD, Shown
from eval.people.rubric import MARKS, keys, marked
from eval.samples import DatasetError

_LARGEST = 20_000_000  # bytes of a workbook, and of all that is packed in it ten times that
_MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader said: number → item → mark (items without a mark are left out), and number → remark."""

    reader: str
    marks: Mapping[str, Mapping[str, str]]
    remarks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filled:
    """The answers that were read, and what the two readers, and a judge model where there is one, said of them."""

    shown: Mapping[str, Shown]
    readings: tuple[Reading, ...]


def read_filled(path: Path) -> Filled:
    """Read the workbook; raise DatasetError with every broken place (the first ten)."""
    rows = _rows(path)
    if missing := [name for name in READERS if name not in rows]:
        raise DatasetError(f"{path.name} に「{'」「'.join(missing)}」のシートがありません。")
    shown: dict[str, Shown] = {}
    readings, wrong = [], []
    for reader in (*READERS, JUDGE):
        if reader in rows:
            reading, told = _read(reader, rows[reader], shown, first=reader == READERS[0])
            readings.append(reading)
            wrong += told
    if wrong:
        more = [f"ほかに {len(wrong) - _MOST_TOLD} 件あります。"] if len(wrong) > _MOST_TOLD else []
        raise DatasetError("\n".join([*wrong[:_MOST_TOLD], *more]))
    if empty := [r.reader for r in readings[: len(READERS)] if not any(r.marks.values())]:
        raise DatasetError(f"「{'」「'.join(empty)}」のシートに、印が一つもありません。")
    return Filled(shown, tuple(readings))


def _rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every sheet."""
    try:
        if path.stat().st_size > _LARGEST:
            raise DatasetError(f"{path.name} は大きすぎます。書き出した表をお使いください。")
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > 10 * _LARGEST:
                raise DatasetError(f"{path.name} は大きすぎます。書き出した表をお使いください。")
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
        finally:
            book.close()
    except DatasetError:
        raise
    except OSError as error:
        raise DatasetError(f"{path} を開けません。") from error
    except (zipfile.BadZipFile, InvalidFileException, ValueError, KeyError, TypeError, SyntaxError) as error:
        raise DatasetError(f"{path.name} を表(.xlsx)として読めません。") from error


def _read(
    reader: str, rows: Sequence[tuple[Any, ...]], shown: dict[str, Shown], first: bool
) -> tuple[Reading, list[str]]:
    """Return what a sheet says, and what is wrong with it; the first sheet fills ``shown``, the others are held against it."""
    heads = [_text(cell) for cell in rows[0]] if rows else []
    wanted = [*TOLD, *keys(), REMARK]
    if heads[: len(wanted)] != wanted:
        lacking = [head for head in wanted if head not in heads]
        told = f"「{'」「'.join(lacking)}」の列がありません。" if lacking else "列の順が変わっています。"
        return Reading(reader, {}, {}), [f"{reader}: {told}"]
    marks: dict[str, dict[str, str]] = {}
    remarks: dict[str, str] = {}
    wrong: list[str] = []
    for at, row in enumerate(rows[1:], 2):
        cells = dict(zip(wanted, (*row, *[None] * len(wanted)), strict=False))
        one = Shown(*(_text(cells[head]) for head in TOLD))
        if not any(_text(cell) for cell in row):
            continue
        place = f"{reader} の {at} 行目"
        if not one.number or one.number in marks:
            wrong.append(f"{place}: 番号が{'重なっています' if one.number else 'ありません'}。")
            continue
        if first:
            shown[one.number] = one
        marks[one.number], remarks[one.number] = {}, _text(cells[REMARK])
        if shown.get(one.number) != one:
            wrong.append(f"{place}({one.number}): 質問か回答が、{READERS[0]} のシートと違います。")
        wrong += [f"{place}「{key}」: {told}" for key, told in _marks(cells, marks[one.number])]
    if missing := sorted(shown.keys() - marks.keys()):
        wrong.append(f"{reader}: {'、'.join(missing)} の行がありません。")
    return Reading(reader, marks, remarks), wrong


def _marks(cells: Mapping[str, Any], into: dict[str, str]) -> Iterator[tuple[str, str]]:
    for key in keys():
        mark = marked(cells[key])
        if mark is None:
            yield key, f"「{_text(cells[key])[:20]}」は使えません。{'、'.join(MARKS)} のどれかにしてください。"
        elif mark:
            into[key] = mark


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
