"""Clauses that a passage breaks by what it leaves out: who calls, what remains of a sale, which number moves, what for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answering.guideline.wording import without_quotes

_OFFICE = re.compile(
    r"商工会議所|商工会|活性化協議会|協議会|引継ぎ支援センター|支援センター|保証協会|公庫|労働局|ジェトロ|税理士|弁護士|弁理士|社会保険労務士|社労士|診断士|"
    r"知財総合支援窓口|専門の?窓口|専門家|ハローワーク|市役所|役場|保健所|かけこみ寺|信用金庫|銀行|社労士|会計事務所|保険会社|振興センター|機構|中央会"
)
_SENT_THERE = re.compile(
    r"(?:聞いて|相談して|行って|問い合わせ(?:て|る)|連絡して|電話して|電話をかけて|探して|訪ねて)(?:みて)?(?:ください|ましょう|くださいね|はいかが)|"
    r"問い合わせるとよ|ご紹介し|紹介します|番号をお渡し|行けば教え|聞くのが(?:いちばん|一番)|(?:頼んで|任せて|お願いして|当たって|尋ねて)(?:みて)?(?:ください|ましょう)|へどうぞ|に(?:行き|出しに行き|出向き)ましょう|(?:管轄|担当|領分|専門)(?:です|なので|ですから)|そちらで(?:どう|お願)|予約をお願い|電話してみま"
)
_PARTS = {
    "理由": re.compile(r"ため|ので|から[、。]|理由|切り離せな"),
    "持ち物": re.compile(r"持っ|持ち物|お持ち|書類|決算書|試算表|メモ|通帳|資料"),
    "電話する人": re.compile(
        r"(?:電話|連絡|予約)[^。]{0,16}(?:本人|私|こちら|拠点|経営者|担当|コーディネーター|金融機関)|(?:本人|私|こちら|拠点|経営者|担当|コーディネーター)[^。]{0,16}(?:電話|連絡|予約|同席)"
    ),
    "確認日": re.compile(r"\d+月\d+日|(?:来|今)週|\d+週間|\d+か月|\d+日|翌[日週月]|[たる][日週月]に|曜"),
}
_SELLING = re.compile(
    r"SNS|広告|チラシ|宣伝|キャンペーン|クーポン|通販|出店|販路|展示会|インフルエンサー|セール|ふるさと納税|品数|訪問件数|大口の注文|売上を伸ば|投稿|もっと売|全国に売|インスタ|動画|呼び込|券を配|値引きの券|道の駅|折り込み|ダイレクトメール|ポスティング|のぼり|イベント|フェア|試食|集客|客数|お客さまの数|ネットショップ|PR|発信|拡販|売り場を"
)
_URGED = re.compile(
    r"(?:ましょう|てください|のがよい|がよいでしょう|近道です|大切です|ことです|一気に売れます|来ますよ|増えます|届きますよ|数が出ます|出ますよ)。?$"
)
_MARGIN = re.compile(r"粗利|利益|原価|残る|残れ|残り|採算|いくら|引いた|回収|儲|もうけ")
_ABSTRACT = re.compile(
    r"(?:努め|図|推進し|取り組み|取り組む|目指し|目指す|強化し|強化す|高め|深め|進め|改善し|力を入れ|注力し|注力す|転換し|実現し|底上げし|励み|励む|磨き|充実させ|拡大し|活性化し|徹底し|徹底す|努力し|創出し|構築し|醸成し|浸透させ|見直し|安定を目標|とすることを|行動計画と)"
    r"[^。]{0,16}(?:ます|る|ましょう|計画です|します)。?$"
)
_CONCRETE = re.compile(
    r"\d|[一二三四五六七八九十]+(?:人|件|円|社|分|日|月|つ)|曜|(?:社長|店長|主任|担当|営業の方|受付の方|ご本人|工場長)[がはに]|尋ね|確かめ|聞"
)
_SCHEME = re.compile(r"補助金|助成金|給付金|マル経|融資という制度|制度(?:が|を|の)|施策")
_OFFERED = re.compile(
    r"(?:あります|お勧めです|おすすめです|出ますよ?|選んで(?:ください|くださいね)|人気です|いくつもあります|用意されて|ぜひどうぞ|申し込みましょう|使いましょう|もらいましょう|戻ります|選びましょう|送って(?:おき)?ます|探しましょう|確認してください|いかがですか|もったいない(?:です)?よ?|申請しましょう|ご紹介し(?:ます|ましょう)|お渡ししますね?)"
)
_WHAT_FOR = re.compile(
    r"何を変え|使い道|課題|粗利|採算|限界利益|回収|目的|何に|なくても|使わ(?:ず|ない|なかった)|先に|いくら(?:違|増|変)|お金か|増やすため|自己負担|上乗せ|補助率"
)


def lacking(passage: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (clause, sentence, what is missing) for sentences that are read together."""
    own = [without_quotes(sentence) for sentence in passage]
    whole = "".join(own)
    for sentence, text in zip(passage, own, strict=True):
        if _SENT_THERE.search(text) and _OFFICE.search(whole):
            missing = parts_missing(whole)
            if missing:
                yield "5-1", sentence, "・".join(missing)
        if _SELLING.search(text) and _URGED.search(text) and not _MARGIN.search(whole):
            yield "3-1", sentence, "一つ売れて残る額"
        if _ABSTRACT.search(text) and not _CONCRETE.search(text) and not _MARGIN.search(text):
            yield "4-1", sentence, "誰が・いつまでに・どの数字"
        if _SCHEME.search(text) and _OFFERED.search(whole) and not _WHAT_FOR.search(whole):
            yield "2-5", sentence, "何を変えるためのお金か"


def made_good(clause: str, sentence: str, passage: Sequence[str]) -> bool:
    """Tell whether the rest of a passage adds what a sentence by itself leaves out."""
    own = [without_quotes(text) for text in passage]
    others = "".join(text for text, said in zip(own, passage, strict=True) if said != sentence)
    if clause == "5-1":
        return not parts_missing("".join(own))
    asked = {"3-1": _MARGIN, "2-5": _WHAT_FOR}.get(clause)
    return bool(asked and asked.search(others))


def parts_missing(text: str) -> list[str]:
    """Return which of the four parts of a referral a text lacks."""
    return [name for name, pattern in _PARTS.items() if not pattern.search(text)]


def asks_for_margin(text: str) -> bool:
    """Tell whether a text speaks of what remains of a sale."""
    return bool(_MARGIN.search(text))


def urges_sales(text: str) -> bool:
    """Tell whether a text speaks of ways to sell more."""
    return bool(_SELLING.search(text))
