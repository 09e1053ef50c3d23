"""What a model family wants to read before a query and before a passage."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Prefixes:
    """Put before the text as they are; they end in a space or a colon where the family wants one."""

    query: str = ""
    passage: str = ""


# The first pattern that matches wins, so the narrower of two stands first. Sources: the model cards of the families.
_FAMILIES = (
    (r"ruri-v3", Prefixes("検索クエリ: ", "検索文書: ")),
    (r"ruri", Prefixes("クエリ: ", "文章: ")),
    (
        r"\be5\b.*instruct",
        Prefixes("Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "),
    ),
    (r"\be5\b", Prefixes("query: ", "passage: ")),
    (r"bge-m3", Prefixes()),
    (r"bge-\w+-en\b", Prefixes("Represent this sentence for searching relevant passages: ")),
    (r"bge-\w+-zh\b", Prefixes("为这个句子生成表示以用于检索相关文章：")),
)


def known_prefixes(name: str) -> Prefixes | None:
    """Return the prefixes of the family that a model's name or path belongs to; None for an unknown family.

    The last part of a path that names a family decides, so that a model cache (`models--org--name/snapshots/…`) works.
    """
    for part in reversed(re.split(r"[/\\]|--", name.lower())):
        for pattern, prefixes in _FAMILIES:
            if re.search(pattern, part):
                return prefixes
    return None


def prefixes_from_prompts(prompts: Mapping[str, str]) -> Prefixes:
    """Return the prefixes that a sentence-transformers model itself declares as prompts."""
    return Prefixes(prompts.get("query", ""), prompts.get("passage") or prompts.get("document", ""))
