"""Indexes follow the catalog, survive being killed, and are rebuilt when they are broken."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding.embedder import Vectors
from knowledge.embedding.fake import HashingEmbedder
from knowledge.entries import Entry
from knowledge.entry_file import parse_markdown
from knowledge.filters import Viewer
from knowledge.indexes.projection import LAYOUT
from knowledge.indexes.vectors import BrokenIndexError, ChromaIndex
from knowledge.premises import context_text, premises_in_words
from knowledge.search import KnowledgeBase

Make = Callable[..., Entry]
Open = Callable[..., KnowledgeBase]
Split = Callable[[Entry], list]
ROOT = Path(__file__).parents[3]


class CountingEmbedder(HashingEmbedder):
    """Remembers what it was asked to embed."""

    def __init__(self, dimension: int = 512) -> None:
        super().__init__(dimension)
        self.texts: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().encode_passages(texts)


def found(base: KnowledgeBase, text: str = "値上げ", **how: object) -> set[str]:
    return {i for hit in base.search(text, limit=50, **how) for i in (hit.entry.id, *hit.twins)}


def generations(data: Path) -> list[str]:
    return sorted(f.name for f in (data / "projections").iterdir() if f.is_dir())


def test_first_build_makes_a_generation(tmp_path: Path, open_base: Open, make_case: Make) -> None:
    """Before it there is nothing to open; after it the manifest tells model, head and passages."""
    base = open_base()
    assert base.projection.current() is None
    assert base.projection.behind()
    base.catalog.put(make_case(), [], "a.md")
    stages: list[tuple[str, int, int]] = []
    manifest = base.update(lambda *step: stages.append(step))
    assert (manifest.generation, manifest.layout, manifest.head) == ("hashing-512-v1-000001", LAYOUT, 1)
    assert base.projection.current() == manifest
    assert not base.projection.behind()
    assert stages[-1][0] == "index"
    assert base.update() == manifest  # nothing changed, nothing built


def test_a_changed_entry_replaces_its_passages(tmp_path: Path, make_case: Make, split: Split) -> None:
    """The old words are gone, the new ones found, and only the new text is embedded."""
    embedder = CountingEmbedder()
    base = KnowledgeBase(tmp_path, embedder)
    for n in range(3):
        case = make_case(id=f"case-09-{n:02d}")
        base.catalog.put(case, split(case), f"{n}.md")
    base.update()
    embedder.texts.clear()
    changed = make_case(id="case-09-01", 結果="瑠璃色の暖簾を掛け替えた。")
    base.catalog.put(changed, split(changed), "1.md")
    assert base.projection.behind()
    manifest = base.update()
    assert embedder.texts == ["瑠璃色の暖簾を掛け替えた。"]
    assert manifest.passages == 27
    best = base.search("瑠璃色の暖簾", limit=1)[0]
    assert best.entry == changed
    assert best.passages[0].passage.text == "瑠璃色の暖簾を掛け替えた。"
    vectors, lexical = base.projection.open(manifest)
    assert vectors.count() == lexical.count() == 27
    vectors.close()
    base.close()


def test_a_retired_entry_disappears_from_every_leg(open_base: Open, make_case: Make) -> None:
    """Dense, keywords and premises no longer return it, and neither index holds it."""
    base = open_base([make_case(), make_case(id="case-09-02")])
    assert found(base) == {"case-09-01", "case-09-02"}
    base.catalog.retire(["case-09-02"])
    manifest = base.update()
    for legs in (("dense",), ("lexical",), ()):
        assert found(base, premises={"industry": ["09"]}, legs=legs) == {"case-09-01"}
    vectors, lexical = base.projection.open(manifest)
    assert vectors.count() == lexical.count() == 9
    assert lexical.ids_of(["case-09-02"]) == []
    vectors.close()


def test_an_entry_that_changes_its_visibility_changes_its_partition(
    open_base: Open, make_case: Make, split: Split
) -> None:
    """The same words under another visibility are in that partition only."""
    base = open_base([make_case()])
    own = make_case(visibility="hub:13")
    base.catalog.put(own, split(own), "case-09-01.md")
    vectors, lexical = base.projection.open(base.update())
    assert vectors.count() == lexical.count() == 9
    vectors.close()
    assert found(base) == set()
    assert found(base, viewer=Viewer("13")) == {own.id}


def test_rebuild_embeds_nothing_anew(tmp_path: Path, make_case: Make, split: Split) -> None:
    """A new generation comes from the cached vectors, also after every index file is deleted."""
    embedder = CountingEmbedder()
    base = KnowledgeBase(tmp_path, embedder)
    case = make_case()
    base.catalog.put(case, split(case), "a.md")
    first = base.update()
    before = base.search("値上げ")
    embedder.texts.clear()
    second = base.projection.update(rebuild=True)
    assert second.generation != first.generation
    assert base.search("値上げ") == before
    shutil.rmtree(tmp_path / "projections")
    base.update()
    assert embedder.texts == []
    assert base.search("値上げ") == before
    base.close()


def test_the_last_generation_is_kept_and_older_ones_are_swept(tmp_path: Path, open_base: Open, make_case: Make) -> None:
    """A reader may still be opening the generation before; what is older, or was left half built, goes."""
    base = open_base([make_case()])
    (tmp_path / "data" / "projections" / "hashing-512-v1-000007").mkdir()
    base.projection.update(rebuild=True)
    base.projection.update(rebuild=True)
    assert generations(tmp_path / "data") == ["hashing-512-v1-000008", "hashing-512-v1-000009"]


def damaged(path: Path, how: str) -> None:
    content = path.read_bytes()
    if how == "cut":
        path.write_bytes(content[: len(content) // 3])
    elif how == "emptied":
        path.write_bytes(b"")
    elif how == "gone":
        path.unlink()
    else:  # overwritten, same size
        path.write_bytes(b"\xab" * len(content))


@pytest.mark.parametrize("how", ["cut", "emptied", "gone", "overwritten"])
@pytest.mark.parametrize("name", ["chroma/chroma.sqlite3", "lexical/meta.json", "manifest.json", "../current.json"])
def test_a_broken_index_is_rebuilt_by_the_next_update(
    tmp_path: Path, open_base: Open, make_case: Make, split: Split, name: str, how: str
) -> None:
    """Whatever file is damaged: the next update with a change brings a whole index, without embedding anything again."""
    open_base([make_case()]).close()
    damaged(tmp_path / "data" / "projections" / "hashing-512-v1-000001" / name, how)
    base = open_base()
    second = make_case(id="case-09-02")
    base.catalog.put(second, split(second), "b.md")
    assert base.projection.behind()
    assert base.update().passages == 18
    assert found(base) == {"case-09-01", "case-09-02"}


@pytest.mark.parametrize("name", ["chroma/chroma.sqlite3", "lexical/meta.json"])
def test_files_cut_short_are_noticed_without_a_change(
    tmp_path: Path, open_base: Open, make_case: Make, name: str
) -> None:
    """A truncated index is refused in words instead of answering wrongly, counts as behind, and is mended by update."""
    open_base([make_case()]).close()
    damaged(tmp_path / "data" / "projections" / "hashing-512-v1-000001" / name, "cut")
    base = open_base()
    with pytest.raises(BrokenIndexError, match=r"欠けているファイル.*python -m knowledge rebuild"):
        base.search("値上げ")
    assert base.projection.behind()
    base.update()
    assert found(base) == {"case-09-01"}


def test_a_large_vector_index_cut_short_is_refused(
    tmp_path: Path, open_base: Open, make_case: Make, split: Split
) -> None:
    """Chroma would open it and answer wrongly or kill the process; the recorded sizes come first."""
    base = open_base()
    body = "".join(f"第{n}の打ち手として、瓶の数を{n}に改めた。\n" for n in range(1_100))
    case = make_case(打ち手=body)
    passages = split(case)
    acts = next(p for p in passages if p.anchor == "打ち手")
    pieces, start = [], acts.start
    for ordinal, line in enumerate(body.splitlines()):
        end = start + len(line)
        pieces.append(replace(acts, id=f"{case.id}#{ordinal}", ordinal=ordinal, text=line, start=start, end=end))
        start = end + 1
    base.catalog.put(case, pieces, "a.md")
    manifest = base.update()
    asked, lost = base.projection.lost(manifest, 100)
    assert asked == 100
    assert len(lost) <= 2
    base.close()
    segment = next((tmp_path / "data" / "projections" / manifest.generation).rglob("data_level0.bin"))
    damaged(segment, "cut")
    base = open_base()
    with pytest.raises(BrokenIndexError, match="欠けているファイル"):
        base.search("瓶の数")
    base.update()
    assert found(base, "瓶の数") == {case.id}


def test_lost_vectors_are_found_out(tmp_path: Path, open_base: Open, make_case: Make) -> None:
    """A passage that an index does not return for its own text is named, though both counts still agree."""
    base = open_base([make_case(), make_case(id="case-09-02", title="求人の書き方を変えて応募が来た旅館")])
    manifest = base.update()
    assert base.projection.lost(manifest) == (18, [])
    _, lexical = base.projection.open(manifest)
    vectors = ChromaIndex(tmp_path / "data" / "projections" / manifest.generation / "chroma")
    own = lexical.ids_of(["case-09-02"])
    vectors.delete(own)
    vectors.close()
    asked, lost = base.projection.lost(manifest)
    assert asked == 18
    assert sorted(lost) == sorted(own)
    assert base.projection.lost(manifest, 5)[0] <= 5


class Failing(HashingEmbedder):
    """Breaks off whatever is being built."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        raise BrokenIndexError("見本")


