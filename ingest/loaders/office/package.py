"""Office files and archives are zip containers; this opens them only within bounds that are checked while unpacking."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from ingest.loaders.loaded import LoadError

MAX_UNPACKED = 500_000_000  # bytes, all members together
MAX_MEMBERS = 5_000
MAX_RATIO = 300  # unpacked : packed; real sheets reach about 60
MAX_XML = 100_000_000  # bytes of one XML part; trees in memory are ten times as large
_RATIO_FROM = 10_000_000  # bytes; small members may be as dense as they like
_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)

BOMB = "展開すると異常に大きくなるファイルです。安全のため登録しません。元のファイルを確かめてください。"
UNZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError)


class Budget:
    """Counts the bytes really unpacked from one container and stops at the bounds."""

    def __init__(self, limit: int = MAX_UNPACKED) -> None:
        self._left = limit

    def read(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int = MAX_UNPACKED) -> bytes:
        """Return a member's bytes; raise LoadError for a bomb, OSError and zipfile errors for a broken one."""
        packed, pieces, size = max(1, member.compress_size), [], 0
        with archive.open(member) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                self._left -= len(piece)
                if self._left < 0 or size > limit or (size > _RATIO_FROM and size > MAX_RATIO * packed):
                    raise LoadError(BOMB)
                pieces.append(piece)
        return b"".join(pieces)


def open_container(content: bytes, what: str) -> zipfile.ZipFile:
    """Open a zip container; raise LoadError when it is none, is broken, or has too many members."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except UNZIP_ERRORS as error:
        raise LoadError(f"{what}として読めません。ファイルが壊れているか、別の形式です。") from error
    if len(archive.infolist()) > MAX_MEMBERS:
        raise LoadError(f"中のファイルが多すぎます(上限 {MAX_MEMBERS:,})。分けてから登録してください。")
    return archive


def check_office(content: bytes, what: str, main_part: str) -> None:
    """Refuse an Office file that is old, locked, broken, a bomb, or whose XML declares entities.

    ``main_part`` is the start of a member that every file of this format has (``word/``).
    """
    if content.startswith(_OLE):
        raise LoadError(
            f"パスワードで保護されているか、古い形式のファイルです。保護を外し、新しい{what}形式で保存し直してください。"
        )
    archive = open_container(content, what)
    budget = Budget()
    if not any(member.filename.startswith(main_part) for member in archive.infolist()):
        raise LoadError(f"{what}として読めません。ファイルが壊れているか、別の形式です。")
    try:
        for member, part in _members(archive, budget, what):
            if member.filename.lower().endswith((".xml", ".rels", ".vml")) and _declares(part):
                raise LoadError("外部の内容や定義を呼び出す指定(DTD)が入っています。安全のため登録しません。")
    except UNZIP_ERRORS as error:
        if isinstance(error, LoadError):
            raise
        raise LoadError(f"{what}のファイルが壊れていて開けません。元のファイルから保存し直してください。") from error


def _members(archive: zipfile.ZipFile, budget: Budget, what: str) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    for member in archive.infolist():
        if member.flag_bits & 0x1:
            raise LoadError(f"パスワードで保護された{what}です。保護を外してから登録してください。")
        is_xml = member.filename.lower().endswith((".xml", ".rels", ".vml"))
        yield member, budget.read(archive, member, MAX_XML if is_xml else MAX_UNPACKED)


def _declares(part: bytes) -> bool:
    """Tell whether XML in any encoding declares a document type or entities, which Office never writes."""
    plain = part.replace(b"\x00", b"") if b"\x00" in part[:200] else part
    return bool(_DECLARATION.search(plain))
