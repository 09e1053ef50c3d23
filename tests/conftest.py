"""What every test needs: a quarantine key of its own, and the starter knowledge as users have it, embedded once for all tests."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.starter import import_starter
from knowledge.embedding import Embedder, load_embedder
from knowledge.search import KnowledgeBase

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def quarantine_key() -> Iterator[None]:
    """Set the key of the quarantine for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YOROZU_QUARANTINE_KEY", base64.b64encode(bytes(range(32))).decode())
        yield


@pytest.fixture(scope="session")
def bundled_embedder() -> Embedder:
    """The model that ships with the program; it takes a second to load and is safe to share."""
    return load_embedder()


@pytest.fixture(scope="session")
def starter_data(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory, bundled_embedder: Embedder
) -> Path:
    """The data directory after a first start.

    Embedding takes most of a minute, so the directory is kept in pytest's cache until an entry or the code that reads and
    indexes it changes; what the start told the operator is kept beside it in ``said.txt``.
    """
    cache = pytestconfig.cache.mkdir("starter")
    kept = cache / _fingerprint(bundled_embedder)
    data = tmp_path_factory.mktemp("starter") / "data"
    if kept.is_dir():
        return Path(shutil.copytree(kept, data))
    said: list[str] = []
    opened = KnowledgeBase(data, bundled_embedder)
    import_starter(opened, said.append)
    opened.close()
    (data / "said.txt").write_text("\n".join(said))
    for outdated in cache.iterdir():
        shutil.rmtree(outdated, ignore_errors=True)
    copied = shutil.copytree(data, cache / f"{kept.name}-{os.getpid()}")
    with contextlib.suppress(OSError):  # another run was first
        copied.rename(kept)
    return data


def _fingerprint(embedder: Embedder) -> str:
    found = hashlib.sha256(embedder.key.encode())
    for folder in ("knowledge", "ingest"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".md"):
                found.update(str(file).encode() + file.read_bytes())
    return found.hexdigest()[:16] + hashlib.sha256((ROOT / "assistant/starter.py").read_bytes()).hexdigest()[:8]
