"""XLSX, CSV and TSV: a sheet of cases gives a case a row; any other sheet is read as a form's text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

from ingest.anonymise.known import Known
from ingest.loaders.loaded import Loaded, LoadError, RawFile
from ingest.loaders.office.sheets.cases import Defaults, Record, case_of, defaults_of, refuse_unknown
from ingest.loaders.office.sheets.delimited import read_delimited
from ingest.loaders.office.sheets.form import add_form
from ingest.loaders.office.sheets.headers import folded
from ingest.loaders.office.sheets.mapping import HEADER_WITHIN, Mapped, find_header, lists_clients
from ingest.loaders.office.sheets.sheet import Sheet
from ingest.loaders.office.sheets.workbook import read_workbook
from ingest.loaders.outline import Outline, document
from ingest.loaders.record import Pairs, record_or_document
from knowledge import taxonomy
from knowledge.entries import Case
from knowledge.entry_file import EntryError

_PEEK = HEADER_WITHIN + 60
_SUMS = {"合計", "計", "小計", "総計", "平均", "件数"}
_EXAMPLE = ("記入例", "(例)", "例)", "入力例", "記載例")
_MOST_ERRORS = 50
_ROSTER = (
    "会社名や相談者名の列がある一覧です。事例の表として登録するには、打ち手・結果・本質的課題のどれかと、もう1つの欄の列が要ります。"
    "公開してよい資料なら .yaml に kind: policy と書いてください。"
)
_PLAIN_NAMES = ("sheet", "シート")


def load_workbook(file: RawFile) -> Loaded:
    """Read an Excel workbook."""
    sheets, remarks = read_workbook(file.content)
    return _load(file, sheets, remarks)


def load_delimited(file: RawFile) -> Loaded:
    """Read a CSV or TSV file in any of the encodings of the trade."""
    return _load(file, [read_delimited(file.content, tabs=file.suffix == ".tsv")], [])


def _load(file: RawFile, sheets: Sequence[Sheet], remarks: Sequence[str]) -> Loaded:
    defaults = defaults_of(file)
    outcome = _Outcome([*remarks])
    forms: list[Sheet] = []
    roster = False
    for sheet in sheets:
        rows = iter(sheet.rows)
        first, rows = _peeked(rows)
        mapped = find_header(first, defaults.columns) if defaults.kind in ("", "case") else None
        whole = replace(sheet, rows=chain(first, rows))
        if mapped:
            refuse_unknown(defaults)
            outcome.take(file, whole, mapped, defaults, several=len(sheets) > 1)
        elif first:
            forms.append(whole)
            roster = roster or (defaults.kind != "policy" and lists_clients(first))
    if outcome.found_cases:
        return outcome.loaded([s.name for s in forms])
    if not forms:
        raise LoadError("文字の入ったシートがありません。")
    if roster:
        raise LoadError(_ROSTER)
    return _as_form(file, forms, remarks)


def _peeked(
    rows: Iterator[tuple[int, list[str]]],
) -> tuple[list[tuple[int, list[str]]], Iterator[tuple[int, list[str]]]]:
    """Return the first rows, and the rest; what breaks among the first ones breaks again when the rest is asked for."""
    first: list[tuple[int, list[str]]] = []
    try:
        first.extend(islice(rows, _PEEK))
    except LoadError as error:
        if not first:
            raise
        return first, _failing(error)
    return first, rows


def _failing(error: LoadError) -> Iterator[tuple[int, list[str]]]:
    raise error  # when the first row is asked for
    yield


def _as_form(file: RawFile, sheets: Sequence[Sheet], remarks: Sequence[str]) -> Loaded:
    outline, pairs = Outline(), Pairs()
    told = list(remarks)
    for sheet in sheets:
        titled = bool(sheet.name) and (len(sheets) > 1 or not sheet.name.lower().startswith(_PLAIN_NAMES))
        add_form(sheet, outline, pairs, titled)
        told += sheet.remarks
    named = [s.name for s in sheets if s.name and not s.name.lower().startswith(_PLAIN_NAMES)]
    title = Path(file.name).stem if len(named) != 1 else named[0]
    return record_or_document(
        file, pairs, title, lambda names: document(file, title, outline.parts(), warnings=told, names=names)
    )


@dataclass(slots=True)
class _Outcome:
    """What came of the sheets of cases of one file."""

    warnings: list[str]
    errors: list[str] = field(default_factory=list)
    cases: dict[str, Case] = field(default_factory=dict)
    names: dict[str, tuple[Known, ...]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    found_cases: bool = False

    def take(self, file: RawFile, sheet: Sheet, mapped: Mapped, defaults: Defaults, several: bool) -> None:
        """Read every row below the header; a row that cannot be used is told by its number."""
        self.found_cases = True
        where = f"シート「{sheet.name}」" if several and sheet.name else ""
        self.warnings += [*(f"{where}{told}" for told in mapped.told()), *sheet.remarks]
        unread: Counter[str] = Counter()
        unread_rows: dict[str, list[int]] = {}
        for number, cells in _data_rows(sheet, mapped, self.warnings, self.errors):
            record = _record(cells, mapped, sheet.hidden)
            try:
                made = case_of(record, file, sheet.name, defaults, self.seen)
            except EntryError as error:
                self.errors.append(f"{where}{number}行目: {error}")
                continue
            if made.case.id in self.cases:
                self.errors.append(f"{where}{number}行目: 同じ番号の事例が前の行にあります。番号を分けてください。")
                continue
            self.cases[made.case.id] = made.case
            self.names[made.case.id] = made.names
            for name in made.unread:
                unread[name] += 1
                unread_rows.setdefault(name, []).append(number)
        for name, count in unread.items():
            shown = "、".join(map(str, unread_rows[name][:8])) + ("…" if count > 8 else "")
            label = taxonomy.VOCABULARIES[name].label if name in taxonomy.VOCABULARIES else "期間"
            self.warnings.append(
                f"{where}「{label}」を読み取れなかった行が{count}行あります(不明のまま登録): {shown}行目"
            )

    def loaded(self, others: Sequence[str]) -> Loaded:
        """Return the cases; raise LoadError with the first reason when no row could be used."""
        if not self.cases:
            raise LoadError(self.errors[0] if self.errors else "見出しの下に事例の行がありません。")
        if others:
            listed = "、".join(f"「{name}」" for name in others[:10])
            self.warnings.append(f"事例の表ではないシートは登録していません: {listed}")
        if len(self.errors) > _MOST_ERRORS:
            more = len(self.errors) - _MOST_ERRORS
            self.errors[_MOST_ERRORS:] = [f"ほか{more}行にも登録できない理由がありました。"]
        return Loaded(
            tuple(self.cases.values()), warnings=tuple(self.warnings), errors=tuple(self.errors), names=self.names
        )


def _record(cells: Sequence[str], mapped: Mapped, hidden: frozenset[int]) -> Record:
    return Record(
        tuple(
            (meaning, mapped.headings[at], cells[at])
            for at, meaning in enumerate(mapped.meanings)
            if meaning and at < len(cells) and cells[at].strip() and (meaning.is_name or at not in hidden)
        )
    )


def _data_rows(sheet: Sheet, mapped: Mapped, warnings: list[str], errors: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows below the header without sums, examples and headers printed again."""
    rows = iter(sheet.rows)
    for _ in range(mapped.after):
        next(rows, None)
    header = [folded(h) for h in mapped.headings]
    while True:
        try:
            row = next(rows, None)
        except LoadError as error:
            errors.append(str(error))
            return
        if row is None:
            return
        number, cells = row
        filled = [cell.strip() for cell in cells if cell.strip()]
        repeated = sum(folded(c) == h for c, h in zip(cells, header, strict=False) if c.strip())
        if not filled or repeated >= 3 or filled[0] in _SUMS or (len(filled) == 1 and filled[0].isdigit()):
            continue
        if filled[0].startswith(_EXAMPLE) or filled[0] == "例":
            warnings.append(f"{number}行目は記入例として読み飛ばしました。")
            continue
        yield number, cells
