"""Catalog → indexes: builds generations of the dense and the keyword index, and switches to one when it is complete.

A generation is a folder that is never written again once it is current::

    projections/current.json                 {"generation": "…-000002"}
    projections/<embedder key>-000002/       chroma/  lexical/  manifest.json

Readers look at ``current.json`` before each search and open a new generation when its name changes, with the embedder that
its manifest names: after a change of model the old generation serves until the new one is complete. Only the holder of
``projections/lock`` builds. A stop at any moment leaves the current generation as it was; the half-built one is swept away
by the next build. Vectors come from the catalog's cache, so nothing is embedded twice; before a generation is built from nothing
they are all made first, while nobody has to wait for the lock.
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from knowledge.catalog import Catalog
from knowledge.catalog.passage_vectors import BATCH, PassageVectors
from knowledge.embedding import Embedder, EmbeddingError, load_embedder
from knowledge.entries import Entry, Passage
from knowledge.filters import facet_terms
from knowledge.general_questions import GENERAL_QUESTIONS
from knowledge.indexes.centre import Centre
from knowledge.indexes.lexical import LexicalIndex, LexicalRow
from knowledge.indexes.reading_copy import ReadingCopy
from knowledge.indexes.vectors import BrokenIndexError, ChromaIndex, Vector, VectorRow
from knowledge.keeping.durable_file import write_durably
from knowledge.memory import give_back
from knowledge.premises import context_text
from knowledge.words import Words

LAYOUT = 3  # raised when what is written into the indexes changes, so that older generations are rebuilt
_AHEAD = 2  # batches embedded while an earlier one is written into the indexes
_TWIN = 0.9999  # cosine from which two vectors are one: a passage and its verbatim copy are both found by either
_PROBES = 50  # new passages that must find themselves before a generation is used
_MEASURED = 2_000  # passages from which the centre of all vectors is measured
_CENTRE = "centre:"  # note with the centre of a model's vectors, so that indexes built anew answer the same
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds: the change it is complete up to, how many passages each index has, and its files' sizes.

    ``model`` is the key of the embedder, ``setting`` what ``load_embedder`` makes it from ("" of older generations).
    ``centre`` is what is taken from every vector in it, as ``Centre`` writes it.
    """

    generation: str
    model: str
    layout: int
    head: int
    passages: int
    files: Mapping[str, int] = field(default_factory=dict)
    setting: str = ""
    centre: str = ""


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """Report to nobody."""


