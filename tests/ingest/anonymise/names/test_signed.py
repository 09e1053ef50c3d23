from __future__ import annotations

import pytest

from ingest.anonymise import find


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kitano R. からの入金が遅れた。", "Kitano R."),
        ("M川くんの件は内密に。", "M川"),
        ("髙*木*浩と印字された。", "髙*木*浩"),
        ("契約者:楊 文傑(ヨウ ブンケツ)", "ヨウ ブンケツ"),
        ("「すが」でなく「かん」と読む。", "かん"),
        ("署名が「あ べ」と平仮名だった。", "あ べ"),
        ("わたしきよみが言うのも何ですが。", "きよみ"),
    ],
)
def test_a_person_is_told_by_the_form_of_the_name(text: str, name: str) -> None:
    assert any(name in f.text for f in find(text))


@pytest.mark.parametrize("text", ["私自身が言うのも変だ。", "お客さんとお隣さん。", "A社さんとB店さん。", "e.g. の例"])
def test_ordinary_words_are_no_person(text: str) -> None:
    assert [f for f in find(text) if f.kind == "person"] == []
