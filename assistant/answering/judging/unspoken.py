"""What a question names and nothing here speaks of: 火星 in 「火星で旅館を開業した事例」.

No list of words decides. A thing counts when the knowledge has none of its words, nothing that says the same, and nothing that
lies near its meaning, and when the question would be another one without it: a turn of phrase can go and little changes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.judging.nearness import Nearness
from assistant.answering.understand import Understood
from knowledge import taxonomy
from knowledge.filters import Viewer
from knowledge.search import KnowledgeBase
from knowledge.words import Word

#: Both in the units of judging/nearness.py, chosen on the dev half. TURNED at 0.08, 0.11, 0.14, 0.18 names things in 3.5, 1.2, 0.6,
#: 0 % of the answerable questions there, in 2.8, 1.7, 1.7, 1.1 % of those of the test half.
TURNED = 0.11
LIES_NEAR = 0.9
_MOST_OF_IT = 0.6  # of a compound's weight: 香川 in 香川県
_THING = re.compile(r"(?![ぁ-んー]+$|[A-Za-z0-9]{1,2}$).{2,}")
_SCHEME = re.compile(r"(?:補助金|助成金|給付金|支援金|奨励金|交付金|報奨金|応援金|協力金|手当|基金)$")
_HIRAGANA = re.compile(r"[ぁ-ん]")
_SHORTEST_NAME = 3  # characters before 助成金 and the like
_SHORTEST_MARKED = 2  # characters: of 火星 or 漁師 neither is the other's kind
_LONGEST = 16  # characters of a compound that are repeated
_MOST_LOOKED_AT = 6  # words of a long story
_MOST = 3


class Unspoken:
    """Finds the things that a question turns on and that no entry speaks of."""

    def __init__(self, knowledge: KnowledgeBase, nearness: Nearness) -> None:
        self._knowledge = knowledge
        self._nearness = nearness

    def of(self, understood: Understood, viewer: Viewer) -> tuple[str, ...]:
        """Return those things as the question writes them, in its order; most questions have none."""
        written = self._knowledge.written(understood.text)
        absent = [w for w in self._absent(understood.text, written) if w.written in understood.query][:_MOST_LOOKED_AT]
        if not absent or not self._turns(understood.query, absent):
            return ()
        far = [w for w in absent if self._far(w, viewer)]
        if not far or (len(far) < len(absent) and not self._turns(understood.query, far)):
            return ()
        return tuple(dict.fromkeys(_compound(word, written) for word in far))[:_MOST]

    def schemes(self, understood: Understood) -> tuple[str, ...]:
        """Return the names of schemes in a question that only its parts of speech tell to be names."""
        return tuple(scheme_names(self._knowledge.written(understood.text)))

    def _absent(self, text: str, written: Sequence[Word]) -> list[Word]:
        """Return the things most of whose weight lies in words that no passage has."""
        things = [w for w in written if _is_thing(w)]
        alternatives = self._knowledge.alternatives(text)
        alike = {t for w in things for term in w.terms for other in alternatives.get(term, ()) for t in other}
        own = {term for w in things for term in w.terms}
        rarity = self._knowledge.rarity({"", *alike, *own, *map(_unmarked, alike | own)})
        mentioned = [(m.start, m.end) for m in taxonomy.mentions(text)]

        def said(term: str) -> bool:
            return min(rarity[term], rarity[_unmarked(term)]) < rarity[""]  # no passage has an empty word

        def missing(term: str) -> bool:
            return not said(term) and not any(all(map(said, other)) for other in alternatives.get(term, ()))

        def weighs(word: Word) -> bool:
            whole = sum(rarity[t] for t in word.terms)
            return sum(rarity[t] for t in word.terms if missing(t)) >= _MOST_OF_IT * whole

        return [w for w in things if not _within(w, mentioned) and weighs(w)]

    def _turns(self, query: str, words: Sequence[Word]) -> bool:
        """Tell whether the query would mean something else without these words."""
        rest = query
        for word in words:
            rest = rest.replace(word.written, "")
        return not rest.strip() or self._nearness.turn(query, rest) >= TURNED

    def _far(self, word: Word, viewer: Viewer) -> bool:
        """Tell whether nothing that is found for a word by itself lies near it or has it in its text."""
        hits = self._knowledge.search(word.written, viewer=viewer, limit=3)
        near = self._nearness.of(hits)
        return (near is None or near < LIES_NEAR) and not any(word.written in h.entry.body for h in hits)


def scheme_names(written: Sequence[Word]) -> list[str]:
    """Return the names of schemes among the words of a text that have hiragana in them (後継者ありがとう助成金).

    A name goes back from 助成金 and the like as far as nouns and interjections stand side by side; a verb or an adjective
    before it describes (使える補助金) and names nothing, nor does a time (今年の).
    """
    names = []
    for at, word in enumerate(written):
        if not _SCHEME.search(word.written):
            continue
        first = at
        while first > 0 and _names(written[first - 1]):
            first -= 1
        while first < at and written[first].kinds[2] == "副詞可能":
            first += 1
        own = "".join(w.written for w in written[first:at])
        name = own + word.written
        if len(own) >= _SHORTEST_NAME and _HIRAGANA.search(own):
            names.append(name)
    return names


def _names(word: Word) -> bool:
    """Tell whether a word can be part of a name; the small っ begins the tail of an adverb (まる・っと)."""
    if word.kinds[0] == "助詞":
        return word.written.startswith("っ")
    return word.kinds[0] in ("名詞", "接頭辞", "接尾辞", "感動詞", "形状詞") and word.kinds[1] != "数詞"


def _is_thing(word: Word) -> bool:
    """Tell whether a word is a noun that stands for a thing or bears a name; what can be done (サ変) is told by other words too."""
    coarse, finer, finest = word.kinds
    named = finer == "固有名詞" or (finer == "普通名詞" and finest == "一般")
    return coarse == "名詞" and named and bool(word.terms) and bool(_THING.fullmatch(word.written))


def _unmarked(term: str) -> str:
    """Return a word without a first letter that only says which one: 若女将 → 女将, 旧工場 → 工場; short words as they are."""
    return term[1:] if len(term) > _SHORTEST_MARKED else term


def _within(word: Word, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= word.start and word.start + len(word.written) <= end for start, end in spans)


def _compound(word: Word, written: Sequence[Word]) -> str:
    """Return the compound in which a word stands (水素 → 水素ステーション), the word alone when that is long."""
    at = first = last = written.index(word)
    while first > 0 and _joins(written[first - 1]):
        first -= 1
    while last + 1 < len(written) and _joins(written[last + 1]):
        last += 1
    whole = "".join(w.written for w in written[first : last + 1])
    return whole if len(whole) <= _LONGEST else written[at].written


def _joins(word: Word) -> bool:
    return word.kinds[0] in ("名詞", "接頭辞", "接尾辞") and word.kinds[1] != "数詞" and word.kinds[2] != "副詞可能"
