"""The model's settings are read from the environment and refused in words; the key shows nowhere."""

from __future__ import annotations

import pytest

from assistant.answering.modelling import ModelSettings, ModelSettingsError
from assistant.settings import Settings, SettingsError

FULL = {
    "ASSISTANT_MODEL": "openai:gemma-3",
    "ASSISTANT_MODEL_URL": "http://127.0.0.1:8080/v1",
    "ASSISTANT_MODEL_KEY": "secret-key-1",
    "ASSISTANT_MODEL_SECONDS": "12.5",
    "ASSISTANT_MODEL_TOKENS": "3000",
    "ASSISTANT_MODEL_ANSWER_TOKENS": "800",
}
READ = ModelSettings(
    name="openai:gemma-3",
    url="http://127.0.0.1:8080/v1",
    key="secret-key-1",
    seconds=12.5,
    source_tokens=3_000,
    answer_tokens=800,
)


def test_without_a_model_there_is_none() -> None:
    assert ModelSettings.from_environment({}) is None
    assert Settings.from_environment({"ASSISTANT_MODEL": " "}).model is None


def test_every_setting_is_read_under_either_prefix() -> None:
    """The other settings of the house begin with YOROZU_."""
    assert ModelSettings.from_environment(FULL) == READ
    assert ModelSettings.from_environment({k.replace("ASSISTANT", "YOROZU"): v for k, v in FULL.items()}) == READ
    assert Settings.from_environment(FULL).model == READ


def test_the_key_is_in_no_text_of_the_settings() -> None:
    """Whatever logs settings logs no key."""
    assert "secret" not in repr(READ) + str(READ) + repr(Settings.from_environment(FULL))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"ASSISTANT_MODEL": "gemma"}, "提供元:モデル名"),
        ({"ASSISTANT_MODEL": "openai:"}, "提供元:モデル名"),
        ({"ASSISTANT_MODEL_URL": "ftp://x"}, "http://"),
        ({"ASSISTANT_MODEL_URL": "http://user:pass@x/v1"}, "利用者名を含まない"),
        ({"ASSISTANT_MODEL_URL": "http://[::1"}, "http://"),
        ({"ASSISTANT_MODEL_SECONDS": "0"}, "1〜600"),
        ({"ASSISTANT_MODEL_SECONDS": "nan"}, "1〜600"),
        ({"ASSISTANT_MODEL_TOKENS": "²00"}, "200〜200000"),
        ({"ASSISTANT_MODEL_ANSWER_TOKENS": "9"}, "50〜20000"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_with_a_sentence(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(ModelSettingsError, match=told):
        ModelSettings.from_environment(FULL | wrong)
    with pytest.raises(SettingsError, match=told):
        Settings.from_environment(FULL | wrong)
