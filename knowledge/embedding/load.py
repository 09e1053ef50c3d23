"""Choose an embedder by its name in the settings."""

from knowledge.embedding.embedder import Embedder
from knowledge.embedding.errors import EmbeddingError
from knowledge.embedding.fake import HashingEmbedder
from knowledge.embedding.onnx_e5 import load_onnx_e5
from knowledge.embedding.sentence_transformers import SentenceTransformersEmbedder


def load_embedder(name: str = "bundled") -> Embedder:
    """Return the embedder called `bundled`, `hashing` or `sentence-transformers:NAME_OR_PATH`.

    Raises EmbeddingError for another name, and when the model or what runs it is not on this machine.
    """
    kind, _, model = name.partition(":")
    match kind, model:
        case "bundled", "":
            return load_onnx_e5()
        case "hashing", "":
            return HashingEmbedder()
        case "sentence-transformers", _ if model:
            return SentenceTransformersEmbedder(model)
    raise EmbeddingError(
        f"埋め込みモデル「{name}」は選べないため、"
        "bundled、hashing、sentence-transformers:モデル名またはフォルダー のどれかを指定してください。"
    )
