"""The privacy suite's result as text for a terminal."""

from __future__ import annotations

from collections import Counter

from eval.metrics import Metric
from eval.privacy import Alarms, HalfResult, PrivacyResult, Recall

SYSTEMS = {"rules": "規則だけ", "full": "規則＋固有表現の認識"}
HALVES = {"test": "確認用(test、見出しの数値)", "dev": "調整用(dev)"}
_GROUPS = {
    "all": "すべて",
    "numbered": "番号・連絡先など",
    "address": "住所",
    "names-in-record": "名前(記録の名簿にある)",
    "names-not-in-record": "名前(名簿にない)",
    "plain": "ふつうの書き方",
    "evasive": "見つけにくい書き方",
}
_PLACES = {
    "clean-passages": "識別情報のない文",
    "policy-pdf": "施策の PDF",
    "starter-cases": "初期の事例",
}
_SHOWN = 8


def as_text(result: PrivacyResult) -> str:
    """Return tables by system and half, the bars with 達成 or 未達, and misses of the dev half."""
    lines: list[str] = []
    for system, halves in result.halves.items():
        for half in (h for h in HALVES if h in halves):
            lines += _half(f"{SYSTEMS.get(system, system)}・{HALVES[half]}", halves[half], half == "dev")
        alarms = result.elsewhere.get(system, ())
        if alarms:
            lines += [f"■ {SYSTEMS.get(system, system)}・依頼者の出てこない文書での誤検出", ""]
            lines += [_alarm_line(a) for a in alarms]
            lines += [f"  - {a.name} [{kind}] {text}" for a in alarms for text, kind in a.worst[:5]]
            lines.append("")
    lines += [f"※ {note}" for note in result.notes]
    return "\n".join(lines)


def _half(title: str, half: HalfResult, show: bool) -> list[str]:
    lines = [
        f"■ {title}",
        "",
        "| 区分 | 再現率(95% 区間) | n | 確認なしで置換 | 目標 | 判定 |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_row(_GROUPS[name], recall) for name, recall in half.groups.items() if recall.found.n]
    lines += ["", "| 種類 | 再現率(95% 区間) | n |", "|---|---|---|"]
    lines += [f"| {name} | {_interval(r.found)} | {r.found.n} |" for name, r in half.types.items()]
    silent = f"{half.silent / half.findings:.0%}" if half.findings else "—"
    speed = f"{half.characters / half.seconds:,.0f} 字/秒" if half.seconds else "—"
    lines += [
        "",
        f"検出 {half.findings} 件、適合率 {_interval(half.precision)}、"
        f"確信あり(確認なしで置換){silent}、{half.seconds:.1f} 秒({speed})",
        _alarm_line(half.clean),
    ]
    if show:
        lines += ["", "見落とし(調整用だけ表示):"]
        lines += [
            f"  - {i} [{kind}] 「{_one_line(left)}」 ← {_one_line(text)}" for i, kind, left, text in _spread(half)
        ]
        lines += ["印のないところでの検出(調整用だけ表示):"]
        lines += [f"  - [{kind}] {text}" for text, kind in half.stray[:_SHOWN]]
    else:
        missed = Counter(kind for _, kind, _, _ in half.misses)
        lines.append("見落としの数: " + ("、".join(f"{k} {n}" for k, n in missed.most_common()) or "なし"))
    return [*lines, ""]


def _row(label: str, recall: Recall) -> str:
    quiet = "—" if recall.silently is None else f"{recall.silently:.3f}"
    bar = "—" if recall.bar is None else f"≥ {recall.bar}"
    return f"| {label} | {_interval(recall.found)} | {recall.found.n} | {quiet} | {bar} | {_verdict(recall)} |"


def _verdict(recall: Recall) -> str:
    if recall.reached is None or recall.bar is None or recall.found.low is None:
        return "—"
    if not recall.reached:
        return "未達"
    return "達成" if recall.found.low >= recall.bar else "達成(区間の下限は目標未満)"


def _alarm_line(alarms: Alarms) -> str:
    if alarms.per_thousand is None:
        return f"{_PLACES.get(alarms.name, alarms.name)}: 文がありません"
    bar = ""
    if alarms.bar is not None:
        bar = f"、目標 ≤ {alarms.bar}: {'達成' if alarms.reached else '未達'}"
    kinds = "、".join(f"{kind} {n}" for kind, n in list(alarms.kinds.items())[:6])
    return (
        f"{_PLACES.get(alarms.name, alarms.name)}: 1,000 字あたり {alarms.per_thousand:.2f} 件"
        f"({alarms.findings} 件 / {alarms.characters:,} 字、うち確信あり {alarms.silent} 件{bar}){kinds}"
    )


def _interval(metric: Metric) -> str:
    if metric.mean is None or metric.low is None or metric.high is None:
        return "—"
    return f"{metric.mean:.3f}({metric.low:.3f}–{metric.high:.3f})"


def _spread(half: HalfResult) -> list[tuple[str, str, str, str]]:
    """Return misses of as many types as possible first."""
    seen: Counter[str] = Counter()
    ranked = []
    for miss in half.misses:
        ranked.append((seen[miss[1]], miss))
        seen[miss[1]] += 1
    return [miss for _, miss in sorted(ranked, key=lambda pair: pair[0])[:_SHOWN]]


def _one_line(text: str) -> str:
    return " ".join(text.split())[:90]
