from __future__ import annotations

import pytest

from ingest.anonymise import find


@pytest.mark.parametrize(
    ("text", "kind", "span"),
    [
        ("宛先 shop_a@\nkiji.example に送った", "mail", "shop_a@\nkiji.example"),
        ("hana ＿ ya ＠ kiji ． example", "mail", "hana ＿ ya ＠ kiji ． example"),
        ("h t t p s : / / kiji.example", "url", "h t t p s : / / kiji.example"),
        ("Discord の sora#1234 が手伝う", "handle", "sora#1234"),
        ("D.O.B. 3 April 1985", "birth-date", "3 April 1985"),
        ("申込書の昭和55年4月1日が免許と違う", "birth-date", "昭和55年4月1日"),
        ("年齢欄に「48.3.9」とある", "birth-date", "48.3.9"),
        ("4O12 88l7 3060 5525", "card", "4O12 88l7 3060 5525"),
        ("健保のきごう 3311、ばんごう 207", "insurance-number", "3311"),
        ("介護の0004417720で手すりを借りる", "insurance-number", "0004417720"),
        ("事業所整理記号 21-コミサ", "insurance-number", "21-コミサ"),
        ("定期 4402198 は動かせない", "bank-account", "4402198"),
        ("支払い先の一覧:材料 2280925 家賃 6127714", "bank-account", "6127714"),
        ("電通届A-05-10417の番号", "licence", "電通届A-05-10417"),
        ("ティー、三六二八〇〇〇一四四七〇九", "invoice-number", "ティー、三六二八〇〇〇一四四七〇九"),
        ("伝票に507/0033と書いて再送", "postal-code", "507/0033"),
        ("(+81) 3 5555 0185 は東京", "phone", "(+81) 3 5555 0185"),
    ],
)
def test_a_number_in_an_odd_writing_is_found_whole(text: str, kind: str, span: str) -> None:
    assert (kind, span) in [(f.kind, f.text) for f in find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "2021,2022,2023年の比較",
        "昭和56年5月31日以前に建築された建物",
        "介護の1200000円を払う",
        "支払い先の一覧:材料 1180925円",
        "x onerror=alert(1)",
    ],
)
def test_amounts_years_and_code_are_no_numbers_of_a_client(text: str) -> None:
    assert find(text) == []
