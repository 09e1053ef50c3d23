"""The keyword index: Tantivy over Sudachi's normalised forms, character bigrams, and the title and premises in words."""

from __future__ import annotations

import functools
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from knowledge.words import Words

_WRITER_HEAP = 64_000_000  # bytes
_MAX_WORDS = 40  # of a client's whole story, the rarest words and bigrams are searched: the rest is in every story
_MAX_GRAMS = 120
_POSTINGS = 1_000_000  # that a leg reads in one search: from some 250,000 passages on, the rarest words decide
_LONG = 4  # letters from which a word that no passage has is taken for one with a slip
_SLIP = 3.0  # what a word counts that differs in one letter; a rare exact one counts about 8
_IDS = 200_000  # passage ids kept by their place; about 30 MB
_FEW = 300  # passages that an entry has at most, but for whole regulations


@dataclass(frozen=True, slots=True)
class LexicalRow:
    """One passage to index: its own text, the title and premises above it, its partition and facet terms."""

    id: str
    entry_id: str
    partition: str
    text: str
    context: str
    terms: tuple[str, ...]
    first: bool


class LexicalWriter:
    """Adds and removes passages; ``LexicalIndex.writing`` commits them."""

    def __init__(self, writer: tantivy.IndexWriter, words: Words) -> None:
        self._writer = writer
        self._words = words
        # the same stands above all passages of a case
        self._context = functools.lru_cache(maxsize=64)(lambda context: " ".join(words.terms(context)))

    def delete(self, ids: Iterable[str]) -> None:
        """Remove passages."""
        for row_id in ids:
            self._writer.delete_documents_by_term("id", row_id)

    def add(self, rows: Iterable[LexicalRow]) -> None:
        """Write or replace passages."""
        for row in rows:
            self._writer.delete_documents_by_term("id", row.id)
            document = tantivy.Document()
            document.add_text("id", row.id)
            document.add_text("entry_id", row.entry_id)
            document.add_text("partition", row.partition)
            for term in row.terms:
                document.add_text("terms", term)
            document.add_text("words", " ".join(self._words.terms(row.text)))
            document.add_text("context", self._context(row.context))
            document.add_text("grams", " ".join(self._words.grams(f"{row.context}\n{row.text}")))
            document.add_text("first", "1" if row.first else "0")
            self._writer.add_document(document)


