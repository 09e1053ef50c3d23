"""The report as one page that opens from disk: no script, nothing loaded, dark or light as the reader's system is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from eval.differences import Difference
from eval.ran import Ran
from eval.report import plots
from eval.report.labels import kind_label, value_label
from eval.report.markup import Cell, Marked, folded, numeric, paragraph, plot, table
from eval.report.numbers import bound, interval, number, verdict
from eval.report.results import Results
from eval.report.sections import section, verdict_cell
from eval.suites import title_of

_STYLE = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
_FEWEST = 10  # samples of a slice that is named as weak
_HOW_TO_READ = (
    "n は調べた件数、95% 区間は「同じ測り方をもう一度したときに、値が入ると見込まれる幅」です。区間が広いときは、値の小さな違いを気にしないでください。",
    "一度も起きなかったことは「ない」とは言えないので、区間の上限を 3/n としています。いつも正しかったことも同じで、下限を 1 − 3/n としています。",
    "対象なしは、当たる質問がなかったという意味で、良くも悪くもありません。",
    "図の青い点が値、横線が区間、赤い縦線が基準です。",
    "紙に印刷すると、開いてある内訳と例だけが印刷されます。",
)


def page(ran: Sequence[Ran], values: Results, changes: Sequence[Difference] | None = None) -> str:
    """Return the page; ``changes`` compare it with an earlier run."""
    gates = {(g["suite"], g["measure"]): g for g in values.gates}
    parts = [
        '<!doctype html><html lang="ja"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>品質の報告 / Quality report</title><style>{_STYLE}</style></head><body>",
        "<h1>品質の報告 <small>Quality report</small></h1>",
        *_outcome(ran, values, changes),
        _contents(ran),
        *(_thresholds(values) if values.gates else ()),
        *([_compared(changes)] if changes is not None else []),
        *(section(r, values.suites[r.name], gates) for r in ran),
        '<h2 id="conditions">測った条件 <small>Conditions</small></h2>',
        _conditions(values),
        "</body></html>",
    ]
    return "\n".join(parts)


def _outcome(ran: Sequence[Ran], values: Results, changes: Sequence[Difference] | None) -> list[str]:
    """Say first what a reader wants to know: does it hold, what does not, and how to read the rest."""
    gates = values.gates
    red = [g for g in gates if not g["kept"]]
    short = [g for g in gates if g["kept"] and not g["aimed"]]
    broken = [r for r in ran if r.error]
    worse = [d for d in changes or () if d.worse]
    said = [f"基準 {len(gates)} 件のうち、満たしたもの {len(gates) - len(red)} 件、満たさないもの {len(red)} 件。"]
    said = said if gates else ["この報告の項目に、基準はありません。値と区間、うまくいかなかった例をお読みください。"]
    said += [f"満たした中で、目標に届かないものが {len(short)} 件あります。"] if short else []
    said += [f"測れなかった測定が {len(broken)} 件あります。"] if broken else []
    said += [f"前回より悪くなった項目が {len(worse)} 件あります。"] if worse else []
    bad = [_told_of(values, g) for g in red] + [f"{title_of(r.name).japanese}: {r.error}" for r in broken]
    return [
        paragraph("".join(said), "lead"),
        _bullets(bad, "bad"),
        folded("目標に届かないもの / Aims missed", _bullets([_told_of(values, g) for g in short], "")) if short else "",
        "<h3>この報告の読み方 <small>How to read this</small></h3>",
        f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in _HOW_TO_READ)}</ul>",
    ]


def _bullets(lines: Sequence[str], kind: str) -> str:
    items = "".join(f'<li class="{kind}">{escape(line)}</li>' for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _contents(ran: Sequence[Ran]) -> str:
    links = "".join(
        f'<li><a href="#{r.name}">{escape(title_of(r.name).japanese)}</a> {escape(title_of(r.name).english)}</li>'
        for r in ran
    )
    more = '<li><a href="#conditions">測った条件</a> Conditions</li>'
    return f"<nav><h3>目次 <small>Contents</small></h3><ul>{links}{more}</ul></nav>"


def _told_of(values: Results, gate: Mapping[str, Any]) -> str:
    unit = values.suites[gate["suite"]]["measures"][gate["measure"]]["unit"]
    aim = "" if gate["kept"] is False else f"、目標 {gate['aim']:g}"
    head = f"{title_of(gate['suite']).japanese}: {_label(values, gate)}"
    return f"{verdict(gate)} — {head} {number(gate['found'], unit)}(基準 {bound(gate, unit)}{aim})"


def _label(values: Results, gate: Mapping[str, Any]) -> str:
    return str(values.suites[gate["suite"]]["measures"][gate["measure"]]["label"])


def _thresholds(values: Results) -> list[str]:
    rows: list[list[Cell]] = []
    for gate in values.gates:
        unit = values.suites[gate["suite"]]["measures"][gate["measure"]]["unit"]
        aim = "–" if gate["aim"] is None else f"{gate['aim']:g}"
        told: list[Cell] = [title_of(gate["suite"]).japanese, _label(values, gate), bound(gate, unit), numeric(aim)]
        rows.append([*told, numeric(number(gate["found"], unit)), verdict_cell(gate), gate["reason"]])
    head = '<h2 id="thresholds">基準と結果 <small>Thresholds</small></h2>'
    columns = ("測定", "項目", "基準", "目標", "結果", "判定", "基準のわけ")
    return [head, table(columns, rows, wide=True), *_weak(values)]


def _weak(values: Results) -> list[str]:
    """Return the slices that break a bound with their whole interval: a good mean may hide them."""
    rows: list[list[Cell]] = []
    for gate in values.gates:
        measure = values.suites[gate["suite"]]["measures"][gate["measure"]]
        where = f"{title_of(gate['suite']).japanese}: {measure['label']}"
        for kind, found in measure["slices"].items():
            for name, f in found.items():
                least, most = gate["at_least"], gate["at_most"]
                breaks = f["high"] < least if least is not None else f["low"] > most
                if f["n"] >= _FEWEST and len(found) > 1 and breaks:
                    figures = (numeric(str(f["n"])), numeric(number(f["value"], measure["unit"])))
                    edges = (numeric(interval({**f, "unit": measure["unit"]})), bound(gate, measure["unit"]))
                    rows.append([where, f"{kind_label(kind)}: {value_label(kind, name)}", *figures, *edges])
    head = '<h2 id="weak">内訳で弱いところ <small>Weak slices</small></h2>'
    told = (
        f"全体では基準を満たしていても、ここだけを見ると区間のすべてが基準の外にあります({_FEWEST} 件以上の内訳だけ)。"
    )
    return [head, paragraph(told), table(("項目", "内訳", "n", "値", "95% 区間", "全体の基準"), rows, wide=True)]


def _compared(changes: Sequence[Difference]) -> str:
    head = '<h2 id="compared">前回との差 <small>Compared with the baseline</small></h2>'
    if not changes:
        return head + paragraph("対象なし: 前回と共通の項目がありません。")
    told = "質問ごとの差の平均です。多くの項目を比べるので、p は Holm の方法で補正しています。0.05 未満で悪い向きなら「悪化」です。"
    shown = [d for d in changes if d.change.mean]
    points = [(d.change.name, d.change.mean or 0.0, d.change.low or 0.0, d.change.high or 0.0) for d in shown]
    rows: list[list[Cell]] = [
        [
            d.change.name,
            numeric(str(d.change.n)),
            numeric(f"{d.change.mean:+.3f}"),
            numeric(f"{d.change.low:+.3f} 〜 {d.change.high:+.3f}"),
            numeric(f"{d.p:.3f}"),
            Marked("悪化", "bad") if d.worse else "–",
        ]
        for d in changes
    ]
    drawn = plot(plots.intervals(points, [0.0] * len(points))) if points else paragraph("どの項目にも差がありません。")
    return head + paragraph(told) + drawn + table(("項目", "質問", "差", "95% 区間", "p(Holm)", "判定"), rows)


_CONDITIONS = {
    "git": "プログラムの版(git。+ は未記録の変更あり)",
    "corpus": "初期の知識(sha256)",
    "model": "言語モデル(空: 使わない)",
    "whole": "時間のかかる分も測ったか",
    "today": "回答の日付",
    "seed": "乱数の種",
    "resamples": "区間のための引き直し",
    "cores": "CPU の数",
    "system": "機械",
    "python": "Python",
    "packages": "部品の版",
    "embedding": "意味の検索のモデル",
    "seconds": "かかった秒数",
}


def _conditions(values: Results) -> str:
    rows: list[list[Cell]] = [[_CONDITIONS.get(k, k), _told(v)] for k, v in values.about.items()]
    files = {name: digest for s in values.suites.values() for name, digest in s.get("data", {}).items()}
    hashes: list[list[Cell]] = [[name, digest[:16]] for name, digest in sorted(files.items())]
    seconds: list[list[Cell]] = [
        [title_of(name).japanese, numeric(f"{s['seconds']:.1f}")] for name, s in values.suites.items()
    ]
    return "".join(
        (
            table(("項目", "値"), rows),
            "<h3>測定ごとの秒数 <small>Seconds</small></h3>",
            table(("測定", "秒"), seconds),
            "<h3>読んだデータ <small>Data</small></h3>",
            table(("ファイル", "sha256 の先頭"), hashes),
        )
    )


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return "、".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)
