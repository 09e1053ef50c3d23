"""What the guideline check found in a draft, and what was done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: The clauses that are checked, by id in ``knowledge/corpus/guidelines``, with what they ask for in a few words.
CLAUSES: Mapping[str, str] = {
    "1-2": "上から目線の言い方をしない",
    "1-6": "決めるのは経営者",
    "1-9": "遅れや借入を責めない",
    "2-5": "制度の紹介だけで終わらない",
    "3-1": "売り方の前に粗利を聞く",
    "4-1": "どの行動でどの数字が変わるかを書く",
    "4-5": "採択も融資も約束しない",
    "5-1": "つなぐ理由・持ち物・電話・確認日をそろえる",
    "5-2": "法律と税の判断をしない",
    "8-3": "失敗を責めずに伝える",
}
DONE: Mapping[str, str] = {"mended": "補いました", "removed": "外しました", "flagged": "印をつけました"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence (or the heading of a part) that breaks a clause: ``done`` is a key of DONE, ``reason`` says what was wrong."""

    clause: str
    sentence: str
    done: str
    reason: str

    @property
    def done_label(self) -> str:
        """Return in words what was done."""
        return DONE[self.done]
