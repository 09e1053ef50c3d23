"""Looks back on a practice: what really happened, what was found out, and the clauses of the guideline that the talk shows."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answering.answer import Block, Row, Sentence, Source
from assistant.answering.quoting import Sources, note
from assistant.answering.verification import verify
from assistant.answering.writing.desk import case_facts, case_heading, filled
from assistant.practice.client import KNOWN, OPENING, Fact, facts_of
from assistant.practice.habits import AGAINST, HABITS, KEPT, MISSING, Habit, Seen, Talk
from assistant.practice.session import Session
from knowledge.embedding import Embedder
from knowledge.entries import Case, Entry, Guideline

VERDICTS = {AGAINST: "気をつけたいこと", MISSING: "次に試したいこと"}
_ALIKE = 0.875  # cosine from which a sentence of the proposal is about the same step; on this model unlike ones lie near 0.83

Lookup = Callable[[str], Entry | None]


def look_back(
    session: Session, case: Case, sources: Sources, lookup: Lookup, embedder: Embedder
) -> tuple[list[Block], tuple[Source, ...]]:
    """Compare a finished practice with its case, in blocks as an answer has them, every citation verified."""
    blocks = [
        Block(
            kind="case",
            heading=case_heading(case),
            facts=case_facts(case),
            entry_id=case.id,
            rows=_ended(case, sources),
        ),
        _steps(session.proposal, case, sources, embedder),
        *_found_out(session, case, sources),
        *_remarks(session, sources, lookup),
    ]
    return verify([b for b in blocks if b.sentences or b.rows], lookup), sources.listed()


def _ended(case: Case, sources: Sources) -> tuple[Row, ...]:
    return filled(
        [Row(label=a, cells=(_told(case, sources, a),)) for a in ("結果", "分かれ目", "学び", "当てはまらない条件")]
    )


def _told(case: Case, sources: Sources, anchor: str) -> tuple[Sentence, ...]:
    return tuple(_cited(case, sources, fact) for fact in facts_of(case, (anchor,)))


def _cited(case: Case, sources: Sources, fact: Fact) -> Sentence:
    section = next(s for s in case.sections if s.anchor == fact.anchor)
    start = case.body.index(fact.text, section.start)
    return sources.quote(case, section, (start, start + len(fact.text)))


def _steps(proposal: str, case: Case, sources: Sources, embedder: Embedder) -> Block:
    """Set each step that was really taken beside the sentence of the proposal that comes near it."""
    own = [s.strip() for s in proposal.replace("\n", "。").split("。") if len(s.strip()) > 5]
    done = _told(case, sources, "打ち手")
    rows = []
    for number, step in enumerate(done, 1):
        near = _nearest(step.text, own, embedder)
        said = (step, note(f"（あなたの提案：「{near}」）")) if near else (step,)
        rows.append(Row(label=f"実際の{number}", cells=(said,)))
    return Block(kind="steps", heading="実際に行われたこと", rows=tuple(rows), entry_id=case.id)


def _nearest(step: str, own: list[str], embedder: Embedder) -> str:
    if not own:
        return ""
    cosines = embedder.encode_passages(own) @ embedder.encode_passages([step])[0]
    best = int(cosines.argmax())
    return own[best] if cosines[best] >= _ALIKE else ""


def _found_out(session: Session, case: Case, sources: Sources) -> list[Block]:
    """Tell which facts the questions brought out, and which nobody asked for."""
    told = {sentence for turn in session.questions for sentence in turn.reply}
    askable = [fact for fact in facts_of(case, KNOWN) if fact.anchor not in OPENING]
    halves = (
        ("聞き出せた事実", [f for f in askable if f.text in told]),
        ("今回は聞かなかった事実", [f for f in askable if f.text not in told]),
    )
    return [
        Block(
            kind="summary",
            heading=f"{heading}（{len(facts)}／{len(askable)}）",
            sentences=tuple(_cited(case, sources, fact) for fact in facts),
        )
        for heading, facts in halves
    ]


def _remarks(session: Session, sources: Sources, lookup: Lookup) -> list[Block]:
    """Say what went well in one list, then clause by clause what to mind and what to try next."""
    talk = Talk(tuple(t.text for t in session.questions), session.proposal)
    seen = [(habit, found) for habit in HABITS if (found := habit.look(talk)) is not None]
    kept = [_kept(habit, found, sources, lookup) for habit, found in seen if found.verdict == KEPT]
    rows = tuple(row for row in kept if row is not None)
    other = sorted(
        (pair for pair in seen if pair[1].verdict in VERDICTS), key=lambda p: list(VERDICTS).index(p[1].verdict)
    )
    blocks = [_remark(habit, found, sources, lookup) for habit, found in other]
    return [
        Block(kind="kept", heading=f"できていたこと（{len(rows)}）", rows=rows),
        *(b for b in blocks if b is not None),
    ]


def _document(habit: Habit, lookup: Lookup) -> Guideline | None:
    """Return the document of a habit's clause; None where a hub's edition lacks it."""
    found = lookup(habit.document)
    return found if isinstance(found, Guideline) and any(s.anchor == habit.clause for s in found.sections) else None


def _kept(habit: Habit, seen: Seen, sources: Sources, lookup: Lookup) -> Row | None:
    document = _document(habit, lookup)
    if document is None:
        return None
    return Row(
        label=habit.clause,
        cells=((note(f"{_said(seen)}："), *sources.labelled(document, habit.clause, "行動")[:1]),),
    )


def _remark(habit: Habit, seen: Seen, sources: Sources, lookup: Lookup) -> Block | None:
    """Say what of a clause showed, with the learner's own words and the clause's."""
    document = _document(habit, lookup)
    if document is None:
        return None
    clause = document.clause(habit.clause)
    return Block(
        kind="clause",
        heading=f"{VERDICTS[seen.verdict]}｜{clause.id} {clause.heading}",
        sentences=(note(f"あなたの言葉：{_said(seen)}"),) if seen.words else (),
        rows=filled(
            [Row(label=part, cells=(sources.labelled(document, habit.clause, part),)) for part in ("行動", "良い例")]
        ),
        entry_id=document.id,
    )


def _said(seen: Seen) -> str:
    return "、".join(f"「{words.rstrip('。')}」" for words in seen.words)
