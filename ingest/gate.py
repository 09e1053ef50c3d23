"""The gate before the catalog: what identifies a client is replaced, and what is not certain waits for people.

When a detector is missing or fails, nothing enters. Every case goes through it, whoever wrote it; other documents when the settings say so.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Protocol

from ingest.admission import Admission, GateError
from ingest.anonymise import LABELS, Finding, Known, find, mask
from ingest.anonymise.detector import Detector, DetectorError
from ingest.anonymise.letters import Letters
from ingest.anonymise.masking import stand_ins
from ingest.anonymise.risk import Crowd, Doubt, combination, distinctive, traits_of
from ingest.anonymise.risk.combination import HIDDEN, K
from ingest.quarantine import QuarantineError
from ingest.review import ReviewQueue
from ingest.rewritten import Replacement, Texts
from knowledge.catalog import ForeignEntryError
from knowledge.entries import CASE_SECTIONS, Case, Entry

CERTAIN = 0.8  # findings at least so sure are replaced without asking
_BATCH = 16  # entries whose sentences the recogniser sees together
_OPTIONAL = ("industry", "size", "owner_type", "topics", "contributed_by")  # premises that a case need not tell
_ROUNDS = 4  # a replacement can bring two strangers side by side
_CASE_HEADING = re.compile(rf"^#* *({'|'.join(CASE_SECTIONS)}) *[::]?$", re.MULTILINE)
_NATIONAL = (
    "全国の拠点と事業者が読めるようになります。全体を読み、依頼者を知る人が読んでも特定できないことを確かめてください。"
)


@dataclass(frozen=True, slots=True)
class GateRules:
    """What the settings decide.

    ``everything`` judges other documents than cases too; a combination of premises that fewer than ``k`` cases share is a
    risk (0: never asked).
    """

    everything: bool = False
    k: int = K


@dataclass(frozen=True, slots=True)
class Verdict:
    """An entry as it would enter, what was replaced, and what a person has to decide first."""

    proposed: Entry
    found: tuple[Finding, ...]
    doubts: tuple[Doubt, ...]


class Cases(Protocol):
    """Where the cases already known are counted for the combination risk."""

    def entries(self, kind: str = "") -> Iterator[Entry]:
        """Yield every active entry of one kind."""
        ...


class Gate:
    """Judges entries; safe for one import at a time.

    ``secret`` keys the names that stand for
    paths; it must not lie in the data directory.
    """

    def __init__(self, detector: Detector, cases: Cases, queue: ReviewQueue, secret: bytes, rules: GateRules) -> None:
        self._detector = detector
        self._cases = cases
        self._queue = queue
        self._rules = rules
        self._known_cases: Crowd | None = None
        self._component = lru_cache(maxsize=10_000)(
            lambda name: hmac.new(secret, name.encode("utf-8", "surrogateescape"), "sha256").hexdigest()[:16]
        )

    def judges(self, entry: Entry) -> bool:
        """Tell whether this entry goes through the gate: a case, also one that came as a plain document."""
        return self._rules.everything or isinstance(entry, Case) or _reads_like_a_case(entry)

    def admit(
        self, entries: Sequence[tuple[Entry, Sequence[Known]]], source: str, progress: Callable[[int], None]
    ) -> Iterator[Admission]:
        """Yield what becomes of each entry, in order; raise GateError when nothing can be judged: nothing enters then."""
        self._count(entry for entry, _ in entries)
        waiting: set[str] = set()
        for at in range(0, len(entries), _BATCH):
            batch = entries[at : at + _BATCH]
            for (entry, names), verdict in zip(batch, self.examine(batch), strict=True):
                admission = self._admitted(entry, names, verdict, source)
                waiting |= {entry.id} if admission.held else set()
                yield admission
            progress(at + len(batch))
        self._queue.withdraw(source, keep=waiting)

    def examine(self, entries: Sequence[tuple[Entry, Sequence[Known]]]) -> list[Verdict]:
        """Return the verdict on each entry; raise GateError when a detector is missing or fails."""
        texts = [Texts(entry) for entry, _ in entries]
        try:
            found = self._detector.find_many([t.joined for t in texts], [names for _, names in entries])
        except DetectorError as error:
            raise GateError(f"匿名化の検査が動かないため、事例は1件も登録していません。{error}") from error
        return [
            self._verdict(entry, names, text, findings)
            for (entry, names), text, findings in zip(entries, texts, found, strict=True)
        ]

    def _count(self, entries: Iterable[Entry]) -> None:
        """Count the cases that come in as well: a sheet of a hundred alike is its own crowd."""
        for entry in entries:
            if isinstance(entry, Case) and entry.visibility == "national":
                self._crowd().add(entry.id, traits_of(entry))

    def withdraw(self, source: str) -> None:
        """Take back what waits from a file that is gone."""
        self._queue.withdraw(source)

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
        except ForeignEntryError as error:
            return Admission(None, reason=str(error))
        except QuarantineError as error:
            raise GateError(f"確認待ちの事例を安全に預かれないため、登録していません。{error}") from error
        return Admission(None, held=True)

    def _verdict(self, entry: Entry, names: Sequence[Known], texts: Texts, findings: Sequence[Finding]) -> Verdict:
        words = stand_ins(texts.joined, findings, Letters.apart_from(texts.joined))
        changes = [Replacement(f.start, f.end, stand_in) for f, stand_in in zip(findings, words, strict=True)]
        doubts = [
            _doubt(texts, finding, change.words)
            for finding, change in zip(findings, changes, strict=True)
            if finding.certainty < CERTAIN
        ]
        for field, start, text in texts.spans():
            for doubt in distinctive(text, field):
                change = Replacement(start + doubt.start, start + doubt.end, doubt.proposal)
                if not any(c.start < change.end and change.start < c.end for c in changes):
                    changes.append(change)
                    doubts.append(doubt)
        proposed = _settled(texts.replaced(sorted(changes)), names)
        shared = self._for_the_nation(entry)
        return Verdict(_generalised(proposed, shared), tuple(findings), (*doubts, *shared))

    def _for_the_nation(self, entry: Entry) -> list[Doubt]:
        """Return what people have to confirm before the whole country sees a case: its premises together, and the whole."""
        if not isinstance(entry, Case) or entry.visibility != "national":
            return []
        whole = Doubt("national", "visibility", 0, 0, entry.visibility, entry.visibility, _NATIONAL)
        return [*(combination(entry, self._crowd(), self._rules.k) if self._rules.k else []), whole]

    def _crowd(self) -> Crowd:
        if self._known_cases is None:
            self._known_cases = Crowd.of(e for e in self._cases.entries("case") if isinstance(e, Case))
        return self._known_cases


def _reads_like_a_case(entry: Entry) -> bool:
    """Tell whether a document has the headings of a case: notes of a consultation that lost their front matter."""
    return len(set(_CASE_HEADING.findall(entry.body)) | {s.heading for s in entry.sections} & set(CASE_SECTIONS)) >= 3


def _settled(entry: Entry, names: Sequence[Known]) -> Entry:
    """Return the entry with what the replacements themselves brought together replaced as well."""
    for _ in range(_ROUNDS):
        texts = Texts(entry)
        left = [f for f in find(texts.joined, names) if f.certainty >= CERTAIN]
        if not left:
            return entry
        words = stand_ins(texts.joined, left, Letters.apart_from(texts.joined))
        entry = texts.replaced([Replacement(f.start, f.end, w) for f, w in zip(left, words, strict=True)])
    raise GateError(f"「{entry.id}」は置き換えを繰り返しても特定につながる記述が残るため、登録していません。")


def _generalised(entry: Entry, doubts: Sequence[Doubt]) -> Entry:
    """Return the entry with the proposals about its premises that a field can hold; a wider band has no code of its own."""
    changes: dict[str, Any] = {}
    for doubt in doubts:
        if doubt.kind == "combination" and doubt.where == "period":
            changes["period"] = doubt.proposal
        elif doubt.kind == "combination" and doubt.proposal == HIDDEN and doubt.where in _OPTIONAL:
            changes[doubt.where] = () if doubt.where == "topics" else ""
    return replace(entry, **changes) if changes else entry


def _doubt(texts: Texts, finding: Finding, stand_in: str) -> Doubt:
    place = texts.place(finding.start)
    end = place.offset + finding.end - finding.start
    return Doubt(finding.kind, place.field, place.offset, end, finding.text, stand_in, _asked(finding))


def _asked(finding: Finding) -> str:
    return f"{LABELS[finding.kind]}かもしれません。特定につながらない言葉なら元に戻し、つながるなら置き換えたままにしてください。"
