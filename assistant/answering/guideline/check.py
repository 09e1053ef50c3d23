"""Checks a finished draft against the clauses: what breaks one is mended from the knowledge, left out, or marked.

It is given verified blocks; what it adds is quoted from the entries and verified like everything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.answer import Block, Sentence
from assistant.answering.guideline.findings import CLAUSES, Finding
from assistant.answering.guideline.hearing import Heard, nothing_heard
from assistant.answering.guideline.mending import Verify, mended
from assistant.answering.guideline.whole import lacking, made_good
from assistant.answering.guideline.wording import broken
from assistant.answering.writing.desk import Desk

#: Parts that tell what others did or what a document says: only disrespect for those who failed counts there.
_TOLD = ("figures", "case", "contrast", "policy", "clause", "correction")
_TOLD_CLAUSES = ("8-3",)
#: What is no quote is the writer's own wording.
_OWN = ("paraphrase", "unverified", "note")
_MODEL = ("paraphrase", "unverified")  # notes are the prompts' own, read and tested
_BY_EAR = "言い回しからの見立てです"


@dataclass(frozen=True, slots=True)
class Checked:
    """The blocks as they may be shown, and what was found."""

    blocks: list[Block]
    findings: tuple[Finding, ...]


def check_guideline(desk: Desk, blocks: Sequence[Block], verify: Verify) -> Checked:
    """Return the draft mended, and a finding for every sentence or part that broke a clause."""
    findings: list[Finding] = []
    kept = [_heard(desk, _worded(block, desk.role, findings), findings) for block in blocks]
    kept = mended(desk, [block for block in kept if block.sentences or block.rows], findings, verify)
    return Checked(kept, tuple(dict.fromkeys(findings)))


def violations(sentences: Sequence[str], heard: Heard = nothing_heard) -> list[tuple[str, str, str]]:
    """Return (clause, sentence, why) for a free text given as sentences: what the check would find in a draft of them."""
    found = [(clause, s, f"「{words}」") for s in sentences for clause, words in broken(s)]
    found += [(clause, s, f"{missing}がありません") for clause, s, missing in lacking(sentences)]
    known = {(clause, s) for clause, s, _ in found}
    for s in sentences:
        unlisted = (c for c in heard(s) if (c, s) not in known and not made_good(c, s, sentences))
        found += [(clause, s, _BY_EAR) for clause in unlisted]
    return found


def _worded(block: Block, role: str, findings: list[Finding]) -> Block:
    """Leave out sentences whose wording breaks a clause; one that stands alone is only marked for advisers."""
    passage = [s for s in block.all_sentences() if s.status != "note"]
    found = _broken(block, passage)
    if not found:
        return block
    alone = len(found) >= len(passage)

    def kept(sentence: Sentence) -> Sentence | None:
        clauses = found.get(sentence.text)
        if clauses is None:
            return sentence
        done = "flagged" if alone and role != "owner" else "removed"
        for clause, reason in clauses:
            findings.append(Finding(clause, sentence.text, done, f"{CLAUSES[clause]}: {reason}"))
        return sentence if done == "flagged" else None

    return block.changed(kept)


def _heard(desk: Desk, block: Block, findings: list[Finding]) -> Block:
    """Mark what a model wrote that seems to break a clause without any listed word; owners, who see no marks, do not get it."""
    if block.kind in _TOLD:
        return block
    passage = [s.text for s in block.all_sentences() if s.status != "note"]
    known = {f.sentence for f in findings}
    done = "removed" if desk.role == "owner" else "flagged"

    def kept(sentence: Sentence) -> Sentence | None:
        if sentence.status not in _MODEL or sentence.text in known:
            return sentence
        clauses = [c for c in desk.heard(sentence.text) if not made_good(c, sentence.text, passage)]
        findings.extend(Finding(c, sentence.text, done, f"{CLAUSES[c]}: {_BY_EAR}") for c in clauses)
        return None if clauses and done == "removed" else sentence

    return block.changed(kept) if any(s.status in _MODEL for s in block.all_sentences()) else block


def _broken(block: Block, passage: Sequence[Sentence]) -> dict[str, list[tuple[str, str]]]:
    """Return the sentences that break a clause, each with (clause, reason).

    What a sentence leaves out counts only in the writer's own words: a quote is one line of a document that tells the rest.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    allowed = _TOLD_CLAUSES if block.kind in _TOLD else tuple(CLAUSES)
    for clause, text, reason in violations([s.text for s in passage]):
        own = any(s.text == text and s.status in _OWN for s in passage)
        by_wording = reason.startswith("「")
        if clause in allowed and (by_wording or own) and not _bad_example(block, text):
            found.setdefault(text, []).append((clause, reason))
    return found


def _bad_example(block: Block, text: str) -> bool:
    """Tell whether a sentence is the bad example that a clause shows on purpose."""
    shown = [row for row in block.rows if row.label == "悪い例"]
    return any(s.text == text for row in shown for cell in row.cells for s in cell)
