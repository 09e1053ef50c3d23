"""The key of the quarantine: from the environment or a file of its owner's, never inside the data directory."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ingest.quarantine import KEY_BYTES, QuarantineError

_HOW = "YOROZU_QUARANTINE_KEY_FILE で、データの置き場所の外にある自分だけが読めるファイルを指定してください。"


def find_key(data: Path, environment: Mapping[str, str] = os.environ) -> bytes:
    """Return the key of the quarantine under ``data``; a key file that does not exist yet is made.

    YOROZU_QUARANTINE_KEY holds 32 bytes in base64; else YOROZU_QUARANTINE_KEY_FILE (default
    ``~/.config/yorozu/quarantine.key``) names the file. Raise QuarantineError when neither can be used.
    """
    given = environment.get("YOROZU_QUARANTINE_KEY", "").strip()
    if given:
        return _decoded(given, "YOROZU_QUARANTINE_KEY")
    path = _path(environment)
    if path.resolve().is_relative_to(data.resolve()):
        raise QuarantineError(f"隔離庫の鍵がデータの置き場所の中にあります。{_HOW}")
    try:
        return _decoded(_read(path), "隔離庫の鍵のファイル")
    except FileNotFoundError:
        return _make(path)
    except (OSError, UnicodeDecodeError) as error:
        raise QuarantineError(f"隔離庫の鍵のファイルを読めません。{_HOW}") from error


def _path(environment: Mapping[str, str]) -> Path:
    given = environment.get("YOROZU_QUARANTINE_KEY_FILE", "").strip()
    if given:
        return Path(given)
    settings = environment.get("XDG_CONFIG_HOME", "").strip()
    home = environment.get("HOME", "").strip()
    if not settings and not home:
        raise QuarantineError(f"隔離庫の鍵の置き場所が決まっていません。{_HOW}")
    return (Path(settings) if settings else Path(home) / ".config") / "yorozu" / "quarantine.key"


def _read(path: Path) -> str:
    with path.open(encoding="ascii") as file:
        if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
            raise QuarantineError(
                "隔離庫の鍵のファイルをほかの利用者も読めます。chmod 600 で自分だけが読めるようにしてください。"
            )
        return file.read(1_000)


def _make(path: Path) -> bytes:
    """Write a new key whole under its name; when another process was first, its key counts."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as written:
            written.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            written.flush()
            os.fsync(written.fileno())
        with suppress(FileExistsError):
            os.link(part, path)  # unlike a rename this never replaces a key that is in use
        part.unlink()
        return _decoded(_read(path), "隔離庫の鍵のファイル")
    except OSError as error:
        raise QuarantineError(f"隔離庫の鍵を作れません。{_HOW}") from error


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise QuarantineError(
            f"{where}が base64 の形ではありません。32 バイトの鍵を base64 で書いてください。"
        ) from error
    if len(key) != KEY_BYTES:
        raise QuarantineError(f"{where}の長さが違います。32 バイトの鍵を base64 で書いてください。")
    return key
