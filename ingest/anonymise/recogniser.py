"""A net behind the rules: names of persons and firms that a trained model sees in a sentence."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from ingest.anonymise.finding import Finding, Hit
from ingest.anonymise.folded import fold
from ingest.anonymise.ginza.judging import judge
from ingest.anonymise.ginza.model import GinzaModel, Word, words_of
from ingest.anonymise.ginza.sentences import sentences
from ingest.anonymise.ginza.terms import without_terms
from ingest.anonymise.ginza.worth import worth_asking


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


class GinzaRecogniser:
    """GiNZA's named entities, asked only about sentences that could hold a name; safe to share between threads.

    The model (0.9 GB, 1–4 s) is loaded at the first call, in this process alone, and needs no network. The names in the
    last ``remembered`` sentences are kept in memory, as headings, forms and boiler-plate come again and again.
    """

    def __init__(
        self,
        worth: Callable[[str, Sequence[Word]], bool] = worth_asking,
        load: Callable[[], GinzaModel] = GinzaModel,
        remembered: int = 4096,
    ) -> None:
        self._worth = worth
        self._load = load
        self._remembered = remembered
        self._lock = threading.Lock()
        self._model: GinzaModel | None = None
        self._seen: OrderedDict[str, tuple[Hit, ...]] = OrderedDict()

    def ready(self) -> None:
        """Load the model; raise RecogniserError when it is missing or broken."""
        with self._lock:
            self._loaded()

    def find(self, texts: Sequence[str]) -> list[list[Finding]]:
        """Return the names in each text; raise RecogniserError when the model is missing or fails."""
        folded = [fold(text) for text in texts]
        spans = [list(sentences(one.text)) for one in folded]
        wanted = {one.text[a:b] for one, cuts in zip(folded, spans, strict=True) for a, b in cuts}
        with self._lock:
            hits = self._hits(sorted(wanted))
        found = []
        for one, cuts in zip(folded, spans, strict=True):
            seen = [Hit(h.kind, a + h.start, a + h.end, h.certainty) for a, b in cuts for h in hits[one.text[a:b]]]
            findings = []
            for hit in without_terms(one.text, seen):
                start, end = one.span(hit.start, hit.end)
                findings.append(Finding(hit.kind, start, end, one.original[start:end], hit.certainty))
            found.append(findings)
        return found

    def _hits(self, wanted: Sequence[str]) -> Mapping[str, tuple[Hit, ...]]:
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

    def _ask(self, model: GinzaModel, fresh: Sequence[str]) -> dict[str, tuple[Hit, ...]]:
        answers: dict[str, tuple[Hit, ...]] = dict.fromkeys(fresh, ())
        asked = []
        for sentence in fresh:
            doc = model.split(sentence)
            words = words_of(doc)
            if self._worth(sentence, words):
                asked.append((sentence, doc, words))
        names = model.names([doc for _, doc, _ in asked])
        for (sentence, _, words), seen in zip(asked, names, strict=True):
            answers[sentence] = tuple(judge(sentence, seen, words))
        return answers

    def _loaded(self) -> GinzaModel:
        if self._model is None:
            try:
                self._model = self._load()
            except Exception as error:  # spaCy, thinc and the package raise many kinds; each means there is no net
                raise RecogniserError(
                    "固有名詞の認識に使う GiNZA(ginza と ja-ginza)を読み込めません。"
                    "requirements.lock のとおりに入れ直してから、もう一度実行してください。"
                ) from error
        return self._model


class FakeRecogniser:
    """Finds the names it was given, for tests of what stands around a recogniser; ``broken`` makes every call fail."""

    def __init__(self, names: Mapping[str, str] | None = None, *, broken: bool = False) -> None:
        self._names = dict(names or {})
        self._broken = broken

    def ready(self) -> None:
        """Raise RecogniserError when told to be broken."""
        if self._broken:
            raise RecogniserError("試験用の認識器が壊れています。")

    def find(self, texts: Sequence[str]) -> list[list[Finding]]:
        """Return each given name wherever it stands, as its kind, with certainty 0.6."""
        self.ready()
        return [sorted(self._in(text), key=lambda f: f.start) for text in texts]

    def _in(self, text: str) -> list[Finding]:
        found = []
        taken: set[int] = set()
        for name, kind in sorted(self._names.items(), key=lambda pair: -len(pair[0])):
            at = text.find(name)
            while at >= 0:
                if taken.isdisjoint(range(at, at + len(name))):
                    found.append(Finding(kind, at, at + len(name), name, 0.6))
                    taken.update(range(at, at + len(name)))
                at = text.find(name, at + 1)
        return found
