"""A net behind the rules: names of persons and firms that trained models see."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.anonymise.finding import Finding, Hit
from ingest.anonymise.folded import Folded, fold
from ingest.anonymise.ginza.judging import judge
from ingest.anonymise.ginza.model import GinzaModel, Name, Word, words_of
from ingest.anonymise.ginza.sentences import sentences
from ingest.anonymise.ginza.terms import without_terms
from ingest.anonymise.ginza.worth import worth_asking
from ingest.anonymise.tagger.columns import Sentence
from ingest.anonymise.tagger.explained import left_over
from ingest.anonymise.tagger.model import Tagger, load_tagger
from ingest.anonymise.tagger.suspects import suspects


class RecogniserError(RuntimeError):
    """The recogniser is missing or broken; the message is a Japanese sentence for whoever runs the import."""


class Recogniser(Protocol):
    """Sees names; everything it finds is uncertain (below 0.8), for the rules or a reviewer to confirm."""

    def ready(self) -> None:
        """Load what is needed; raise RecogniserError when it is missing or broken."""
        ...

    def find(self, texts: Sequence[str]) -> list[list[Finding]]:
        """Return the findings of each text, in order, not overlapping; spans in the text as given."""
        ...


@dataclass(frozen=True, slots=True)
class _Read:
    """What was made out of a sentence: its words, the model's names, and which of them count."""

    words: tuple[Word, ...]
    names: tuple[Name, ...] = ()
    hits: tuple[Hit, ...] = ()


class GinzaRecogniser:
    """GiNZA's named entities, and what the tagger suspects besides; safe to share between threads.

    GiNZA is asked only about sentences that could hold a name. Its model (0.9 GB, 1–4 s) and the tagger's weights are loaded
    at the first call, in this process alone, and need no network. What was made out of the last ``remembered`` sentences is
    kept in memory, as headings, forms and boiler-plate come again and again.
    """

    def __init__(
        self,
        worth: Callable[[str, Sequence[Word]], bool] = worth_asking,
        load: Callable[[], GinzaModel] = GinzaModel,
        tagger: Callable[[], Tagger | None] = load_tagger,
        remembered: int = 4096,
    ) -> None:
        self._worth = worth
        self._load = load
        self._load_tagger = tagger
        self._remembered = remembered
        self._lock = threading.Lock()
        self._model: GinzaModel | None = None
        self._tagger: Tagger | None = None
        self._seen: OrderedDict[str, _Read] = OrderedDict()

    def ready(self) -> None:
        """Load model and weights; raise RecogniserError when they are missing or broken."""
        with self._lock:
            self._loaded()

    def find(self, texts: Sequence[str]) -> list[list[Finding]]:
        """Return the names in each text; raise RecogniserError when the model is missing or fails."""
        found = []
        for folded, cuts, known in self._understood(texts):
            seen = [
                Hit(h.kind, a + h.start, a + h.end, h.certainty) for a, b in cuts for h in known[folded.text[a:b]].hits
            ]
            if self._tagger:
                seen += _beside(folded.text, seen, suspects(self._tagger, folded.text, _sentences(folded, cuts, known)))
            findings = []
            for hit in without_terms(folded.text, sorted(seen, key=lambda h: h.start)):
                start, end = folded.span(hit.start, hit.end)
                findings.append(Finding(hit.kind, start, end, folded.original[start:end], hit.certainty))
            found.append(findings)
        return found

    def read(self, texts: Sequence[str]) -> list[tuple[Folded, list[Sentence]]]:
        """Return each text folded, with its words and names, as the tagger is shown them."""
        return [(folded, _sentences(folded, cuts, known)) for folded, cuts, known in self._understood(texts)]

    def _understood(self, texts: Sequence[str]) -> list[tuple[Folded, list[tuple[int, int]], Mapping[str, _Read]]]:
        folded = [fold(text) for text in texts]
        cuts = [list(sentences(one.text)) for one in folded]
        wanted = {one.text[a:b] for one, spans in zip(folded, cuts, strict=True) for a, b in spans}
        with self._lock:
            known = self._known(sorted(wanted))
        return [(one, spans, known) for one, spans in zip(folded, cuts, strict=True)]

    def _known(self, wanted: Sequence[str]) -> Mapping[str, _Read]:
        model = self._loaded()
        known = {sentence: self._seen[sentence] for sentence in wanted if sentence in self._seen}
        try:
            known |= self._ask(model, [sentence for sentence in wanted if sentence not in known])
        except Exception as error:  # whatever a model does wrong closes the gate
            raise RecogniserError(
                "固有名詞の認識に失敗しました。文書を登録できません。空きメモリを確かめてから、もう一度実行してください。"
            ) from error
        for sentence in wanted:
            self._seen[sentence] = known[sentence]
            self._seen.move_to_end(sentence)
        while len(self._seen) > self._remembered:
            self._seen.popitem(last=False)
        return known

    def _ask(self, model: GinzaModel, fresh: Sequence[str]) -> dict[str, _Read]:
        answers: dict[str, _Read] = {}
        asked = []
        for sentence in fresh:
            doc = model.split(sentence)
            words = words_of(doc)
            answers[sentence] = _Read(words)
            if self._worth(sentence, words):
                asked.append((sentence, doc, words))
        names = model.names([doc for _, doc, _ in asked])
        for (sentence, _, words), seen in zip(asked, names, strict=True):
            answers[sentence] = _Read(words, tuple(seen), tuple(judge(sentence, seen, words)))
        return answers

    def _loaded(self) -> GinzaModel:
        if self._model is None:
            try:
                self._tagger = self._load_tagger()
                self._model = self._load()
            except Exception as error:  # spaCy, thinc and the package raise many kinds; each means there is no net
                raise RecogniserError(
                    "固有名詞の認識に使う GiNZA(ginza と ja-ginza)か、付属の重みを読み込めません。"
                    "requirements.lock のとおりに入れ直してから、もう一度実行してください。"
                ) from error
        return self._model


