"""GiNZA loaded for one purpose: words of a sentence, and the names among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ingest.anonymise.ginza.decoding import Decoder, decoder_of

_PACKAGE = "ja_ginza"
_LEFT_OUT = ["parser", "attribute_ruler", "morphologizer", "compound_splitter", "bunsetu_recognizer", "lemmatizer"]
_BATCH = 64  # sentences; more gives no speed and takes memory


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: its span in characters, Sudachi's part of speech (名詞-固有名詞-人名-姓), whether it is common.

    A common word has a vector of its own in the model.
    """

    start: int
    end: int
    text: str
    tag: str
    common: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """A name the model sees: span in characters, its label in the extended named-entity scheme, its words."""

    start: int
    end: int
    label: str
    words: tuple[Word, ...]


class GinzaModel:
    """The loaded model; not safe for two threads at once."""

    def __init__(self) -> None:
        import spacy  # a second of work that only a gate needs
        from thinc.api import NumpyOps

        self._language: Any = spacy.load(_PACKAGE, exclude=_LEFT_OUT)
        plain = NumpyOps(use_blis=False)  # numpy's own multiplication is twice as fast as BLIS on these shapes
        parts: Any = self._language.pipeline
        for _, part in parts:
            for node in part.model.walk():
                node.ops = plain
        self._vectors: Any = self._language.get_pipe("tok2vec")
        self._names: Any = self._language.get_pipe("ner")
        self._decoder: Decoder = decoder_of(self._names)

    def split(self, sentence: str) -> Any:
        """Return the sentence as a spaCy ``Doc``, without having asked the model."""
        return self._language.make_doc(sentence.encode("utf-8", "replace").decode("utf-8"))  # no lone surrogates

    def names(self, docs: Sequence[Any]) -> list[list[Name]]:
        """Return the names in each of ``docs``, in the order given; sentences of like length share a batch."""
        found: list[list[Name]] = [[] for _ in docs]
        order = sorted((n for n, doc in enumerate(docs) if len(doc)), key=lambda n: len(docs[n]))
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            chosen = [docs[n] for n in batch]
            self._vectors.set_annotations(chosen, self._vectors.predict(chosen))
            vectors = self._names.model.get_ref("tok2vec").predict(chosen)
            spans = self._decoder.names(vectors, [[word.is_space for word in doc] for doc in chosen])
            for n, names in zip(batch, spans, strict=True):
                found[n] = [_name(docs[n], *span) for span in names]
        return found


def words_of(doc: Any) -> tuple[Word, ...]:
    """Return the words of a ``Doc`` with spans in characters."""
    return tuple(Word(word.idx, word.idx + len(word.text), word.text, word.tag_, _is_common(word)) for word in doc)


def _is_common(word: Any) -> bool:
    """Tell whether the model has a vector for the word, or for its spelling with a long end: プリンタ, プリンター."""
    return bool(word.has_vector) or (
        len(word.text) > 2 and "ァ" <= word.text[-1] <= "ヴ" and word.vocab.has_vector(word.text + "ー")
    )


def _name(doc: Any, first: int, after: int, label: str) -> Name:
    words = words_of(doc[first:after])
    return Name(words[0].start, words[-1].end, label, words)
