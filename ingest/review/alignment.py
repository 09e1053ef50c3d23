"""Where a place of the original text stands in the text that took its place."""

from __future__ import annotations

from difflib import SequenceMatcher

_WINDOW = 60  # characters around the expected place in which a proposal is looked for


class Alignment:
    """The runs that two versions of a text have in common, line by line where they have equally many lines."""

    def __init__(self, before: str, after: str) -> None:
        self._after = after
        self._runs = _runs(before, after)

    def span(self, start: int, end: int, proposal: str) -> tuple[int, int] | None:
        """Return where ``before[start:end]`` went, or None; ``proposal`` is what should stand there."""
        left, right = self._left(start), self._right(end)
        if left is not None and right is not None and left <= right and self._after[left:right] == proposal:
            return left, right
        near = next((at for at in (left, right) if at is not None), None)
        found = self._nearest(proposal, near) if proposal and near is not None else None
        if found is not None:
            return found, found + len(proposal)
        return (left, right) if left is not None and right is not None and left <= right else None

    def position(self, at: int) -> int | None:
        """Return where the boundary at ``at`` went, or None when it lies inside something replaced."""
        left, right = self._left(at), self._right(at)
        return left if left is not None else right

    def _left(self, at: int) -> int | None:
        """Return the place just after what stood before ``at``."""
        if at == 0:
            return 0
        return next((b + at - a for a, b, size in self._runs if a < at <= a + size), None)

    def _right(self, at: int) -> int | None:
        """Return the place just before what stood from ``at`` on; past the last run lies the end."""
        found = next((b + at - a for a, b, size in self._runs if a <= at < a + size), None)
        return len(self._after) if found is None and at >= self._runs[-1][0] else found

    def _nearest(self, proposal: str, near: int) -> int | None:
        places = []
        at = self._after.find(proposal, max(0, near - _WINDOW))
        while 0 <= at <= near + _WINDOW:
            places.append(at)
            at = self._after.find(proposal, at + 1)
        return min(places, key=lambda place: abs(place - near), default=None)


def _runs(before: str, after: str) -> list[tuple[int, int, int]]:
    """Return common runs as (start before, start after, length), ending with an empty one at both ends."""
    ours, theirs = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(ours) != len(theirs):
        ours, theirs = [before], [after]
    runs, a, b = [], 0, 0
    for line, other in zip(ours, theirs, strict=True):
        if line == other:
            runs.append((a, b, len(line)))
        else:
            blocks = SequenceMatcher(None, line, other, autojunk=False).get_matching_blocks()
            runs += [(a + m.a, b + m.b, m.size) for m in blocks if m.size]
        a, b = a + len(line), b + len(other)
    return [*runs, (len(before), len(after), 0)]
