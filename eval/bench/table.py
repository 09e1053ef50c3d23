"""Measured figures as a Markdown table, written between the markers of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path


def markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; the columns after the first are numbers."""
    head = f"| {' | '.join(columns)} |\n|---|{'---:|' * (len(columns) - 1)}"
    return "\n".join([head, *(f"| {' | '.join(row)} |" for row in rows)])


def write_block(document: Path, name: str, text: str) -> None:
    """Replace what stands between ``<!-- name -->`` and ``<!-- /name -->``; raise ValueError where there is no such pair."""
    old = document.read_text(encoding="utf-8")
    pattern = re.compile(f"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)", re.DOTALL)
    if not pattern.search(old):
        raise ValueError(f"{document}: no <!-- {name} --> … <!-- /{name} -->")
    document.write_text(pattern.sub(lambda found: f"{found[1]}{text}\n{found[2]}", old), encoding="utf-8")
