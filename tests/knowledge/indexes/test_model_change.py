"""Another model is built beside the one that serves, goes on after a kill, and takes over when it is complete."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge.catalog.passage_vectors import BATCH
from knowledge.embedding import Embedder, load_embedder
from knowledge.embedding.embedder import Vectors
from knowledge.embedding.fake import HashingEmbedder
from knowledge.entries import Entry
from knowledge.indexes.projection import Manifest
from knowledge.indexes.verification import Verdict, Verifier, verify
from knowledge.search import KnowledgeBase

Make = Callable[..., Entry]
Open = Callable[..., KnowledgeBase]
Split = Callable[[Entry], list]
ROOT = Path(__file__).parents[3]


class Here(Verifier):
    """Verifies in this process, which is faster; the child has tests of its own."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.data = data

    def __call__(self, manifest: Manifest) -> Verdict:
        said: dict[str, str] = {}
        verify(self.data, manifest.generation, said.__setitem__)
        return Verdict(**said)


class Gated(HashingEmbedder):
    """Embeds passages when it is let."""

    def __init__(self) -> None:
        super().__init__(128)
        self.may_go_on = threading.Event()

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        assert self.may_go_on.wait(60)
        return super().encode_passages(texts)


@pytest.fixture
def old() -> Embedder:
    return load_embedder("hashing:256")


@pytest.fixture
def data(tmp_path: Path, open_base: Open, make_case: Make, old: Embedder) -> Path:
    open_base([make_case()], embedder=old).close()
    return tmp_path / "data"


@contextmanager
def served(data: Path, embedder: Embedder) -> Iterator[KnowledgeBase]:
    base = KnowledgeBase(data, embedder, Here(data))
    try:
        yield base
    finally:
        if isinstance(embedder, Gated):
            embedder.may_go_on.set()
        base.close()


def until(holds: Callable[[], bool]) -> None:
    for _ in range(1_200):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("waited in vain")


def served_model(base: KnowledgeBase) -> str:
    opened = base.serving.current()
    return opened.manifest.model if opened and opened.manifest else ""


def first_found(base: KnowledgeBase) -> str:
    return base.search("瑠璃色の暖簾", limit=1)[0].entry.id


class Reader(threading.Thread):
    """Searches without a pause and remembers what was not answered from vectors."""

    def __init__(self, base: KnowledgeBase) -> None:
        super().__init__(daemon=True)
        self.base, self.searches, self.failures = base, 0, list[str]()
        self.enough = threading.Event()
        self.start()

    def run(self) -> None:
        while not self.enough.is_set():
            try:
                hits = self.base.search("値上げ", legs=("dense",))
                if not hits or hits[0].cosine is None:
                    self.failures.append("nothing found by vectors")
            except Exception as error:
                self.failures.append(repr(error))
            self.searches += 1
            time.sleep(0.005)  # leave the builder its share of two cores

    def stop(self) -> None:
        self.enough.set()
        self.join()


def test_the_old_model_serves_until_the_new_one_is_complete(data: Path) -> None:
    """After a start with another setting every search is answered from vectors: of the old model, then of the new one."""
    new = Gated()
    with served(data, new) as server:
        reader = Reader(server)
        until(lambda: reader.searches > 20)
        assert served_model(server) == "hashing-256-v1"
        assert server.ready() and server.projection.behind() and not server.serving.keywords_only
        new.may_go_on.set()
        until(lambda: served_model(server) == new.key)
        seen = reader.searches
        until(lambda: reader.searches > seen + 20)
        reader.stop()
        assert reader.failures == []
        assert not server.projection.behind()
    assert {f.name[:-7] for f in (data / "projections").iterdir() if f.is_dir()} == {"hashing-128-v1", "hashing-256-v1"}


def test_what_is_imported_during_a_change_is_found_at_once(data: Path, make_case: Make, split: Split) -> None:
    """The old model's indexes follow the catalog meanwhile, and the new one's hold it too."""
    new = Gated()
    with served(data, new) as server:
        server.search("値上げ")
        second = make_case(id="case-09-02", title="暖簾を替えた宿", 結果="瑠璃色の暖簾を掛け替えた。")
        server.catalog.put(second, split(second), "b.md")
        assert server.update().model == "hashing-256-v1"
        until(lambda: first_found(server) == second.id)
        new.may_go_on.set()
        until(lambda: served_model(server) == new.key)
        assert first_found(server) == second.id


