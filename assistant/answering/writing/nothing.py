"""When nothing is answered: what was looked for, what would help, or why it is not a hub's matter; and a person to go to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answering.answer import Block, Row, Sentence
from assistant.answering.judging.missing import missing
from assistant.answering.quoting import note
from assistant.answering.writing.desk import Desk, filled

_MOST_ASKED = 4
_LONGEST = 300  # characters of the question in the note for the window
#: Where to go with a matter that is not a hub's; the hub itself when none is named.
_WINDOWS: Mapping[str, tuple[str, ...]] = {
    "harm": (),
    "hiring": ("institution-hellowork", "institution-labour-consultant"),
    "illegal": ("institution-lawyer", "institution-tax-accountant"),
    "private": ("institution-lawyer",),
    "abroad": ("institution-jetro",),
}


def lacking(desk: Desk, things: Sequence[str], particular: str) -> tuple[Sentence, ...]:
    """Return which things of the question no entry speaks of, and that no source holds such a particular."""
    said = []
    if things:
        said.append(note(desk.say("unspoken.said", things="".join(f"「{thing}」" for thing in things))))
    if particular:
        sentence = {
            "forecast": "particular.forecast",
            "private": "particular.private",
            "statistics": "particular.statistics",
            "own": "particular.own",
            "elsewhere": "particular.elsewhere",
        }[particular]
        said.append(note(desk.say(sentence)))
    return tuple(said)


def before(desk: Desk, lacks: Sequence[Sentence]) -> Block:
    """Return what is lacking, and what the answer is of instead."""
    labels = "・".join(desk.understood.labels())
    instead = note(desk.say("unspoken.labels", labels=labels) if labels else desk.say("unspoken.rest"))
    return Block(kind="summary", heading=desk.say("unspoken.heading"), sentences=(*lacks, instead))


def write(desk: Desk, lacks: Sequence[Sentence] = ()) -> list[Block]:
    """Return what was searched, the human hub, and a note that can be handed over there."""
    searched = desk.evidence.searched
    words = "、".join(desk.understood.labels()) or f"「{desk.understood.text[:40]}」"
    said = desk.notes(
        "nothing",
        desk.say("nothing.heading"),
        ["nothing.said", "nothing.looked", "nothing.next"],
        cases=searched.get("case", 0),
        guidelines=searched.get("guideline", 0),
        policies=searched.get("policy", 0),
        words=words,
    )
    return [_after(lacks, said), *_person(desk, ("institution-yorozu",)), handover(desk)]


def ask_back(desk: Desk, lacks: Sequence[Sentence] = ()) -> list[Block]:
    """Return what would help to find an answer, with the way to a person beside it."""
    asked = tuple(note(desk.say(key)) for key in missing(desk.understood)[:_MOST_ASKED])
    return [
        _after(lacks, desk.notes("nothing", desk.say("ask.title"), ["ask.said"])),
        Block(kind="questions", heading=desk.say("ask.heading"), sentences=asked),
        *_person(desk, ("institution-yorozu",)),
        handover(desk),
    ]


def decline(desk: Desk, reason: str) -> list[Block]:
    """Return why this is not answered here, and who can."""
    said = {
        "harm": "decline.harm",
        "hiring": "decline.hiring",
        "illegal": "decline.illegal",
        "medical": "decline.medical",
        "private": "decline.private",
        "forecast": "decline.forecast",
        "abroad": "decline.abroad",
        "belief": "decline.belief",
        "secret": "decline.secret",
    }[reason]
    windows = _WINDOWS.get(reason, ("institution-yorozu",))
    return [desk.notes("nothing", desk.say("decline.heading"), [said]), *_person(desk, windows)]


def handover(desk: Desk) -> Block:
    """Return a short note for the person at the hub: what was asked, what was read, what was searched, what is open."""
    searched = desk.evidence.searched
    text = desk.understood.text
    case, guideline, policy = (searched.get(kind, 0) for kind in ("case", "guideline", "policy"))
    counted = desk.say("handover.searched", case=case, guideline=guideline, policy=policy)
    rows = (
        ("お尋ね", text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"),
        ("読み取った前提", "、".join(desk.understood.labels())),
        ("探した範囲", counted),
        ("まだ伺っていないこと", "、".join(desk.say(key) for key in _short(missing(desk.understood)))),
    )
    return Block(
        kind="handover",
        heading=desk.say("handover.heading"),
        sentences=(note(desk.say("handover.said")),),
        rows=filled([Row(label=label, cells=(_line(said),)) for label, said in rows]),
    )


def _after(lacks: Sequence[Sentence], block: Block) -> Block:
    """Return a block that first says what is lacking, if anything is."""
    return replace(block, sentences=(*lacks, *block.sentences))


def _line(text: str) -> tuple[Sentence, ...]:
    return (note(text),) if text else ()


def _short(keys: list[str]) -> list[str]:
    names = {
        "ask.trade": "open.trade",
        "ask.size": "open.size",
        "ask.topic": "open.topic",
        "ask.numbers": "open.numbers",
        "ask.tried": "open.tried",
    }
    return [names[key] for key in keys]


def _person(desk: Desk, windows: tuple[str, ...]) -> list[Block]:
    blocks = []
    for entry_id in windows:
        entry = desk.lookup(entry_id)
        if entry is not None:
            rows = [
                desk.row("つなぎ方", entry, "つなぎ方", 2),
                desk.row("持っていくもの", entry, "持っていくもの", 2),
                desk.row("フォローの仕方", entry, "フォローの仕方", 1),
            ]
            heading = desk.say("nothing.hub") if entry_id == "institution-yorozu" else entry.title
            blocks.append(Block(kind="referral", heading=heading, rows=filled(rows), entry_id=entry.id))
    return blocks
