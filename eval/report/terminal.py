"""The report in short for a terminal: figures with their verdicts, what could not be measured, what got worse."""

from __future__ import annotations

from collections.abc import Sequence

from eval.differences import Difference
from eval.ran import Ran
from eval.report.numbers import bound, interval, number, verdict
from eval.report.results import Results
from eval.suites import title_of


def summary(ran: Sequence[Ran], values: Results, changes: Sequence[Difference] | None, detailed: bool) -> str:
    """Return the tables; ``detailed`` adds what a suite lists beside its measures."""
    gates = {(g["suite"], g["measure"]): g for g in values.gates}
    lines: list[str] = []
    for r in ran:
        lines += ["", f"■ {title_of(r.name).japanese}({r.name}、{r.seconds:.0f} 秒)"]
        if r.result is None:
            lines.append(r.error)
            continue
        lines += ["| 項目 | n | 値 | 95% 区間 | 基準 | 判定 |", "|---|---|---|---|---|---|"]
        for name, found in values.suites[r.name]["measures"].items():
            gate = gates.get((r.name, name))
            told = (bound(gate, found["unit"]), verdict(gate)) if gate else ("–", "–")
            cells = (found["label"], str(found["n"]), number(found["value"], found["unit"]), interval(found), *told)
            lines.append(f"| {' | '.join(cells)} |")
        for table in r.result.tables if detailed else ():
            lines += ["", table.title, f"| {' | '.join(table.columns)} |", "|---" * len(table.columns) + "|"]
            lines += [f"| {' | '.join(row)} |" for row in table.rows]
    for d in changes or ():
        if d.worse:
            lines.append(f"前回より悪化: {d.told()}")
    red = [g for g in values.gates if not g["kept"]]
    lines += ["", f"基準 {len(values.gates)} 件のうち、満たさないもの {len(red)} 件。"]
    return "\n".join(lines).lstrip("\n") + "\n"
