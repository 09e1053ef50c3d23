"""What is open for searching: the newest sound generation, or its keywords alone while the rest is being mended.

With a ``check`` every generation is verified before it is served. One that fails is moved to ``<data>/broken/`` (the last one
is kept, with a note) and rebuilt from the catalog in the background; searching goes on meanwhile, with the generation before
or by keywords. Without a check a generation is opened as it is, and one that cannot be opened is an error.
"""

from __future__ import annotations

import logging
import threading
import time
import weakref
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.catalog import Catalog, CatalogError
from knowledge.embedding import EmbeddingError
from knowledge.indexes.lexical import LexicalIndex
from knowledge.indexes.projection import Manifest, Projection, lexical_row
from knowledge.indexes.reading_copy import ReadingCopy
from knowledge.indexes.vectors import BrokenIndexError, ChromaIndex
from knowledge.indexes.verification import Verdict, Verifier
from knowledge.words import Words

_LOG = logging.getLogger(__name__)
_ATTEMPTS = 3  # generations tried in one go: the one found, and two built anew
_BATCH = 500  # entries read at a time
_PAUSE = 30.0  # seconds before mending is tried again after it failed


@dataclass(frozen=True, slots=True)
class Opened:
    """The indexes of one generation; ``vectors`` is None where keywords are all that can be searched (then of any)."""

    manifest: Manifest | None
    vectors: ChromaIndex | None
    lexical: LexicalIndex


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
        self._something = threading.Event()  # set once there is an answer to what is open, be it nothing
        self._closed = threading.Event()
        self._watching: threading.Thread | None = None
        self._not_before = 0.0
        self._unsettled = False
        self._started = False

    @property
    def something(self) -> bool:
        """Tell whether anything is open."""
        return self._opened is not None

    @property
    def keywords_only(self) -> bool:
        """Tell whether searching goes by keywords alone at present."""
        return self._opened is not None and self._opened.vectors is None

    def current(self) -> Opened | None:
        """Return what is to be searched now, or None while there is nothing."""
        manifest = self._projection.current()
        opened = self._opened
        if self._check is None:
            return opened if manifest is None or _is_of(opened, manifest) else self._open_unchecked(manifest)
        newer = manifest is not None and not _is_of(
            opened, manifest
        )  # none at all: perhaps another model is being built
        if opened is None or newer or self._unsettled:
            self._settle_in_background()
            if opened is None:
                self._something.wait()
        return self._opened

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
        """Close what is open, after mending has ended."""
        self._closed.set()
        for thread in (self._watching, self._settling):
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
                vectors, lexical = self._projection.open(manifest)
            except BrokenIndexError:
                if self._opened:
                    return self._opened  # the folder was switched again under us; the next search looks anew
                raise
            self._opened = Opened(manifest, vectors, lexical)  # the one before closes itself after its last search
            return self._opened

    def _settle_in_background(self) -> None:
        with self._lock:
            if (self._settling and self._settling.is_alive()) or time.monotonic() < self._not_before:
                return
            self._settling = threading.Thread(target=self._settle, name="settling a generation", daemon=True)
            self._settling.start()

    def _settle(self) -> None:
        """Open the newest generation if it is sound, else mend it; whatever goes wrong is tried again later."""
        self._unsettled = True
        try:
            for _ in range(_ATTEMPTS):
                if self._open_if_sound():
                    if self._first_behind():
                        self._projection.update()
                        continue
                    self._unsettled = False
                    return
                if self._closed.is_set():
                    return
                self._projection.update()
            raise BrokenIndexError("作り直しても正しく検索できません")
        except (BrokenIndexError, CatalogError, EmbeddingError, OSError) as error:
            _LOG.exception("mending the indexes failed: %s", type(error).__name__)
            self._not_before = time.monotonic() + _PAUSE
        finally:
            self._something.set()

    def _open_if_sound(self) -> bool:
        """Open the newest generation and return True, or set it aside; see to it that keywords can be searched."""
        manifest = self._projection.current()
        verdict = self._check(manifest) if manifest and self._check else Verdict("ない", "ない")
        if manifest and verdict.sound:
            try:
                self._serve(Opened(manifest, *self._projection.open(manifest)))
            except BrokenIndexError:
                if self._projection.current() != manifest:
                    return False  # another process switched meanwhile: look anew
                if self._opened is None:  # no room for a copy, say: keywords need none
                    self._serve(Opened(manifest, None, self._projection.open_keywords(manifest)))
                raise
            return True
        aside = None
        if manifest:
            _LOG.error("generation %s is broken: %s", manifest.generation, verdict)
            aside = self._projection.set_aside(manifest, str(verdict))
        if self._opened is None:
            self._serve(Opened(manifest, None, self._keywords(aside, verdict)))
        return False

    def _first_behind(self) -> bool:
        """Tell whether, at the start, the catalog is ahead: whoever wrote it was stopped before the indexes were built."""
        first, self._started = not self._started, True
        return first and self._projection.behind()

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


def _is_of(opened: Opened | None, manifest: Manifest) -> bool:
    return opened is not None and opened.manifest == manifest
