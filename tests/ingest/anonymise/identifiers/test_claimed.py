"""Numbers in writings that no fixed introduction foresees."""

from __future__ import annotations

import pytest

from ingest.anonymise import Known, find


def _covered(passage: str, known: tuple[Known, ...] = ()) -> bool:
    text = passage.replace("{", "").replace("}", "")
    start = passage.index("{")
    end = passage.index("}") - 1
    hidden = {at for f in find(text, known) for at in range(f.start, f.end)}
    return all(at in hidden for at in range(start, end) if text[at].isalnum())


@pytest.mark.parametrize(
    "passage",
    [
        "残高不足の{4471902}、先月も返した",
        "{2201764}・普通・カ）ミナトヤ",
        "返済は{3350981}から落ちる(しんきん)",
        "送金先は{10530ー29677511}",
        "{4901-223344-5} ← 雇用保険の番号",
        "資格確認書の番号 {04471902}",
        "基礎年金番号は{よんはちにーいちのさんごろくいちなな}",
        "調理師 {第96-3077号}を額に入れた",
        "酒の免許は{東法第45号}",
        "免許証の番号 {333693\n934548}",
        "{G51662208}は中国の旅券",
        "本人 {1957–08–19} 男",
        "誕生日が{5/3}の社長",
        "生年月日は{五十一年五月三日}（昭和）",
        "アメックス {3741–181698–89051}",
        "登記簿の番号 {6104-28-458302}",
        "送り先は{806 8438}",
        "折り返しは{ぜろはちぜろのいちにさんよんのごろくななはち}まで",
        "市外局番なしで「{55-0175}」とだけ",
        "{hanapan_fuji} ←インスタ",
        "メルカリの{tanpopo2015}から発送",
        "{hana.pan@gmail}に送る",
        "Zoom ID {812 3456 7890}で入る",
        "{弘前市大字石渡}に実家",
        "届け先:{静岡県富士市本町}",
        "{コーポさくら203号室}に住む",
        "{1-1 Udagawacho, Shibuya-ku, Tokyo}",
        "{静岡県\n富士市\n今泉7-3-16}",
    ],
)
def test_a_number_is_found_however_it_is_introduced(passage: str) -> None:
    assert _covered(passage)


@pytest.mark.parametrize(
    "text",
    [
        "当座貸越の枠は3,500,000円、残高は120万円。",
        "年金保険料の総額は2024年度で1234567円だった。",
        "補助金の公募要領 第12版 令和6年4月1日",
        "品番 4471902-12 の在庫を数える",
        "ISO 9001:2015 の登録を更新",
        "as_of と valid_until は name.yaml と it2025_chingin.xlsx にある",
        "上位十品の原価を測り、三品を8%値上げ",
        "売上は2023/04から2024/03まで",
    ],
)
def test_amounts_dates_goods_and_files_are_no_numbers_of_persons(text: str) -> None:
    assert find(text) == []


def test_a_recorded_name_is_found_in_other_forms_of_its_kanji_and_in_kana() -> None:
    assert _covered("{斉藤鋳造所}は誤記", (Known("齋藤鋳造所", "firm"),))
    assert _covered("{ひとつぶのうえん}の黒糖", (Known("合同会社ひとつぶ農園", "firm"),))
    assert _covered("{Daniel}は呼び名", (Known("Daniel Okafor", "person"),))


@pytest.mark.parametrize(
    "passage",
    [
        "平瀬鉄工から{小比類巻塗装}への支払が60日手形",
        "領収書は「{絹や}」。源泉の要否を確認する。",
        "{グリーンライフ社}より依頼あり",
        "出席者 小山田・{貝塚}・別所",
        "祖父は{丈太郎}、屋台を五十年。",
    ],
)
def test_a_dealing_a_roster_or_a_family_gives_a_name_away(passage: str) -> None:
    assert _covered(passage)
