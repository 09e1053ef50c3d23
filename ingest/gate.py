"""The gate before the catalog: what identifies a client is replaced, what is not certain waits for people, and when a
detector is missing or fails nothing enters.

Every case goes through it, whoever wrote it; other documents when the settings say so.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from ingest.anonymise import LABELS, Finding, Known, find, mask
from ingest.anonymise.detector import Detector, DetectorError
from ingest.anonymise.letters import Letters
from ingest.anonymise.masking import stand_ins
from ingest.anonymise.risk import Crowd, Doubt, combination, distinctive
from ingest.quarantine import QuarantineError
from ingest.review import ReviewQueue
from ingest.rewritten import Replacement, Texts
from knowledge.entries import Case, Entry

CERTAIN = 0.8  # findings at least so sure are replaced without asking
_BATCH = 16  # entries whose sentences the recogniser sees together
_ROUNDS = 4  # a replacement can bring two strangers side by side


class GateError(RuntimeError):
    """The gate is closed; the message is the Japanese sentence the user sees."""


@dataclass(frozen=True, slots=True)
class GateRules:
    """What the settings decide: ``everything`` judges other documents than cases too; below ``k`` like cases a combination
    is a risk (0: never asked); ``readers`` people confirm what the whole country will see (0: only what is doubtful).
    """

    everything: bool = False
    k: int = 5
    readers: int = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """An entry as it would enter, what was replaced, and what a person has to decide first."""

    proposed: Entry
    found: tuple[Finding, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Admission:
    """What the gate made of one entry: ``entry`` as it may enter, or None.

    Without an entry, ``held`` tells that it waits for people, ``decided`` ("accepted", "rejected") what they said of the
    same content before, and ``reason`` why it was refused.
    """

    entry: Entry | None
    held: bool = False
    decided: str = ""
    reason: str = ""


class Cases(Protocol):
    """Where the cases already known are counted for the combination risk."""

    def entries(self, kind: str = "") -> Iterator[Entry]:
        """Yield every active entry of one kind."""
        ...


class Gate:
    """Judges entries; safe for one import at a time.

    ``detector`` is made at the first case, as its model takes seconds to load. ``secret`` keys the names that stand for
    paths; it must not lie in the data directory.
    """

    def __init__(
        self, detector: Callable[[], Detector], cases: Cases, queue: ReviewQueue, secret: bytes, rules: GateRules
    ) -> None:
        self._detector = detector
        self._cases = cases
        self._queue = queue
        self._rules = rules
        self._component = lru_cache(maxsize=10_000)(
            lambda name: hmac.new(secret, name.encode("utf-8", "surrogateescape"), "sha256").hexdigest()[:16]
        )

    def judges(self, entry: Entry) -> bool:
        """Tell whether this entry goes through the gate."""
        return self._rules.everything or isinstance(entry, Case)

    def admit(
        self, entries: Sequence[tuple[Entry, Sequence[Known]]], source: str, progress: Callable[[int], None]
    ) -> Iterator[Admission]:
        """Yield what becomes of each entry, in order; raise GateError when nothing can be judged: nothing enters then."""
        crowd = Crowd.of([*self._cases.entries("case"), *(e for e, _ in entries if isinstance(e, Case))])
        waiting: set[str] = set()
        for at in range(0, len(entries), _BATCH):
            batch = entries[at : at + _BATCH]
            for (entry, names), verdict in zip(batch, self.examine(batch, crowd), strict=True):
                admission = self._admitted(entry, names, verdict, source)
                waiting |= {entry.id} if admission.held else set()
                yield admission
            progress(at + len(batch))
        self._queue.withdraw(source, keep=waiting)

    def examine(self, entries: Sequence[tuple[Entry, Sequence[Known]]], crowd: Crowd) -> list[Verdict]:
        """Return the verdict on each entry; raise GateError when a detector is missing or fails."""
        texts = [Texts(entry) for entry, _ in entries]
        try:
            found = self._detector().find_many([t.joined for t in texts], [names for _, names in entries])
        except DetectorError as error:
            raise GateError(
                f"匿名化の検査が動かないため、事例は1件も登録していません。{error}"
            ) from error
        return [
            self._verdict(entry, names, text, findings, crowd)
            for (entry, names), text, findings in zip(entries, texts, found, strict=True)
        ]

    def hidden_key(self, path: str) -> str:
        """Return a name for a path that tells nobody what the path says, with the same folders for the same folders."""
        return "/".join(("hidden", *(self._component(name) for name in path.strip("/").split("/"))))

    def clean(self, text: str, known: Sequence[Known] = ()) -> str:
        """Return a message without what identifies someone."""
        return mask(text, known).text

    def _admitted(self, entry: Entry, names: Sequence[Known], verdict: Verdict, source: str) -> Admission:
        if not verdict.doubts:
            return Admission(verdict.proposed)
        try:
            before = self._queue.decided(entry)
            if before:
                return Admission(None, decided=before.state)
            self._queue.hold(entry, verdict.proposed, verdict.doubts, names, source)
        except QuarantineError as error:
            raise GateError(f"確認待ちの事例を安全に預かれないため、登録していません。{error}") from error
        return Admission(None, held=True)

    def _verdict(
        self, entry: Entry, names: Sequence[Known], texts: Texts, findings: Sequence[Finding], crowd: Crowd
    ) -> Verdict:
        words = stand_ins(texts.joined, findings, Letters.apart_from(texts.joined))
        doubts = []
        changes = []
        for finding, stand_in in zip(findings, words, strict=True):
            changes.append(Replacement(finding.start, finding.end, stand_in))
            if finding.certainty < CERTAIN:
                place = texts.place(finding.start)
                end = place.offset + finding.end - finding.start
                doubts.append(
                    Doubt(finding.kind, place.field, place.offset, end, finding.text, stand_in, _asked(finding))
                )
        proposed = self._settled(texts.replaced(changes), names)
        doubts += self._risks(entry, crowd)
        return Verdict(proposed, tuple(findings), tuple(doubts))


def _asked(finding: Finding) -> str:
    return (
        f"{LABELS[finding.kind]}かもしれません。特定につながらない言葉なら元に戻し、つながるなら置き換えたままにしてください。"
    )
