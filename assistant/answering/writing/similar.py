"""Similar cases: what to take home first, then each case by its parts, then what is still to be asked."""

from __future__ import annotations

from assistant.answering.answer import Block
from assistant.answering.quoting import note
from assistant.answering.writing.desk import Desk, case_facts, case_heading, filled
from assistant.answering.writing.questions import to_ask
from knowledge.contrast import BAD, GOOD
from knowledge.entries import Case
from knowledge.search import Hit


def write(desk: Desk) -> list[Block]:
    """Return summary, case blocks (success and failure), and questions."""
    cases = [h for h in desk.evidence.cases if isinstance(h.entry, Case)]
    return [summary(desk, cases), *(case_block(desk, h) for h in cases), *to_ask(desk)]


def summary(desk: Desk, hits: list[Hit]) -> Block:
    """Say how many cases stand on each side, and quote the first lesson of each side."""
    good = [h.entry for h in hits if isinstance(h.entry, Case) and h.entry.outcome in GOOD]
    bad = [h.entry for h in hits if isinstance(h.entry, Case) and h.entry.outcome in BAD]
    premises = "・".join(desk.understood.labels()) or "ご質問"
    said = [note(desk.say("similar.found", premises=premises, total=len(hits), good=len(good), bad=len(bad)))]
    if not good:
        said.append(note(desk.say("similar.no-good")))
    if not bad:
        said.append(note(desk.say("similar.no-bad")))
    for entry in (*good[:1], *bad[:1]):
        said += desk.sources.section(entry, "学び", 1, desk.evidence.score)
    return Block(kind="summary", heading=desk.say("similar.lesson"), sentences=tuple(said))


def case_block(desk: Desk, hit: Hit) -> Block:
    """Return one case: situation, what was done, how it ended and where it parted; more for advisers than for owners."""
    case = hit.entry
    if not isinstance(case, Case):
        raise TypeError(f"{case.id} is not a case")
    adviser = desk.role != "owner"
    rows = [
        desk.row("状況", case, "相談のきっかけ", 2),
        *([desk.row("本質的課題", case, "本質的課題", 2)] if adviser else []),
        *([desk.row("前提条件", case, "前提条件", 2)] if adviser else []),
        desk.row("打ち手", case, "打ち手", 4 if adviser else 2, 360),
        desk.row("結果", case, "結果", 3 if adviser else 2, 260),
        desk.row("分かれ目", case, "分かれ目", 2),
        desk.row("学び", case, "学び", 3 if adviser else 1),
        desk.row("当てはまらない条件", case, "当てはまらない条件", 1),
    ]
    return Block(kind="case", heading=case_heading(case), rows=filled(rows), facts=case_facts(case), entry_id=case.id)
