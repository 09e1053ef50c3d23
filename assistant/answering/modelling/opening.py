"""Which writer answers on this machine: the model writer where a model is set and can be opened, else the evidence writer."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answering.modelling.chat import NoModelError
from assistant.answering.modelling.settings import ModelSettings
from assistant.answering.modelling.writer import ModelWriter
from assistant.answering.written import EvidenceWriter, Writer


def open_writer(settings: ModelSettings | None, say: Callable[[str], None]) -> Writer:
    """Return the writer; ``say`` is told in one sentence why a model that is set cannot be used."""
    if settings is None:
        return EvidenceWriter()
    from assistant.answering.modelling.langchain_model import LangChainModel  # takes seconds: only where a model is set

    try:
        return ModelWriter(LangChainModel(settings), settings)
    except NoModelError as error:
        say(str(error))
        return EvidenceWriter()