def test_a_server_that_is_closed_leaves_the_change_to_the_next_start(data: Path) -> None:
    """Closing does not wait for the whole of it."""
    new = Gated()
    with served(data, new) as server:
        server.search("値上げ")
        until(lambda: any(t.name == "catching up" for t in threading.enumerate()))
        closing = threading.Thread(target=server.close)
        closing.start()
        until(lambda: server.serving.closing)
        new.may_go_on.set()
        closing.join()
        in_use = server.projection.in_use()
        assert in_use and in_use.model == "hashing-256-v1"
    with served(data, load_embedder("hashing:128")) as again:
        until(lambda: served_model(again) == new.key)


def test_a_process_follows_another_that_changes_the_model(data: Path, old: Embedder, open_base: Open) -> None:
    """A server that was started with the old setting goes over to the new model, and never builds against it."""
    with served(data, old) as server:
        assert served_model(server) == "hashing-256-v1"
        until(lambda: not any(t.name == "catching up" for t in threading.enumerate()))
        other = open_base(embedder=load_embedder("hashing:128"))
        assert other.search("値上げ")[0].cosine is not None  # of the old model, before its own is built
        other.update()
        until(lambda: served_model(server) == "hashing-128-v1")
        assert server.update().model == "hashing-128-v1"
        assert server.search("値上げ")[0].cosine is not None


def test_without_the_old_model_keywords_answer_meanwhile(data: Path) -> None:
    """Its package was removed, say: the change goes on all the same."""
    path = data / "projections" / "hashing-256-v1-000001" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"setting": "langchain:no_such_package.Model:m"}))
    new = Gated()
    with served(data, new) as server:
        assert [hit.cosine for hit in server.search("値上げ")] == [None]
        assert server.serving.keywords_only
        new.may_go_on.set()
        until(lambda: served_model(server) == new.key)
        assert server.search("値上げ")[0].cosine is not None


_BUILDER = """
import os, signal, sys
from pathlib import Path
from knowledge.embedding.fake import HashingEmbedder
from knowledge.search import KnowledgeBase

class Counting(HashingEmbedder):
    calls = texts = 0
    setting = "hashing:128"

    def encode_passages(self, texts):
        Counting.calls += 1
        if Counting.calls > int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        Counting.texts += len(texts)
        return super().encode_passages(texts)

base = KnowledgeBase(Path(sys.argv[1]), Counting(128))
base.update()
print(Counting.texts)
"""


def build(data: Path, calls: int) -> subprocess.CompletedProcess[str]:
    """Change the model in a process that is killed when it embeds for more than so many times."""
    command = [sys.executable, "-c", _BUILDER, str(data), str(calls)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False)


def test_a_change_that_was_killed_goes_on_where_it_stopped(
    tmp_path: Path, open_base: Open, old: Embedder, make_case: Make, split: Split
) -> None:
    """SIGKILL while embedding: searches go on, and the next run embeds only what the first had not kept."""
    data = tmp_path / "data"
    base = open_base(embedder=old)
    for n in range(2 * BATCH // 9 + 10):
        own = {
            name: f"{n}番目の店の話である。{n + 1}か月続いた。{name}"
            for name in ("相談のきっかけ", "打ち手", "結果", "学び")
        }
        case = make_case(id=f"case-09-{n:03d}", title=f"値上げを考えた{n}番目の店", **own)
        base.catalog.put(case, split(case), f"{n}.md")
    base.update()
    texts = base.catalog.counts()["vectors"]
    reader = Reader(base)
    killed = build(data, calls=1)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    kept = base.catalog.counts()["vectors"] - texts
    assert 0 < kept < texts
    assert served_model(base) == "hashing-256-v1"
    again = build(data, calls=10_000)
    assert again.returncode == 0, again.stderr
    assert int(again.stdout) == texts - kept
    until(lambda: served_model(base) == "hashing-128-v1")
    reader.stop()
    assert reader.failures == []
    assert reader.searches > 20
