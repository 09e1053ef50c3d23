"""Errors of ONNX Runtime become ours, and the CPU decides on the arithmetic."""

import numpy as np
import pytest
from onnx import TensorProto, helper

from knowledge.embedding import EmbeddingError
from knowledge.embedding.encoder import Encoder, has_vnni


@pytest.fixture(scope="module")
def model() -> bytes:
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, "tokens", 4])]
    outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 4])]
    axis = helper.make_tensor("axis", TensorProto.INT64, [1], [1])
    node = helper.make_node("ReduceMean", ["x", "axis"], ["y"], keepdims=0)
    graph = helper.make_graph([node], "mean", inputs, outputs, [axis])
    opset = helper.make_opsetid("", 21)
    return helper.make_model(graph, ir_version=10, opset_imports=[opset]).SerializeToString()


@pytest.mark.parametrize("precise", [False, True])
def test_encoder_runs_the_model(model: bytes, precise: bool) -> None:
    """The output is that of the graph, without the axis of the batch."""
    tokens = np.arange(8, dtype=np.float32).reshape(2, 4)
    assert Encoder(model, precise=precise).mean(tokens).tolist() == [2, 3, 4, 5]


def test_broken_model_is_our_error() -> None:
    """Bytes that are no model give one sentence, with the vendor's error as its cause."""
    with pytest.raises(EmbeddingError, match="onnxruntime を入れ直してください。") as caught:
        Encoder(b"no model", precise=False)
    assert caught.value.__cause__ is not None


def test_failing_run_is_our_error(model: bytes) -> None:
    """A run that ONNX Runtime refuses gives one sentence, with the vendor's error as its cause."""
    with pytest.raises(EmbeddingError, match="計算に失敗した") as caught:
        Encoder(model, precise=False).mean(np.zeros((2, 5), np.float32))
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize(
    ("flags", "expected"),
    [("fpu avx2 avx512_vnni", True), ("fpu avx2 avx_vnni", True), ("fpu avx2 avx512f", False), ("", False)],
)
def test_vnni_is_read_from_the_flags(flags: str, expected: bool) -> None:
    """Only a flag counts, not a name that happens to contain it."""
    assert has_vnni(f"processor\t: 0\nmodel name\t: avx_vnni\nflags\t\t: {flags}\n") is expected