def test_a_build_that_fails_leaves_the_generation_in_use(
    tmp_path: Path, open_base: Open, make_case: Make, split: Split
) -> None:
    """When neither following nor rebuilding works, the error is told and searching goes on as before."""
    open_base([make_case()]).close()
    base = open_base(embedder=Failing())
    second = make_case(id="case-09-02", 結果="まだ埋め込まれていない文である。")
    base.catalog.put(second, split(second), "b.md")
    with pytest.raises(BrokenIndexError, match="見本"):
        base.update()
    assert found(base) == {"case-09-01"}


_BUILDER = """
import os, signal, sys
from pathlib import Path
from knowledge.embedding import load_embedder
from knowledge.search import KnowledgeBase

def build(place, event, word):
    def armed(name, details):
        if name == event and word in repr(details):
            os.kill(os.getpid(), signal.SIGKILL)

    base = KnowledgeBase(Path(place), load_embedder("hashing"))
    sys.addaudithook(armed)
    base.update()
    base.close()

for line in sys.stdin:  # each build in a child of its own, so that the libraries are loaded only once
    child = os.fork()
    if child == 0:
        build(*line.rstrip().split("\t"))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status))
"""
#: Where a builder is killed: copying, opening either index, before and after manifest and switch, and at sweeping.
POINTS = [
    ("shutil.copytree", "000001"),
    ("os.mkdir", "000002/chroma"),
    ("os.mkdir", "000002/lexical"),
    ("open", "manifest.new"),
    ("os.rename", "manifest.new"),
    ("open", "current.new"),
    ("os.rename", "current.new"),
    ("shutil.rmtree", "000000"),
]


