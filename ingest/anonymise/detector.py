"""Rules, the record's names and the recogniser as one: what all of them see, and no answer when one of them is missing."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from ingest.anonymise.detect import find
from ingest.anonymise.finding import Finding
from ingest.anonymise.folded import Folded, fold
from ingest.anonymise.known import Known, find_name
from ingest.anonymise.masking import Masked, mask_by
from ingest.anonymise.names.firms import firm_core
from ingest.anonymise.ordinary import without_ordinary
from ingest.anonymise.recogniser import Recogniser, RecogniserError
from ingest.anonymise.tagger.explained import left_over
from ingest.anonymise.tagger.second_opinion import SecondOpinion
from ingest.anonymise.tagger.suspects import SUSPECTED_CERTAINTY

_NAMES = ("person", "firm")
_AGREED = 0.85  # a rule and the recogniser that see the same name need no reviewer
_AGAIN = 20  # names of one text looked for again where the recogniser did not see them


class DetectorError(RuntimeError):
    """A part of the detector is missing or failed, so nothing may pass; the message is a Japanese sentence."""


class Detector:
    """Finds and masks what identifies someone; safe to share between threads when its recogniser is."""

    def __init__(self, recogniser: Recogniser, second: SecondOpinion | None = None) -> None:
        """Take what recognises names and, for questions, who is asked once more about what is only suspected."""
        self._recogniser = recogniser
        self._second = second

    def ready(self) -> None:
        """Load every part; raise DetectorError when one is missing, so that an import stops before it has begun."""
        try:
            self._recogniser.ready()
            if self._second:
                self._second.ready()
            find("")
        except Exception as error:
            raise _closed(error) from error

    def find(self, text: str, known: Sequence[Known] = ()) -> list[Finding]:
        """Return what identifies someone in ``text``: in order, not overlapping; raise DetectorError on any failure."""
        return self.find_many([text], [known])[0]

    def find_many(self, texts: Sequence[str], known: Sequence[Sequence[Known]] = ()) -> list[list[Finding]]:
        """Return the findings of each text; ``known`` has the record's names for each text, or is empty."""
        if known and len(known) != len(texts):
            raise ValueError(f"{len(known)} lists of names for {len(texts)} texts")
        names = known or [()] * len(texts)
        try:
            seen = self._recogniser.find(texts)
            if len(seen) != len(texts):
                raise ValueError(f"{len(seen)} answers for {len(texts)} texts")
            return [_settled(text, find(text, own), net) for text, own, net in zip(texts, names, seen, strict=True)]
        except Exception as error:  # whatever fails, the gate stays shut: never on with the rules alone
            raise _closed(error) from error

    def mask(self, text: str, known: Sequence[Known] = ()) -> Masked:
        """Replace what ``find`` sees by readable stand-ins; a name has the same one wherever it stands.

        This is for what people type, with nobody there to decide what is only suspected: ordinary words alone in a field
        are let be.
        """
        return mask_by(lambda seen: without_ordinary(seen, self.find(seen, known)), text)

    def find_asked(self, text: str) -> list[Finding]:
        """Return what identifies someone in a question; what is only suspected must look like a name in a question too."""
        found = without_ordinary(text, self.find(text))
        try:
            return self._second.kept(text, found) if self._second else found
        except Exception as error:
            raise _closed(error) from error

    def mask_question(self, text: str, *, here: bool = True) -> Masked:
        """Mask a question; ``words`` is what may be searched ``here`` and now: what is only suspected stands in it as typed."""
        find_asked = functools.cache(self.find_asked)  # both maskings look at the same words
        masked = mask_by(find_asked, text)
        if not here or all(f.certainty > SUSPECTED_CERTAINTY for f in masked.findings):
            return masked
        sure = mask_by(lambda seen: [f for f in find_asked(seen) if f.certainty > SUSPECTED_CERTAINTY], text)
        return replace(masked, words=sure.text)


def _closed(error: Exception) -> DetectorError:
    if isinstance(error, RecogniserError):
        return DetectorError(str(error))
    return DetectorError(
        "個人情報の検出に失敗しました。検出できない文書は取り込みません。環境を確かめてから、もう一度実行してください。"
    )


def _settled(text: str, ruled: Sequence[Finding], seen: Sequence[Finding]) -> list[Finding]:
    """Join both lists: every character either saw stays covered; a name both saw is sure."""
    joined = sorted(ruled, key=lambda f: f.start)
    for finding in seen:
        touching = [f for f in joined if f.start < finding.end and finding.start < f.end]
        rest = [f for f in joined if f not in touching]
        joined = sorted(rest + _merge(text, touching, finding), key=lambda f: f.start)
    for finding in _again(fold(text), seen):
        if not any(f.start < finding.end and finding.start < f.end for f in joined):
            joined.append(finding)
    return sorted(joined, key=lambda f: f.start)


def _merge(text: str, touching: Sequence[Finding], finding: Finding) -> list[Finding]:
    """Return what stands for ``finding`` and the earlier findings that it touches."""
    if not touching:
        return [finding]
    if finding.certainty <= SUSPECTED_CERTAINTY:
        seen = [(f.start, f.end) for f in touching]
        left = left_over(text, finding.start, finding.end, seen)
        return [*touching, *(Finding(finding.kind, a, b, text[a:b], finding.certainty) for a, b in left)]
    if any(f.kind not in _NAMES for f in touching):  # numbers and addresses know their own ends; keep what lies outside
        return [*touching, *_outside(text, touching, finding)]
    start, end = min(finding.start, touching[0].start), max(finding.end, touching[-1].end)
    longest = max([*touching, finding], key=lambda f: f.end - f.start)
    agreed = {f.kind for f in touching} == {finding.kind}
    surest = max(_AGREED if agreed else 0.0, finding.certainty, *(f.certainty for f in touching))
    if len(touching) == 1 and touching[0].start <= finding.start and finding.end <= touching[0].end:
        return [Finding(longest.kind, start, end, text[start:end], surest if agreed else touching[0].certainty)]
    return [Finding(longest.kind, start, end, text[start:end], surest)]


def _outside(text: str, touching: Sequence[Finding], finding: Finding) -> list[Finding]:
    """Return the parts of ``finding`` that no earlier finding covers, when they are more than a letter or a mark."""
    parts = []
    at = finding.start
    for stop, then in [*((f.start, f.end) for f in touching), (finding.end, finding.end)]:
        if sum(c.isalpha() for c in text[at:stop]) >= 2:
            parts.append(Finding(finding.kind, at, stop, text[at:stop], finding.certainty))
        at = max(at, then)
    return parts


def _again(folded: Folded, seen: Sequence[Finding]) -> list[Finding]:
    """Return the other places of the names seen, unless they stand inside a longer word."""
    cores = {(f.kind, firm_core(fold(f.text).text)) for f in seen if f.kind in _NAMES}
    found = []
    for kind, core in sorted(cores)[:_AGAIN]:
        if len(core) < (3 if kind == "firm" else 2) or core.isdigit():
            continue
        for hit in find_name(folded, core, kind, certainty=0.5):
            around = folded.text[max(0, hit.start - 1) : hit.start] + folded.text[hit.end : hit.end + 1]
            if not (hit.end - hit.start <= 3 and any("一" <= c <= "龥" or "ァ" <= c <= "ー" for c in around)):
                start, end = folded.span(hit.start, hit.end)
                found.append(Finding(kind, start, end, folded.original[start:end], hit.certainty))
    return found
