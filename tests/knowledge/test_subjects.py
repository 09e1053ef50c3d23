"""What is said of another party is no premise of the one who asks."""

import pytest

from knowledge.reading import read


def told(question: str) -> set[str]:
    return {f"{m.field}:{m.code}" for m in read(question).mentions}


@pytest.mark.parametrize(
    ("question", "not_told"),
    [
        ("仕入先が廃業して豆が入らなくなりました", "stage:closing"),
        ("競合の店が来月閉店します。お客さまを受け入れたい", "stage:closing"),
        ("近所の工務店が会社をたたむそうです", "topics:closing"),
        ("得意先の社長が二代目に替わりました", "owner_type:successor"),
        ("隣の美容室が値下げしました。うちはパン屋です", "industry:78"),
        ("取引先のホテルが改装するので、うちの畳も注文が止まりました", "industry:75"),
        ("駅前に飲食店ができて、うちの酒屋の客が減りました", "industry:76"),
        ("父が創業した旅館を継ぎました", "owner_type:founder"),
        ("大家さんが代替わりしました。食堂の家賃を上げると言われています", "industry:69"),
    ],
)
def test_what_another_party_does_or_is_tells_nothing_of_the_asker(question: str, not_told: str) -> None:
    assert not_told not in told(question)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("うちも廃業を考えています", "stage:closing"),
        ("取引先が廃業して、うちも廃業を考えています", "stage:closing"),
        ("取引先が減って廃業を考えています", "stage:closing"),
        ("銀行が貸してくれず店じまいを考えています", "stage:closing"),
        ("父から継いだ二代目です", "owner_type:successor"),
        ("取引先はホテルです。うちは畳屋です", "industry:75"),
        ("私が創業した会社です", "owner_type:founder"),
        ("隣の町で美容室を開いています", "industry:78"),
    ],
)
def test_what_the_asker_does_is_kept(question: str, kept: str) -> None:
    """Another party in the sentence is not its subject."""
    assert kept in told(question)
