"""Opens the gate over a data directory, as the settings say."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from ingest.admission import GateError
from ingest.anonymise.detector import Detector
from ingest.anonymise.recogniser import GinzaRecogniser
from ingest.gate import Gate, GateRules
from ingest.quarantine_key import find_key
from ingest.review.opening import open_queue
from knowledge.catalog import Catalog


def open_gate(
    data: Path, catalog: Catalog, environment: Mapping[str, str] = os.environ, detector: Detector | None = None
) -> Gate:
    """Return the gate with its review queue; the recogniser's model is loaded at the first case.

    Raise QuarantineError when there is no usable key, GateError or ReviewError when a setting cannot be read.
    """
    detector = detector or Detector(GinzaRecogniser())
    queue = open_queue(data, catalog, detector, environment, gone=_gone)
    secret = blake2b(b"paths", key=find_key(data, environment)).digest()
    return Gate(detector, catalog, queue, secret, gate_rules(environment))


def _gone(source: str) -> bool:
    """Tell whether a file is no longer there; of a hidden name nobody can tell."""
    return source.startswith(os.sep) and not Path(source).exists()


def gate_rules(environment: Mapping[str, str] = os.environ) -> GateRules:
    """Read YOROZU_GATE (``cases`` or ``everything``) and YOROZU_GATE_K (0 to 100)."""
    what = environment.get("YOROZU_GATE", "cases").strip()
    if what not in ("cases", "everything"):
        raise GateError("YOROZU_GATE は cases(事例だけ)か everything(文書もすべて)で指定してください。")
    k = environment.get("YOROZU_GATE_K", "5").strip()
    if not k.isdecimal() or int(k) > 100:
        raise GateError("YOROZU_GATE_K は 0〜100 の数で指定してください(0 は組み合わせの確認をしない)。")
    return GateRules(everything=what == "everything", k=int(k))
