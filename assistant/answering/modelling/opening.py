"""Which writer answers on this machine: the model writer where a model is set and can be opened, else the evidence writer."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answering.modelling.breaker import Breaker
from assistant.answering.modelling.chat import ChatModel, NoModelError
from assistant.answering.modelling.settings import ModelSettings
from assistant.answering.modelling.writer import ModelWriter
from assistant.answering.written import EvidenceWriter, Writer


def open_writer(settings: ModelSettings | None, say: Callable[[str], None], breaker: Breaker | None = None) -> Writer:
    """Return the writer; ``say`` is told in one sentence why a model that is set cannot be used."""
    model = open_model(settings, say)
    return ModelWriter(model, settings, breaker) if model and settings else EvidenceWriter()


def open_model(settings: ModelSettings | None, say: Callable[[str], None]) -> ChatModel | None:
    """Return the model that is set, None where none is or it cannot be used; ``say`` is told why in one sentence."""
    if settings is None:
        return None
    from assistant.answering.modelling.langchain_model import LangChainModel  # takes seconds: only where a model is set

    try:
        return LangChainModel(settings)
    except NoModelError as error:
        say(str(error))
        return None
