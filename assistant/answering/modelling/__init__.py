"""The model writer: rules and sources → chat model → sentences with quotes → verified, or the evidence answer instead."""

from assistant.answering.modelling.chat import REASONS, ChatModel, ModelError, NoModelError
from assistant.answering.modelling.opening import open_model, open_writer
from assistant.answering.modelling.settings import ModelSettings, ModelSettingsError
from assistant.answering.modelling.writer import ModelWriter

__all__ = [
    "REASONS",
    "ChatModel",
    "ModelError",
    "ModelSettings",
    "ModelSettingsError",
    "ModelWriter",
    "NoModelError",
    "open_model",
    "open_writer",
]
