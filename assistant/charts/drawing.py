"""An SVG drawing of lines, dots, bars and words, with title and description.

Presentation attributes only, so that a strict Content-Security-Policy holds; colours need a shape or a word beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

WIDTH, HEIGHT = 640, 320  # of the drawing, in its own units
LEFT, RIGHT, _TOP, _BOTTOM = 24, 24, 44, 44  # margins
INK, GOOD, BAD, SOFT = "#1a1a1a", "#0b6b3a", "#a3281c", "#8a8f98"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its title, what it shows in one sentence, and its data: rows of as many cells as ``columns``."""

    title: str
    told: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Drawing:
    """An SVG as it is drawn; ElementTree escapes whatever is written into it."""

    def __init__(self, title: str, told: str) -> None:
        """Begin a picture; ``told`` says in a sentence what it shows, for those who do not see it."""
        self._title, self._told = title, told
        self._svg = ElementTree.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {WIDTH} {HEIGHT}",
                "role": "img",
                "class": "chart",
            },
        )
        ElementTree.SubElement(self._svg, "title").text = title
        ElementTree.SubElement(self._svg, "desc").text = told

    def chart(self, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Chart:
        """Return what was drawn, with its data."""
        svg = ElementTree.tostring(self._svg, encoding="unicode")
        return Chart(self._title, self._told, svg, columns, tuple(rows))

    def line(self, places: Sequence[tuple[float, float]], colour: str, dashed: bool = False) -> None:
        """Draw a line through places."""
        given = {"points": " ".join(f"{x:.1f},{y:.1f}" for x, y in places), "fill": "none", "stroke": colour}
        ElementTree.SubElement(
            self._svg, "polyline", given | {"stroke-width": "2"} | ({"stroke-dasharray": "6 4"} if dashed else {})
        )

    def dot(self, place: tuple[float, float], colour: str = INK) -> None:
        """Draw a dot."""
        ElementTree.SubElement(
            self._svg, "circle", {"cx": f"{place[0]:.1f}", "cy": f"{place[1]:.1f}", "r": "5", "fill": colour}
        )

    def text(self, place: tuple[float, float], said: str, anchor: str = "start") -> None:
        """Write words just above a place."""
        x, y = place[0], place[1] - 8
        given = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": "14", "fill": INK, "text-anchor": anchor}
        ElementTree.SubElement(self._svg, "text", given).text = said

    def bars(self, bars: Sequence[tuple[str, Decimal, Decimal, str]]) -> None:
        """Draw lying bars (label, from, to, said) under one another around a common zero."""
        ends = [Decimal(0), *(end for _, low, high, _ in bars for end in (low, high))]
        first, span = min(ends), (max(ends) - min(ends)) or Decimal(1)
        height = (HEIGHT - _TOP - 16) / len(bars)
        for number, (label, low, high, said) in enumerate(bars):
            y = _TOP + number * height
            left, right = across((min(low, high) - first) / span), across((max(low, high) - first) / span)
            size = min(height * 0.5, 28.0)
            ElementTree.SubElement(
                self._svg,
                "rect",
                {
                    "x": f"{left:.1f}",
                    "y": f"{y:.1f}",
                    "width": f"{max(right - left, 1.0):.1f}",
                    "height": f"{size:.1f}",
                    "fill": BAD if high < low else GOOD,
                },
            )
            self.text((LEFT, y + 4), f"{label}  {said}")


def across(share: Decimal) -> float:
    """Return the place of a share (0–1) from left to right."""
    return LEFT + float(share) * (WIDTH - LEFT - RIGHT)


def up(share: Decimal) -> float:
    """Return the place of a share (0–1) from the bottom up."""
    return HEIGHT - _BOTTOM - float(share) * (HEIGHT - _TOP - _BOTTOM)
