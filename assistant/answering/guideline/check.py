"""Checks a finished draft against the clauses: what breaks one is mended from the knowledge, left out, or marked.

It is given verified blocks; what it adds is quoted from the entries and verified like everything else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.answer import Block, Sentence
from assistant.answering.guideline.findings import CLAUSES, Finding
from assistant.answering.guideline.mending import Verify, mended
from assistant.answering.guideline.whole import lacking
from assistant.answering.guideline.wording import broken
from assistant.answering.writing.desk import Desk

#: Parts that tell what others did or what a document says: only disrespect for those who failed counts there.
_TOLD = ("figures", "case", "contrast", "policy", "clause", "correction")
_TOLD_CLAUSES = ("8-3",)
#: What is no quote is the writer's own wording.
_OWN = ("paraphrase", "unverified", "note")
_MODEL = ("paraphrase", "unverified")  # notes are the prompts' own, read and tested


@dataclass(frozen=True, slots=True)
class Checked:
    """The blocks as they may be shown, and what was found."""

    blocks: list[Block]
    findings: tuple[Finding, ...]


def check_guideline(desk: Desk, blocks: Sequence[Block], verify: Verify) -> Checked:
    """Return the draft mended, and a finding for every sentence or part that broke a clause."""
    findings: list[Finding] = []
    kept = [_worded(block, desk.role, findings) for block in blocks]
    kept = mended(desk, [block for block in kept if block.sentences or block.rows], findings, verify)
    findings += [found for block in kept for found in _heard(desk, block, {f.sentence for f in findings})]
    return Checked(kept, tuple(dict.fromkeys(findings)))


def violations(sentences: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return (clause, sentence, why) for a free text given as sentences: what the check would find in a draft of them."""
    found = [(clause, s, f"「{words}」") for s in sentences for clause, words in broken(s)]
    return found + [(clause, s, f"{missing}がありません") for clause, s, missing in lacking(sentences)]


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


def _heard(desk: Desk, block: Block, known: Collection[str]) -> Iterator[Finding]:
    """Mark sentences in a writer's own words that seem to break a clause without any listed word; they are learnt, so none goes."""
    if block.kind in _TOLD:
        return
    for sentence in block.all_sentences():
        if sentence.status in _MODEL and sentence.text not in known:
            for clause in desk.undertone(sentence.text):
                yield Finding(clause, sentence.text, "flagged", f"{CLAUSES[clause]}: 言い回しからの見立てです")


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
