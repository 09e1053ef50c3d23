"""How sure a sentence is stands beside it in a mark and in words."""

from __future__ import annotations

import pytest

from assistant.answering.answer import STATUSES, Block, Citation, Sentence
from assistant.api.wire import sentence_json
from assistant.pages.labels import status_mark
from assistant.pages.rendering import fragment

CITATION = Citation(number=1, entry_id="case-1", anchor="s1", quote="粗利が減った。", start=0, end=7)


def _shown(status: str, reason: str = "") -> str:
    said = Sentence(text="粗利が減りました。", status=status, reason=reason, citations=(CITATION,))
    return fragment("blocks.html", "block", Block(kind="summary", heading="要点", sentences=(said,)))


@pytest.mark.parametrize(("status", "sign", "word"), [("verified", "✓", "確認済"), ("paraphrase", "≒", "言い換え")])
def test_a_supported_sentence_has_its_own_mark_and_word(status: str, sign: str, word: str) -> None:
    """Sighted readers see the sign, others hear the word; neither stands for the other status."""
    shown = _shown(status)
    assert sign in shown and f"出典1、{word}" in shown and "根拠未確認" not in shown
    assert not any(other.sign in shown for s in STATUSES if s != status and (other := status_mark(s)))


def test_an_unsupported_sentence_says_so_with_the_reason() -> None:
    """It has no mark of support."""
    shown = _shown("unverified", "数字や単位が出典と合いません")
    assert "根拠未確認（数字や単位が出典と合いません）" in shown
    assert "✓" not in shown and "≒" not in shown


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_word_on_the_wire(status: str) -> None:
    """Programs get code and word."""
    found = sentence_json(Sentence(text="文。", status=status))
    assert (found["status"], found["status_label"]) == (status, STATUSES[status])
