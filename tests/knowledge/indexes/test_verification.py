"""A generation is searched in a child process before it is served; whatever is wrong with it, this process lives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.entries import Entry
from knowledge.indexes import verification
from knowledge.indexes.projection import Manifest
from knowledge.indexes.vectors import ChromaIndex
from knowledge.indexes.verification import Verdict, Verifier, verify
from knowledge.search import KnowledgeBase

Make = Callable[..., Entry]
Open = Callable[..., KnowledgeBase]
Split = Callable[[Entry], list]
Built = tuple[Path, Manifest]


def fill(base: KnowledgeBase, make_case: Make, split: Split, lines: int = 1_100) -> None:
    """Put one case of many passages in: Chroma writes its graph to disk from a thousand on."""
    body = "".join(f"第{n}の打ち手として、瓶の数を{n}に改めた。\n" for n in range(lines))
    case = make_case(打ち手=body)
    acts = next(p for p in split(case) if p.anchor == "打ち手")
    pieces, start = [], acts.start
    for ordinal, line in enumerate(body.splitlines()):
        end = start + len(line)
        pieces.append(replace(acts, id=f"{case.id}#{ordinal}", ordinal=ordinal, text=line, start=start, end=end))
        start = end + 1
    base.catalog.put(case, pieces, "a.md")


@pytest.fixture
def built(tmp_path: Path, open_base: Open, make_case: Make, split: Split) -> Built:
    base = open_base()
    fill(base, make_case, split)
    manifest = base.update()
    base.close()
    return tmp_path / "data", manifest


def here(built: Built) -> dict[str, str]:
    said: dict[str, str] = {}
    data, manifest = built
    verify(data, manifest.generation, said.__setitem__)
    return said


def folder(built: Built) -> Path:
    return built[0] / "projections" / built[1].generation


def test_a_sound_generation_passes_once_and_is_remembered(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child says nothing against it; after that its files are compared, and no child is asked."""
    data, manifest = built
    assert Verifier(data)(manifest) == Verdict()
    monkeypatch.setattr(verification, "verify_apart", lambda *_: pytest.fail("asked again"))
    assert Verifier(data)(manifest).sound
    assert not Verifier(data).altered(manifest)


def test_it_searches_two_hundred_passages(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each by its own text and its own vector, some under filters, all of them found."""
    asked: list[int] = []
    real = ChromaIndex.search
    monkeypatch.setattr(ChromaIndex, "search", lambda *given: (asked.append(1), real(*given))[1])
    assert here(built) == {"keywords": "", "vectors": ""}
    assert len(asked) >= 200 + 20 + 20 + 1


@pytest.mark.parametrize("name", ["data_level0.bin", "link_lists.bin", "chroma.sqlite3"])
@pytest.mark.parametrize("how", ["flipped", "grown"])
def test_one_changed_byte_after_it_passed_is_damage(
    built: Built, name: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bit flipped by the disk is seen at the next start, whatever it hits; the keywords are still trusted."""
    data, manifest = built
    monkeypatch.setattr(verification, "verify_apart", lambda *_: Verdict())
    assert Verifier(data)(manifest).sound
    file = max(folder(built).rglob(name), key=lambda path: path.stat().st_size)
    content = bytearray(file.read_bytes() or b"\0")
    content[len(content) // 2] ^= 1
    file.write_bytes(content + (b"x" if how == "grown" else b""))
    verdict = Verifier(data)(manifest)
    assert (verdict.keywords, verdict.vectors) == ("", "ファイルが書き換わっている")
    assert Verifier(data).altered(manifest)


def test_a_graph_full_of_rubbish_does_not_pass_and_harms_nobody(built: Built) -> None:
    """Chroma may answer wrongly or kill the child over it; the keywords had been found sound before."""
    for file in folder(built).rglob("data_level0.bin"):
        content = bytearray(file.read_bytes())
        content[100::97] = b"\xff" * len(content[100::97])
        file.write_bytes(content)
    verdict = verification.verify_apart(*built[:1], built[1].generation)
    assert verdict.keywords == ""
    assert verdict.vectors


def test_lost_vectors_do_not_pass(built: Built) -> None:
    """Rows that are gone from the graph are noticed by the count or by searching."""
    index = ChromaIndex(folder(built) / "chroma")
    index.delete([f"case-09-01#{n}" for n in range(0, 1_100, 10)])
    index.close()
    assert here(built)["vectors"].startswith("ベクトル990件、あるはずの節1100件")


def test_swapped_vectors_do_not_pass(built: Built) -> None:
    """The count is right and every id is there, but not where its text says."""
    index = ChromaIndex(folder(built) / "chroma")
    collection = next(iter(index._collections.values()))
    ids = [f"case-09-01#{n}" for n in range(0, 1_100, 2)]
    stored = collection.get(ids=ids, include=["embeddings"])
    collection.update(ids=stored["ids"], embeddings=-stored["embeddings"])
    index.close()
    assert "節が見つからない" in here(built)["vectors"]


@pytest.mark.parametrize("name", ["meta.json", "*.term", "*.store"])
def test_broken_keywords_do_not_pass(built: Built, name: str) -> None:
    """A file of the keyword index that is cut short, as the child sees it."""
    file = next((folder(built) / "lexical").glob(name))
    file.write_bytes(file.read_bytes()[:50])
    assert verification.verify_apart(built[0], built[1].generation).keywords


def test_an_empty_generation_is_sound(tmp_path: Path, open_base: Open, make_case: Make) -> None:
    """Nothing in it, nothing missing."""
    base = open_base()
    manifest = base.update()
    assert here((tmp_path / "data", manifest)) == {"keywords": "", "vectors": ""}
