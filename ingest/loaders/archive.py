"""A .zip of files: each member becomes a file of its own; what a zip could do to a machine is refused."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest.loaders.loaded import Loaded, LoadError, RawFile, decode
from ingest.loaders.office.package import UNZIP_ERRORS, Budget, open_container

SUFFIX = ".zip"
_ARCHIVES = (".zip", ".7z", ".rar", ".lzh", ".lha", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".cab", ".iso")
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_SIGNATURES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")


def load(file: RawFile) -> Loaded:
    """Refuse a zip inside of a zip; a zip itself is opened with ``members``, and its files are loaded one by one."""
    raise LoadError("圧縮ファイルの中の圧縮ファイルは開きません。中身を取り出してから登録してください。")


def members(content: bytes, name: str = "", hub: str = "") -> Iterator[RawFile]:
    """Yield the files of a zip in the order of their names, as ``name/内部/文書.docx``, with their side-cars.

    Everything that can be checked without unpacking is checked before the first file comes; the sizes are counted
    while unpacking. Raise LoadError with one sentence for what is refused: then nothing of the zip should be kept.
    """
    archive = open_container(content, "圧縮ファイル(.zip)")
    files = _checked(archive)
    budget = Budget()
    try:
        beside = {path: member for path, member in files.items() if _is_sidecar(path, files)}
        for path in sorted(files):
            if path in beside:
                continue
            raw = budget.read(archive, files[path])
            if raw.startswith(_SIGNATURES):
                raise LoadError("圧縮ファイルの中の圧縮ファイルは開きません。中身を取り出してから登録してください。")
            sidecar = beside.get(f"{path}.yaml")
            said = decode(budget.read(archive, sidecar)) if sidecar else ""
            yield RawFile(f"{name}/{path}" if name else path, raw, said, hub)
    except UNZIP_ERRORS as error:
        if isinstance(error, LoadError):
            raise
        raise LoadError("圧縮ファイルが壊れていて展開できません。作り直してください。") from error


def _checked(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the files by their readable path; raise LoadError for a member that must not be unpacked."""
    found: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        if member.flag_bits & _ENCRYPTED:
            raise LoadError("パスワードで保護された圧縮ファイルです。保護を外してから登録してください。")
        path = _readable(member)
        parts = PurePosixPath(path).parts
        if path.startswith("/") or ".." in parts or (len(path) > 1 and path[1] == ":") or "\x00" in path:
            raise LoadError("外の場所を指す名前のファイルが入っています。安全のため登録しません。")
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise LoadError("別の場所への参照(シンボリックリンクなど)が入っています。安全のため登録しません。")
        if path.endswith("/") or _idle(parts):
            continue
        if path.lower().endswith(_ARCHIVES):
            raise LoadError("圧縮ファイルの中の圧縮ファイルは開きません。中身を取り出してから登録してください。")
        if path in found:
            raise LoadError("同じ名前のファイルが2つ入っています。名前を分けて作り直してください。")
        found[path] = member
    if not found:
        raise LoadError("中身が空です。")
    return found


def _readable(member: zipfile.ZipInfo) -> str:
    """Return a member's name: UTF-8 where the zip says so, else the Shift_JIS of Japanese Windows."""
    name = member.orig_filename
    if not member.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "cp932"):  # some programs write UTF-8 without saying so
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return unicodedata.normalize("NFC", name).replace("\\", "/")


def _idle(parts: tuple[str, ...]) -> bool:
    """Tell whether a member is only a trace of the program that packed it."""
    return any(part.startswith(".") or part == "__MACOSX" for part in parts) or parts[-1:] in (
        ("Thumbs.db",),
        ("desktop.ini",),
    )


def _is_sidecar(path: str, files: dict[str, zipfile.ZipInfo]) -> bool:
    return path.lower().endswith(".yaml") and path[:-5] in files
