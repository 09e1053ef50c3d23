"""A contrast sets a success and a failure under like premises side by side, and invents neither."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from assistant.answering import Answer, Assistant, Question
from assistant.api.service import Service
from knowledge import taxonomy
from knowledge.entries import Case
from knowledge.search import KnowledgeBase

QUESTION = "和菓子店の値上げ、成功と失敗の分かれ目は？"
Build = Callable[[Mapping[str, str]], KnowledgeBase]


@pytest.fixture(scope="module")
def answer(service: Service) -> Answer:
    """A contrast over the starter knowledge."""
    return service.assistant.answer(Question(text=QUESTION))


def test_both_sides_stand_in_columns_aligned_by_part(answer: Answer) -> None:
    """Every row has a cell for each side, and the columns say which is which."""
    tables = [b for b in answer.blocks if b.kind == "contrast"]
    assert 1 <= len(tables) <= 2
    for table in tables:
        good, bad = table.columns
        assert good.startswith(("成功｜", "一部成功｜")) and bad.startswith(("失敗｜", "中断"))
        assert [row.label for row in table.rows] == ["状況", "前提条件", "打ち手", "結果", "分かれ目"]
        assert all(all(row.cells) for row in table.rows)


def test_each_side_quotes_one_case_of_its_outcome(answer: Answer, knowledge: KnowledgeBase) -> None:
    """The left column is one case that went well, the right one that did not."""
    for table in (b for b in answer.blocks if b.kind == "contrast"):
        for side, outcomes in enumerate((("success", "partial"), ("failure", "discontinued"))):
            cited = {c.entry_id for row in table.rows for s in row.cells[side] for c in s.citations}
            assert len(cited) == 1
            case = knowledge.catalog.get(cited.pop())
            assert isinstance(case, Case) and case.outcome in outcomes


def test_a_trade_without_a_pair_is_told_before_pairs_of_others(service: Service, answer: Answer) -> None:
    """Nothing is passed off as the trade's own, and nothing is said where there is a pair."""
    other = service.assistant.answer(Question(text="真珠養殖の成功と失敗を並べてください", intent="contrast"))
    assert [b.kind for b in other.blocks[:2]] == ["summary", "contrast"]
    assert "水産養殖業" in other.blocks[0].sentences[0].text and "見つかりません" in other.blocks[0].sentences[0].text
    assert answer.blocks[0].kind == "contrast"


def test_a_pair_of_the_trade_on_another_matter_is_told_as_such(service: Service) -> None:
    """There are pairs of such shops, but none of them is about membership."""
    text = "町の電器店の会員制で、続いた店とお客さまが離れた店の両方の例を並べてほしいです。"
    first, second = service.assistant.answer(Question(text=text, intent="contrast")).blocks[:2]
    assert "お尋ねの内容そのもの" in first.sentences[0].text
    assert second.kind == "contrast"


def test_shared_premises_are_named_and_really_shared(answer: Answer, knowledge: KnowledgeBase) -> None:
    """What the sentence says the two have in common, both entries have."""
    table = next(b for b in answer.blocks if b.kind == "contrast")
    said = table.sentences[0].text.partition("が共通で")[0]
    cited = list(
        dict.fromkeys(c.entry_id for row in table.rows for cell in row.cells for s in cell for c in s.citations)
    )
    facets = [knowledge.catalog.get_many(cited)[i].facets() for i in cited]
    shared = {
        taxonomy.VOCABULARIES[name].label_of(code)
        for name, codes in facets[0].items()
        for code in codes
        if code in facets[1].get(name, ()) and name not in ("phase", "partners", "outcome")
    }
    assert said and shared
    assert set(_longest_first(said, shared)) == shared


def test_lesson_and_questions_follow_the_tables(answer: Answer) -> None:
    """The reader leaves with something to do."""
    kinds = [b.kind for b in answer.blocks]
    assert kinds[kinds.index("summary") - 1] == "contrast"
    assert kinds[-1] == "questions"


@pytest.mark.parametrize(
    ("outcome", "said"), [("success", "失敗の側に当たる事例は"), ("failure", "成功の側に当たる事例は")]
)
def test_missing_side_is_named_and_no_pair_is_made(
    build: Build, case_file: Callable[..., str], outcome: str, said: str
) -> None:
    """With cases of one outcome only, they are shown alone, and the gap is told."""
    told = {"a": "35%の値上げで客は減らなかった。", "b": "12%の値上げで9人が離れた。"}
    knowledge = build({f"{n}.md": case_file(f"case-{n}", {"結果": told[n]}, outcome=outcome) for n in told})
    answer = Assistant(knowledge).answer(Question(text=QUESTION))
    assert answer.blocks[0].sentences[0].text.startswith(said)
    assert "作り話で埋めることはしません" in answer.blocks[0].sentences[0].text
    assert [b.kind for b in answer.blocks[1:]] == ["case", "case"]


def test_cases_without_common_premises_are_not_paired(build: Build, case_file: Callable[..., str]) -> None:
    """A success here and a failure somewhere else entirely are no contrast."""
    far = {"industry": '"44"', "size": "s100", "owner_type": "founder", "owner_traits": "[quick]", "stage": "growth"}
    knowledge = build(
        {"a.md": case_file("case-a"), "b.md": case_file("case-b", outcome="failure", topics="[people]", **far)}
    )
    answer = Assistant(knowledge).answer(Question(text=QUESTION))
    assert "組は見つかりませんでした" in answer.blocks[0].sentences[0].text
    assert "contrast" not in [b.kind for b in answer.blocks]


def _longest_first(said: str, labels: set[str]) -> list[str]:
    """Find labels in a list that is joined by ・, which labels contain too."""
    found = []
    for label in sorted(labels, key=len, reverse=True):
        if label in said:
            found.append(label)
            said = said.replace(label, "", 1)
    assert not said.strip("・"), f"not shared: {said}"
    return found
