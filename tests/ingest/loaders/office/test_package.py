"""Office files that are locked, old, broken or hostile are refused with one sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import openpyxl
import pytest
from pptx import Presentation

from ingest.loaders import LoadError, RawFile, load
from ingest.loaders.office import package
from ingest.loaders.office.package import Budget, check_office, open_container

Refusal = Callable[..., str]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
MAIN = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}


def packed(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("suffix", sorted(MAIN))
def test_a_locked_file_is_told(suffix: str, refusal: Refusal) -> None:
    """Office wraps a file with a password into an old container."""
    assert refusal(f"a{suffix}", OLE).startswith("パスワードで保護されているか、古い形式のファイルです。")


@pytest.mark.parametrize(("suffix", "new"), [(".doc", ".docx"), (".xls", ".xlsx"), (".ppt", ".pptx")])
def test_an_old_file_is_told_how_to_be_saved_anew(suffix: str, new: str, refusal: Refusal) -> None:
    """The sentence names the new format."""
    assert f"({new}) を選んでから登録してください。" in refusal(f"a{suffix}", OLE)


@pytest.mark.parametrize("suffix", sorted(MAIN))
@pytest.mark.parametrize(
    "text", ["<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "<!doctype a><a/>"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(suffix: str, text: str, encoding: str, refusal: Refusal) -> None:
    """A part that declares a document type could read files or grow without end; Office writes none."""
    assert "定義を呼び出す指定(DTD)" in refusal(f"a{suffix}", packed({MAIN[suffix]: text.encode(encoding)}))


@pytest.mark.parametrize("suffix", sorted(MAIN))
def test_another_format_under_the_name_is_told(suffix: str, refusal: Refusal) -> None:
    """A picture, a zip of something else, a file cut in half, and parts that are no XML."""
    for content in (
        b"\x89PNG" + b"\x00" * 99,
        packed({"a.txt": b"x"}),
        packed({MAIN[suffix]: b"x" * 9_999})[:120],
        packed({MAIN[suffix]: b"<a"}),
    ):
        assert refusal(f"a{suffix}", content).endswith("。")


@pytest.mark.parametrize("suffix", sorted(MAIN))
def test_a_bomb_is_refused_by_what_it_unpacks_to(suffix: str, refusal: Refusal) -> None:
    """Zeros packed a thousand to one are refused before they fill the memory."""
    assert refusal(f"a{suffix}", packed({MAIN[suffix]: b"\x00" * 40_000_000})) == package.BOMB


def test_the_bound_counts_all_members_together() -> None:
    """Many members below the bound of one are stopped by the bound of all."""
    archive = open_container(packed({f"{n}": bytes(range(256)) * 40 for n in range(5)}), "圧縮ファイル")
    budget = Budget(30_000)
    with pytest.raises(LoadError, match="異常に大きくなる"):
        for member in archive.infolist():
            budget.read(archive, member)


def test_too_many_members_are_refused() -> None:
    """The directory is counted before anything is unpacked."""
    with pytest.raises(LoadError, match="多すぎます"):
        check_office(packed({f"word/{n}": b"" for n in range(package.MAX_MEMBERS + 1)}), "文書", "word/")


def real(suffix: str) -> bytes:
    buffer = io.BytesIO()
    if suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.worksheets[0].append(["見出し", "値"])
        book.save(buffer)
    else:
        show = Presentation()
        show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = "題名"  # type: ignore[union-attr]
        show.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("suffix", [".xlsx", ".pptx"])
def test_a_file_with_holes_gives_entries_or_a_sentence(suffix: str) -> None:
    """Parts left out or overwritten one by one end in entries or a sentence."""
    whole = real(suffix)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in list(parts)[:40]:
        for broken in (
            {**parts, name: b""},
            {**parts, name: parts[name][: len(parts[name]) // 2]},
            {k: v for k, v in parts.items() if k != name},
        ):
            try:
                assert load(RawFile(f"a{suffix}", packed(broken))).entries
            except LoadError as refused:
                assert str(refused).endswith("。")
