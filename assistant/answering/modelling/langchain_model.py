"""The seam to LangChain: any chat model that ``init_chat_model`` knows. Imported only where a model is set."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from typing import Any

from langsmith import tracing_context

from assistant.answering.modelling.chat import ModelError, NoModelError
from assistant.answering.modelling.reading import SHAPE
from assistant.answering.modelling.settings import ModelSettings

_LOG = logging.getLogger(__name__)
_HELD_TO_SHAPE = ("openai",)  # providers whose servers can be held to a JSON schema; local ones speak as openai


class LangChainModel:
    """Any model that ``init_chat_model`` knows."""

    def __init__(
        self,
        settings: ModelSettings,
        environment: Mapping[str, str] = os.environ,
        shape: Mapping[str, Any] = SHAPE,
    ) -> None:
        """Open the model; raise NoModelError when its package is missing or its provider unknown."""
        self.name = settings.name
        schema = {"name": "draft", "schema": shape}
        held = settings.provider in _HELD_TO_SHAPE
        asked = {"response_format": {"type": "json_schema", "json_schema": schema}}
        self._shape = (
            {"extra_body": asked} if held else {}
        )  # as it is: the client would refuse a reply that is cut short
        given: dict[str, Any] = {
            "temperature": 0,
            "timeout": settings.seconds,
            "max_retries": 0,
            "max_tokens": settings.answer_tokens,
        }
        if settings.url:
            given["base_url"] = settings.url
        if settings.key:
            given["api_key"] = settings.key
        elif settings.url and settings.provider == "openai" and not environment.get("OPENAI_API_KEY"):
            given["api_key"] = "none"  # a local server asks for none, its client does
        try:
            from langchain.chat_models import init_chat_model  # an extra: without a model nobody needs it

            self._model = init_chat_model(settings.name, **given)
        except ImportError as error:
            raise NoModelError(
                f"文章を書くAI({settings.name})の部品が入っていません。pip install langchain "
                f"langchain-{settings.provider.replace('_', '-')} で入れてください。それまでは根拠の引用だけで答えます。"
            ) from error
        except Exception as error:
            _LOG.warning("the model could not be opened: %s", type(error).__name__)
            raise NoModelError(
                f"文章を書くAI({settings.name})を使えません。提供元の名前、モデル名、鍵を確かめてください。"
                "それまでは根拠の引用だけで答えます。"
            ) from error

    def stream(self, rules: str, task: str, shaped: bool) -> Iterator[str]:
        """Yield a reply piece by piece; nothing of it is traced to anyone else."""
        messages = [("system", rules), ("user", task)]
        try:
            with tracing_context(enabled=False):
                for piece in self._model.stream(messages, **(self._shape if shaped else {})):
                    if piece.text:
                        yield str(piece.text)
        except Exception as error:  # every provider has its own; none of them may reach a reader
            _LOG.warning("the model failed: %s", type(error).__name__)
            raise ModelError("slow" if "timeout" in type(error).__name__.lower() else "failed") from error
