"""Is a generation fit to be served? Opened and searched in a child process, for a damaged index can kill who opens it.

A generation that passed is remembered with a digest of its files, so that a normal start reads them once and asks no child.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from knowledge.catalog import Catalog, CatalogError
from knowledge.embedding import Embedder, EmbeddingError
from knowledge.embedding.embedder import Vectors
from knowledge.entries import Entry, Passage, entry_of
from knowledge.filters import facet_terms
from knowledge.indexes.centre import Centre
from knowledge.indexes.lexical import LexicalIndex
from knowledge.indexes.projection import Manifest, Projection
from knowledge.indexes.vectors import BrokenIndexError, ChromaIndex, Vector
from knowledge.keeping.durable_file import write_durably
from knowledge.words import Words

PROBES = 200  # passages that must find themselves, where there are that many
_FILTERED = 20  # of them searched under a filter too
_TOLERATED = 0.02  # of the probes: a nearest-neighbour index is allowed to miss a few
_TWIN = 0.9999  # cosine from which two vectors are one
_SECONDS = 600  # for the child: opening a million passages takes one of them
_ALTERED = "ファイルが書き換わっている"
_CRASHED = "開くと異常終了します"

T = TypeVar("T")
Pair = tuple[Entry, Passage]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with the keyword index and with the vector index, in a few Japanese words; "" is nothing."""

    keywords: str = ""
    vectors: str = ""

    @property
    def sound(self) -> bool:
        """Tell whether both may be served."""
        return not (self.keywords or self.vectors)

    def __str__(self) -> str:
        """Say what is wrong with either."""
        return "、".join(what for what in (self.keywords, self.vectors) if what)


class Verifier:
    """Verifies the generations of one data directory, each once unless its files change."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._mark = data / "projections" / "verified.json"

    def __call__(self, manifest: Manifest) -> Verdict:
        """Return the verdict on a generation; a file that changed since it passed is damage, for nobody writes there."""
        found, mark = self._digests(manifest), self._remembered(manifest)
        if mark:
            return Verdict(*(_ALTERED if mark.get(index) != found[index] else "" for index in ("lexical", "chroma")))
        verdict = verify_apart(self._data, manifest.generation)
        if verdict.sound:
            write_durably(self._mark, json.dumps({"generation": manifest.generation, **found}))
        return verdict

    def altered(self, manifest: Manifest) -> bool:
        """Tell whether a generation that passed has other files now."""
        mark = self._remembered(manifest)
        return bool(mark) and any(mark.get(index) != digest for index, digest in self._digests(manifest).items())

    def forget(self) -> None:
        """Have the next generation verified anew, whatever it was before."""
        self._mark.unlink(missing_ok=True)

    def _digests(self, manifest: Manifest) -> dict[str, str]:
        folder = self._data / "projections" / manifest.generation
        return {index: _digest(folder / index) for index in ("chroma", "lexical")}

    def _remembered(self, manifest: Manifest) -> dict[str, str]:
        """Return the digests with which this generation passed, or nothing."""
        try:
            found = json.loads(self._mark.read_text())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) and found.get("generation") == manifest.generation else {}


def verify_apart(data: Path, generation: str) -> Verdict:
    """Verify in a process of its own; what it does not live to say is broken."""
    package = Path(__file__).parents[2]
    paths = [str(package), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [sys.executable, "-m", "knowledge.indexes.verification", str(data), generation]
    try:
        done = subprocess.run(  # noqa: S603 — our own program
            command,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
        said = done.stdout
    except subprocess.TimeoutExpired as error:
        said = error.stdout or b""
    verdicts: dict[str, str] = {}
    for line in said.decode("utf-8", "replace").splitlines():
        name, _, what = line.partition("\t")
        verdicts[name] = what
    return Verdict(verdicts.get("keywords", _CRASHED), verdicts.get("vectors", _CRASHED))


def verify(data: Path, generation: str, say: Callable[[str, str], None]) -> None:
    """Verify in this process; ``say`` is told of "keywords" and then of "vectors", each as soon as it is known."""
    catalog = Catalog.at(data)
    vectors: ChromaIndex | None = None
    try:
        manifest = Manifest(**json.loads((data / "projections" / generation / "manifest.json").read_text()))
        projection = Projection(data, catalog, _NoModel(manifest.model), Words())
        pairs = _sample(catalog, manifest)
        lexical = projection.open_keywords(manifest)
        say("keywords", _wrong_keywords(lexical, manifest, pairs))
        vectors, _ = projection.open(manifest)
        say(
            "vectors",
            _wrong_vectors(
                vectors, manifest, pairs, projection.vectors.of(pairs, Centre.from_text(manifest.centre)), catalog
            ),
        )
    finally:
        if vectors:
            vectors.close()
        catalog.close()


class _NoModel(Embedder):
    """Stands for the model of a generation where every vector is in the catalog's cache."""

    def __init__(self, key: str) -> None:
        self._key = key

    @property
    def key(self) -> str:
        return self._key

    @property
    def dimension(self) -> int:
        return 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        raise EmbeddingError("ベクトルの控えがありません")

    def encode_query(self, text: str) -> Vectors:
        raise EmbeddingError("ベクトルの控えがありません")


