"""A plan as Markdown; whatever a person wrote is escaped."""

from __future__ import annotations

import re
from datetime import date

from assistant.exports.sections import Table, clean, sections
from assistant.plans.plan import Plan


def markdown(plan: Plan, today: date) -> bytes:
    """Return the whole plan as UTF-8 Markdown."""
    parts = [f"# {_safe(plan.title)}"]
    for section in sections(plan, today):
        parts.append(f"## {section.heading}")
        parts += ["\n".join(f"- {_safe(line)}" for line in section.lines)] if section.lines else []
        parts += [_table(table) for table in section.tables if table.rows]
        for chart in section.charts:
            parts += [f"**{_safe(chart.title)}** {_safe(chart.told)}", _table(Table(chart.columns, chart.rows))]
    return ("\n\n".join(parts) + "\n").encode()


def _table(table: Table) -> str:
    rows = (table.columns, ("---",) * len(table.columns), *table.rows)
    return "\n".join(
        f"| {' | '.join(cell if cell == '---' and n == 1 else _safe(cell) for cell in row)} |"
        for n, row in enumerate(rows)
    )


def _safe(text: str) -> str:
    plain = re.sub(r"([\\`*_{}\[\]()#+\-.!|~>:])", r"\\\1", re.sub(r"\s*\n\s*", " / ", clean(text)))
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace("\r", " ")
