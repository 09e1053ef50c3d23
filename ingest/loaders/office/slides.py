"""PowerPoint: a section a slide, text from top to bottom and left to right, tables as rows, notes at the end of a slide."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from lxml import etree
from pptx import Presentation
from pptx.exc import PythonPptxError

from ingest.loaders.loaded import Loaded, LoadError, RawFile
from ingest.loaders.office.package import check_office
from ingest.loaders.outline import Outline, clean, document
from ingest.loaders.record import Pairs, record_or_document
from ingest.loaders.tables import table_text

MAX_SLIDES = 2_000
_ROW = 360_000  # EMU, 1 cm: shapes whose tops lie nearer are read from left to right
_DULL = ("PowerPoint プレゼンテーション", "PowerPoint Presentation", "Microsoft PowerPoint", "無題", "スライド 1")
_BROKEN = (
    PythonPptxError,
    BadZipFile,
    etree.XMLSyntaxError,
    KeyError,
    ValueError,
    AttributeError,
    IndexError,
    TypeError,
)


def load(file: RawFile) -> Loaded:
    """Read a presentation as one document with a section for each slide that has text."""
    check_office(file.content, "PowerPoint(.pptx)", "ppt/")
    try:
        show = Presentation(io.BytesIO(file.content))
        slides = list(show.slides)
        if len(slides) > MAX_SLIDES:
            raise LoadError(
                f"スライドが多すぎます({len(slides):,}枚、上限 {MAX_SLIDES:,})。分けてから登録してください。"
            )
        outline, pairs, empty, hidden = Outline(), Pairs(), [], []
        for number, slide in enumerate(slides, 1):
            if slide._element.get("show") == "0":
                hidden.append(number)
            elif not _read(slide, number, outline, pairs):
                empty.append(number)
        title = _title(show, slides, Path(file.name).stem)
    except LoadError:
        raise
    except (*_BROKEN, RecursionError, OSError) as error:
        raise LoadError(
            "PowerPoint のファイルが壊れていて開けません。元のファイルから保存し直してください。"
        ) from error
    warnings = []
    if empty:
        warnings.append(f"文字のないスライド: {'、'.join(map(str, empty))}枚目(図や画像の可能性があります)")
    if hidden:
        warnings.append(f"非表示のスライドは読んでいません: {'、'.join(map(str, hidden))}枚目")
    return record_or_document(
        file,
        pairs,
        title,
        lambda names: document(file, title, outline.parts(), pages=len(slides), warnings=warnings, names=names),
    )


def _read(slide: Any, number: int, outline: Outline, pairs: Pairs) -> bool:
    """Put a slide into the outline; tell whether it had any text."""
    title = slide.shapes.title
    heading = clean(title.text_frame.text).strip() if title is not None else ""
    texts = [text for shape in _in_order(slide.shapes) if (text := _text(shape, title)).strip()]
    notes = _notes(slide)
    if not (heading or texts or notes):
        return False
    outline.page(number, heading)
    pairs.heading(heading)
    for text in (*texts, notes):
        pairs.lines(text)
    for text in (heading, *texts, f"ノート: {notes}" if notes else ""):
        outline.add(text)
    return True


def _in_order(shapes: Any) -> Iterator[Any]:
    """Yield shapes as they are read: rows from the top, in a row from the left; groups are opened in their place."""
    placed = sorted(shapes, key=lambda s: ((s.top or 0), (s.left or 0)))
    rows: list[list[Any]] = []
    for shape in placed:
        if rows and (shape.top or 0) - (rows[-1][0].top or 0) < _ROW:
            rows[-1].append(shape)
        else:
            rows.append([shape])
    for row in rows:
        for shape in sorted(row, key=lambda s: s.left or 0):
            if hasattr(shape, "shapes"):
                yield from _in_order(shape.shapes)
            else:
                yield shape


def _text(shape: Any, title: Any) -> str:
    if title is not None and shape.shape_id == title.shape_id:
        return ""
    if getattr(shape, "has_table", False):
        return table_text([["" if c.is_spanned else c.text_frame.text for c in row.cells] for row in shape.table.rows])
    if getattr(shape, "has_chart", False):
        return _chart_words(shape)
    if not shape.has_text_frame:
        drawn = ["".join(p.itertext("{*}t")) for p in shape._element.iter("{*}p")]  # SmartArt fallbacks and the like
        return "\n".join(line for line in drawn if line.strip())
    if shape.is_placeholder and str(shape.placeholder_format.type).startswith(("SLIDE_NUMBER", "DATE", "FOOTER")):
        return ""
    lines = []
    for paragraph in shape.text_frame.paragraphs:
        words = "".join(run.text or "" for run in paragraph.runs) or paragraph.text
        bullet = "・" if paragraph.level and words.strip() and not words.strip().startswith("・") else ""
        lines.append(bullet + words.strip())
    return "\n".join(line for line in lines if line)


def _chart_words(shape: Any) -> str:
    chart = shape.chart
    rows = [["", *(str(c) for c in plot.categories)] for plot in list(chart.plots)[:1]]
    rows += [
        [series.name or "", *("" if v is None else f"{v:g}" for v in series.values)]
        for plot in chart.plots
        for series in plot.series
    ]
    title = chart.chart_title.text_frame.text if chart.has_title and chart.chart_title.has_text_frame else ""
    return "\n".join(part for part in (title, table_text(rows)) if part)


def _notes(slide: Any) -> str:
    if not slide.has_notes_slide or slide.notes_slide.notes_text_frame is None:
        return ""
    return str(slide.notes_slide.notes_text_frame.text).strip()


def _title(show: Any, slides: list[Any], stem: str) -> str:
    named = (show.core_properties.title or "").strip()
    if len(named) >= 4 and not named.startswith(_DULL):
        return named[:80]
    first = slides[0].shapes.title if slides else None
    words = " ".join(clean(first.text_frame.text).split()) if first is not None else ""
    return words[:80] or stem
