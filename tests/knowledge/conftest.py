"""Small entries, and knowledge bases filled with them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.embedding import Embedder, load_embedder
from knowledge.entries import CASE_SECTIONS, Entry, Passage, passage_id
from knowledge.entry_file import parse_markdown
from knowledge.search import KnowledgeBase

CASE = {
    "kind": "case",
    "id": "case-09-01",
    "title": "常連が離れるのを恐れて値上げを先送りした和菓子店",
    "industry": "09",
    "size": "s5",
    "owner_type": "successor",
    "owner_traits": ["cautious"],
    "stage": "mature",
    "topics": ["pricing", "margin"],
    "phase": 2,
    "period": "2024-04/2025-03",
    "outcome": "failure",
    "figures": [{"name": "限界利益率", "before": 31, "after": 27.5, "unit": "%", "span": "12か月"}],
    "tools": ["商品別採算表"],
    "partners": ["cci"],
    "origin": "synthetic",
    "as_of": "2026-11-21",
}
SECTIONS = {
    "相談のきっかけ": "小豆の請求書を持って、二代目が拠点を訪れた。",
    "表面の課題": "値上げの知らせ方を教えてほしいと言った。",
    "本質的課題": "どの品から利益が漏れているかを、店のだれも知らなかった。",
    "前提条件": "家族3人の店で、年商は3,600万円である。",
    "打ち手": "売れ筋4品の材料を量り、表に書いた。",
    "結果": "限界利益率は31%から27.5%に下がった。",
    "分かれ目": "値上げの日を決めないまま半年を過ごしたことが分かれ目だった。",
    "学び": "何割減るまで損をしないかを先に計算する。",
    "当てはまらない条件": "卸先1社が売上の大半を占める店には当てはまらない。",
}


def write_entry(front: dict[str, Any], sections: dict[str, str]) -> str:
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False)
    body = "\n".join(f"## {heading}\n{text}" for heading, text in sections.items())
    return f"---\n{head}---\n{body}\n"


@pytest.fixture(scope="session")
def case_text() -> Callable[..., str]:
    """Return a function that writes a case file; a field set to None is left out, a Japanese name is a section."""

    def text(**changes: Any) -> str:
        front = CASE | {k: v for k, v in changes.items() if k not in CASE_SECTIONS}
        sections = SECTIONS | {k: v for k, v in changes.items() if k in CASE_SECTIONS}
        return write_entry(
            {k: v for k, v in front.items() if v is not None}, {k: v for k, v in sections.items() if v is not None}
        )

    return text


@pytest.fixture(scope="session")
def make_case(case_text: Callable[..., str]) -> Callable[..., Entry]:
    return lambda **changes: parse_markdown(case_text(**changes))


@pytest.fixture(scope="session")
def policy_text() -> Callable[..., str]:
    def text(sections: dict[str, str] | None = None, **changes: Any) -> str:
        front = {
            "kind": "policy",
            "id": "subsidy-small",
            "title": "小さな店の補助金",
            "category": "subsidy",
            "topics": ["policy"],
            "publisher": "見本の役所",
            "as_of": "2026-04-01",
        }
        body = sections or {"対象": "従業員5人以下の店が対象です。", "補助額": "上限は50万円です。"}
        return write_entry({k: v for k, v in (front | changes).items() if v is not None}, body)

    return text


@pytest.fixture(scope="session")
def make_policy(policy_text: Callable[..., str]) -> Callable[..., Entry]:
    return lambda *args, **changes: parse_markdown(policy_text(*args, **changes))


@pytest.fixture(scope="session")
def guideline_text() -> Callable[..., str]:
    def text(sections: dict[str, str] | None = None, **changes: Any) -> str:
        front = {"kind": "guideline", "id": "guide-listening", "title": "傾聴と信頼", "mission": "listening", **changes}
        clause = "- 行動: 最後まで聞く。\n- 理由: 急がない。\n- 良い例: 「続きをどうぞ」\n- 悪い例: 「要するに」\n"
        clause += "- 振り返り: さえぎらなかったか。\n- 根拠: [S0]"
        return write_entry(front, sections or {"1-1 さえぎらない": clause, "1-2 復唱する": clause})

    return text


def one_a_section(entry: Entry) -> list[Passage]:
    """Split an entry into a passage for each section; ids follow the text, as the chunker's do."""
    passages = []
    for ordinal, section in enumerate(entry.sections):
        text = entry.body[section.start : section.end]
        passages.append(
            Passage(
                id=passage_id(entry.id, hashlib.sha256(f"{section.anchor}\0{text}".encode()).hexdigest()[:20]),
                entry_id=entry.id,
                anchor=section.anchor,
                ordinal=ordinal,
                text=text,
                start=section.start,
                end=section.end,
                tokens=len(text),
                context=entry.title,
            )
        )
    return passages


@pytest.fixture(scope="session")
def split() -> Callable[[Entry], list[Passage]]:
    return one_a_section


@pytest.fixture(scope="session")
def hashing() -> Embedder:
    return load_embedder("hashing")


@pytest.fixture
def open_base(tmp_path: Path, hashing: Embedder) -> Iterator[Callable[..., KnowledgeBase]]:
    """Return a function that opens a knowledge base, puts entries in and builds its indexes; all are closed at the end."""
    opened: list[KnowledgeBase] = []

    def open_it(
        entries: Sequence[Entry] = (), data: Path | None = None, embedder: Embedder = hashing, update: bool = True
    ) -> KnowledgeBase:
        base = KnowledgeBase(data or tmp_path / "data", embedder)
        opened.append(base)
        for entry in entries:
            base.catalog.put(entry, one_a_section(entry), f"{entry.id}.md")
        if entries and update:
            base.update()
        return base

    yield open_it
    for base in opened:
        base.close()
