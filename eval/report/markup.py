"""Tables and plots as HTML; whatever comes from outside is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from eval.report.numbers import EMPTY


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell with a class of the style sheet: good, bad, warn, faint, n (a number)."""

    text: str
    kind: str


Cell = str | Marked


def table(columns: Sequence[str], rows: Sequence[Sequence[Cell]], wide: bool = False) -> str:
    """Return a table that scrolls sideways where it must; 対象なし without rows."""
    if not rows:
        return f'<p class="faint">{EMPTY}</p>'
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    name = ' class="wide"' if wide else ""
    return f'<div class="t"><table{name}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def numeric(text: str) -> Marked:
    """Return a cell that is aligned as a number."""
    return Marked(text, "n")


def plot(svg: str) -> str:
    """Return a drawing; what it shows stands in the table beside it."""
    return f'<figure><div class="t">{svg}</div></figure>'


def folded(heading: str, *parts: str) -> str:
    """Return parts that open when the reader asks for them."""
    return f"<details><summary>{escape(heading)}</summary>{''.join(parts)}</details>"


def paragraph(text: str, kind: str = "") -> str:
    """Return a paragraph."""
    return f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, Marked):
        return f'<td class="{cell.kind}">{escape(cell.text)}</td>'
    return f"<td>{escape(cell)}</td>"
