"""Searching goes on: while a generation is replaced, when one is broken, and when its vectors fail in use."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.embedding import Embedder
from knowledge.entries import Entry
from knowledge.indexes.projection import Manifest
from knowledge.indexes.verification import Verdict, Verifier, verify
from knowledge.search import KnowledgeBase

Make = Callable[..., Entry]
Open = Callable[..., KnowledgeBase]
Split = Callable[[Entry], list]


class Here(Verifier):
    """Verifies in this process, which is faster; the child has tests of its own."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.data = data
        self.wrong: dict[str, Verdict] = {}
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.asked: list[str] = []

    def __call__(self, manifest: Manifest) -> Verdict:
        self.asked.append(manifest.generation)
        assert self.may_go_on.wait(60)
        if manifest.generation in self.wrong:
            return self.wrong[manifest.generation]
        said: dict[str, str] = {}
        verify(self.data, manifest.generation, said.__setitem__)
        return Verdict(**said)


def found(base: KnowledgeBase, text: str = "値上げ") -> set[str]:
    return {i for hit in base.search(text, limit=50) for i in (hit.entry.id, *hit.twins)}


def until(holds: Callable[[], bool]) -> None:
    for _ in range(1_200):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("waited in vain")


@pytest.fixture
def data(tmp_path: Path, open_base: Open, make_case: Make, make_policy: Make) -> Path:
    open_base([make_case(), make_policy()]).close()
    return tmp_path / "data"


@pytest.fixture
def check(data: Path) -> Here:
    return Here(data)


@pytest.fixture
def server(data: Path, check: Here, hashing: Embedder) -> Iterator[KnowledgeBase]:
    base = KnowledgeBase(data, hashing, check)
    yield base
    check.may_go_on.set()
    base.close()


def settled(server: KnowledgeBase) -> bool:
    server.serving.current()
    return server.serving.something and not server.serving.keywords_only and not server.projection.behind()


FIRST, SECOND = "hashing-512-v1-000001", "hashing-512-v1-000002"


def test_a_sound_generation_is_served_after_it_was_verified(server: KnowledgeBase, check: Here) -> None:
    """Once, not at each search."""
    assert found(server) == {"case-09-01", "subsidy-small"}
    assert found(server, "補助金") and check.asked == [FIRST]
    assert not server.serving.keywords_only


def test_a_search_that_looked_before_a_generation_was_settled_has_it_not_verified_again(
    server: KnowledgeBase, check: Here
) -> None:
    """Two questions see the new generation at once; the slower one finds it settled."""
    found(server)
    settling = server.serving._settling
    assert settling
    settling.join()
    server.serving._settle_in_background(server.projection.in_use())
    assert server.serving._settling is settling and check.asked == [FIRST]


def test_a_new_generation_is_verified_while_the_old_one_answers(
    server: KnowledgeBase, check: Here, data: Path, open_base: Open, make_case: Make, split: Split
) -> None:
    """Another process imports; every search in between is answered, and the new entry comes without a restart."""
    found(server)
    check.may_go_on.clear()
    other = open_base()
    second = make_case(id="case-09-02")
    other.catalog.put(second, split(second), "b.md")
    other.update()
    assert found(server) == {"case-09-01", "subsidy-small"}
    assert not server.serving.keywords_only
    check.may_go_on.set()
    until(lambda: "case-09-02" in found(server))
    assert check.asked == [FIRST, SECOND]


