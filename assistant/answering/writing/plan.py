"""An action plan from evidence: tell causes apart, one to three actions, what to avoid, referral with follow-up, what to ask."""

from __future__ import annotations

from datetime import timedelta

from assistant.answering.answer import Block, Row, Sentence
from assistant.answering.quoting import note
from assistant.answering.writing import institutions
from assistant.answering.writing.desk import Desk, filled
from assistant.answering.writing.questions import to_ask
from assistant.answering.writing.similar import case_block
from assistant.plans.arithmetic import entry_of
from knowledge import taxonomy
from knowledge.contrast import BAD, GOOD
from knowledge.entries import ACTION_PARTS, Case, Policy

FOLLOW_UP_DAYS = 14
_MOST_ACTIONS = 3


def write(desk: Desk) -> list[Block]:
    """Return the plan; without a playbook for the topic, the nearest cases stand in its place."""
    plays = [h.entry for h in desk.evidence.playbooks if isinstance(h.entry, Policy)]
    if not plays:
        return [case_block(desk, h) for h in desk.evidence.cases[:3]]
    summed = _of_the_sum(desk)
    main = summed or plays[0]
    told = summed or "topics" in desk.understood.codes()
    topic = taxonomy.TOPICS.label_of(main.topics[0]) if main.topics else main.title
    return [
        desk.notes(
            "summary", desk.say("plan.basis-heading"), ["plan.basis", *([] if told else ["plan.guessed"])], topic=topic
        ),
        *_causes(desk, main),
        *_actions(desk, main),
        *_learnt(desk),
        *_avoid(desk, main),
        referral(desk, main),
        *to_ask(desk, 5),
    ]


def _of_the_sum(desk: Desk) -> Policy | None:
    """Return the playbook of what is calculated: the words of a sum (給料を上げると赤字) name its numbers, not the matter."""
    for entry_id in [found for answer in desk.figures if (found := entry_of(answer.name))]:
        formula = desk.lookup(entry_id)
        topics = formula.topics if isinstance(formula, Policy) else ()
        play = desk.lookup(f"playbook-{topics[0]}") if topics else None
        if isinstance(play, Policy):
            return play
    return None


def _causes(desk: Desk, main: Policy) -> list[Block]:
    most = 3 if desk.role == "owner" else 5
    told = desk.sources.section(main, "原因の見分け方", most, length=420)
    blocks = [Block(kind="cause", heading=desk.say("plan.cause"), sentences=told)] if told else []
    if desk.role != "owner":
        found: list[Sentence] = []
        for hit in desk.evidence.cases[:2]:
            found += desk.sources.section(hit.entry, "本質的課題", 1, desk.evidence.score)
        if found:
            blocks.append(Block(kind="cause", heading=desk.say("plan.cause-case"), sentences=tuple(found)))
    return blocks


def _actions(desk: Desk, main: Policy) -> list[Block]:
    blocks: list[Block] = []
    for section in [s for s in main.sections if s.heading.startswith("行動")][:_MOST_ACTIONS]:
        rows = [Row(label=part, cells=(desk.sources.labelled(main, section.anchor, part),)) for part in ACTION_PARTS]
        name = section.heading.removeprefix(section.anchor).strip()
        heading = desk.say("plan.action", number=len(blocks) + 1, name=name)
        blocks.append(Block(kind="action", heading=heading, rows=filled(rows), entry_id=main.id))
    return blocks


def _learnt(desk: Desk) -> list[Block]:
    """Back the actions by the nearest case of each outcome: what it teaches, and what went wrong."""
    told: list[Sentence] = []
    for side, anchor in ((GOOD, "学び"), (BAD, "分かれ目")):
        entries = [h.entry for h in desk.evidence.cases if isinstance(h.entry, Case) and h.entry.outcome in side]
        for entry in entries[:1]:
            told += desk.sources.section(entry, anchor, 2, desk.evidence.score)
    return [Block(kind="cause", heading=desk.say("plan.learn"), sentences=tuple(told))] if told else []


def _avoid(desk: Desk, main: Policy) -> list[Block]:
    told = desk.sources.section(main, "避けること", 3, length=360)
    return [Block(kind="avoid", heading=desk.say("plan.avoid"), sentences=told)] if told else []


def referral(desk: Desk, main: Policy) -> Block:
    """Refer with reason, what to bring, who calls, and a date to check the result."""
    rows = [desk.row("どこへ、なぜ", main, "つなぐ先", 5, 420)]
    institution = institutions.named_in(desk, main.text_of("つなぐ先"))
    if institution is not None:
        rows += [
            desk.row("つなぎ方", institution, "つなぎ方", 2),
            desk.row("持っていくもの", institution, "持っていくもの", 3),
            desk.row("フォローの仕方", institution, "フォローの仕方", 2),
        ]
    date = desk.today + timedelta(days=FOLLOW_UP_DAYS)
    when = f"{date.year}年{date.month}月{date.day}日"
    return Block(
        kind="referral",
        heading=desk.say("plan.referral"),
        sentences=(note(desk.say("plan.follow-up", date=when, days=FOLLOW_UP_DAYS)),),
        rows=filled(rows),
    )
