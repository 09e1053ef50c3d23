"""Plots as SVG that stands in the page: text stays text, colours are the page's own, so that they follow light and dark."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

#: What is drawn in a colour of matplotlib is shown in one of the page.
_COLOURS = {"#111111": "--ink", "#222222": "--line", "#333333": "--mark", "#444444": "--bad", "#555555": "--faint"}
_INK, _LINE, _MARK, _BAD, _FAINT = _COLOURS
_ROW = 0.32  # inches
_LONGEST = 25  # characters of a label
_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "report",
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _LINE,
    "axes.labelcolor": _INK,
    "xtick.color": _FAINT,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": False,
}

Point = tuple[str, float, float, float]  # label, value, low, high


def intervals(points: Sequence[Point], bounds: Sequence[float | None] = ()) -> str:
    """Draw values with their intervals, one a line; ``bounds`` are marked by an upright stroke."""
    marks = [*bounds, *[None] * (len(points) - len(bounds))]

    def draw(axes: Axes) -> None:
        for at, ((_, value, low, high), mark) in enumerate(zip(points, marks, strict=True)):
            axes.plot([low, high], [at, at], color=_MARK, linewidth=2, solid_capstyle="round")
            axes.plot([value], [at], "o", color=_MARK, markersize=6)
            if mark is not None:
                axes.plot([mark, mark], [at - 0.35, at + 0.35], color=_BAD, linewidth=2)
        if all(low >= 0 and high <= 1 for _, _, low, high in points):
            axes.set_xlim(-0.02, 1.02)
        _label_rows(axes, [p[0] for p in points])

    return _drawn(draw, 1 + _ROW * len(points))


def bars(labels: Sequence[str], values: Sequence[float]) -> str:
    """Draw one bar a label."""

    def draw(axes: Axes) -> None:
        axes.barh(range(len(values)), values, color=_MARK, height=0.6)
        _label_rows(axes, labels)

    return _drawn(draw, 1 + _ROW * len(labels))


def line(horizontal: str, vertical: str, values: Sequence[tuple[float, float]]) -> str:
    """Draw a curve through the values."""

    def draw(axes: Axes) -> None:
        axes.plot([x for x, _ in values], [y for _, y in values], "o-", color=_MARK, markersize=4)
        axes.set_xlabel(horizontal)
        axes.set_ylabel(vertical)

    return _drawn(draw, 3.2, left=0.12)


def heat(rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[float]]) -> str:
    """Draw a table of counts or shares as squares: the darker, the more (of the fullest of its row)."""

    def draw(axes: Axes) -> None:
        for y, row in enumerate(values):
            fullest = max(row, default=0) or 1
            for x, value in enumerate(row):
                if value:
                    axes.scatter([x], [y], s=170, marker="s", color=_MARK, alpha=0.15 + 0.85 * value / fullest)
        axes.set_xticks(range(len(columns)), [_short(c, 16) for c in columns], rotation=60, ha="left")
        axes.xaxis.tick_top()
        axes.set_xlim(-0.5, len(columns) - 0.5)
        _label_rows(axes, rows)

    return _drawn(draw, 1.9 + 0.3 * len(rows), top=1.5)


def _label_rows(axes: Axes, labels: Sequence[str]) -> None:
    axes.set_yticks(range(len(labels)), [_short(label, _LONGEST) for label in labels])
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=_LINE, linewidth=0.5)
    axes.set_axisbelow(True)


def _short(label: str, most: int) -> str:
    return label if len(label) <= most else label[: most - 1] + "…"


def _drawn(draw: Callable[[Axes], None], height: float, left: float = 0.4, top: float = 0.15) -> str:
    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the font that only measures has no Japanese; the page's has
        figure = Figure(figsize=(9, height))
        axes = figure.add_axes((left, 0.5 / height, 0.97 - left, 1 - (0.5 + top) / height))
        draw(axes)
        written = io.StringIO()
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _for_page(written.getvalue())


def _for_page(svg: str) -> str:
    """Keep the drawing alone: no prologue, no ids that another plot has too, no fonts, colours by name."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    svg = re.sub(r' xmlns(?::\w+)?="[^"]*"', "", svg, count=2)
    svg = re.sub(r"font-family: [^;\"]*; ?", "", svg)
    own = hashlib.sha256(svg.encode()).hexdigest()[:8]
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{own}", svg)
    for colour, name in _COLOURS.items():
        svg = svg.replace(colour, f"var({name})")
    return svg.replace("<svg", '<svg aria-hidden="true"', 1)
