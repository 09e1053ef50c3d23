"""A plan as a Word form that can be handed to a bank."""

from __future__ import annotations

from datetime import date
from importlib.metadata import distribution
from io import BytesIO
from pathlib import Path

import docx
import resvg_py
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assistant.charts import Chart
from assistant.exports.sections import Table, clean, sections
from assistant.plans.plan import Plan

_FONT = "Yu Gothic"
_PICTURE = Mm(150)
_WIDTH = 261  # mm between the margins


def document(plan: Plan, today: date) -> bytes:
    """Return the plan as .docx: A4 across, real headings, header rows that repeat, pictures with alternative text."""
    paper = docx.Document()
    _lay_out(paper)
    paper.core_properties.title = clean(plan.title)[:255]
    paper.core_properties.author = ""
    paper.add_heading(clean(plan.title), 0)
    for section in sections(plan, today):
        paper.add_heading(section.heading, 1)
        for table in section.tables:
            if table.rows:
                _add_table(paper, table)
        for line in section.lines:
            paper.add_paragraph(line).paragraph_format.space_after = Pt(2)
        for chart in section.charts:
            _add_picture(paper, chart)
    body = BytesIO()
    paper.save(body)
    return body.getvalue()


def _lay_out(paper: Document) -> None:
    page = paper.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(18)
    for name in ("Normal", "Title", "Heading 1"):
        fonts = paper.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
    paper.styles["Normal"].font.size = Pt(10)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    page.footer.paragraphs[0]._p.append(field)


def _add_table(paper: Document, table: Table) -> None:
    widths = _widths(table)
    grid = paper.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    repeat = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row, cells in enumerate((table.columns, *table.rows)):
        places = grid.rows[0].cells if row == 0 else grid.add_row().cells
        for place, text, width in zip(places, cells, widths, strict=True):
            place.width = width
            run = place.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(8.5), row == 0
    paper.add_paragraph()


def _widths(table: Table) -> list[Mm]:
    """Share the width of the page by what the columns hold: none too narrow for a date, long texts in more than short ones."""
    longest = [max(len(row[n]) for row in (table.columns, *table.rows)) for n in range(len(table.columns))]
    weights = [max(20, min(most, 60) ** 0.7 * 2) for most in longest]
    return [Mm(int(_WIDTH * weight / sum(weights))) for weight in weights]


def _add_picture(paper: Document, chart: Chart) -> None:
    paper.add_picture(BytesIO(png_of(chart)), width=_PICTURE)
    properties = paper.inline_shapes[-1]._inline.docPr
    properties.set("title", chart.title)
    properties.set("descr", chart.told)
    _add_table(paper, Table(chart.columns, chart.rows))


def png_of(chart: Chart) -> bytes:
    """Return a picture's pixels; its letters come from a font that is installed with the program."""
    font = Path(str(distribution("matplotlib-fontja").locate_file("matplotlib_fontja/fonts/ipaexg.ttf")))
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=chart.svg,
            background="#ffffff",
            width=1280,
            skip_system_fonts=True,
            font_files=[str(font)],
            font_family="IPAexGothic",
            sans_serif_family="IPAexGothic",
        )
    )
