"""The system that is judged: the starter knowledge in a data directory, an assistant over it, and who writes its answers."""

from __future__ import annotations

import functools
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from assistant.answering import Assistant
from assistant.answering.modelling import ModelSettings, ModelSettingsError, open_writer
from assistant.answering.modelling.breaker import Breaker
from assistant.answering.written import Writer
from assistant.starter import import_starter
from eval.samples import DATASETS
from eval.suite import Setup
from knowledge.embedding import Embedder, load_embedder
from knowledge.search import KnowledgeBase


class OpeningError(RuntimeError):
    """A system that cannot be opened as asked; the message is one Japanese sentence."""


_loaded = functools.lru_cache(maxsize=2)(load_embedder)


def embedder() -> Embedder:
    """Return the embedder that the settings name, loaded once."""
    return _loaded(os.environ.get("YOROZU_EMBEDDING", "bundled"))


@contextmanager
def opened(
    data: Path | None = None, model: str = "", whole: bool = False, datasets: Path = DATASETS
) -> Iterator[Setup]:
    """Open ``data`` (else a temporary directory) with the starter knowledge in it, answering today.

    ``model`` (``provider:name``) words the answers, with address and key from the usual settings; raise OpeningError where it
    cannot: figures of another writer would pass for the model's.
    """
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder) / "scratch"
        scratch.mkdir()
        place = data or Path(folder) / "data"
        writer = _writer(model)
        knowledge = KnowledgeBase(place, embedder())
        try:
            import_starter(knowledge, lambda _text: None)
            today = date.today()
            assistant = Assistant(knowledge, lambda: today, writer=writer)
            yield Setup(
                knowledge=knowledge,
                assistant=assistant,
                data=place,
                scratch=scratch,
                today=today,
                datasets=datasets,
                whole=whole,
                writer=writer,
            )
        finally:
            knowledge.close()


def _writer(model: str) -> Writer | None:
    if not model:
        return None
    try:
        settings = ModelSettings.from_environment({**os.environ, "ASSISTANT_MODEL": model})
    except ModelSettingsError as error:
        raise OpeningError(str(error)) from error
    # a model that fails is asked again each time: who measures it wants to know of every attempt
    return open_writer(settings, _refuse, Breaker(failures=sys.maxsize))


def _refuse(reason: str) -> None:
    raise OpeningError(reason)
