"""The review queue: hold a case, show it, decide, publish; nothing is lost or published twice when the power fails.

The order of steps: an item's row is written before its file and removed after it. A decision is recorded together with
the state it leads to; an accepted case is ``accepting`` until it is published, and then its original is erased.
``recover`` finishes what a stop cut off.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.anonymise.known import Known
from ingest.anonymise.risk import Doubt
from ingest.quarantine import Difference, Quarantine, QuarantineError
from ingest.review.editing import Detects, edited, masked_note, refuse_identifying
from ingest.review.item import Edits, Item, sealed, unsealed
from ingest.review.problems import DecidedReviewError, ReviewError, StaleReviewError, UnknownReviewError
from ingest.review.reviewer import reviewer as read_reviewer
from knowledge.catalog import ErasedEntryError, ForeignEntryError
from knowledge.catalog.reviews import OPEN_STATES, Decision, Review, Reviews
from knowledge.entries import Entry, digest

Publish = Callable[[Entry, str], object]
ACTIONS = {"accept": "承認", "edit": "直して承認", "reject": "却下"}
_LONGEST_NOTE = 1_000  # characters


def _utc_now() -> datetime:
    return datetime.now(UTC)


def not_on_disk(source: str) -> bool:
    """Tell whether a source that is a path is no longer there."""
    return not Path(source).exists()


class ReviewQueue:
    """Held cases and the decisions over them; safe for many threads and processes over one data directory.

    ``publish(entry, source)`` writes an accepted entry and may be called again for the same one; ``needed`` is how many
    different people must approve what the whole country will see (what only a hub sees needs one). ``gone(source)`` tells
    whether a file is no longer there, so that another file may take over its case.
    """

    def __init__(
        self,
        reviews: Reviews,
        quarantine: Quarantine,
        publish: Publish,
        detector: Detects,
        needed: int = 2,
        clock: Callable[[], datetime] = _utc_now,
        gone: Callable[[str], bool] = not_on_disk,
    ) -> None:
        self._reviews = reviews
        self._quarantine = quarantine
        self._publish = publish
        self._detector = detector
        self._needed = needed
        self._clock = clock
        self._gone = gone

    # -- what comes in ---------------------------------------------------------------------------------------------

    def hold(
        self, original: Entry, proposed: Entry, doubts: Sequence[Doubt], names: Sequence[Known], source: str
    ) -> str:
        """Keep a case until people have decided; return the review's id.

        What was decided or already waits is not queued again; changed content takes the place of what waits. Raise
        ForeignEntryError when another file's case waits under the same entry id.
        """
        with self._quarantine.locked():
            newest = self._newest(original.id)
            content_mark, source_mark = self._marks(original, source)
            if newest and newest.content_mark == content_mark:
                if newest.state not in OPEN_STATES and newest.state != "withdrawn":
                    return newest.id
                if newest.state in OPEN_STATES and newest.source_mark == source_mark and self._readable(newest):
                    return newest.id
            if newest and newest.state == "accepting":
                newest = self._finish(newest)
            waiting = newest if newest and newest.state in OPEN_STATES else None
            if waiting and waiting.source_mark != source_mark:
                self._refuse_foreign(waiting)
            now = self._now()
            review = Review(
                id=waiting.id if waiting else secrets.token_hex(6),
                entry_id=original.id,
                title=proposed.title,
                visibility=proposed.visibility,
                kinds=dict(Counter(d.kind for d in doubts)),
                state="waiting",
                content_mark=content_mark,
                source_mark=source_mark,
                item="",
                held_at=now,
                changed_at=now,
            )
            review = self._kept(review, sealed(original, proposed, doubts, names, source))
            if waiting is None:
                self._reviews.add(review)
            elif not self._reviews.change(waiting, review):
                raise StaleReviewError
            self._erase_left()
            return review.id

    def decided(self, original: Entry) -> Review | None:
        """Return the review of exactly this content when it was accepted or rejected, so that nobody is asked twice."""
        newest = self._newest(original.id)
        if newest is None or newest.state not in ("accepted", "rejected"):
            return None
        return newest if newest.content_mark == self._quarantine.mark(digest(original)) else None

    def withdraw(self, source: str, keep: Collection[str] = ()) -> int:
        """Take back what waits from one file, except these entry ids; return how many (the file changed or is gone)."""
        with self._quarantine.locked():
            waiting = [
                r
                for r in self._reviews.of_source(self._quarantine.mark(source))
                if r.state in ("waiting", "approved-once") and r.entry_id not in keep
            ]
            for review in waiting:
                self._reviews.change(review, self._closed(review, "withdrawn"))
            self._erase_left()
            return len(waiting)

    # -- what people see and decide --------------------------------------------------------------------------------

    def waiting(self) -> list[Review]:
        """Return what needs people, the longest waiting first."""
        return self._reviews.in_states(OPEN_STATES)

    def review(self, review_id: str) -> Review:
        """Return a review, decided or not; raise UnknownReviewError."""
        found = self._reviews.get(review_id)
        if found is None:
            raise UnknownReviewError
        return found

    def item(self, review_id: str) -> Item:
        """Return a held case with its original; raise UnknownReviewError, DecidedReviewError or QuarantineError."""
        review = self.review(review_id)
        if review.state not in OPEN_STATES:
            raise DecidedReviewError
        return unsealed(review, self._quarantine.get(review.item))

    def needed(self, visibility: str) -> int:
        """Return how many different people must approve an entry of this visibility."""
        return self._needed if visibility == "national" else 1

    def decide(
        self,
        review_id: str,
        version: int,
        reviewer: str,
        action: str,
        edits: Edits | None = None,
        note: str = "",
    ) -> Review:
        """Record a decision on the case as it stood in ``version``, and carry it out; return what became of it.

        Raise ReviewError (the input), StaleReviewError, DecidedReviewError, UnknownReviewError, or what publishing raises:
        then an accepted case stays ``accepting`` and is published by the next try.
        """
        with self._quarantine.locked():
            review = self.review(review_id)
            if review.state not in OPEN_STATES:
                raise DecidedReviewError
            if review.state == "accepting":
                return self._finish(review)
            if review.version != version:
                raise StaleReviewError
            after, decision = self._judged(review, reviewer, action, edits or Edits(), note)
            if not self._reviews.change(review, after, decision):
                raise StaleReviewError
            self._erase_left()
            decided = self.review(review_id)
            return self._finish(decided) if decided.state == "accepting" else decided

    # -- after a stop ----------------------------------------------------------------------------------------------

    def recover(self) -> None:
        """Finish what a stop cut off: erase what is marked, publish what was accepted."""
        with self._quarantine.locked():
            self._erase_left()
            for review in self._reviews.in_states(("accepting",)):
                try:
                    self._finish(review)
                except RuntimeError:
                    continue  # a catalog or index that cannot be written now: it stays listed and is tried again

    def check(self) -> Difference:
        """Tell which originals have no row, which rows have no original, and which originals cannot be opened."""
        with self._quarantine.locked():
            return self._quarantine.check(self._reviews.items())

    # -- below the line --------------------------------------------------------------------------------------------

    def _judged(self, review: Review, reviewer: str, action: str, edits: Edits, note: str) -> tuple[Review, Decision]:
        """Return the review after a decision, and the decision; what an edit makes is kept in a new item."""
        if action not in ACTIONS:
            raise ReviewError(f"決め方は {'、'.join(ACTIONS)} のどれかです。")
        if len(note) > _LONGEST_NOTE:
            raise ReviewError(f"メモは {_LONGEST_NOTE:,} 文字までにしてください。")
        who = read_reviewer(reviewer)
        item = self.item(review.id)
        told = masked_note(note, item, self._detector)
        decision = Decision(who.name, who.person, action, review.kinds, told, self._now())
        if action == "reject":
            return self._closed(review, "rejected"), decision
        if action == "accept" and edits:
            raise ReviewError("承認するときは文を直せません。直す場合は「直して承認」を選んでください。")
        entry = edited(item, edits)
        refuse_identifying(entry, item.names, self._detector)
        same = entry == item.proposed
        people = {d.person for d in review.approvals()} if same else set()
        if who.person in people:
            raise ReviewError("同じ人の承認は1人分です。もう1人の別の人が確認してください。")
        enough = len(people) + 1 >= self.needed(entry.visibility)
        after = replace(
            review,
            title=entry.title,
            visibility=entry.visibility,
            state="accepting" if enough else "approved-once",
            changed_at=self._now(),
        )
        if same:
            return after, replace(decision, action="accept")
        content = sealed(item.original, entry, item.doubts, item.names, item.source, who.name)
        return self._kept(replace(after, decisions=()), content), decision  # earlier approvals were of another text

    def _finish(self, review: Review) -> Review:
        """Publish an accepted case, then let its original go."""
        content = unsealed(review, self._quarantine.get(review.item))
        try:
            self._publish(content.proposed, content.source)
        except (ForeignEntryError, ErasedEntryError):
            self._reviews.undo(review)  # nothing was written, and only people can change that
            raise
        self._reviews.change(review, self._closed(review, "accepted", review.decisions))
        self._erase_left()
        return self.review(review.id)

    def _closed(self, review: Review, state: str, decisions: tuple[Decision, ...] = ()) -> Review:
        return replace(review, state=state, item="", changed_at=self._now(), decisions=decisions)

    def _kept(self, review: Review, content: dict[str, object]) -> Review:
        """Write an item for the review; until the review names it, it counts as left over."""
        item = secrets.token_hex(12)
        self._reviews.expect_item(item, review.id)
        self._quarantine.put(item, content)
        return replace(review, item=item)

    def _erase_left(self) -> None:
        for item in self._reviews.items("writing", "erasing"):
            self._quarantine.erase(item)
            self._reviews.forget_item(item)

    def _readable(self, review: Review) -> bool:
        try:
            self._quarantine.get(review.item)
        except QuarantineError:
            return False
        return True

    def _refuse_foreign(self, waiting: Review) -> None:
        """Refuse an entry id that waits from another file, unless that file is gone or its item cannot be opened."""
        try:
            source = unsealed(waiting, self._quarantine.get(waiting.item)).source
        except QuarantineError:
            return
        if not self._gone(source):
            raise ForeignEntryError(waiting.entry_id, source)

    def _newest(self, entry_id: str) -> Review | None:
        return next(reversed(self._reviews.of_entry(entry_id)), None)

    def _marks(self, original: Entry, source: str) -> tuple[str, str]:
        return self._quarantine.mark(digest(original)), self._quarantine.mark(source)

    def _now(self) -> str:
        return self._clock().isoformat(timespec="milliseconds")