class Projection:
    """The generations under one data directory for one embedder."""

    def __init__(self, data: Path, catalog: Catalog, embedder: Embedder, words: Words) -> None:
        self._folder = data / "projections"
        self._broken = data / "broken"
        self._catalog = catalog
        self._embedder = embedder
        self._words = words
        self._other: Embedder | None = None
        self._seen: tuple[object, Manifest | None] = (None, None)
        self.vectors = PassageVectors(catalog, embedder)

    def current(self) -> Manifest | None:
        """Return the manifest of the complete generation of this model in use, or None before the first build."""
        manifest = self.in_use()
        return manifest if manifest and manifest.model == self._embedder.key else None

    def in_use(self) -> Manifest | None:
        """Return the manifest of the complete generation in use, of whatever model; None before the first build."""
        pointer = self._folder / "current.json"
        seen, manifest = self._seen
        if manifest is None or seen != (_stamp(pointer), _stamp(self._folder / manifest.generation / "manifest.json")):
            try:
                before = _stamp(pointer)  # it may be replaced while it is read: then it is read again
                file = self._folder / _read_pointer(pointer) / "manifest.json"
                seen = before, _stamp(file)
                manifest = Manifest(**json.loads(file.read_text()))
                self._seen = seen, manifest
            except (OSError, ValueError, TypeError):
                return None
        return manifest if manifest.layout == LAYOUT else None

    def of_model(self, manifest: Manifest | None) -> Projection:
        """Return the projection of the model that made a generation: this one, or another while the model is being changed.

        Raises EmbeddingError when that model is not on this machine any more.
        """
        if manifest is None or manifest.model == self._embedder.key:
            return self
        if self._other is None or self._other.key != manifest.model:
            self._other = load_embedder(manifest.setting)
            if self._other.key != manifest.model:
                raise EmbeddingError(f"埋め込みモデル「{manifest.setting}」が、前の索引を作ったときと違います。")
        return Projection(self._folder.parent, self._catalog, self._other, self._words)

    @property
    def embedder(self) -> Embedder:
        """The embedder whose vectors these generations hold."""
        return self._embedder

    def behind(self) -> bool:
        """Tell whether the catalog has changes that no generation holds yet."""
        manifest = self.current()
        return manifest is None or manifest.head < self._catalog.head() or not self._whole(manifest)

    def open(self, manifest: Manifest) -> tuple[ChromaIndex, LexicalIndex]:
        """Open the two indexes of a generation; raise BrokenIndexError when they cannot be read."""
        if not self._whole(manifest):
            raise BrokenIndexError("欠けているファイルがあります")
        folder = self._folder / manifest.generation
        lexical = self._open_lexical(folder)
        try:
            copy = ReadingCopy(self._folder.parent / "open", folder / "chroma", manifest.generation)
        except OSError as error:  # no room, or another process has just swept the generation away
            raise BrokenIndexError("ベクトルの索引を開けません") from error
        vectors = ChromaIndex(copy.folder, copy.release, conditions=lexical)
        try:
            vectors.load()
        except BrokenIndexError:
            vectors.close()
            raise
        return vectors, lexical

    def open_keywords(self, manifest: Manifest) -> LexicalIndex:
        """Open the keyword index of a generation alone; raise BrokenIndexError when it cannot be read."""
        return self._open_lexical(self._folder / manifest.generation)

    def set_aside(self, manifest: Manifest, why: str) -> Path | None:
        """Move a broken generation to ``<data>/broken/``, the only one there; return its new folder, or None if it is gone."""
        with self._lock():
            if _read_pointer(self._folder / "current.json") == manifest.generation:
                (self._folder / "current.json").unlink()
            folder, kept = self._folder / manifest.generation, self._broken / manifest.generation
            if not folder.is_dir():
                return kept if kept.is_dir() else None
            shutil.rmtree(self._broken, ignore_errors=True)
            self._broken.mkdir(mode=0o700)
            folder.rename(kept)
            note = {"generation": manifest.generation, "wrong": why}
            write_durably(kept / "broken.json", json.dumps(note, ensure_ascii=False))
            return kept

    def sweep(self) -> None:
        """Remove every generation but the one in use, also one that its readers have not left yet, and what was broken."""
        with self._lock():
            shutil.rmtree(self._broken, ignore_errors=True)
            self._sweep({_read_pointer(self._folder / "current.json")})

    def update(self, progress: Progress = no_progress, rebuild: bool = False) -> Manifest:
        """Bring the indexes up to the catalog and return the manifest now in use; wait for another builder first."""
        if self.current() is None:
            self._embed_all(progress)
        with self._lock():
            current = None if rebuild else self.current()
            if current and not self._whole(current):
                current = None
            head = self._catalog.head()
            if current and current.head >= head:
                return current
            if current and Centre.from_text(current.centre).outgrown(self._catalog.counts()["passages"]):
                current = None
            try:
                manifest = self._build(self._next_folder(), current, head, progress)
            except BrokenIndexError:
                if current is None:
                    raise
                manifest = self._build(self._next_folder(), None, head, progress)
            self._switch(manifest)
        give_back()
        return manifest

    def _embed_all(self, progress: Progress) -> None:
        """Make every vector that is missing; another process that is at it already is waited for."""
        with self._lock("embedding"):
            entry_ids = self._catalog.entry_ids()
            total, done = self._catalog.passage_count(entry_ids), 0
            for pairs in self._pairs(entry_ids):
                self.vectors.make(pairs)
                done += len(pairs)
                progress("embed", done, total)

    def _build(self, folder: Path, current: Manifest | None, head: int, progress: Progress) -> Manifest:
        if current:
            shutil.copytree(self._folder / current.generation, folder)
            (folder / "manifest.json").unlink()
            touched = self._catalog.changed_since(current.head)
        else:
            touched = self._catalog.entry_ids()
        centre = Centre.from_text(current.centre) if current else self._centre(touched)
        chroma = ChromaIndex(folder / "chroma")
        try:
            lexical = self._open_lexical(folder)
            total = self._catalog.passage_count(touched)
            probes: list[tuple[Entry, Passage]] = []
            done = 0
            with lexical.writing() as writer:
                if current:
                    stale = lexical.ids_of(touched)
                    chroma.delete(stale)
                    writer.delete(stale)
                for pairs, vectors in self._with_vectors(touched, centre):
                    for partition, rows in _vector_rows(pairs, vectors).items():
                        chroma.upsert(partition, rows)
                    writer.add(lexical_row(entry, passage) for entry, passage in pairs)
                    probes += pairs[-done % (total // _PROBES + 1) :: total // _PROBES + 1]
                    done += len(pairs)
                    progress("embed", done, total)
                progress("index", 0, total)
            counted, written = chroma.count(), lexical.count()
            lost = self._lost(chroma, lexical, probes, centre)
            if counted != written or len(lost) > len(probes) // 10:  # a nearest-neighbour index may miss a few
                raise BrokenIndexError(f"ベクトル{counted}件、単語{written}件、見つからない節{len(lost)}件")
        finally:
            chroma.close()
        manifest = Manifest(
            folder.name,
            self._embedder.key,
            LAYOUT,
            head,
            written,
            _sizes(folder),
            self._embedder.setting,
            centre.as_text(),
        )
        write_durably(folder / "manifest.json", json.dumps(asdict(manifest)))
        return manifest

    def _centre(self, entry_ids: Sequence[str]) -> Centre:
        """Return the centre of this model's vectors: the one noted in the catalog, unless the knowledge has outgrown it."""
        name, passages = _CENTRE + self._embedder.key, self._catalog.counts()["passages"]
        try:
            noted = Centre.from_text(self._catalog.note(name))
        except ValueError:
            noted = Centre()
        if passages == 0 or not noted.outgrown(passages):
            return noted
        some = entry_ids[:: len(entry_ids) // (_MEASURED // 4) + 1]
        pairs = [pair for batch in self._pairs(some) for pair in batch]
        pairs = pairs[:: len(pairs) // _MEASURED + 1]
        titles = list(dict.fromkeys(entry.title for entry, _ in pairs))
        titles = titles[:: len(titles) // len(GENERAL_QUESTIONS) + 1]
        queries = self.vectors.of_queries([*GENERAL_QUESTIONS, *titles])
        found = Centre.measured(passages, self.vectors.of(pairs), queries)
        self._catalog.put_note(name, found.as_text())
        return found

    def _with_vectors(
        self, entry_ids: Sequence[str], centre: Centre
    ) -> Iterator[tuple[list[tuple[Entry, Passage]], list[Vector]]]:
        """Yield the passages of these entries with their vectors in batches, a few of which are embedded ahead."""
        pool = ThreadPoolExecutor(1)
        try:
            waiting: deque[tuple[list[tuple[Entry, Passage]], Future[list[Vector]]]] = deque()
            for pairs in self._pairs(entry_ids):
                waiting.append((pairs, pool.submit(self.vectors.of, pairs, centre)))
                if len(waiting) > _AHEAD:
                    pairs, made = waiting.popleft()
                    yield pairs, made.result()
            for pairs, made in waiting:
                yield pairs, made.result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _pairs(self, entry_ids: Sequence[str]) -> Iterator[list[tuple[Entry, Passage]]]:
        """Yield (entry, passage) in batches; an import of any size passes through memory batch by batch."""
        batch: list[tuple[Entry, Passage]] = []
        for at in range(0, len(entry_ids), BATCH):
            some = entry_ids[at : at + BATCH]
            entries, passages = self._catalog.get_many(some), self._catalog.passages(some)
            for pair in ((entries[e], p) for e in some if e in entries for p in passages[e]):
                batch.append(pair)
                if len(batch) == BATCH:
                    yield batch
                    batch = []
        if batch:
            yield batch

    def lost(self, manifest: Manifest, most: int = 200) -> tuple[int, list[str]]:
        """Search for up to ``most`` passages by their own text; return how many, and the ids that either index did not find.

        Only this shows vectors that an index has lost: its own count still includes them. What changed since is left out.
        """
        vectors, lexical = self.open(manifest)
        try:
            later = set(self._catalog.changed_since(manifest.head))
            entries = [e for e in self._catalog.entries() if e.id not in later]
            passages = self._catalog.passages([e.id for e in entries])
            pairs = [(e, p) for e in entries for p in passages[e.id]]
            pairs = pairs[:: max(1, -(-len(pairs) // most))]
            return len(pairs), self._lost(vectors, lexical, pairs, Centre.from_text(manifest.centre))
        finally:
            vectors.close()

    def _lost(
        self, vectors: ChromaIndex, lexical: LexicalIndex, pairs: Sequence[tuple[Entry, Passage]], centre: Centre
    ) -> list[str]:
        missing = []
        for at in range(0, len(pairs), BATCH):
            some = pairs[at : at + BATCH]
            for (entry, passage), vector in zip(some, self.vectors.of(some, centre), strict=True):
                partition = [f"{entry.visibility}/{entry.kind}"]
                near = vectors.search(vector, partition, [], 3)
                seen = any(i == passage.id or cosine > _TWIN for i, cosine in near)
                said = lexical.search_grams(passage.text, partition, [], 20)
                if not seen or (passage.id not in dict(said) and passage.id not in lexical.ids_of([entry.id])):
                    missing.append(passage.id)
        return missing

    def _whole(self, manifest: Manifest) -> bool:
        """Tell whether no file is missing or cut short: Chroma answers wrongly or kills the process over those."""
        folder = self._folder / manifest.generation
        found = _sizes(folder)
        return (
            all(found.get(name, -1) >= size for name, size in manifest.files.items()) and (folder / "chroma").is_dir()
        )

    def _open_lexical(self, folder: Path) -> LexicalIndex:
        try:
            return LexicalIndex(folder / "lexical", self._words)
        except ValueError as error:  # tantivy's only exception
            raise BrokenIndexError("単語の索引を開けません") from error

    def _switch(self, manifest: Manifest) -> None:
        pointer = self._folder / "current.json"
        before = _read_pointer(pointer)  # of another model too: its readers may still be at work
        write_durably(pointer, json.dumps({"generation": manifest.generation}))
        self._sweep({manifest.generation, before})

    def _sweep(self, keep: set[str]) -> None:
        for folder in self._folder.iterdir():
            if folder.is_dir() and folder.name not in keep:
                shutil.rmtree(folder, ignore_errors=True)

    def _next_folder(self) -> Path:
        names = [f.name.rsplit("-", 1)[-1] for place in (self._folder, self._broken) for f in place.glob("*-*")]
        taken = [int(name) for name in names if name.isdigit()]  # a broken one's number is not used again
        return self._folder / f"{self._embedder.key}-{max(taken, default=0) + 1:06d}"

    @contextmanager
    def _lock(self, name: str = "lock") -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / name).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def lexical_row(entry: Entry, passage: Passage) -> LexicalRow:
    """Return what the keyword index holds of a passage."""
    return LexicalRow(
        id=passage.id,
        entry_id=entry.id,
        partition=f"{entry.visibility}/{entry.kind}",
        text=passage.text,
        context=context_text(entry, passage),
        terms=tuple(facet_terms(entry)),
        first=passage.ordinal == 0,
    )


def _vector_rows(batch: Sequence[tuple[Entry, Passage]], vectors: Sequence[Vector]) -> dict[str, list[VectorRow]]:
    rows: dict[str, list[VectorRow]] = {}
    for (entry, passage), vector in zip(batch, vectors, strict=True):
        row = VectorRow(passage.id, vector, tuple(facet_terms(entry)))
        rows.setdefault(f"{entry.visibility}/{entry.kind}", []).append(row)
    return rows


def _sizes(folder: Path) -> dict[str, int]:
    """Return the size of every index file of a generation; locks and journals come and go."""
    return {
        str(path.relative_to(folder)): path.stat().st_size
        for index in ("chroma", "lexical")
        for path in (folder / index).rglob("*")
        if path.is_file() and not path.name.startswith(".") and not path.name.endswith(("-journal", "-wal", "-shm"))
    }


def _stamp(path: Path) -> tuple[int, int, int]:
    """Return what changes when a file is replaced or written, zeros without one; looking is cheaper than reading."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_mtime_ns, found.st_size


def _read_pointer(path: Path) -> str:
    """Return the generation that ``current.json`` names, or "" when there is none to read."""
    try:
        return str(json.loads(path.read_text())["generation"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