class LexicalIndex:
    """Passages by BM25 (k1 = 1.2, b = 0.75); the only place that talks to Tantivy."""

    def __init__(self, folder: Path, words: Words) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for name in ("entry_id", "partition", "terms"):
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
        for name in ("words", "grams", "context"):
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("first", tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._words = words
        self._ids: dict[tuple[int, int], str] = {}
        self._all: dict[frozenset[str], bool] = {}  # partitions → whether they are all that is indexed

    def write(self, rows: Iterable[LexicalRow], delete: Iterable[str] = ()) -> None:
        """Replace the rows and remove the ids in ``delete``, in one commit."""
        with self.writing() as writer:
            writer.delete(delete)
            writer.add(rows)

    @contextmanager
    def writing(self) -> Iterator[LexicalWriter]:
        """Give a writer; what it was given is committed together at the end, and nothing of it when an error leaves."""
        writer = self._index.writer(_WRITER_HEAP, 1)
        yield LexicalWriter(writer, self._words)
        writer.commit()
        writer.wait_merging_threads()
        self._ids, self._all = {}, {}  # segments are numbered anew
        self._index.reload()

    def search_words(
        self, text: str, partitions: Sequence[str], required: Sequence[Sequence[str]], limit: int
    ) -> list[tuple[str, float]]:
        """Return (passage id, BM25) by normalised words, their trade synonyms and what may be meant by a slip, best first."""
        counts = Counter(self._words.terms(text))
        weights = {term: float(min(counts[term], 3)) for term in self._rarest(("words", "context"), counts, _MAX_WORDS)}
        synonyms = self._words.synonyms(text)
        scoring = [self._boost("words", term, weight) for term, weight in {**synonyms, **weights}.items()]
        scoring += [self._boost("context", term, 0.6 * weight) for term, weight in weights.items()]
        scoring += [
            tantivy.Query.boost_query(tantivy.Query.fuzzy_term_query(self._schema, "words", term, distance=1), _SLIP)
            for term in weights
            if len(term) >= _LONG and not self._index.searcher().doc_freq("words", term)
        ]
        return self._run(scoring, partitions, required, limit)

    def search_grams(
        self, text: str, partitions: Sequence[str], required: Sequence[Sequence[str]], limit: int
    ) -> list[tuple[str, float]]:
        """Return (passage id, BM25) by character bigrams: catches rare names, codes and words unknown to Sudachi."""
        grams = self._rarest(("grams",), dict.fromkeys(self._words.grams(text)), _MAX_GRAMS)
        return self._run([self._boost("grams", gram, 1.0) for gram in grams], partitions, required, limit)

    def search_premises(
        self, weights: Mapping[str, float], partitions: Sequence[str], required: Sequence[Sequence[str]], limit: int
    ) -> list[tuple[str, float]]:
        """Return (first passage id, weighted sum) of the entries that carry most of the given facet terms."""
        scoring = [
            tantivy.Query.const_score_query(self._term("terms", term), weight) for term, weight in weights.items()
        ]
        return self._run(scoring, partitions, required, limit, first_only=True)

    def ids_of(self, entry_ids: Sequence[str]) -> list[str]:
        """Return the ids of every passage indexed for these entries."""
        searcher = self._index.searcher()
        found = []
        for entry_id in entry_ids:
            query, most = self._term("entry_id", entry_id), _FEW
            hits = searcher.search(query, most).hits
            if len(hits) == most:  # a whole regulation: ask for as many as there can be
                hits = searcher.search(query, self.count()).hits
            found += [str(searcher.doc(address)["id"][0]) for _, address in hits]
        return found

    def _rarest(self, fields: Sequence[str], terms: Iterable[str], most: int) -> list[str]:
        """Return the terms that the fewest passages have, if they are more than ``most`` (then none that no passage has).

        Together they have no more postings in these fields than one search may read, but for the rarest of them.
        """
        found, searcher = list(terms), self._index.searcher()
        if len(found) <= most and len(found) * len(fields) * searcher.num_docs <= _POSTINGS:
            return found
        frequency = {t: sum(searcher.doc_freq(field, t) for field in fields) for t in found}
        kept = sorted((t for t in found if frequency[t] or len(found) <= most), key=lambda t: frequency[t])[:most]
        read = list(itertools.accumulate(frequency[t] for t in kept))
        return [t for t, so_far in zip(kept, read, strict=True) if so_far <= max(_POSTINGS, read[0])]

    def rarity(self, terms: Iterable[str]) -> dict[str, float]:
        """Return the inverse document frequency of each term: ln((N + 1) / (n + 0.5)), 0 at least."""
        searcher = self._index.searcher()
        total = searcher.num_docs + 1
        return {t: max(0.0, math.log(total / (searcher.doc_freq("words", t) + 0.5))) for t in set(terms)}

    def count(self) -> int:
        """Return the number of passages."""
        return int(self._index.searcher().num_docs)

    def _run(
        self,
        scoring: Sequence[tantivy.Query],
        partitions: Sequence[str],
        required: Sequence[Sequence[str]],
        limit: int,
        first_only: bool = False,
    ) -> list[tuple[str, float]]:
        if not scoring or not partitions:
            return []
        ids, searcher = self._ids, self._index.searcher()
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in scoring])
        conditions = self._conditions(searcher, partitions, required)
        if first_only:
            conditions.append(self._term("first", "1"))
        if conditions:  # without any, Tantivy passes over postings that cannot matter: half of the time
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query)]
                + [(tantivy.Occur.Must, tantivy.Query.const_score_query(c, 0.0)) for c in conditions]
            )
        hits = searcher.search(query, limit).hits
        if len(ids) > _IDS:
            ids.clear()
        found = []
        for score, address in hits:
            place = (address.segment_ord, address.doc)
            passage_id = ids.get(place)
            if passage_id is None:
                passage_id = ids[place] = str(searcher.doc(address)["id"][0])  # reading it costs most of a search
            found.append((-float(score), passage_id))
        return [(passage_id, -loss) for loss, passage_id in sorted(found)]

    def _conditions(
        self, searcher: tantivy.Searcher, partitions: Sequence[str], required: Sequence[Sequence[str]]
    ) -> list[tantivy.Query]:
        """Return what a passage must meet; of its partition nothing where all that is indexed lies in the given ones."""
        seen = frozenset(partitions)
        where = self._any("partition", partitions)
        if seen not in self._all:
            found: Any = searcher.search(where, 1)  # its stub knows no count
            self._all[seen] = found.count == searcher.num_docs
        return [*([] if self._all[seen] else [where]), *(self._any("terms", terms) for terms in required)]

    def carrying(self, partition: str, required: Sequence[Sequence[str]], most: int) -> tuple[int, list[str]]:
        """Return how many passages of a partition meet the conditions, and their ids unless they are more than ``most``."""
        searcher = self._index.searcher()
        conditions = [self._term("partition", partition), *(self._any("terms", terms) for terms in required)]
        found: Any = searcher.search(tantivy.Query.boolean_query([(tantivy.Occur.Must, c) for c in conditions]), most)
        read = found.hits if found.count <= most else []
        return int(found.count), [str(searcher.doc(address)["id"][0]) for _, address in read]

    def among(self, ids: Sequence[str], required: Sequence[Sequence[str]]) -> set[str]:
        """Return those of the passages that meet the conditions."""
        searcher = self._index.searcher()
        conditions = [
            tantivy.Query.term_set_query(self._schema, "id", list(ids)),
            *(self._any("terms", terms) for terms in required),
        ]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, c) for c in conditions])
        return {str(searcher.doc(address)["id"][0]) for _, address in searcher.search(query, max(1, len(ids))).hits}

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, index_option="basic")

    def _any(self, field: str, values: Sequence[str]) -> tantivy.Query:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term(field, v)) for v in values])

    def _boost(self, field: str, value: str, weight: float) -> tantivy.Query:
        query = tantivy.Query.term_query(self._schema, field, value, index_option="freq")
        return tantivy.Query.boost_query(query, weight)
