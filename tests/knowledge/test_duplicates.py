"""Near-duplicates collapse; what differs in a number or in its outcome does not."""

import pytest

from knowledge.duplicates import nearly_the_same, without_duplicates


def entries_of(rows):
    return [(entry.id, twins) for entry, twins in rows]


def test_a_copy_with_a_few_other_words_is_one_with_its_original(make_case) -> None:
    """The better placed of the two stands for both."""
    first, copy = make_case(), make_case(id="case-09-09", 学び="何割減るまで損をしないかを、まず先に計算する。")
    other = make_case(id="case-75-01", title="求人の書き方", 学び="仕事の中身を書く。", 結果="応募が3人あった。")
    found = without_duplicates([copy, other, first], lambda entry: entry)
    assert entries_of(found) == [("case-09-09", ("case-09-01",)), ("case-75-01", ())]
    assert without_duplicates([], lambda entry: entry) == []


@pytest.mark.parametrize(
    "change",
    [
        {"結果": "限界利益率は31%から37.5%に上がった。"},
        {"outcome": "success"},
        {"title": "まったく別の町で豆腐を売る店が朝の配達をやめて娘に任せるまでの長い長い話と学び"},
    ],
)
def test_another_number_outcome_or_story_is_another_case(make_case, change) -> None:
    """One digit may be the whole difference between two editions."""
    assert not nearly_the_same(make_case(), make_case(id="case-09-09", **change))


def test_kinds_are_never_one(make_case, make_policy) -> None:
    """A case and a document are two things."""
    assert not nearly_the_same(make_case(), make_policy())
    assert nearly_the_same(make_policy(), make_policy(id="other"))
    assert not nearly_the_same(make_policy(), make_policy(id="other", valid_until="2020-03-31"))
