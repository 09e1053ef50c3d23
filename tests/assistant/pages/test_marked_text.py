"""Sections cut into paragraphs and list items, with the quote marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.pages.marked_text import paragraphs


def test_a_quote_inside_a_list_item_is_marked_and_its_label_is_not() -> None:
    """The label of an item stands apart; only the quoted words are marked."""
    body = "- 行動: 先に聞きます。次に書きます。\n- 理由: 信頼のため。"
    start = body.index("次に")
    (found,) = paragraphs(body, 0, len(body), (start, start + len("次に書きます。")))
    assert found.listed
    assert [(p.text, p.marked, p.label) for p in found.lines[0]] == [
        ("行動:", False, True),
        (" 先に聞きます。", False, False),
        ("次に書きます。", True, False),
    ]
    assert not any(p.marked for p in found.lines[1])


def test_a_quote_over_two_lines_is_marked_in_both() -> None:
    """A mark does not end where a line ends."""
    body = "一行目です。\n二行目です。"
    (found,) = paragraphs(body, 0, len(body), (3, 10))
    assert ["".join(p.text for p in line if p.marked) for line in found.lines] == ["です。", "二行目"]


def test_blank_lines_and_lists_part_the_text() -> None:
    """Running text, a list, and text after a blank line are paragraphs of their own."""
    body = "前の文。\n\n後の文。\n- 一つ\n- 二つ\n\n終わり。"
    assert [(p.listed, len(p.lines)) for p in paragraphs(body, 0, len(body))] == [
        (False, 1),
        (False, 1),
        (True, 2),
        (False, 1),
    ]


@given(st.text("あい -・:：\n「", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_marking_neither_loses_nor_adds_a_character(body: str, a: int, b: int) -> None:
    """Apart from line ends, blank lines and list marks, every character is shown once, and no other is."""
    plain = [p.text for part in paragraphs(body, 0, len(body)) for line in part.lines for p in line]
    marked = [
        p.text for part in paragraphs(body, 0, len(body), (min(a, b), max(a, b))) for line in part.lines for p in line
    ]
    assert "".join(plain) == "".join(marked)
    assert "".join(plain).replace(" ", "").replace("-", "").replace("・", "") == "".join(
        line for line in body.split("\n") if line.strip()
    ).replace(" ", "").replace("-", "").replace("・", "")
