"""Choose an embedder by its name in the settings."""

from knowledge.embedding.embedder import Embedder
from knowledge.embedding.errors import EmbeddingError
from knowledge.embedding.fake import HashingEmbedder
from knowledge.embedding.langchain import LangChainEmbedder
from knowledge.embedding.onnx_e5 import load_onnx_e5
from knowledge.embedding.sentence_transformers import SentenceTransformersEmbedder


def load_embedder(name: str = "bundled") -> Embedder:
    """Return the embedder of a setting: `bundled`, `sentence-transformers:NAME_OR_PATH`, `langchain:…`, or `hashing` for trials.

    Raises EmbeddingError for another name, and when the model or what runs it is not on this machine.
    """
    embedder = _load(name)
    embedder.setting = name
    return embedder


def _load(name: str) -> Embedder:
    kind, _, model = name.partition(":")
    match kind, model:
        case "bundled", "":
            return load_onnx_e5()
        case "hashing", "":
            return HashingEmbedder()
        case "hashing", _ if model.isdecimal() and 64 <= int(model) <= 4096:
            return HashingEmbedder(int(model))
        case "sentence-transformers", _ if model:
            return SentenceTransformersEmbedder(model)
        case "langchain", _ if model:
            return LangChainEmbedder(model)
    raise EmbeddingError(
        f"埋め込みモデル「{name}」は選べないため、bundled、hashing、sentence-transformers:モデル名またはフォルダー、"
        "langchain:提供元:モデル名 のどれかを指定してください。"
    )
