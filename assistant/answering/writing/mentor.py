"""Mentor guidance: what a senior checks first, the clause with a good and a bad line, a case, and questions to ask."""

from __future__ import annotations

from assistant.answering.answer import Block, Row, Sentence
from assistant.answering.writing.desk import Desk, case_facts, case_heading, filled
from knowledge.contrast import BAD, GOOD
from knowledge.entries import Case, Guideline
from knowledge.search import Hit

_NEAR = 0.7  # of the best clause's score: farther ones are about something else
_BY_ASKED = 1.0  # what the words that are asked for count beside the search
_BY_FIT = 0.6  # what a standard deviation of fitting the situation counts beside it; chosen on the dev half
_MOST, _BEST_FIT = 1.2, 4.0  # more only tells that the same words follow one another, or of one word
_RESTS_ON = 0.6  # of the search's score for what stands in a clause but is not what it asks for
_ABOUT = 0.2  # share of the question's words: below it a case would only decorate
_LINES = ("理由", "良い例", "悪い例", "根拠")


def write(desk: Desk) -> list[Block]:
    """Return first checks, up to two clauses, one case of each outcome, and questions."""
    clauses = _clauses(desk)
    if not clauses:
        return [_case(desk, h) for h in desk.evidence.cases[:2]]
    first: list[Sentence] = []
    for guideline, anchor in clauses[:3]:
        first += desk.sources.labelled(guideline, anchor, "行動")
    asked: list[Sentence] = []
    for guideline, anchor in clauses[:3]:
        asked += desk.sources.labelled(guideline, anchor, "振り返り")
    for hit in [h for h in desk.evidence.playbooks[:1] if _about(desk, h) >= _ABOUT]:
        asked += desk.sources.section(hit.entry, "聞いておくこと", 2, desk.evidence.score)
    return [
        Block(kind="summary", heading=desk.say("mentor.first"), sentences=tuple(first)),
        *(_clause(desk, guideline, anchor) for guideline, anchor in clauses[:2]),
        *(_case(desk, hit) for hit in _one_of_each(desk)),
        Block(kind="questions", heading=desk.say("mentor.ask"), sentences=tuple(asked)),
    ]


def _clauses(desk: Desk) -> list[tuple[Guideline, str]]:
    """Return the clauses that answer best, over all documents: what the search finds and what fits the situation.

    The search's score counts less where the question's words stand in the example or in what a clause rests on (that is told of
    many clauses alike) than in what it asks for.
    """
    scored = []
    for hit in desk.evidence.clauses:
        if not isinstance(hit.entry, Guideline):
            continue
        for passage in hit.passages:
            anchor = passage.passage.anchor
            asks, whole = (desk.evidence.meant(t) for t in (_asks_for(hit.entry, anchor), passage.passage.text))
            sought = _RESTS_ON + (1 - _RESTS_ON) * min(1.0, asks / whole if whole else 1.0)
            fit = min(_BEST_FIT, desk.evidence.fit.get(f"{hit.entry.id}#{anchor}", 0.0))
            worth = min(passage.score, _MOST) * sought + _BY_ASKED * asks + _BY_FIT * fit
            scored.append((worth, hit.entry, anchor))
    scored.sort(key=lambda row: -row[0])
    near = [row for row in scored if row[0] >= _NEAR * scored[0][0]]
    return [(guideline, anchor) for _, guideline, anchor in near[:3]]


def _asks_for(guideline: Guideline, anchor: str) -> str:
    """Return what a clause asks for: its heading, behaviour, reason and bad line."""
    clause = guideline.clause(anchor)
    return "\n".join((clause.heading, clause.behaviour, clause.why, clause.bad))


def labelled_row(desk: Desk, guideline: Guideline, anchor: str, name: str) -> Row:
    """Return one labelled line of a clause as a row."""
    return Row(label=name, cells=(desk.sources.labelled(guideline, anchor, name),))


def _clause(desk: Desk, guideline: Guideline, anchor: str) -> Block:
    clause = guideline.clause(anchor)
    rows = [labelled_row(desk, guideline, anchor, name) for name in _LINES]
    return Block(
        kind="clause",
        heading=desk.say("mentor.clause", id=clause.id, heading=clause.heading),
        rows=filled(rows),
        entry_id=guideline.id,
    )


def _one_of_each(desk: Desk) -> list[Hit]:
    chosen = []
    for side in (GOOD, BAD):
        chosen += [
            h
            for h in desk.evidence.cases
            if isinstance(h.entry, Case) and h.entry.outcome in side and _about(desk, h) >= _ABOUT
        ][:1]
    return chosen


def _about(desk: Desk, hit: Hit) -> float:
    """Return how much of the question the best passages of a case speak of (0–1)."""
    return desk.evidence.score("\n".join(p.passage.text for p in hit.passages[:3]))


def _case(desk: Desk, hit: Hit) -> Block:
    case = hit.entry
    if not isinstance(case, Case):
        raise TypeError(f"{case.id} is not a case")
    rows = [
        desk.row("状況", case, "相談のきっかけ", 2),
        desk.row("打ち手", case, "打ち手", 2),
        desk.row("分かれ目", case, "分かれ目", 2),
        desk.row("学び", case, "学び", 2),
    ]
    return Block(kind="case", heading=case_heading(case), rows=filled(rows), facts=case_facts(case), entry_id=case.id)
