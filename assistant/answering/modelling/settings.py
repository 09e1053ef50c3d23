"""Which chat model writes, where it listens, and how long an answer may wait for it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_NAME = re.compile(r"[a-z0-9_]+:\S.*")


class ModelSettingsError(ValueError):
    """A setting of the model that cannot be used; the message is the Japanese sentence the operator sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """``name``: ``provider:model`` as LangChain's ``init_chat_model`` reads it. ``url``, ``key``: of the provider's API.

    ``seconds``: the longest that an answer waits for the model, with its one retry. ``source_tokens``: how much of the sources
    the model is given; ``answer_tokens``: the most it may write. The key is in no ``repr``.
    """

    name: str
    url: str = ""
    key: str = field(default="", repr=False)
    seconds: float = 20.0
    source_tokens: int = 6_000
    answer_tokens: int = 1_500

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> ModelSettings | None:
        """Read ASSISTANT_MODEL and _URL, _KEY, _SECONDS, _TOKENS, _ANSWER_TOKENS after it (YOROZU_… too); None without a model."""

        def given(name: str) -> str:
            return (environment.get(f"ASSISTANT_{name}") or environment.get(f"YOROZU_{name}") or "").strip()

        if not given("MODEL"):
            return None
        if not _NAME.fullmatch(given("MODEL")):
            raise ModelSettingsError(
                "ASSISTANT_MODEL は「提供元:モデル名」の形で指定してください(例 openai:gpt-oss-20b)。"
            )
        if given("MODEL_URL") and not _is_address(given("MODEL_URL")):
            raise ModelSettingsError(
                "ASSISTANT_MODEL_URL は http:// か https:// で始まる、利用者名を含まない URL で指定してください。"
            )
        return cls(
            name=given("MODEL"),
            url=given("MODEL_URL"),
            key=given("MODEL_KEY"),
            seconds=_number("ASSISTANT_MODEL_SECONDS", given("MODEL_SECONDS") or "20", 1, 600),
            source_tokens=int(_number("ASSISTANT_MODEL_TOKENS", given("MODEL_TOKENS") or "6000", 200, 200_000)),
            answer_tokens=int(
                _number("ASSISTANT_MODEL_ANSWER_TOKENS", given("MODEL_ANSWER_TOKENS") or "1500", 50, 20_000)
            ),
        )

    @property
    def provider(self) -> str:
        """Return the part of the name before the colon."""
        return self.name.partition(":")[0]


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None


def _number(name: str, text: str, least: float, most: float) -> float:
    value = float(text) if re.fullmatch(r"[0-9]{1,7}(?:\.[0-9]{1,3})?", text) else -1.0
    if not least <= value <= most:
        raise ModelSettingsError(f"{name}「{text[:20]}」は {least:g}〜{most:g} の数で指定してください。")
    return value
