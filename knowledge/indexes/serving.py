"""What is open for searching: the newest sound generation, or its keywords alone while the rest is being mended.

With a ``check`` every generation is verified before it is served. One that fails is moved to ``<data>/broken/`` (the last one
is kept, with a note) and rebuilt from the catalog in the background; searching goes on meanwhile, with the generation before
or by keywords. Without a check a generation is opened as it is, and one that cannot be opened is an error.

What is served is what is complete, whatever its model: when the setting names another model, the old generation goes on with the
embedder that its manifest names while the new one is built in the background. Each process brings its own setting through
once, at its start; later it follows what others have built, so that two of them never build against each other.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.catalog import Catalog, CatalogError
from knowledge.embedding import Embedder, EmbeddingError
from knowledge.indexes.asked_lately import AskedLately
from knowledge.indexes.lexical import LexicalIndex
from knowledge.indexes.priority import let_questions_pass
from knowledge.indexes.projection import Manifest, Projection, lexical_row
from knowledge.indexes.reading_copy import ReadingCopy
from knowledge.indexes.vectors import BrokenIndexError, Vector
from knowledge.indexes.verification import Verdict, Verifier
from knowledge.words import Words

_LOG = logging.getLogger(__name__)
_ATTEMPTS = 3  # generations tried in one go: the one found, and two built anew
_BATCH = 500  # entries read at a time
_PAUSE = 30.0  # seconds before mending, or a change of model, is tried again after it failed
_ASKED = 512  # questions whose vectors are kept: the several searches of one answer embed it once


QueryVector = Callable[[str], Vector]


@dataclass(frozen=True, slots=True)
class Opened:
    """The indexes of one generation; ``vectors`` is None where keywords are all that can be searched (then of any).

    ``query_vector`` is of the model that made the generation, and keeps the vectors of the questions asked last.
    """

    manifest: Manifest | None
    vectors: AskedLately | None
    lexical: LexicalIndex
    query_vector: QueryVector


class Serving:
    """Opens, verifies, replaces and mends generations while searches go on; safe for many threads."""

    def __init__(
        self, data: Path, catalog: Catalog, projection: Projection, words: Words, check: Verifier | None
    ) -> None:
        self._data = data
        self._catalog = catalog
        self._projection = projection
        self._words = words
        self._check = check
        self._opened: Opened | None = None
        self._lock = threading.Lock()
        self._settling: threading.Thread | None = None
        self._catching_up: threading.Thread | None = None
        self._query_vectors: tuple[str, QueryVector] | None = None
        self._something = threading.Event()  # set once there is an answer to what is open, be it nothing
        self._closed = threading.Event()
        self._watching: threading.Thread | None = None
        self._not_before = 0.0
        self._catch_up_after = 0.0
        self._unsettled = False
        self._caught_up = False

    @property
    def something(self) -> bool:
        """Tell whether anything is open."""
        return self._opened is not None

    @property
    def keywords_only(self) -> bool:
        """Tell whether searching goes by keywords alone at present."""
        return self._opened is not None and self._opened.vectors is None

    @property
    def closing(self) -> bool:
        """Tell whether nothing new is begun any more."""
        return self._closed.is_set()

    def current(self) -> Opened | None:
        """Return what is to be searched now, or None while there is nothing."""
        manifest = self._projection.in_use()
        opened = self._opened
        if self._check is None:
            return opened if manifest is None or _is_of(opened, manifest) else self._open_unchecked(manifest)
        if self._to_settle(manifest):
            self._settle_in_background(manifest)
            if opened is None:
                self._something.wait()
        else:
            self._catch_up_in_background()
        return self._opened

    def followed(self) -> Projection:
        """Return the projection that a change of the catalog has to reach at once: of the model that serves.

        While the model is being changed, that is the one before; the new one takes the change up when it is built.
        """
        try:
            return self._projection.of_model(self._projection.in_use()) if self._check else self._projection
        except EmbeddingError:  # the model before is gone: there is nothing else to bring up to date
            return self._projection

    def watch(self, seconds: float = 1.0) -> None:
        """Look for new generations by itself too, so that questions need not wait for them and old files are let go."""

        def look() -> None:
            while not self._closed.wait(seconds):
                self.current()

        self._watching = threading.Thread(target=look, name="watching for generations", daemon=True)
        self._watching.start()

    def vectors_failed(self, failed: Opened) -> None:
        """Search by keywords from now on because the vectors of ``failed`` broke in use; have them verified and mended."""
        with self._lock:
            if self._opened is failed:
                _LOG.error(
                    "the vector index of %s failed in use", failed.manifest.generation if failed.manifest else ""
                )
                self._opened = replace(failed, vectors=None)
                self._unsettled = True
        if self._check:
            self._check.forget()

    def close(self) -> None:
        """Close what is open, after mending has ended; a change of model stops, and goes on at the next start."""
        self._closed.set()
        for thread in (self._watching, self._settling, self._catching_up):
            if thread and thread.is_alive():
                thread.join()
        opened, self._opened = self._opened, None
        if opened and opened.vectors:
            opened.vectors.close()

    def _open_unchecked(self, manifest: Manifest) -> Opened:
        with self._lock:
            if self._opened and self._opened.manifest == manifest:
                return self._opened
            try:
                self._opened = self._open(manifest)  # the one before closes itself after its last search
            except BrokenIndexError:
                if self._opened is None:
                    raise  # else the folder was switched again under us; the next search looks anew
            return self._opened

    def _to_settle(self, newest: Manifest | None) -> bool:
        opened = self._opened
        return opened is None or self._unsettled or (newest is not None and not _is_of(opened, newest))

    def _settle_in_background(self, newest: Manifest | None) -> None:
        with self._lock:
            if (self._settling and self._settling.is_alive()) or time.monotonic() < self._not_before:
                return
            if not self._to_settle(newest):
                return  # another thread's question had it settled meanwhile
            self._settling = threading.Thread(target=self._settle, name="settling a generation", daemon=True)
            self._settling.start()

    def _settle(self) -> None:
        """Open the newest generation if it is sound, else mend it; whatever goes wrong is tried again later."""
        let_questions_pass()
        self._unsettled = True
        try:
            for _ in range(_ATTEMPTS):
                if self._open_if_sound():
                    self._unsettled = False
                    self._catch_up_in_background()
                    return
                if self._closed.is_set():
                    return
                self._projection.update(self._unless_closed)
            raise BrokenIndexError("作り直しても正しく検索できません")
        except _Closed:
            return
        except (BrokenIndexError, CatalogError, EmbeddingError, OSError) as error:
            _LOG.exception("mending the indexes failed: %s", type(error).__name__)
            self._not_before = time.monotonic() + _PAUSE
        finally:
            self._something.set()

    def _open_if_sound(self) -> bool:
        """Open the newest generation and return True, or set it aside; see to it that keywords can be searched."""
        manifest = self._projection.in_use()
        verdict = self._check(manifest) if manifest and self._check else Verdict("ない", "ない")
        if manifest and verdict.sound:
            try:
                self._serve(self._open(manifest))
            except BrokenIndexError:
                if self._projection.in_use() != manifest:
                    return False  # another process switched meanwhile: look anew
                if self._opened is None:  # no room for a copy, say: keywords need none
                    self._serve(self._of_keywords(manifest, self._projection.open_keywords(manifest)))
                raise
            return True
        aside = None
        if manifest:
            _LOG.error("generation %s is broken: %s", manifest.generation, verdict)
            aside = self._projection.set_aside(manifest, str(verdict))
        if self._opened is None:
            self._serve(self._of_keywords(manifest, self._keywords(aside, verdict)))
        return False

    def _open(self, manifest: Manifest) -> Opened:
        """Open a generation with the embedder that made it; without that one, its keywords alone."""
        try:
            query_vector = self._query_vector(self._projection.of_model(manifest))
        except EmbeddingError as error:
            _LOG.warning("searching by keywords until the new model's vectors are made: %s", error)
            return self._of_keywords(manifest, self._projection.open_keywords(manifest))
        vectors, lexical = self._projection.open(manifest)
        return Opened(manifest, AskedLately(vectors), lexical, query_vector)

    def _of_keywords(self, manifest: Manifest | None, lexical: LexicalIndex) -> Opened:
        return Opened(manifest, None, lexical, self._query_vector(self._projection))

    def _query_vector(self, projection: Projection) -> QueryVector:
        """Return what embeds questions for a projection; it is kept as long as the model stays."""
        embedder: Embedder = projection.embedder
        if self._query_vectors is None or self._query_vectors[0] != embedder.key:
            self._query_vectors = (embedder.key, functools.lru_cache(maxsize=_ASKED)(embedder.encode_query))
        return self._query_vectors[1]

    def _catch_up_in_background(self) -> None:
        """Build, once, what this process's setting and the catalog ask for beyond what is served.

        The catalog is ahead when whoever wrote it was stopped before the indexes were built; a new model when none was.
        """
        with self._lock:
            if self._caught_up or (self._catching_up and self._catching_up.is_alive()):
                return
            if time.monotonic() < self._catch_up_after:
                return
            self._catching_up = threading.Thread(target=self._catch_up, name="catching up", daemon=True)
            self._catching_up.start()

    def _catch_up(self) -> None:
        let_questions_pass()
        try:
            if self._projection.behind():
                self._projection.update(self._unless_closed)
            self._caught_up = True
        except _Closed:
            return
        except (BrokenIndexError, CatalogError, EmbeddingError, OSError) as error:
            _LOG.exception("building the indexes failed: %s", type(error).__name__)
            self._catch_up_after = time.monotonic() + _PAUSE

    def _unless_closed(self, _stage: str, _done: int, _total: int) -> None:
        if self._closed.is_set():
            raise _Closed

    def _serve(self, opened: Opened) -> None:
        with self._lock:
            self._opened = opened
        self._something.set()

    def _keywords(self, folder: Path | None, verdict: Verdict) -> LexicalIndex:
        """Open the keyword index of a broken generation, or write a new one from the catalog: that takes seconds."""
        if folder and not verdict.keywords:
            try:
                return LexicalIndex(folder / "lexical", self._words)
            except (ValueError, OSError) as error:
                _LOG.warning("the keyword index cannot be opened either: %s", type(error).__name__)
        copy = ReadingCopy(self._data / "open", None, "keywords")
        lexical = LexicalIndex(copy.folder, self._words)
        weakref.finalize(lexical, copy.release)
        ids = self._catalog.entry_ids()
        with lexical.writing() as writer:
            for at in range(0, len(ids), _BATCH):
                some = ids[at : at + _BATCH]
                entries, passages = self._catalog.get_many(some), self._catalog.passages(some)
                writer.add(lexical_row(entries[i], p) for i in some if i in entries for p in passages[i])
        return lexical


class _Closed(Exception):  # noqa: N818 — not an error: the builder is told to stop
    """Building stops because the service does."""


def _is_of(opened: Opened | None, manifest: Manifest) -> bool:
    return opened is not None and opened.manifest == manifest
