"""Tells a consultation's record (labels with values) from a plain document, and makes a case of it so that the gate sees it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

from ingest.anonymise.known import Known
from ingest.loaders.loaded import Loaded, LoadError, RawFile
from ingest.loaders.office.sheets.cases import Record, case_of, defaults_of, names_of, refuse_unknown
from ingest.loaders.office.sheets.headers import Meaning, folded, meaning_of
from ingest.loaders.tables import SEPARATOR
from knowledge.entry_file import EntryError

_KIND_LABELS = {"kind", "種類", "種別", "文書の種類", "文書種別", "資料の種類", "区分", "様式"}
_SAYS_CASE = re.compile(r"事例|case|相談記録|支援記録|相談カルテ|支援カルテ|カルテ|相談票")
_INLINE = re.compile(r"^[\s・●○■◆□※]*([^:：。、]{1,16})[:：]\s*(.+)$", re.DOTALL)
_TOLD = "相談の記録(会社名などと支援の内容)として読み、事例にしました。資料として登録する場合は .yaml に kind: policy と書いてください。"


class Pairs:
    """Collects what a document gives as label and value: in tables, in lines such as 業種：金属加工, under headings."""

    def __init__(self) -> None:
        self.says_case = False
        self.unplaced = 0  # paragraphs that belong to no section of a case
        self._values: list[tuple[Meaning, str, str]] = []
        self._open: int | None = None

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Take the pairs of a table of labels with values beside them."""
        self._open = None
        for row in rows:
            cells = [cell.strip() for cell in row if cell.strip()]
            for label, value in pairwise(cells):
                if len(label) <= 20 and meaning_of(value) is None:
                    self._pair(label, value)

    def heading(self, text: str) -> None:
        """Open a value: the text below a heading whose name is known belongs to it."""
        found = meaning_of(text) if len(text) <= 30 else None
        self._open = None
        if found and found.is_section:
            self._values.append((found, text, ""))
            self._open = len(self._values) - 1
        self.says_case = self.says_case or bool(_SAYS_CASE.search(text) and len(text) <= 12 and "事例" not in text)

    def text(self, line: str) -> None:
        """Take a paragraph: a pair of its own, or part of the value under the last heading."""
        if not line.strip():
            return
        inline = _INLINE.match(line)
        if inline and self._pair(inline[1].strip(), inline[2].strip()):
            self._open = len(self._values) - 1 if self._values and self._values[-1][0].is_section else None
        elif self._open is not None:
            meaning, heading, before = self._values[self._open]
            self._values[self._open] = (meaning, heading, f"{before}\n{line}".strip())
        else:
            self.unplaced += 1

    def lines(self, text: str) -> None:
        """Take the lines of a text in which table rows stand as they are stored."""
        for line in text.splitlines():
            if SEPARATOR in line:
                self.table([line.split(SEPARATOR)])
            else:
                self.text(line)

    def record(self) -> Record:
        """Return everything that was collected."""
        return Record(tuple(v for v in self._values if v[2].strip()))

    def looks_like_case(self) -> bool:
        """Tell whether it names a client and tells enough of a consultation: such a text must pass the gate."""
        record = self.record()
        return record.has_core() and bool(record.of("firm") or record.of("person"))

    def _pair(self, label: str, value: str) -> bool:
        if folded(label) in _KIND_LABELS:
            self.says_case = self.says_case or bool(_SAYS_CASE.search(unicodedata.normalize("NFKC", value).lower()))
            return True
        found = meaning_of(label)
        if found is None or not value:
            return False
        self._values.append((found, label, value))
        return True


def record_or_document(
    file: RawFile, pairs: Pairs, title: str, as_document: Callable[[Sequence[Known]], Loaded]
) -> Loaded:
    """Return a case when the side-car or the text says so or the text is plainly a consultation's record, else a document.

    What calls itself a case but tells too little is refused, so that it does not pass as a document without the gate.
    """
    defaults = defaults_of(file)
    record = pairs.record()
    stated = defaults.kind == "case" or (pairs.says_case and not defaults.kind)
    if defaults.kind not in ("", "case") or not (stated or pairs.looks_like_case()):
        return as_document(names_of(record))
    refuse_unknown(defaults)
    if not record.of("title") and title:
        record = Record((*record.values, (Meaning("title"), "", title)))
    try:
        made = case_of(record, file, "", defaults, {})
    except EntryError as error:
        way_out = "" if defaults.kind else "資料として登録する場合は .yaml に kind: policy と書いてください。"
        raise LoadError(f"{error}{way_out}") from error
    told = [] if defaults.kind else [_TOLD]
    if pairs.unplaced:
        told.append(f"事例のどの欄にも当たらない文が{pairs.unplaced}か所あり、事例に入れていません。")
    return Loaded((made.case,), warnings=tuple(told), names={made.case.id: made.names})
