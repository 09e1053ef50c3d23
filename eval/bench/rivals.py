"""The other systems, set up as their documentation shows a hybrid search, with the embedder and the words (Sudachi) of this stack.

Runs in an environment of its own (``eval/bench/rivals.txt``); nothing of it is imported by the program or its tests.
"""

# mypy: ignore-errors

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge.embedding import Embedder
from knowledge.words import Words

TOP = 10
_LEG = 50  # candidates of each leg before fusion
_AT_ONCE = 256
_SPACES = r"\S+"  # words that were set apart


class LangChain:
    """Chroma on disk and BM25Retriever in an EnsembleRetriever with equal weights.

    https://docs.langchain.com/oss/python/integrations/vectorstores/chroma, …/retrievers/bm25
    """

    def __init__(self, embedder: Embedder, room: Path) -> None:
        self._embedder, self._room, self._words = embedder, room, Words()

    def ingest(self, passages: Sequence[tuple[str, str]]) -> None:
        """Add the documents to both."""
        from langchain_chroma import Chroma
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
        from langchain_core.documents import Document

        documents = [Document(text, metadata={"id": own}) for own, text in passages]
        store = Chroma("passages", self._embedder, persist_directory=str(self._room))
        for at in range(0, len(documents), _AT_ONCE):
            store.add_documents(documents[at : at + _AT_ONCE])
        words = BM25Retriever.from_documents(documents, preprocess_func=self._words.terms)
        words.k = _LEG
        dense = store.as_retriever(search_kwargs={"k": _LEG})
        self._both = EnsembleRetriever(retrievers=[words, dense], weights=[0.5, 0.5])

    def search(self, question: str) -> list[str]:
        """Ask the ensemble."""
        return [document.metadata["id"] for document in self._both.invoke(question)][:TOP]


class LlamaIndex:
    """VectorStoreIndex and BM25Retriever in a QueryFusionRetriever by reciprocal ranks.

    https://developers.llamaindex.ai/python/examples/retrievers/bm25_retriever/
    """

    def __init__(self, embedder: Embedder, room: Path) -> None:
        self._embedder, self._words = embedder, Words()

    def ingest(self, passages: Sequence[tuple[str, str]]) -> None:
        """Build both over the same nodes; the words are set apart by spaces, which its BM25 is told to cut at."""
        import bm25s
        from llama_index.core import VectorStoreIndex
        from llama_index.core.llms import MockLLM
        from llama_index.core.retrievers import QueryFusionRetriever
        from llama_index.core.schema import QueryBundle, TextNode
        from llama_index.core.vector_stores.utils import node_to_metadata_dict
        from llama_index.embeddings.langchain import LangchainEmbedding
        from llama_index.retrievers.bm25 import BM25Retriever

        words = self._words

        class Japanese(BM25Retriever):
            def _retrieve(self, query_bundle: QueryBundle) -> list:
                return super()._retrieve(QueryBundle(" ".join(words.terms(query_bundle.query_str))))

        nodes = [TextNode(id_=own, text=text) for own, text in passages]
        model = LangchainEmbedding(self._embedder, embed_batch_size=_AT_ONCE)
        index = VectorStoreIndex(nodes, embed_model=model)
        tokens = bm25s.tokenize(
            [" ".join(words.terms(text)) for _, text in passages],
            stopwords=[],
            token_pattern=_SPACES,
            show_progress=False,
        )
        keywords = bm25s.BM25(corpus=[node_to_metadata_dict(n) | {"node_id": n.node_id} for n in nodes])
        keywords.index(tokens, show_progress=False)
        legs = [
            index.as_retriever(similarity_top_k=_LEG),
            Japanese(existing_bm25=keywords, similarity_top_k=_LEG, skip_stemming=True, token_pattern=_SPACES),
        ]
        self._both = QueryFusionRetriever(
            legs, llm=MockLLM(), mode="reciprocal_rerank", similarity_top_k=TOP, num_queries=1, use_async=False
        )

    def search(self, question: str) -> list[str]:
        """Ask the fusion."""
        return [found.node.node_id for found in self._both.retrieve(question)]


class Haystack:
    """InMemoryDocumentStore with both retrievers and a DocumentJoiner by reciprocal ranks.

    https://haystack.deepset.ai/tutorials/33_hybrid_retrieval
    """

    def __init__(self, embedder: Embedder, room: Path) -> None:
        self._embedder, self._words = embedder, Words()

    def ingest(self, passages: Sequence[tuple[str, str]]) -> None:
        """Write the documents with their vectors."""
        from haystack import Document, Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        store.tokenizer = self._words.terms
        for at in range(0, len(passages), _AT_ONCE):
            some = passages[at : at + _AT_ONCE]
            rows = self._embedder.embed_documents([text for _, text in some])
            store.write_documents(
                [Document(id=own, content=text, embedding=row) for (own, text), row in zip(some, rows, strict=True)]
            )
        both = Pipeline()
        both.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=_LEG))
        both.add_component("words", InMemoryBM25Retriever(store, top_k=_LEG))
        both.add_component("join", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=TOP))
        both.connect("dense", "join")
        both.connect("words", "join")
        self._both = both

    def search(self, question: str) -> list[str]:
        """Run the pipeline."""
        vector = self._embedder.embed_query(question)
        found = self._both.run({"dense": {"query_embedding": vector}, "words": {"query": question}})
        return [document.id for document in found["join"]["documents"]]


class Txtai:
    """A hybrid index: vectors from outside (Faiss), and its own BM25 over words set apart by spaces.

    https://neuml.github.io/txtai/embeddings/configuration/
    """

    def __init__(self, embedder: Embedder, room: Path) -> None:
        self._embedder, self._words = embedder, Words()
        self._plain: dict[str, str] = {}

    def ingest(self, passages: Sequence[tuple[str, str]]) -> None:
        """Index (id, text) pairs."""
        from txtai import Embeddings

        self._index = Embeddings(
            method="external",
            transform=lambda texts: self._embedder.encode_passages([self._plain[text] for text in texts]),
            hybrid=True,
            scoring={"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"whitespace": True}},
        )
        self._index.index((own, self._spaced(text)) for own, text in passages)
        queries = self._embedder.encode_query
        self._index.model.transform = lambda texts: [queries(self._plain.pop(text)) for text in texts]

    def search(self, question: str) -> list[str]:
        """Search with equal weights, its default."""
        return [own for own, _ in self._index.search(self._spaced(question), TOP)]

    def _spaced(self, text: str) -> str:
        spaced = " ".join(self._words.terms(text)) or text
        self._plain[spaced] = text
        return spaced


SYSTEMS = {"langchain": LangChain, "llamaindex": LlamaIndex, "haystack": Haystack, "txtai": Txtai}
