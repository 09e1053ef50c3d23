"""The section of one suite: figures with their bounds, a plot, what it lists, and by measure its slices and worst cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from eval.figures import WORST, failing
from eval.ran import Ran
from eval.report import plots
from eval.report.labels import kind_label, value_label
from eval.report.markup import Cell, Marked, folded, numeric, paragraph, plot, table
from eval.report.numbers import EMPTY, bound, interval, number, verdict
from eval.suite import Measure, Score, Table
from eval.suites import title_of

Gates = Mapping[tuple[str, str], Mapping[str, Any]]
_LONGEST = 600  # characters of an answer that is shown
_FEWEST = 2  # slices that are worth a table


def section(ran: Ran, values: Mapping[str, Any], gates: Gates) -> str:
    """Return the section."""
    title = title_of(ran.name)
    head = (
        f'<h2 id="{ran.name}">{escape(title.japanese)} <small>{escape(title.english)}</small></h2>'
        f"{paragraph(title.asks, 'lead')}"
    )
    if ran.result is None:
        return head + paragraph(f"測れませんでした: {ran.error}", "bad")
    measures = values["measures"]
    rows = [_row(name, found, gates.get((ran.name, name))) for name, found in measures.items()]
    parts = [
        head,
        table(("項目 / Measure", "n", "値", "95% 区間", "基準", "判定", "良い向き", "符号"), rows),
        _forest(ran.name, measures, gates),
        *(paragraph(f"※ {note}", "faint") for note in ran.result.notes),
        *(_listed(t) for t in ran.result.tables),
        *(_detail(m, measures[m.name]) for m in ran.result.measures),
    ]
    return "\n".join(parts)


def verdict_cell(gate: Mapping[str, Any]) -> Marked:
    """Return what is to be said of a bound, in its colour."""
    kind = "bad" if not gate["kept"] else "good" if gate["aimed"] else "warn"
    return Marked(verdict(gate), kind)


def _row(name: str, found: Mapping[str, Any], gate: Mapping[str, Any] | None) -> list[Cell]:
    told: list[Cell] = [bound(gate, found["unit"]), verdict_cell(gate)] if gate else ["–", "–"]
    figures = [numeric(str(found["n"])), numeric(number(found["value"], found["unit"])), numeric(interval(found))]
    better = "高いほど良い" if found["better"] == "higher" else "低いほど良い"
    return [found["label"], *figures, *told, better, Marked(name, "code")]


def _forest(suite: str, measures: Mapping[str, Mapping[str, Any]], gates: Gates) -> str:
    """Draw all shares of a suite; amounts have scales of their own and stay in the table."""
    points, bounds = [], []
    for name, found in measures.items():
        if not found["unit"] and found["value"] is not None:
            gate = gates.get((suite, name))
            points.append((found["label"], found["value"], found["low"], found["high"]))
            bounds.append((gate["at_least"] if gate["at_least"] is not None else gate["at_most"]) if gate else None)
    return plot(plots.intervals(points, bounds)) if points else ""


def _listed(found: Table) -> str:
    drawn = _drawn(found)
    return f"<h3>{escape(found.title)}</h3>{plot(drawn) if drawn else ''}{table(found.columns, found.rows)}"


def _drawn(found: Table) -> str:
    """Draw a table as it asks for; nothing where its cells are no numbers."""
    try:
        cells = [[0.0 if cell == "–" else float(cell) for cell in row[1:]] for row in found.rows]
        if not cells or not found.plot:
            return ""
        labels = [row[0] for row in found.rows]
        if found.plot == "bar":
            return plots.bars(labels, [row[0] for row in cells])
        if found.plot == "heat":
            return plots.heat(labels, found.columns[1:], cells)
        x, y = found.columns[-2:]
        return plots.line(x, y, [(float(row[-2]), float(row[-1])) for row in found.rows])
    except ValueError:
        return ""


def _detail(measure: Measure, found: Mapping[str, Any]) -> str:
    if not found["n"]:
        return folded(f"{measure.label}: {EMPTY}", paragraph("この項目に当たる質問がありませんでした。"))
    parts = [
        f"<h3>{escape(kind_label(kind))}</h3>" + _slices(kind, group, measure.unit)
        for kind, group in found["slices"].items()
        if len(group) >= _FEWEST
    ]
    short = failing(measure)
    told = "うまくいかなかった例はありません。" if not short else f"うまくいかなかった {len(short)} 件から"
    if measure.unit and measure.enough is None and short:
        told = "大きい順に" if measure.better == "lower" else "小さい順に"
    shown = _spread(short)
    cases = "".join(_case(score, measure.unit) for score in shown)
    parts.append(f"<h3>{escape(f'読むための例 / Worst cases({told})')}</h3>{cases}")
    return folded(f"{measure.label}: 内訳と、うまくいかなかった例", *parts)


def _slices(kind: str, group: Mapping[str, Mapping[str, Any]], unit: str) -> str:
    rows: list[list[Cell]] = [
        [
            value_label(kind, name),
            numeric(str(f["n"])),
            numeric(number(f["value"], unit)),
            numeric(interval({**f, "unit": unit})),
        ]
        for name, f in group.items()
    ]
    return table((kind_label(kind), "n", "値", "95% 区間"), rows)


def _spread(short: Sequence[Score]) -> list[Score]:
    """Return the worst cases, one a question first: five of one question would teach less."""
    seen: set[str] = set()
    first: list[Score] = []
    rest: list[Score] = []
    for score in short:
        (rest if score.question in seen else first).append(score)
        seen.add(score.question)
    return [*first, *rest][: WORST + 3]


def _case(score: Score, unit: str) -> str:
    told = [("質問", score.question), ("回答", score.answer), ("わけ", score.why)]
    lines = "".join(
        f"<p><b>{label}</b> {escape(text if len(text) <= _LONGEST else text[:_LONGEST] + '…')}</p>"
        for label, text in told
        if text
    )
    return f'<div class="case"><p class="faint">{escape(score.sample)} 値 {escape(number(score.value, unit))}</p>{lines}</div>'