@pytest.mark.parametrize("wrong", [Verdict("", "見本の誤り"), Verdict("見本の誤り", "見本の誤り")])
def test_a_broken_generation_at_the_start_is_replaced_while_keywords_answer(
    server: KnowledgeBase, check: Here, data: Path, monkeypatch: pytest.MonkeyPatch, wrong: Verdict
) -> None:
    """Set aside with a note, rebuilt from the catalog without embedding; the keywords come from it or from the catalog."""
    check.wrong[FIRST] = wrong
    go_on = threading.Event()
    real = server.projection.update
    monkeypatch.setattr(
        server.projection, "update", lambda *given, **by_name: go_on.wait(60) and real(*given, **by_name)
    )
    hits = server.search("値上げ", limit=50)
    assert {hit.entry.id for hit in hits} >= {"case-09-01"}
    assert {hit.cosine for hit in hits} == {None}
    assert server.serving.keywords_only and server.ready()
    note = json.loads((data / "broken" / FIRST / "broken.json").read_text())
    assert (note["generation"], "見本の誤り" in note["wrong"]) == (FIRST, True)
    vectors = server.catalog.counts()["vectors"]
    go_on.set()
    until(lambda: settled(server))
    current = server.projection.current()
    assert current and current.generation == SECOND
    assert server.catalog.counts()["vectors"] == vectors
    assert server.search("値上げ")[0].cosine is not None
    assert [p.name for p in (data / "broken").iterdir()] == [FIRST]


def test_a_new_generation_that_is_broken_never_replaces_the_old_one(
    server: KnowledgeBase, check: Here, open_base: Open, make_case: Make, split: Split
) -> None:
    """The one before serves, vectors and all, until a sound one is built."""
    found(server)
    check.wrong[SECOND] = Verdict("", "見本の誤り")
    other = open_base()
    second = make_case(id="case-09-02")
    other.catalog.put(second, split(second), "b.md")
    other.update()
    while "case-09-02" not in found(server):
        assert not server.serving.keywords_only
    current = server.projection.current()
    assert current and current.generation == "hashing-512-v1-000003"


def test_vectors_that_fail_in_use_cost_no_search(server: KnowledgeBase, data: Path) -> None:
    """The question that meets the failure is answered by keywords; the indexes are verified and opened again."""
    found(server)
    for file in (data / "open").rglob("chroma.sqlite3"):
        file.write_bytes(b"\xab" * file.stat().st_size)
    for _ in range(20):
        assert "case-09-01" in found(server)
    until(lambda: settled(server))
    assert server.search("値上げ")[0].cosine is not None


def test_a_failing_rebuild_leaves_keywords_and_is_told_as_such(
    server: KnowledgeBase, check: Here, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A full disk, say: searching goes on; it is tried again later, not at every question."""
    check.wrong[FIRST] = Verdict("", "見本の誤り")
    tried: list[int] = []

    def full(*_given: object, **_by_name: object) -> None:
        tried.append(1)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(server.projection, "update", full)
    for _ in range(5):
        assert "case-09-01" in found(server)
    until(lambda: bool(tried))
    assert found(server) and server.serving.keywords_only
    until(lambda: "mending the indexes failed" in caplog.text)
    found(server)
    assert tried == [1]


def test_what_an_import_left_behind_is_indexed_at_the_start(
    data: Path, open_base: Open, make_case: Make, split: Split, hashing: Embedder
) -> None:
    """Killed between catalog and indexes: the server answers at once and catches up by itself."""
    other = open_base()
    second = make_case(id="case-09-02")
    other.catalog.put(second, split(second), "b.md")
    base = KnowledgeBase(data, hashing, Here(data))
    assert "case-09-01" in found(base)
    until(lambda: "case-09-02" in found(base))
    base.close()


def test_the_watch_moves_on_without_questions(server: KnowledgeBase, open_base: Open, make_policy: Make) -> None:
    """So that files of an erased entry are let go by a server that nobody asks."""
    found(server)
    server.serving.watch(0.05)
    other = open_base()
    other.catalog.retire(["subsidy-small"])
    new = other.update()
    until(lambda: server.serving._opened is not None and server.serving._opened.manifest == new)
    assert new.generation != FIRST


def test_searches_from_many_threads_never_fail_while_generations_change(
    server: KnowledgeBase, open_base: Open, make_case: Make, split: Split
) -> None:
    """Three imports of another process under constant questions: no error, and never an empty answer."""
    stop = threading.Event()
    failures: list[object] = []

    def ask() -> None:
        while not stop.is_set():
            try:
                if "case-09-01" not in found(server):
                    failures.append("empty")
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    other = open_base()
    for n in range(2, 5):
        case = make_case(id=f"case-09-{n:02d}")
        other.catalog.put(case, split(case), f"{n}.md")
        other.update()
    until(lambda: "case-09-04" in found(server))
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
