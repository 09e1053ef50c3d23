"""Blanks what Chroma's graph files hold beyond their last element.

It writes memory there that it never set: on 1.5.9 pieces of unrelated texts of the same process, questions and erased entries
among them, were found in ``data_level0.bin``.
"""

from __future__ import annotations

import struct
from pathlib import Path

#: header.bin of hnswlib as Chroma has it: version, offset, capacity, elements, bytes an element, and 64 bytes more.
_HEADER = struct.Struct("<iQQQQ64x")
_LENGTH = 4  # bytes an element in length.bin
_BLOCK = 1 << 20


class UnknownGraphError(RuntimeError):
    """Files that are not as this version of Chroma writes them."""


def blank(folder: Path) -> None:
    """Overwrite the unused ends of every graph below ``folder`` with zeros; raise UnknownGraphError on another format."""
    for header in folder.glob("*/header.bin"):
        content = header.read_bytes()
        if len(content) != _HEADER.size:
            raise UnknownGraphError(f"{header.name}: {len(content)} bytes")
        _version, _offset, capacity, elements, size = _HEADER.unpack(content)
        _blank_end(header.with_name("data_level0.bin"), elements * size, capacity * size)
        _blank_end(header.with_name("length.bin"), elements * _LENGTH, capacity * _LENGTH)


def _blank_end(path: Path, used: int, most: int) -> None:
    whole = path.stat().st_size
    if not used <= whole <= most:
        raise UnknownGraphError(f"{path.name}: {whole} bytes instead of {used} to {most}")
    with path.open("r+b") as file:
        file.seek(used)
        for at in range(used, whole, _BLOCK):
            file.write(bytes(min(_BLOCK, whole - at)))
