"""The only place where the originals of held cases live: one encrypted file an item, erased when the case is decided."""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from knowledge.keeping.durable_file import sync_folder

KEY_BYTES = 32
_HEAD = b"YQ1"  # the format's name and number
_NONCE = 12  # bytes
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_SUFFIX = ".held"
_PART = ".part"


class QuarantineError(RuntimeError):
    """An original that cannot be kept or read; the message is the Japanese sentence the user sees."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is wrong between the files and the rows: items without a row, rows without an item, items nobody can read."""

    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    unreadable: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.unknown or self.missing or self.unreadable)


class Quarantine:
    """Keeps JSON objects in ``folder`` under AES-256-GCM; ``key`` (32 bytes) is never written there."""

    def __init__(self, folder: Path, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise QuarantineError("隔離庫の鍵は 32 バイトです。YOROZU_QUARANTINE_KEY を確かめてください。")
        self._folder = folder
        self._cipher = AESGCM(key)
        self._mark_key = blake2b(b"marks", key=key).digest()
        self._thread_lock = threading.RLock()
        self._depth = 0
        with _told("隔離庫を作れません"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)
        self._sweep()

    def put(self, item_id: str, content: dict[str, Any]) -> None:
        """Keep an object under an id; when this returns it is on the disk, whole."""
        path = self._path(item_id)
        nonce = secrets.token_bytes(_NONCE)
        plain = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
        sealed = _HEAD + nonce + self._cipher.encrypt(nonce, plain, _bound_to(item_id))
        part = path.with_name(f"{item_id}-{secrets.token_hex(4)}{_PART}")
        with self.locked(), _told("隔離庫に書き込めません"):
            file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with os.fdopen(file, "wb") as written:
                    written.write(sealed)
                    written.flush()
                    os.fsync(written.fileno())
                part.replace(path)
            except OSError:
                part.unlink(missing_ok=True)
                raise
            sync_folder(self._folder)

    def get(self, item_id: str) -> dict[str, Any]:
        """Return the object under an id; raise QuarantineError when it is absent, tampered with, or of another key."""
        try:
            sealed = self._path(item_id).read_bytes()
        except FileNotFoundError as error:
            raise QuarantineError(
                "この件の原文が隔離庫にありません。元のファイルをもう一度取り込んでください。"
            ) from error
        except OSError as error:
            raise QuarantineError(_sentence("隔離庫を読めません", error)) from error
        nonce, body = sealed[len(_HEAD) : len(_HEAD) + _NONCE], sealed[len(_HEAD) + _NONCE :]
        try:
            if not sealed.startswith(_HEAD) or len(nonce) != _NONCE:
                raise ValueError("not one of our files")
            found: dict[str, Any] = json.loads(
                self._cipher.decrypt(nonce, body, _bound_to(item_id)).decode("utf-8", "surrogatepass")
            )
        except (InvalidTag, ValueError) as error:
            raise QuarantineError(
                "この件の原文を開けません。隔離庫の鍵が違うか、ファイルが書き換えられています。"
                "鍵を確かめるか、元のファイルをもう一度取り込んでください。"
            ) from error
        return found

    def erase(self, item_id: str) -> None:
        """Delete an item for good; an absent one is fine.

        The file is unlinked and the folder synced. It is not overwritten first: disks of today write elsewhere, and
        what may remain of the blocks is ciphertext whose key does not lie on the same disk's data directory.
        """
        with self.locked(), _told("隔離庫から消せません"):
            self._path(item_id).unlink(missing_ok=True)
            sync_folder(self._folder)

    def ids(self) -> list[str]:
        """Return the ids of all items."""
        with _told("隔離庫を読めません"):
            return sorted(p.stem for p in self._folder.iterdir() if p.suffix == _SUFFIX)

    def check(self, expected: Iterable[str]) -> Difference:
        """Compare with the ids that the rows name; nothing is changed."""
        rows, files = set(expected), set(self.ids())
        unreadable = []
        for item_id in sorted(rows & files):
            try:
                self.get(item_id)
            except QuarantineError:
                unreadable.append(item_id)
        return Difference(tuple(sorted(files - rows)), tuple(sorted(rows - files)), tuple(unreadable))

    def mark(self, text: str) -> str:
        """Return a digest of a text that tells nothing to whoever has no key, short texts and guesses included."""
        return blake2b(text.encode("utf-8", "surrogatepass"), key=self._mark_key, digest_size=20).hexdigest()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the quarantine for this thread alone, among threads and processes; it may be taken again inside."""
        with self._thread_lock:
            if self._depth:
                self._depth += 1
                try:
                    yield
                finally:
                    self._depth -= 1
                return
            with self._lock_file(fcntl.LOCK_EX):
                self._depth = 1
                try:
                    yield
                finally:
                    self._depth = 0

    # -- below the line --------------------------------------------------------------------------------------------

    @contextmanager
    def _lock_file(self, how: int) -> Iterator[None]:
        with _told("隔離庫を開けません"):
            file = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, how)
            yield
        finally:
            os.close(file)

    def _sweep(self) -> None:
        """Remove what a crash left half-written; while another process writes, nothing is known to be left over."""
        with suppress(BlockingIOError), self._lock_file(fcntl.LOCK_EX | fcntl.LOCK_NB), _told("隔離庫を開けません"):
            for path in self._folder.glob(f"*{_PART}"):
                path.unlink(missing_ok=True)

    def _path(self, item_id: str) -> Path:
        if not _ID.fullmatch(item_id):
            raise QuarantineError("隔離庫の番号が正しくありません。一覧から選び直してください。")
        return self._folder / f"{item_id}{_SUFFIX}"


def _bound_to(item_id: str) -> bytes:
    """Return what ties a file to its id: an item put under another's name does not open."""
    return b"yorozu quarantine " + item_id.encode()


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except BlockingIOError:
        raise
    except OSError as error:
        raise QuarantineError(_sentence(what, error)) from error


def _sentence(what: str, error: OSError) -> str:
    return f"{what}({error.strerror or '入出力の誤り'})。空き容量と書き込みの許可を確かめてください。"
