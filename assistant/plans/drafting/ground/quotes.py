"""Sentences of entries as a plan says them: word for word, cited, fit for this owner, and none of them twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from assistant.answering.quoting import Span, labelled_span, sentence_spans
from assistant.plans.drafting.ground.customers import unsuited
from assistant.plans.drafting.ground.meaning import Meaning
from assistant.plans.plan import Cited, Said
from knowledge import taxonomy
from knowledge.entries import Case, Entry, Section

_LONGEST = 260  # characters of a quoted sentence
#: A sentence that leans on the one before it cannot stand alone.
_LEANS = re.compile(
    r"^(?:その|この|それ|これ|そこ|ここ|しかし|だが|また|さらに|そして|一方|すると|実際に|同じ|2回目|3回目|翌|半年後|後日)"
    r"|、(?:その|この)(?:計算|数字|人|日|とき|案|場|表)|(?:と述べ|と答え|と言っ|と話し)た。?$"
)
#: Experience that speaks to advisers and not to owners.
_TO_ADVISERS = re.compile(
    r"CO(?![A-Za-z])|コーディネーター|支援者|支援機関|相談員|面談|相談(?:では|を受け|者|記録|に来)|拠点|指導員|(?:経営者|社長|店主|本人|農家|家族|夫婦)(?:とは|には|に|へ)[^。]{0,24}(?:尋ね|聞く|聞き|もら|選ば|示す|渡す|伝え|量って|書いて)|てもらう|説得|(?:聞く|尋ねる|確かめる|待つ|見守る)。$|(?:作り手|後継者|職人|先代)(?:には|とは)|(?:話|手)が動く"
)
Unwanted = Callable[[str], str]


class Quotes:
    """Quotes from entries for one plan and remembers what has been quoted."""

    def __init__(
        self, meaning: Meaning, role: str, premises: Mapping[str, Collection[str]], unwanted: Unwanted
    ) -> None:
        """Take who reads it, the trades and themes (field → codes) of the plan, and what tells that a text is not wanted."""
        self._meaning = meaning
        self._role = role
        self._premises = premises
        self._unwanted = unwanted
        self._used: set[tuple[str, int, int]] = set()

    def first(self, entry: Entry, anchor: str, most: int = 1) -> tuple[Said, ...]:
        """Return the first sentences of a section that have not been quoted yet."""
        section = _section(entry, anchor)
        return self._take(entry, section, self._open(entry, section)[:most]) if section else ()

    def nearest(
        self,
        entry: Entry,
        anchor: str,
        about: str,
        most: int = 1,
        fits: Callable[[str], float] = lambda _text: 0.0,
        least_words: float = 0.0,
        compared: Callable[[str], str] = str,
    ) -> tuple[Said, ...]:
        """Return the sentences of a section nearest to ``about``, best first, none quoted before.

        ``fits`` adds to what a sentence scores, below -1 rules it out; ``least_words`` of shared words it must have;
        ``compared`` gives the part of a sentence that is compared.
        """
        section = _section(entry, anchor)
        if section is None:
            return ()
        spans = self._open(entry, section)
        spans = [span for span in spans if fits(entry.body[slice(*span)]) > -1]
        parts = [compared(entry.body[a:b]) for a, b in spans]
        words = self._meaning.words(about)
        rated = [
            (score + fits(entry.body[slice(*span)]), span)
            for score, part, span in zip(self._meaning.ranked(about, parts), parts, spans, strict=True)
            if not least_words or words(part) >= least_words
        ]
        ranked = sorted(rated, key=lambda r: (-r[0], r[1]))
        return self._take(entry, section, [span for _, span in ranked[:most]])

    def fork(self, case: Case, about: str, least_words: float) -> tuple[Said, ...]:
        """Return where a case parted from others, if that can stand alone and speaks of ``about``.

        Its first sentence, with the second where both are short: the turn is often told only there.
        """
        section = _section(case, "分かれ目")
        spans = sentence_spans(case.body, section.start, section.end)[:2] if section else []
        if section is None or not spans or spans[0] not in self._open(case, section):
            return ()
        whole = (spans[0][0], spans[-1][1])
        second = case.body[slice(*spans[-1])]
        if whole[1] - whole[0] > _LONGEST or (self._role == "owner" and _TO_ADVISERS.search(second)):
            whole = spans[0]
        text = case.body[slice(*whole)]
        if self._unwanted(text) or "\n" in text or self._meaning.words(about)(text) < least_words:
            return ()
        return (self.said(case, section, whole),)

    def open(self, entry: Entry, anchor: str) -> tuple[Section | None, list[Span]]:
        """Return a section and the spans of its sentences that have not been quoted yet."""
        section = _section(entry, anchor)
        return section, self._open(entry, section) if section else []

    def labelled(self, entry: Entry, section: Section, label: str) -> tuple[Said, ...]:
        """Return the sentences after ``- label:`` in a section."""
        span = labelled_span(entry.body, section, label)
        return self._take(entry, section, sentence_spans(entry.body, *span)) if span else ()

    def joined(self, entry: Entry, section: Section, said: Sequence[Said]) -> Said:
        """Return sentences that follow each other as one text."""
        return self.said(entry, section, (said[0].cited[0].start, said[-1].cited[0].end))

    def said(self, entry: Entry, section: Section, span: Span) -> Said:
        """Return ``entry.body[span]`` as said by the entry, and remember it."""
        self._used.add((entry.id, *span))
        text = entry.body[slice(*span)]
        cited = Cited(
            entry_id=entry.id, anchor=section.anchor, quote=text, start=span[0], end=span[1], title=entry.title[:400]
        )
        return Said(text=text, by="source", cited=(cited,))

    def _take(self, entry: Entry, section: Section, spans: Sequence[Span]) -> tuple[Said, ...]:
        return tuple(self.said(entry, section, span) for span in spans)

    def _open(self, entry: Entry, section: Section) -> list[Span]:
        """Return the spans of the sentences that may still be quoted."""
        spans = sentence_spans(entry.body, section.start, section.end)
        fresh = [s for s in spans if (entry.id, *s) not in self._used and s[1] - s[0] <= _LONGEST]
        return [s for s in fresh if self._fit(entry, entry.body[slice(*s)])]

    def _fit(self, entry: Entry, text: str) -> bool:
        if self._unwanted(text) or unsuited(text, self._premises.get("industry", ())):
            return False
        if not isinstance(entry, Case):
            return True
        if _LEANS.search(text) or (self._role == "owner" and _TO_ADVISERS.search(text)):
            return False
        return not any(self._of_another(entry, field, text) for field in ("industry", "topics"))

    def _of_another(self, case: Case, field: str, text: str) -> bool:
        """Tell whether a sentence names the trade, or another theme, of a case that is not the plan's."""
        told, named = set(self._premises.get(field, ())), {m.code for m in taxonomy.mentions(text) if m.field == field}
        return bool(told and not named & told and named & set(case.facets().get(field, ())))


def _section(entry: Entry, anchor: str) -> Section | None:
    return next((s for s in entry.sections if s.anchor == anchor), None)
