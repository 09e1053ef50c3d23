"""What every embedder promises, kept by the real library too: the suite of tests/knowledge/embedding, run on it."""

import importlib.util
from pathlib import Path

_SUITE = Path(__file__).parents[1] / "tests" / "knowledge" / "embedding" / "test_conformance.py"
_SPEC = importlib.util.spec_from_file_location("conformance", _SUITE)
assert _SPEC and _SPEC.loader
_MODULE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_MODULE)
globals().update({name: thing for name, thing in vars(_MODULE).items() if name.startswith("test_")})
