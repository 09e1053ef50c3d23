"""Knowledge of any size for benchmarks, put together from sentences of the starter knowledge; never part of it.

A passage is three sentences drawn by chance and a number; its vector is the mean of theirs. So words are as frequent and vectors
as close together as in real knowledge, and a million of them need no embedding.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.catalog import Catalog, text_hash
from knowledge.catalog.tables import CHANGES, ENTRIES, PASSAGES, VERSIONS
from knowledge.corpus_check import CORPUS
from knowledge.embedding import Embedder
from knowledge.entries import CASE_SECTIONS, Case, Passage, Section, digest, passage_id, to_record
from knowledge.entry_file import parse_markdown
from knowledge.premises import dense_context

Vector = npt.NDArray[np.float32]
_SENTENCES = 2_000
_AT_ONCE = 500  # entries in one transaction
_WRITTEN = "2026-01-01T00:00:00+00:00"


@dataclass(frozen=True)
class Pool:
    """Sentences of the starter knowledge and their vectors ``[n, dimension]``."""

    sentences: tuple[str, ...]
    vectors: Vector

    def text(self, chance: random.Random, number: int) -> tuple[str, Vector]:
        """Return a passage of about 110 characters and its unit vector."""
        drawn = chance.sample(range(len(self.sentences)), 3)
        return "".join(self.sentences[i] for i in drawn) + f"第{number}回。", unit(self.vectors[drawn].sum(axis=0))


def sentences(most: int = _SENTENCES) -> tuple[str, ...]:
    """Return sentences of 15 to 80 characters from the starter cases, evenly from all of them."""
    found = [s for case in _cases() for s in re.findall(r"[^。\n#]{14,79}。", case.body)]
    return tuple(found[:: max(1, len(found) // most)][:most])


def pool(embedder: Embedder, most: int = _SENTENCES) -> Pool:
    """Embed the sentences: a quarter of a minute."""
    found = sentences(most)
    return Pool(found, embedder.encode_passages(found))


def fill(catalog: Catalog, embedder: Embedder, pool: Pool, passages: int, seed: int = 1) -> None:
    """Write cases of nine passages with their cached vectors, many in a transaction, as a catalog of that size would hold them."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    templates = _cases()
    total = -(-passages // len(CASE_SECTIONS))
    for at in range(0, total, _AT_ONCE):
        made = [_made(chance, pool, templates, n) for n in range(at, min(at + _AT_ONCE, total))]
        with catalog.writing() as db:
            rows = [_row(case) for case, _, _ in made]
            db.execute(ENTRIES.insert(), [r | _facts(c) for r, (c, _, _) in zip(rows, made, strict=True)])
            kept = ("version", "digest", "record", "source", "written_at")
            db.execute(VERSIONS.insert(), [{"entry_id": r["id"], **{k: r[k] for k in kept}} for r in rows])
            db.execute(PASSAGES.insert(), [{n: getattr(p, n) for n in p.__slots__} for _, ps, _ in made for p in ps])
            db.execute(CHANGES.insert(), [{"entry_id": case.id} for case, _, _ in made])
        catalog.put_vectors(embedder.key, {h: v for _, _, vectors in made for h, v in vectors.items()})


def questions(pool: Pool, count: int, seed: int = 2) -> list[str]:
    """Return questions made of halves of two sentences: words that occur, in an order that does not."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    pairs = [chance.sample(pool.sentences, 2) for _ in range(count)]
    return [f"{a[: len(a) // 2]}、{b[len(b) // 2 : -1]}のはなぜですか。" for a, b in pairs]


def unit(vector: Vector) -> Vector:
    """Return the vector with length 1."""
    made: Vector = (vector / np.linalg.norm(vector)).astype(np.float32)
    return made


def _cases() -> list[Case]:
    entries = (parse_markdown(f.read_text(encoding="utf-8")) for f in sorted((CORPUS / "cases").glob("*.md")))
    return [entry for entry in entries if isinstance(entry, Case)]


def _made(
    chance: random.Random, pool: Pool, templates: Sequence[Case], number: int
) -> tuple[Case, list[Passage], Mapping[str, Vector]]:
    texts = [pool.text(chance, number * 10 + n) for n in range(len(CASE_SECTIONS))]
    body, spans = "", []
    for heading, (text, _) in zip(CASE_SECTIONS, texts, strict=True):
        body += f"## {heading}\n"
        spans.append((heading, len(body), len(body) + len(text)))
        body += text + "\n"
    like = chance.choice(templates)
    named = chance.randrange(len(pool.sentences))
    title = f"{pool.sentences[named][:-1]}({number})"
    sections = tuple(Section(anchor=h, heading=h, start=a, end=b) for h, a, b in spans)
    case = dataclasses.replace(like, id=f"made-{number:07d}", title=title, body=body, sections=sections, figures=())
    passages = [
        Passage(
            id=passage_id(case.id, hashlib.sha256(text.encode()).hexdigest()[:20]),
            entry_id=case.id,
            anchor=heading,
            ordinal=n,
            text=text,
            start=start,
            end=end,
            tokens=len(text),
            context=case.title,
        )
        for n, ((heading, start, end), (text, _)) in enumerate(zip(spans, texts, strict=True))
    ]
    vectors = {text_hash(text): vector for text, vector in texts}
    vectors[text_hash(dense_context(case, passages[0]))] = pool.vectors[named]
    return case, passages, vectors


def _row(case: Case) -> dict[str, object]:
    return {
        "id": case.id,
        "version": 1,
        "digest": digest(case),
        "record": json.dumps(to_record(case), ensure_ascii=False),
        "source": f"{case.id}.md",
        "written_at": _WRITTEN,
    }


def _facts(case: Case) -> dict[str, object]:
    return {"kind": case.kind, "title": case.title, "visibility": "national", "state": "active"}


def texts(pool: Pool, count: int, seed: int = 3) -> Iterator[tuple[str, Vector]]:
    """Yield passages that belong to no entry, with their vectors."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    for number in range(count):
        yield pool.text(chance, number)
