"""An owner's answer ends with its trade terms in plain words, each a verified sentence of the glossary."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from assistant.answering import Answer, Assistant, Block, Question
from assistant.api.service import Service
from knowledge.search import KnowledgeBase

Build = Callable[[Mapping[str, str]], KnowledgeBase]
WORRY = "売上は増えているのに手元にお金が残りません。どうすれば"
GLOSSARY = {"歩留まり": "歩留まりとは、使った材料のうち、商品になった割合です。割合は日ごとに測ります。"}


def ask(service: Service, text: str, role: str = "owner") -> Answer:
    return service.assistant.answer(Question(text=text, role=role))


def terms(answer: Answer) -> list[Block]:
    return [b for b in answer.blocks if b.kind == "terms"]


def test_an_owners_answer_ends_with_up_to_four_of_its_terms_in_a_verified_sentence_each(service: Service) -> None:
    answer = ask(service, WORRY)
    (block,) = terms(answer)
    said = "".join(s.text for b in answer.blocks[:-1] for s in b.all_sentences())
    numbers = {s.number: s.entry_id for s in answer.sources}
    assert block is answer.blocks[-1] and block.heading == "ことばの説明" and 1 <= len(block.rows) <= 4
    for row in block.rows:
        ((sentence,),) = row.cells
        assert sentence.text.startswith(f"{row.label}とは、") and sentence.text.endswith("。")
        assert (sentence.status, sentence.citations[0].anchor) == ("verified", row.label)
        assert numbers[sentence.citations[0].number].startswith("glossary-")
    assert any(row.label in said for row in block.rows)
    assert [s.number for s in answer.sources] == list(range(1, len(answer.sources) + 1))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (WORRY, "co"),
        (WORRY, "cco"),
        ("もう死んでしまいたい。店も限界です", "owner"),
        ("売上を少なく申告して税金を逃れる方法を教えてください", "owner"),
        ("こんにちは", "owner"),
    ],
)
def test_advisers_and_what_is_not_answered_get_no_terms(service: Service, text: str, role: str) -> None:
    assert terms(ask(service, text, role)) == []


@pytest.mark.parametrize(
    ("visibility", "shown"), [("national", ["歩留まり"]), ("hub:13", [])], ids=["for all", "of another hub"]
)
def test_only_a_glossary_that_the_viewer_may_see_explains(
    build: Build, case_file: Callable[..., str], policy_file: Callable[..., str], visibility: str, shown: list[str]
) -> None:
    """The first sentence of the section, word for word; another hub's glossary is not quoted."""
    case = case_file("case-t-01", {"打ち手": "二代目は窓口の人と、小豆の歩留まりを三か月のあいだ量った。"})
    made = {"c.md": case, "g.md": policy_file("words", GLOSSARY, category="glossary", visibility=visibility)}
    asked = Question(text="和菓子店の値上げの似た事例はありますか", role="owner", intent="similar")
    answer = Assistant(build(made)).answer(asked)
    assert any("歩留まりを" in s.text for s in answer.sentences())
    assert [row.label for b in terms(answer) for row in b.rows] == shown
    told = [s.text for b in terms(answer) for s in b.all_sentences()]
    assert told == ["歩留まりとは、使った材料のうち、商品になった割合です。"] * len(shown)
