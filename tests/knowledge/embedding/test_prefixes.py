"""Families of models and what they want to read first."""

import pytest

from knowledge.embedding.prefixes import Prefixes, known_prefixes, prefixes_from_prompts


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("intfloat/e5-base-v2", "query: ", "passage: "),
        ("cl-nagoya/ruri-v3-310m", "検索クエリ: ", "検索文書: "),
        ("cl-nagoya/ruri-large-v2", "クエリ: ", "文章: "),
        ("cl-nagoya/ruri-base", "クエリ: ", "文章: "),
        ("BAAI/bge-m3", "", ""),
        ("BAAI/bge-base-en-v1.5", "Represent this sentence for searching relevant passages: ", ""),
        ("BAAI/bge-large-zh", "为这个句子生成表示以用于检索相关文章：", ""),
        ("/models/e5/cl-nagoya_ruri-v3-30m", "検索クエリ: ", "検索文書: "),
        (r"C:\models\ruri-small", "クエリ: ", "文章: "),
        ("cache/models--cl-nagoya--ruri-v3-70m/snapshots/0a1b2c", "検索クエリ: ", "検索文書: "),
    ],
)
def test_family_is_known_by_name(name: str, query: str, passage: str) -> None:
    """The prefixes are those of the family's model card."""
    assert known_prefixes(name) == Prefixes(query, passage)


def test_instruct_models_put_the_task_before_the_query() -> None:
    """An E5 model trained with instructions gets one, and its passages get nothing."""
    prefixes = known_prefixes("intfloat/multilingual-e5-large-instruct")
    assert prefixes is not None
    assert prefixes.query.startswith("Instruct: ")
    assert prefixes.query.endswith("\nQuery: ")
    assert prefixes.passage == ""


@pytest.mark.parametrize("name", ["sbintuitions/sarashina-embedding-v2-1b", "acme/page5-model", "acme/e55"])
def test_unknown_family_is_not_guessed(name: str) -> None:
    """A name that only resembles a family is unknown."""
    assert known_prefixes(name) is None


@pytest.mark.parametrize(
    ("prompts", "expected"),
    [
        ({"query": "Q: ", "passage": "P: "}, Prefixes("Q: ", "P: ")),
        ({"query": "Q: ", "document": "D: "}, Prefixes("Q: ", "D: ")),
        ({"query": "", "document": ""}, Prefixes()),
        ({}, Prefixes()),
    ],
)
def test_model_may_declare_its_own_prompts(prompts: dict[str, str], expected: Prefixes) -> None:
    """For an unknown family the prompts in the model's folder are used."""
    assert prefixes_from_prompts(prompts) == expected
