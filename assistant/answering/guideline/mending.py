"""Completes what a draft leaves out, in the words of the entries: the parts of a referral, the margin, what a scheme is for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.answer import Block, Row, Sentence
from assistant.answering.guideline.findings import CLAUSES, Finding
from assistant.answering.guideline.whole import asks_for_margin, parts_missing, urges_sales
from assistant.answering.writing.desk import Desk, filled
from knowledge.entries import Entry, Policy

#: The part of a referral that is missing → the section of an institution's entry that tells it.
_SECTIONS = {"理由": "つなぎ方", "電話する人": "つなぎ方", "持ち物": "持っていくもの", "確認日": "フォローの仕方"}
_PARTS_OF_ACTION = ("誰が", "期日", "指標")
_SCHEMES = ("subsidy", "finance")
_ABOUT_SCHEMES = "playbook-policy"
_ABOUT_SALES = "playbook-sales"
_ASKED = "聞いておくこと"
_LONGEST = 400  # characters of a row that is added
Verify = Callable[[list[Block]], list[Block]]


def mended(desk: Desk, blocks: list[Block], findings: list[Finding], verify: Verify) -> list[Block]:
    """Return the blocks with what the clauses ask for added; what cannot be added is a finding that is only marked."""
    blocks = [_referral(desk, block, findings, verify) if block.kind == "referral" else block for block in blocks]
    for block in blocks:
        _action(block, findings)
    return _purpose(desk, _margin(desk, blocks, findings, verify), findings, verify)


def _referral(desk: Desk, block: Block, findings: list[Finding], verify: Verify) -> Block:
    """Add what is missing of reason, things to bring, who calls and the date to check (5-1)."""
    missing = parts_missing(_text(block))
    entry = desk.lookup(block.entry_id) if block.entry_id else None
    for part in list(missing):
        anchor = _SECTIONS[part]
        if entry is None or part not in parts_missing(_text(block)) or any(r.label == anchor for r in block.rows):
            continue
        row = desk.row(anchor, entry, anchor, 3, _LONGEST)
        added = verify([Block(kind=block.kind, heading="", rows=filled([row]))])[0]
        block = replace(block, rows=(*block.rows, *added.rows))
    still = parts_missing(_text(block))
    for done, parts in (("mended", [p for p in missing if p not in still]), ("flagged", still)):
        if parts:
            reason = f"{CLAUSES['5-1']}: {'・'.join(parts)}がありませんでした"
            findings.append(Finding("5-1", block.heading, done, reason))
    return block


def _action(block: Block, findings: list[Finding]) -> None:
    """Mark an action without who, when or which number (4-1)."""
    if block.kind != "action" or not block.rows:
        return
    missing = [part for part in _PARTS_OF_ACTION if part not in [row.label for row in block.rows]]
    if missing:
        findings.append(Finding("4-1", block.heading, "flagged", f"{CLAUSES['4-1']}: {'・'.join(missing)}がありません"))


def _margin(desk: Desk, blocks: list[Block], findings: list[Finding], verify: Verify) -> list[Block]:
    """Ask for the margin before the first action that sells more (3-1)."""
    at = next((n for n, b in enumerate(blocks) if b.kind == "action" and urges_sales(_text(b))), None)
    if at is None or any(asks_for_margin(_text(b)) for b in blocks[: at + 1]):
        return blocks
    entries = [h.entry for h in desk.evidence.playbooks]
    asked = _questions(desk, [*entries, desk.lookup(_ABOUT_SALES)], asks_for_margin, 1, verify)
    done = "mended" if asked else "flagged"
    findings.append(
        Finding("3-1", blocks[at].heading, done, f"{CLAUSES['3-1']}: 売り方より前に粗利の確認がありませんでした")
    )
    return [*blocks[:at], *_block(desk.say("guideline.margin"), asked), *blocks[at:]]


def _purpose(desk: Desk, blocks: list[Block], findings: list[Finding], verify: Verify) -> list[Block]:
    """Ask what the money is for where schemes are shown, before the way to their windows (2-5)."""
    shown = [desk.lookup(b.entry_id) for b in blocks if b.kind == "policy"]
    schemes = [e for e in shown if isinstance(e, Policy) and e.category in _SCHEMES]
    if not schemes or any(b.kind in ("questions", "action") for b in blocks):
        return blocks
    asked = _questions(desk, [desk.lookup(_ABOUT_SCHEMES)], lambda _text: True, 2, verify)
    done = "mended" if asked else "flagged"
    findings.append(
        Finding("2-5", schemes[0].title, done, f"{CLAUSES['2-5']}: 何を変えるためのお金かの問いがありませんでした")
    )
    at = next((n for n, b in enumerate(blocks) if b.kind == "referral"), len(blocks))
    return [*blocks[:at], *_block(desk.say("guideline.purpose"), asked), *blocks[at:]]


def _questions(
    desk: Desk, entries: Sequence[Entry | None], fits: Callable[[str], bool], most: int, verify: Verify
) -> tuple[Sentence, ...]:
    """Return the first questions of the playbooks that fit, quoted and verified."""
    for entry in entries:
        said = desk.sources.section(entry, _ASKED, 20, length=4_000) if entry else ()
        wanted = tuple(s for s in said if fits(s.text))[:most]
        if wanted:
            return verify([Block(kind="questions", heading="", sentences=wanted)])[0].sentences
    return ()


def _block(heading: str, asked: tuple[Sentence, ...]) -> list[Block]:
    return [Block(kind="questions", heading=heading, sentences=asked)] if asked else []


def _text(block: Block) -> str:
    rows: list[Row] = list(block.rows)
    return "".join([*(s.text for s in block.all_sentences()), *(row.label for row in rows)])