def _sentences(folded: Folded, cuts: Sequence[tuple[int, int]], known: Mapping[str, _Read]) -> list[Sentence]:
    return [Sentence(a, known[folded.text[a:b]].words, known[folded.text[a:b]].names) for a, b in cuts]


def _beside(text: str, seen: Sequence[Hit], suspected: Sequence[Hit]) -> list[Hit]:
    """Return the parts of what is suspected that no name seen covers."""
    parts = []
    for hit in suspected:
        touching = [(h.start, h.end) for h in seen if h.start < hit.end and hit.start < h.end]
        parts += [Hit(hit.kind, a, b, hit.certainty) for a, b in left_over(text, hit.start, hit.end, touching)]
    return parts


class FakeRecogniser:
    """Finds the names it was given, for tests of what stands around a recogniser; ``broken`` makes every call fail."""

    def __init__(self, names: Mapping[str, str] | None = None, *, certainty: float = 0.6, broken: bool = False) -> None:
        self._names = dict(names or {})
        self._certainty = certainty
        self._broken = broken

    def ready(self) -> None:
        """Raise RecogniserError when told to be broken."""
        if self._broken:
            raise RecogniserError("試験用の認識器が壊れています。")

    def find(self, texts: Sequence[str]) -> list[list[Finding]]:
        """Return each given name wherever it stands, as its kind, with the certainty it was given."""
        self.ready()
        return [sorted(self._in(text), key=lambda f: f.start) for text in texts]

    def _in(self, text: str) -> list[Finding]:
        found = []
        taken: set[int] = set()
        for name, kind in sorted(self._names.items(), key=lambda pair: -len(pair[0])):
            at = text.find(name)
            while at >= 0:
                if taken.isdisjoint(range(at, at + len(name))):
                    found.append(Finding(kind, at, at + len(name), name, self._certainty))
                    taken.update(range(at, at + len(name)))
                at = text.find(name, at + 1)
        return found
