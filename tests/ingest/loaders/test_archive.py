"""A .zip gives its files one by one; what a zip could do to a machine is refused as a whole."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from ingest.loaders import LoadError, RawFile, archive, load
from ingest.loaders.archive import members

NESTED = "圧縮ファイルの中の圧縮ファイルは開きません。中身を取り出してから登録してください。"
OUTSIDE = "外の場所を指す名前のファイルが入っています。安全のため登録しません。"


def packed(*files: tuple[Any, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, content in files:
            made.writestr(name, content)
    return buffer.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(LoadError) as told:
        list(members(content))
    return str(told.value)


def test_members_come_as_files_with_their_sidecars() -> None:
    """Folders keep their names below the archive's; side-cars stand beside their file; traces of the packer are left out."""
    content = packed(
        ("内部/名前.txt", "本文".encode()),
        ("内部/名前.txt.yaml", "publisher: 見本".encode()),
        ("a.md", b"# a"),
        ("b.yaml", b"x: 1"),
        ("__MACOSX/._a.md", b"x"),
        (".DS_Store", b"x"),
        ("空のフォルダ/", b""),
    )
    found = list(members(content, "archive.zip", "22"))
    assert [f.name for f in found] == ["archive.zip/a.md", "archive.zip/b.yaml", "archive.zip/内部/名前.txt"]
    assert found[2] == RawFile("archive.zip/内部/名前.txt", "本文".encode(), "publisher: 見本", "22")
    assert load(found[2]).entries[0].kind == "policy"


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_japanese_names_of_windows_are_read(encoding: str) -> None:
    """Names without the UTF-8 mark are Shift_JIS or unmarked UTF-8; a backslash parts folders."""
    stand_in = "x" * len("相談\\表.csv".encode(encoding))
    content = packed((stand_in, b"a,b")).replace(stand_in.encode(), "相談\\表.csv".encode(encoding))
    assert [f.name for f in members(content)] == ["相談/表.csv"]


@pytest.mark.parametrize(
    "name", ["../a.txt", "a/../../b.txt", "/etc/a.txt", "C:/a.txt", "..\\a.txt", "\\\\server\\a.txt"]
)
def test_paths_that_lead_outside_are_refused(name: str) -> None:
    """No member may name a place outside of the archive."""
    assert refused(packed(("fine.txt", b"x"), (name, b"x"))) == OUTSIDE


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_are_refused(kind: int) -> None:
    """Only files and folders may be members."""
    member = zipfile.ZipInfo("a.txt")
    member.create_system = 3
    member.external_attr = (kind | 0o777) << 16
    assert "シンボリックリンクなど" in refused(packed((member, b"/etc/passwd")))


def test_nested_archives_are_refused() -> None:
    """By name and by content."""
    assert refused(packed(("a.zip", packed(("b.txt", b"x"))))) == NESTED
    assert refused(packed(("a.tar.gz", b"\x1f\x8b"))) == NESTED
    assert refused(packed(("a.txt", b"\x1f\x8b\x08" + b"x" * 50))) == NESTED
    with pytest.raises(LoadError, match="圧縮ファイルの中の圧縮ファイル"):
        load(RawFile("a.zip", packed(("b.txt", b"x"))))


def test_a_zip_under_another_name_is_read_as_what_it_says_it_is() -> None:
    """A zip called .txt is no text."""
    (member,) = members(packed(("a.txt", packed(("b.txt", b"x" * 99)))))
    with pytest.raises(LoadError):
        load(member)


def test_locked_archives_are_refused() -> None:
    """The mark of encryption is enough."""
    content = bytearray(packed(("a.txt", b"x")))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(signature) + at
        content[place : place + 2] = struct.pack("<H", 1)
    assert refused(bytes(content)) == "パスワードで保護された圧縮ファイルです。保護を外してから登録してください。"


def test_bombs_are_refused() -> None:
    """A member that unpacks out of proportion, and too many members."""
    assert "異常に大きくなる" in refused(packed(("a.txt", b"0" * 30_000_000)))
    assert "多すぎます(上限 5,000)" in refused(
        packed(*((f"{n}.txt", b"") for n in range(5_001)), method=zipfile.ZIP_STORED)
    )


def test_a_lying_header_does_not_help() -> None:
    """A size of ten bytes in the directory for a member of thirty million gives no thirty million."""
    content = bytearray(packed(("a.txt", b"0" * 30_000_000)))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(signature) + at
        content[place : place + 4] = struct.pack("<I", 10)
    assert refused(bytes(content)).endswith("。")


def test_empty_broken_and_doubled_archives_are_told() -> None:
    """Each has its sentence."""
    assert refused(packed()) == "中身が空です。"
    assert refused(b"PK\x03\x04 cut off").startswith("圧縮ファイル(.zip)として読めません。")
    whole = packed(("a.txt", bytes(range(256)) * 200))
    assert (
        refused(whole[:200] + b"\xff" * 50 + whole[250:])
        == "圧縮ファイルが壊れていて展開できません。作り直してください。"
    )
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = packed(("a.txt", b"x"), ("a.txt", b"y"))
    assert "同じ名前のファイルが2つ" in refused(twice)


def test_the_suffix_is_registered(document: Callable[..., Any]) -> None:
    """Only .zip is opened."""
    assert archive.SUFFIX == ".zip"
