"""What a question asks to calculate, worked out before anything else is told: numbers, how they came about, what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.answer import Block, Row, Sentence
from assistant.answering.quoting import note
from assistant.answering.writing.desk import Desk, filled
from assistant.charts import chart_of
from assistant.plans.arithmetic import NoAnswer, Result, entry_of, said_of
from knowledge import taxonomy
from knowledge.entries import Policy

_MOST_FORMULAS = 2  # entries
_MARGIN = "formula-marginal-profit"  # most other formulas only use it


def write(desk: Desk) -> list[Block]:
    """Return the figures, then the entries that their formulas come from; nothing where nothing is asked for."""
    if not desk.figures:
        return []
    return [_figures(desk), *_formulas(desk)]


def _figures(desk: Desk) -> Block:
    rows = [Row(label=r.name, cells=(_said(r),)) for r in desk.figures if isinstance(r, Result)]
    rows += [
        Row(label=desk.say("figures.taken"), cells=(_taken(desk),)),
        Row(label=desk.say("figures.assumed"), cells=(_assumed(desk),)),
        Row(label=desk.say("figures.found"), cells=(_found(desk),)),
        Row(label=desk.say("figures.open"), cells=(tuple(_open(desk)),)),
    ]
    computed = any(isinstance(a, Result) for a in desk.figures)
    heading = desk.say("figures.heading" if computed else "figures.heading-open")
    key = "figures.said" if computed else "figures.said-open"
    said, chart = (note(desk.say(key)),), chart_of(desk.figures)
    return Block(kind="figures", heading=heading, sentences=said, rows=filled(rows), chart=chart)


def _said(result: Result) -> tuple[Sentence, ...]:
    return tuple(Sentence(text=text, status="computed") for text in said_of(result))


def _taken(desk: Desk) -> tuple[Sentence, ...]:
    """Return the numbers that were read, so that a misreading is seen."""
    results = [a for a in desk.figures if isinstance(a, Result)]
    found = {r.name for r in results}
    told = dict.fromkeys(f"{i.name} {i.text}" for r in results for i in r.inputs if i.name not in found)
    return (note(f"{'、'.join(told)}。"),) if told else ()


def _assumed(desk: Desk) -> tuple[Sentence, ...]:
    assumed = dict.fromkeys(s for a in desk.figures if isinstance(a, Result) for s in a.assumptions)
    return tuple(note(text) for text in assumed)


def _found(desk: Desk) -> tuple[Sentence, ...]:
    """Return what is found where a number has no solution: 作るほど赤字."""
    reasons = dict.fromkeys(a.reason for a in desk.figures if isinstance(a, NoAnswer) and not a.missing)
    return tuple(note(text) for text in reasons)


def _open(desk: Desk) -> Iterator[Sentence]:
    """Say which numbers would still be needed, and for what."""
    for answer in desk.figures:
        if isinstance(answer, NoAnswer) and answer.missing:
            missing = desk.say("figures.and").join(answer.missing)
            yield note(desk.say("figures.missing", missing=missing, name=answer.name))
            if "限界利益率" in answer.missing:
                yield note(desk.say("figures.rate"))


def _formulas(desk: Desk) -> list[Block]:
    ids = dict.fromkeys(entry_id for answer in desk.figures if (entry_id := entry_of(answer.name)))
    entries = [entry for entry_id in sorted(ids, key=lambda i: i == _MARGIN) if (entry := desk.lookup(entry_id))]
    blocks = []
    for entry in entries[:_MOST_FORMULAS]:
        if isinstance(entry, Policy):
            rows = [desk.row(label, entry, label, 2) for label in ("計算式", "気をつけること")]
            facts = [taxonomy.POLICY_CATEGORIES.label_of(entry.category), entry.publisher]
            facts += [f"{entry.as_of} 時点"] if entry.as_of else []
            heading = desk.say("policy.heading", title=entry.title)
            blocks.append(
                Block(kind="policy", heading=heading, rows=filled(rows), facts=tuple(facts), entry_id=entry.id)
            )
    return blocks
