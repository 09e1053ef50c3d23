"""The 4-bit block format."""

import numpy as np

from knowledge.embedding.e5s1 import BLOCK, unpack


def test_low_halves_come_before_high_halves() -> None:
    """Byte j of a block holds weight j and weight j + 16, both around a zero of 8, times the block's scale."""
    blocks = np.zeros((1, 2), BLOCK)
    blocks["scale"] = [[0.5, 2]]
    blocks["halves"][0, 0] = np.arange(16) | 15 << 4
    blocks["halves"][0, 1] = 8 | 9 << 4
    expected = np.concatenate([(np.arange(16) - 8) / 2, np.full(16, 3.5), np.zeros(16), np.full(16, 2)])
    assert np.array_equal(unpack(blocks), expected[None].astype(np.float32))
