"""Old binary Office files: not read, but told how to save them anew."""

from __future__ import annotations

from ingest.loaders.loaded import Loaded, LoadError, RawFile

_NEW = {
    ".doc": ("Word", "Word 文書(.docx)"),
    ".xls": ("Excel", "Excel ブック(.xlsx)"),
    ".ppt": ("PowerPoint", "PowerPoint プレゼンテーション(.pptx)"),
}


def load(file: RawFile) -> Loaded:
    """Raise LoadError that says in which format to save the file."""
    program, format_name = _NEW[file.suffix]
    raise LoadError(
        f"古い形式({file.suffix})は読めません。{program} で開き、「名前を付けて保存」で {format_name} を選んでから登録してください。"
    )
