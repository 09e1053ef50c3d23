"""Settings are read once and refused in words when they cannot work."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from assistant.settings import Settings, SettingsError, port_of


def test_defaults_need_no_environment() -> None:
    """An empty environment gives a working machine of its own."""
    assert Settings.from_environment({}) == Settings(Path("data"), "127.0.0.1", 8000, "bundled", "")


def test_every_setting_is_read_from_the_environment() -> None:
    """Each variable reaches its field."""
    given = {
        "YOROZU_DATA": "/srv/yorozu",
        "YOROZU_HOST": "::1",
        "YOROZU_PORT": "8123",
        "YOROZU_EMBEDDING": "hashing",
        "YOROZU_HUB": "13",
    }
    assert Settings.from_environment(given) == Settings(Path("/srv/yorozu"), "::1", 8123, "hashing", "13")


@pytest.mark.parametrize("port", ["0", "-1", "65536", "http", "", "²", "8000.0", "9" * 5_000])
def test_port_that_does_not_exist_is_refused_with_a_sentence(port: str) -> None:
    """Nothing but 1 to 65535 is a port, and no spelling of a number ends in a traceback."""
    with pytest.raises(SettingsError, match=r"1〜65535 の数で指定してください"):
        Settings.from_environment({"YOROZU_PORT": port})


@pytest.mark.parametrize(("text", "port"), [("1", 1), ("8080", 8080), ("65535", 65535)])
def test_port_is_a_number(text: str, port: int) -> None:
    """The bounds belong to the range."""
    assert port_of(text) == port


@pytest.mark.parametrize("hub", ["0", "00", "48", "13a", "東京"])
def test_unknown_hub_is_refused_with_a_sentence(hub: str) -> None:
    """A hub is one of the 47."""
    with pytest.raises(SettingsError, match="01〜47 の拠点番号"):
        Settings.from_environment({"YOROZU_HUB": hub})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "::1"])
def test_this_computer_may_listen_to_itself(host: str) -> None:
    """Every spelling of this computer is allowed."""
    settings = Settings(host=host)
    settings.require_loopback()  # anything else raises, see below
    assert settings.host == host


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "example.jp", "", "localhost.example.jp"])
def test_address_that_others_can_reach_is_refused_with_a_sentence(host: str) -> None:
    """Without access control nothing may listen to other machines."""
    with pytest.raises(SettingsError, match="このコンピューターの中"):
        Settings(host=host).require_loopback()


def test_port_in_use_is_refused_before_anything_is_loaded() -> None:
    """The operator is told of the other program, and of the way out; a free port is fine."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=f"ポート {port} は使えません.*--port"):
            Settings(port=port).require_free_port()
    Settings(port=port).require_free_port()


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000"), ("localhost", "http://localhost:8000")],
)
def test_url_can_be_opened_as_it_is_shown(host: str, url: str) -> None:
    """An IPv6 address stands in brackets."""
    assert Settings(host=host).url == url


def test_further_host_names_and_open_review_pages_are_settings() -> None:
    """Names with commas between; only 1 opens the pages that show originals to other machines."""
    found = Settings.from_environment({"YOROZU_HOST_NAMES": " a.example , b.example,", "YOROZU_REVIEW_PAGES": "1"})
    assert (found.names, found.review_pages) == (("a.example", "b.example"), True)
    for other in ("", "0", "true", "yes"):
        assert not Settings.from_environment({"YOROZU_REVIEW_PAGES": other}).review_pages


@pytest.mark.parametrize(
    ("host", "may"), [("127.0.0.1", True), ("::1", True), ("0.0.0.0", False), ("192.0.2.7", False)]
)
def test_originals_are_shown_on_this_computer_only_unless_the_operator_says_otherwise(host: str, may: bool) -> None:
    """There are no accounts yet."""
    assert Settings(host=host).may_review == may
    assert Settings(host=host, review_pages=True).may_review
