"""What an operator sets, read once from the environment at start."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.modelling.settings import ModelSettings, ModelSettingsError
from knowledge import taxonomy


class SettingsError(ValueError):
    """A setting that cannot be used; the message is the Japanese sentence the operator sees."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``data``: the data directory. ``hub``: whose own entries this machine shows (two digits) besides the national ones.

    ``names``: further host names under which browsers may ask for the pages. ``review_pages``: show originals of held cases
    even where other machines can reach this one. ``model``: the chat model that words the answers, None for quotes alone.
    """

    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = 8000
    embedding: str = "bundled"
    hub: str = ""
    names: tuple[str, ...] = ()
    review_pages: bool = False
    model: ModelSettings | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read YOROZU_DATA, _HOST, _PORT, _EMBEDDING, _HUB, _HOST_NAMES (with commas between), _REVIEW_PAGES (1) and the model's."""
        hub = environment.get("YOROZU_HUB", "")
        if hub and hub not in taxonomy.HUBS:
            raise SettingsError(f"YOROZU_HUB「{hub}」は 01〜47 の拠点番号で指定してください。")
        try:
            model = ModelSettings.from_environment(environment)
        except ModelSettingsError as error:
            raise SettingsError(str(error)) from error
        return cls(
            data=Path(environment.get("YOROZU_DATA", "data")),
            host=environment.get("YOROZU_HOST", "127.0.0.1"),
            port=port_of(environment.get("YOROZU_PORT", "8000")),
            embedding=environment.get("YOROZU_EMBEDDING", "bundled"),
            hub=hub,
            names=tuple(n.strip() for n in environment.get("YOROZU_HOST_NAMES", "").split(",") if n.strip()),
            review_pages=environment.get("YOROZU_REVIEW_PAGES", "") == "1",
            model=model,
        )

    def require_loopback(self) -> None:
        """Refuse any address that other machines can reach: there is no access control yet."""
        if not is_loopback(self.host):
            raise SettingsError(
                f"{self.host} では起動しません。利用者の確認がまだないため、このコンピューターの中(127.0.0.1)だけで使えます。"
            )

    def require_free_port(self) -> None:
        """Refuse a port on which another program listens, before the knowledge is loaded for nothing."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise SettingsError(
                    f"ポート {self.port} は使えません。ほかのプログラムを終わらせるか、--port で別の番号を指定してください。"
                ) from error

    @property
    def may_review(self) -> bool:
        """Tell whether originals may be shown: nobody else can reach this machine, or its operator says so."""
        return self.review_pages or is_loopback(self.host)

    @property
    def url(self) -> str:
        """Return the address at which the pages open."""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Tell whether a name or address is this computer itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def port_of(text: str) -> int:
    """Return a port that was written as a number; raise SettingsError when there is no such port."""
    port = int(text) if text.isdecimal() and len(text) <= 5 else 0
    if not 0 < port < 65536:
        raise SettingsError(f"ポート「{text}」は 1〜65535 の数で指定してください。")
    return port