def build_elsewhere(orders: Sequence[tuple[Path, str, str]]) -> list[int]:
    """Build in processes of their own, each killed at its armed point; return their exit codes."""
    said = "".join(f"{place}\t{event}\t{word}\n" for place, event, word in orders)
    done = subprocess.run(
        [sys.executable, "-c", _BUILDER], input=said, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == 0, done.stderr
    return [int(code) for code in done.stdout.split()]


def test_a_kill_at_any_point_leaves_a_searchable_index(
    tmp_path: Path, open_base: Open, make_case: Make, split: Split
) -> None:
    """SIGKILL at armed points of a build: the index in use still answers, and the next update completes."""
    base = open_base([make_case()])
    second = make_case(id="case-09-02")
    base.catalog.put(second, split(second), "b.md")
    base.close()
    (tmp_path / "data" / "projections" / "hashing-512-v1-000000").mkdir()  # something to sweep
    places = [tmp_path / f"killed-{n}" for n in range(len(POINTS))]
    for place in places:
        shutil.copytree(tmp_path / "data", place)
    codes = build_elsewhere([(place, *point) for place, point in zip(places, POINTS, strict=True)])
    assert codes == [-signal.SIGKILL] * len(POINTS)
    for place, point in zip(places, POINTS, strict=True):
        again = open_base(data=place)
        assert found(again) >= {"case-09-01"}, point
        again.update()
        assert found(again) == {"case-09-01", "case-09-02"}, point
        assert len(generations(place)) <= 3, point
        assert not again.projection.behind()
        again.close()


def test_a_generation_of_another_process_is_noticed(
    tmp_path: Path, open_base: Open, make_case: Make, split: Split
) -> None:
    """A reader that goes on searching sees what another process has built, without a restart."""
    reader = open_base([make_case()])
    assert found(reader) == {"case-09-01"}
    second = make_case(id="case-09-02")
    reader.catalog.put(second, split(second), "b.md")
    assert build_elsewhere([(tmp_path / "data", "none", "none")]) == [0]
    assert found(reader) == {"case-09-01", "case-09-02"}


def test_builders_wait_for_each_other(open_base: Open, make_case: Make, split: Split) -> None:
    """Two that update at once end with one generation that holds everything."""
    one = open_base([make_case()])
    other = open_base()
    second = make_case(id="case-09-02")
    one.catalog.put(second, split(second), "b.md")
    built: list[str] = []
    threads = [threading.Thread(target=lambda b=b: built.append(b.update().generation)) for b in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert built == ["hashing-512-v1-000002"] * 2
    assert found(other) == {"case-09-01", "case-09-02"}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"generation": 3}', '{"generation": "gone"}', "\x00"])
def test_a_pointer_that_cannot_be_read_counts_as_none(
    tmp_path: Path, open_base: Open, make_case: Make, content: str
) -> None:
    """Whatever stands in current.json, there is an answer: no generation yet."""
    base = open_base([make_case()])
    (tmp_path / "data" / "projections" / "current.json").write_text(content)
    assert base.projection.current() is None
    base.update()
    assert found(base) == {"case-09-01"}


def test_an_older_layout_is_built_anew(tmp_path: Path, open_base: Open, make_case: Make) -> None:
    """When what is written into the indexes has changed, the old generation is no longer used."""
    base = open_base([make_case()])
    path = tmp_path / "data" / "projections" / "hashing-512-v1-000001" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"layout": LAYOUT - 1}))
    assert base.projection.current() is None
    assert base.update().layout == LAYOUT


def test_premises_are_said_in_words(
    make_case: Make, make_policy: Make, guideline_text: Callable[..., str], split: Split
) -> None:
    """Codes are searched as their labels, under the title of the entry or the heading of the clause."""
    assert premises_in_words(make_case()) == (
        "食料品製造業 後継者（二代目・三代目） 慎重 成熟期 値付け・価格転嫁 採算の可視化"
    )
    assert premises_in_words(make_policy()) == "補助金・助成金 補助金・制度"
    assert premises_in_words(parse_markdown(guideline_text())) == "傾聴と信頼"
    case = make_case()
    assert context_text(case, split(case)[0]).startswith(case.title)


def test_vectors_stay_unit_vectors(open_base: Open, make_case: Make) -> None:
    """What the index holds of a passage mixes its text and its context, at length 1."""
    base = open_base([make_case()])
    vectors, _ = base.projection.open(base.update())
    case = base.catalog.get("case-09-01")
    assert case
    near = vectors.search(np.ones(512, np.float32) / 512**0.5, ["national/case"], [], 9)
    assert all(-1.0001 <= cosine <= 1.0001 for _, cosine in near)
    vectors.close()
