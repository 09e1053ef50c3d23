from __future__ import annotations

import pytest

from ingest.anonymise import find


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("取引先一覧　北斗／まるい堂／ソラノ／その他3社", ["北斗", "まるい堂", "ソラノ"]),
        ("出店者　1そらのパン　2あおい漬　3 未定", ["そらのパン", "あおい漬"]),
        ("山田　済\n佐藤　未\n高橋　済", ["山田", "佐藤", "高橋"]),
        ("海「もう一度話したい」\n担当「来週にしましょう」\n海「はい」", ["海"]),
        ("同席 川上(金融)、ロン(通訳)", ["川上", "ロン"]),
    ],
)
def test_a_list_or_a_column_tells_names(text: str, names: list[str]) -> None:
    found = [f.text for f in find(text)]
    assert all(any(name in seen for seen in found) for name in names)


@pytest.mark.parametrize(
    "text",
    [
        "目標：売上　100万円\n実績：80万円",
        "林業　衰退\n森　手入れ\n",
        "主な取引先：飲食店、小売店、病院の3社",
        "従業員41人、成形機19台で、上位の3社が売上の6割を占める。",
        "営業部長　→ 値上げを提案",
    ],
)
def test_a_plain_list_holds_no_name(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    "text", ["うちはE社といいます。", "取引先一覧　Q社／R社／S社／その他2社", "昔の名はI社、いまはJ社。"]
)
def test_letters_that_stand_for_firms_are_left_as_they_are(text: str) -> None:
    assert find(text) == []
