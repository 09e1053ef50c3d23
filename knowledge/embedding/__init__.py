"""Text to vectors: the bundled model, any sentence-transformers model, any LangChain provider, and a fake for tests.

Read in this order: `embedder` (the contract), `onnx_e5` (the default: `cleaning`, `tokenizer`, `encoder` at each text;
`weights`, `e5s1`, `graph` once at load), `sentence_transformers` and `langchain` (with `prefixes` and `windows`), `fake`, `load`.
"""

from knowledge.embedding.embedder import Embedder
from knowledge.embedding.errors import EmbeddingError
from knowledge.embedding.load import load_embedder

__all__ = ["Embedder", "EmbeddingError", "load_embedder"]
