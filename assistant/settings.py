"""What an operator sets, read once from the environment at start."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge import taxonomy


class SettingsError(ValueError):
    """A setting that cannot be used; the message is the Japanese sentence the operator sees."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``data``: the data directory. ``hub``: whose own entries this machine shows (two digits) besides the national ones."""

    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = 8000
    embedding: str = "bundled"
    hub: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read YOROZU_DATA, YOROZU_HOST, YOROZU_PORT, YOROZU_EMBEDDING and YOROZU_HUB."""
        port = environment.get("YOROZU_PORT", "8000")
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise SettingsError(f"YOROZU_PORT「{port}」は 1〜65535 の数で指定してください。")
        hub = environment.get("YOROZU_HUB", "")
        if hub and hub not in taxonomy.HUBS:
            raise SettingsError(f"YOROZU_HUB「{hub}」は 01〜47 の拠点番号で指定してください。")
        return cls(
            data=Path(environment.get("YOROZU_DATA", "data")),
            host=environment.get("YOROZU_HOST", "127.0.0.1"),
            port=int(port),
            embedding=environment.get("YOROZU_EMBEDDING", "bundled"),
            hub=hub,
        )

    def require_loopback(self) -> None:
        """Refuse any address that other machines can reach: there is no access control yet."""
        try:
            loopback = self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            loopback = False
        if not loopback:
            raise SettingsError(
                f"{self.host} では起動しません。利用者の確認がまだないため、このコンピューターの中(127.0.0.1)だけで使えます。"
            )
