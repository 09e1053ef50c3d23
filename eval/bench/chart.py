"""Line charts as SVG text: a plot in the docs needs no plotting library."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM, _RIGHT = 720, 360, 70, 40, 48, 190
_COLOURS = ("#0b5394", "#b45f06", "#38761d", "#741b47", "#666666", "#a61c00")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "12 4", "1 3")  # told apart without colour too


def line_chart(title: str, x: str, y: str, lines: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Return an SVG with both axes logarithmic; points are (x, y), all above 0."""
    points = [point for line in lines.values() for point in line]
    if not points:
        raise ValueError("nothing to draw")
    xs, ys = _span([p[0] for p in points]), _span([p[1] for p in points])

    def at(point: tuple[float, float]) -> tuple[float, float]:
        right = _WIDTH - _LEFT - _RIGHT
        down = _HEIGHT - _TOP - _BOTTOM
        return (
            _LEFT + right * (math.log10(point[0]) - xs[0]) / (xs[1] - xs[0]),
            _TOP + down * (1 - (math.log10(point[1]) - ys[0]) / (ys[1] - ys[0])),
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="22" font-size="15">{escape(title)}</text>',
        f'<text x="{_LEFT}" y="{_HEIGHT - 10}">{escape(x)}</text>',
        f'<text x="8" y="{_TOP - 6}">{escape(y)}</text>',
    ]
    for power in range(xs[0], xs[1] + 1):
        place, _ = at((10.0**power, 10.0 ** ys[0]))
        parts.append(_rule(place, _TOP, place, _HEIGHT - _BOTTOM))
        parts.append(f'<text x="{place:.0f}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle">{_short(power)}</text>')
    for power in range(ys[0], ys[1] + 1):
        _, place = at((10.0 ** xs[0], 10.0**power))
        parts.append(_rule(_LEFT, place, _WIDTH - _RIGHT, place))
        parts.append(f'<text x="{_LEFT - 6}" y="{place + 4:.0f}" text-anchor="end">{_short(power)}</text>')
    for n, (name, line) in enumerate(lines.items()):
        colour, dash = _COLOURS[n % len(_COLOURS)], _DASHES[n % len(_DASHES)]
        drawn = " ".join(f"{a:.1f},{b:.1f}" for a, b in map(at, line))
        stroke = f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'
        parts.append(f'<polyline points="{drawn}" {stroke}/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in map(at, line)]
        below = _TOP + 10 + 20 * n
        parts.append(f'<polyline points="{_WIDTH - 180},{below} {_WIDTH - 150},{below}" {stroke}/>')
        parts.append(f'<text x="{_WIDTH - 144}" y="{below + 4}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _span(values: Sequence[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _short(power: int) -> str:
    for step, name in ((6, "M"), (3, "k")):
        if power >= step:
            return f"{10 ** (power - step)}{name}"
    return f"{10.0**power:g}"


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dddddd"/>'
