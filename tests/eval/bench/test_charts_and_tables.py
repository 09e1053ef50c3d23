"""What the benchmarks write into documents."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.bench.chart import line_chart
from eval.bench.table import markdown, write_block


def test_a_chart_is_svg_with_a_line_for_each_name() -> None:
    """Ten times as much is as far again, on both axes."""
    lines = {"p50 <ms>": [(1_000.0, 2.0), (10_000.0, 20.0), (100_000.0, 200.0)], "p95": [(1_000.0, 5.0)]}
    drawn = ElementTree.fromstring(line_chart("時間", "節", "ms", lines))
    space = "{http://www.w3.org/2000/svg}"
    assert [t.text for t in drawn.iter(f"{space}text")][-2:] == ["p50 <ms>", "p95"]
    dots = [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in drawn.iter(f"{space}circle")]
    assert dots[1][0] - dots[0][0] == pytest.approx(dots[2][0] - dots[1][0], abs=0.2)
    assert dots[0][1] - dots[1][1] == pytest.approx(dots[1][1] - dots[2][1], abs=0.2)
    with pytest.raises(ValueError, match="nothing"):
        line_chart("時間", "節", "ms", {})


def test_a_block_is_replaced_between_its_markers(tmp_path: Path) -> None:
    """What stands around it stays, backslashes in it too; a document without the markers is refused."""
    document = tmp_path / "a.md"
    document.write_text("前\n<!-- x -->\n古い\n<!-- /x -->\n後\n", encoding="utf-8")
    table = markdown(("a", "b"), [("1", "\\1")])
    write_block(document, "x", table)
    assert document.read_text(encoding="utf-8") == f"前\n<!-- x -->\n{table}\n<!-- /x -->\n後\n"
    assert table == "| a | b |\n|---|---:|\n| 1 | \\1 |"
    with pytest.raises(ValueError, match="y"):
        write_block(document, "y", table)
