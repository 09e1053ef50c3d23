"""The trade terms that the glossaries of the knowledge explain, found in sentences; read once for each generation of the knowledge."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.entries import Entry, Policy
from knowledge.search import KnowledgeBase
from knowledge.words import fold

_EVERYDAY = (
    "売上 卸 下請け 元請け 在庫 人件費 原価 客数 固定客 新規客 強み ブランド 試作 段取り 工程 定着 商工会 商工会議所 金融機関 "
    "補助金 助成金 最低賃金 決算書 利息 担保 廃業 ふるさと納税 よろず支援拠点 コーディネーター 経営相談 行動計画 連携 フォロー"
)
#: Terms of the glossary that an owner says every day: to explain them would be to talk down.
EVERYDAY = frozenset(_EVERYDAY.split())
_BODY = "(?!協会|協議会|センター|窓口|ガイドライン|計画)"  # an institution's name is not its trade term
_MEANS = re.compile(r"とは|\(|は、[^。]{2,60}のこと")
_IN_OTHER_WORDS = re.compile(r"言い換え[:：]\s*(.+)")
_LEAST_PARAPHRASE = 4  # characters
_LEAST_TERM = 2


@dataclass(frozen=True, slots=True)
class Term:
    """A term, the (entry id, anchor) of the sections that explain it, and its everyday words.

    ``rarity``: how rare its words are together in the knowledge (inverse document frequencies, added up).
    """

    name: str
    places: tuple[tuple[str, str], ...]
    paraphrases: tuple[str, ...] = ()
    rarity: float = 0.0


class Glossary:
    """The terms, of several at one place the longest; case and width of letters do not matter."""

    def __init__(self, terms: Iterable[Term] = (), words: Callable[[str], frozenset[str]] = frozenset) -> None:
        """Take the terms, and what gives the content words of a text: a term in the middle of a word is none."""
        self._terms = {fold(term.name): term for term in terms}
        self._words = words
        longest = map(re.escape, sorted(filter(None, self._terms), key=len, reverse=True))
        self._named = re.compile(f"(?>{'|'.join(longest) or '(?!)'}){_BODY}")

    @classmethod
    def of(
        cls,
        entries: Iterable[Entry],
        words: Callable[[str], frozenset[str]],
        rarity: Callable[[Collection[str]], Mapping[str, float]],
    ) -> Glossary:
        """Return the terms of the glossaries among the entries: a heading is a term, its section explains it."""
        places: dict[str, list[tuple[str, str]]] = defaultdict(list)
        paraphrases: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            if not isinstance(entry, Policy) or entry.category != "glossary":
                continue
            for section in entry.sections:
                if len(fold(section.heading)) < _LEAST_TERM or not words(section.heading):
                    continue  # は would be explained in every sentence
                places[section.heading].append((entry.id, section.anchor))
                for told in _IN_OTHER_WORDS.findall(entry.body[section.start : section.end]):
                    paraphrases[section.heading] += (w.strip() for w in told.split("、"))
        return cls(
            [
                Term(
                    name,
                    tuple(found),
                    tuple(fold(w) for w in paraphrases[name] if len(w) >= _LEAST_PARAPHRASE),
                    sum(rarity(words(name)).values()),
                )
                for name, found in places.items()
            ],
            words,
        )

    def unexplained(self, sentences: Sequence[str], question: str = "") -> Iterator[Term]:
        """Yield the terms that the sentences use and no sentence beside them explains, the rarest first, each once.

        Everyday terms, and those that the question used first, are left out.
        """
        texts, asked = [fold(s) for s in sentences], fold(question)
        explained: dict[str, bool] = {}
        standing: dict[str, list[int]] = defaultdict(list)
        for at, text in enumerate(texts):
            near = "\n".join(texts[max(0, at - 1) : at + 2])
            for found in self._named.finditer(text):
                name, term = found[0], self._terms[found[0]]
                if term.name not in EVERYDAY and name not in asked:
                    told = _MEANS.match(text, found.end()) or _explained(name, term, near)
                    explained[name] = explained.get(name, False) or bool(told)
                    standing[name].append(at)
        left = [name for name, done in explained.items() if not done]
        for name in sorted(left, key=lambda n: -self._terms[n].rarity):
            if any(self._words(name) <= self._words(texts[at]) for at in dict.fromkeys(standing[name])):
                yield self._terms[name]


def _explained(name: str, term: Term, near: str) -> bool:
    return f"({name})" in near or any(word in near for word in term.paraphrases)


class Glossaries:
    """The glossary of the knowledge as it serves now; safe for many threads."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._lock = threading.Lock()
        self._read: tuple[object, Glossary] | None = None

    def now(self) -> Glossary:
        """Return the glossary; it is read anew when another generation serves."""
        serving = self._knowledge.serving.current()
        with self._lock:
            if self._read is None or self._read[0] is not serving:
                documents = self._knowledge.catalog.entries("policy")
                self._read = serving, Glossary.of(documents, self._knowledge.terms, self._knowledge.rarity)
            return self._read[1]