def _sample(catalog: Catalog, manifest: Manifest) -> list[Pair]:
    """Return passages that the generation must hold, from all over the catalog."""
    later = set(catalog.changed_since(manifest.head))
    some = _evenly([i for i in catalog.entry_ids() if i not in later], PROBES)
    entries, passages = catalog.get_many(some), catalog.passages(some)
    return _evenly([(entries[i], p) for i in some if i in entries for p in passages[i]], PROBES)


def _evenly(things: Sequence[T], most: int) -> list[T]:
    count = min(len(things), most)
    return [things[n * len(things) // count] for n in range(count)]


def _wrong_keywords(lexical: LexicalIndex, manifest: Manifest, pairs: Sequence[Pair]) -> str:
    if lexical.count() != manifest.passages:
        return f"単語{lexical.count()}件、あるはずの節{manifest.passages}件"
    lost = 0
    for at, (entry, passage) in enumerate(pairs):
        partition = [_partition(entry)]
        said = lexical.search_grams(passage.text, partition, [], 20)
        found = passage.id in dict(said) or passage.id in lexical.ids_of([entry.id])
        if found and at < _FILTERED and (terms := facet_terms(entry)):
            found = passage.id in dict(lexical.search_grams(passage.text, partition, [terms], 20)) or len(said) == 20
            found = found and not lexical.search_grams(passage.text, partition, [["no:such"]], 1)
        lost += not found
    return _verdict(lost, len(pairs), "単語の索引")


def _wrong_vectors(
    index: ChromaIndex, manifest: Manifest, pairs: Sequence[Pair], own: Sequence[Vector], catalog: Catalog
) -> str:
    if index.count() != manifest.passages:
        return f"ベクトル{index.count()}件、あるはずの節{manifest.passages}件"
    lost = 0
    for at, ((entry, passage), vector) in enumerate(zip(pairs, own, strict=True)):
        partition, terms = [_partition(entry)], facet_terms(entry)
        found = _seen(passage, index.search(vector, partition, [], 3))
        if found and at < _FILTERED and terms:
            found = _seen(passage, index.search(vector, partition, [terms], 3))
            found = found and not index.search(vector, partition, [["no:such"]], 1)
        lost += not found
    return _verdict(lost, len(pairs), "ベクトルの索引") or _canary(index, pairs, own, catalog, manifest)


def _canary(
    index: ChromaIndex, pairs: Sequence[Pair], own: Sequence[Vector], catalog: Catalog, manifest: Manifest
) -> str:
    """Ask for a direction where nothing lies: what comes back must still be passages of ours at possible distances."""
    if not pairs:
        return ""
    direction = np.random.default_rng(7).standard_normal(len(own[0])).astype(np.float32)
    direction /= np.linalg.norm(direction)
    partitions = sorted({_partition(entry) for entry, _ in pairs})
    found = index.search(direction, partitions, [], 10)
    later = set(catalog.changed_since(manifest.head))
    known = catalog.passages_by_id([i for i, _ in found])
    strange = [
        i for i, cosine in found if not -1.001 <= cosine <= 1.001 or (i not in known and entry_of(i) not in later)
    ]
    return f"台帳にない節や、ありえない近さ{len(strange)}件" if strange or not found else ""


def _seen(passage: Passage, near: Sequence[tuple[str, float]]) -> bool:
    return any(i == passage.id or cosine > _TWIN for i, cosine in near)


def _verdict(lost: int, asked: int, name: str) -> str:
    return f"{name}で{asked}節のうち{lost}節が見つからない" if lost > _TOLERATED * asked else ""


def _partition(entry: Entry) -> str:
    return f"{entry.visibility}/{entry.kind}"


def _digest(folder: Path) -> str:
    """Return the SHA-256 over the names and contents of an index's files."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):  # locks
            with path.open("rb") as file:
                part = hashlib.file_digest(file, "sha256").hexdigest()
            whole.update(f"{path.relative_to(folder)}\0{part}\n".encode())
    return whole.hexdigest()


def _main(data: str, generation: str) -> None:
    def say(name: str, what: str) -> None:
        sys.stdout.write(f"{name}\t{what}\n")
        sys.stdout.flush()

    try:
        verify(Path(data), generation, say)
    except (BrokenIndexError, CatalogError, EmbeddingError, OSError, ValueError, TypeError):
        return  # what was not said counts as broken


if __name__ == "__main__":
    _main(*sys.argv[1:])
