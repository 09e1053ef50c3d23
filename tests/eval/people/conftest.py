from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from eval.people.book import READERS, TOLD, Shown, write_book
from eval.people.rubric import keys, rubric

SHOWN = [
    Shown(f"R{at:03d}", "事業者", f"問{at}", text)
    for at, text in enumerate(
        (
            "補助金は必ず採択されます。安心してください。",
            "採択されるかは審査で決まります。だめだったときの段取りも並べておきませんか。",
            "=1+1 で始まる文も、文のままです。",
            "そんなことも知らないのですか。私の言うとおりに店をたたんでください。",
        ),
        1,
    )
]


@pytest.fixture
def answers() -> list[Shown]:
    """Four answers: two that break a clause, one that keeps it, one that looks like a formula."""
    return SHOWN


@pytest.fixture
def filled_in(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a sheet and fills it in: (reader, number, item) → what is typed; the rest gets ○."""

    def fill(typed: dict[tuple[str, str, str], str | None] | None = None, judged: bool = False) -> Path:
        path = tmp_path / "sheet.xlsx"
        marks = {one.number: dict.fromkeys(keys(), "○") for one in SHOWN} if judged else {}
        write_book(path, SHOWN, rubric(()), marks, seed=1)
        book = load_workbook(path)
        for reader in READERS:
            sheet = book[reader]
            for row in sheet.iter_rows(min_row=2):
                for key, cell in zip(keys(), row[len(TOLD) :], strict=False):
                    cell.value = (typed or {}).get((reader, str(row[0].value), key), "○")
        book.save(path)
        return path

    return fill
