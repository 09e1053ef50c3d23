"""Run the encoder with ONNX Runtime, exactly enough on every CPU."""

import platform
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as vendor

from knowledge.embedding.errors import EmbeddingError

# ONNX Runtime has no common base for its errors, so all that it defines are caught
_VENDOR_ERRORS = tuple(e for e in vars(vendor).values() if isinstance(e, type) and issubclass(e, Exception))
_VNNI = frozenset({"avx512_vnni", "avx_vnni"})
_CPUINFO = Path("/proc/cpuinfo")


class Encoder:
    """An ONNX Runtime session of one thread: many threads may run it at once, and it owns none that could spin."""

    def __init__(self, model: bytes, *, precise: bool) -> None:
        """Open a serialised model; `precise` avoids the saturating int8 arithmetic of a CPU without VNNI."""
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # would keep a plan for every length of text
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
        if precise:  # unsigned weights: half the speed; the switch belongs to the extended level
            options.add_session_config_entry("session.x64quantprecision", "1")
            options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
        try:
            self._session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        except _VENDOR_ERRORS as error:
            raise EmbeddingError("埋め込みモデルを起動できないため、onnxruntime を入れ直してください。") from error
        self._input = self._session.get_inputs()[0].name
        self._session._model_bytes = None  # kept only to open the session anew on another device: 27 MB

    def mean(self, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the mean last hidden state `[hidden]` of the tokens `[tokens, hidden]`; not normalised.

        Raises EmbeddingError where ONNX Runtime fails, as it does when memory runs out.
        """
        try:
            mean: NDArray[np.float32] = self._session.run(None, {self._input: embeddings[None]})[0][0]
        except _VENDOR_ERRORS as error:
            raise EmbeddingError(
                "埋め込みの計算に失敗したため、メモリーの空きを確かめてから再起動してください。"
            ) from error
        return mean


def needs_precise_int8() -> bool:
    """Tell whether this CPU would saturate: x86 without VNNI adds pairs of int8 products in 16 bits."""
    if platform.machine().lower() not in {"x86_64", "amd64"}:
        return False
    return not (_CPUINFO.is_file() and has_vnni(_CPUINFO.read_text()))


def has_vnni(cpuinfo: str) -> bool:
    """Tell whether the text of Linux's /proc/cpuinfo names an instruction set with exact int8 products."""
    lines = (line.partition(":") for line in cpuinfo.splitlines())
    return any(name.strip() == "flags" and _VNNI & set(flags.split()) for name, _, flags in lines)
