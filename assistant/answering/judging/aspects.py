"""Closed opposites: what a claim says of a scheme, and the words with which a source says the contrary.

``Aspect.claimed`` is looked for in a claim, ``Aspect.said`` in the sentences of an entry. With ``shares`` the two must
also speak of that many same things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answering.judging.claims import folded, nouns

_NO_NEED = r"(?:いりま?せ|いらな|要りま?せ|要らな|不要|必要(?:は)?(?:な[いしくか]|あり?ま?せ)|なくても|なしで|ないでも|(?:は)?なし)"
_NEED = r"(?:必要|要(?:る|りま?す|ります)|求められ|条件|立て|入れ|つけ(?:る|ない)|出さ(?:ない|なけ)|ないと|なければ|(?:の|が)(?:ある|いる)[^。]{0,8}(?:しか|だけ))"
_DENIES = re.compile(r"(?:ない|ません|なく)(?:です)?(?:が|けど|ので|、|$)|不要|なし")


@dataclass(frozen=True, slots=True)
class Aspect:
    """A pair of opposites."""

    name: str
    claimed: re.Pattern[str]
    said: re.Pattern[str]
    shares: int = 0


def _pair(name: str, claimed: str, said: str, shares: int = 0) -> Aspect:
    return Aspect(name, re.compile(claimed), re.compile(said), shares)


ASPECTS: tuple[Aspect, ...] = (
    _pair(
        "paid-before",
        r"前払い|先に(?:もら|受け取|入金|入る|振り込)|すぐに?[^。]{0,10}(?:入|振り込)|翌[日週月]に?[^。]{0,8}入",
        r"後に入金|後払い|立て替え",
    ),
    _pair("paid-after", r"後払い|あとから(?:もら|入)", r"前払い(?:され|です)"),
    _pair("charged", r"有料|(?:お金|費用|料金|手数料|相談料)[がは]?かか|\d円(?:かか|必要|払)|(?:相談料|料金)[^。]{0,8}\d", r"無料", 1),
    _pair("free", r"(?:無料|ただ|タダ)(?:な|で|だ|の|$)", r"有料|手数料がかか", 1),
    _pair("full", r"全額|自己負担(?:は|が|も)?(?:なし|な[いく]|ゼロ|あり?ま?せ|\(?0)|10分の10|丸ごと出", r"\d分の\d.{0,8}(?:です|補助|は自己負担)"),
    _pair(
        "promised",
        r"必ず[^。]{0,14}(?:借り|もら|通|待|受け|出)|もう[^。]{0,8}(?:決ま|確定|もらえ)|(?:認定|採択|計画)[^。]{0,12}(?:たら|れば|なら|ので)[^。]{0,14}(?:借り|決ま|確定|もらえ)",
        r"約束(?:され|する|は)[^。]{0,12}(?:ません|わけでは)|審査で決ま|別の手続き",
    ),
    _pair("somewhere", r"(?:東京|大阪|首都圏|大都市|県庁所在地)[^。]{0,6}(?:だけ|しか|のみ)", r"全国|47都道府県|各地", 1),
    _pair("once", r"[1一]回(?:だけ|まで|きり|しか)|一度(?:だけ|きり|しか)|[2二]回目から", r"何度でも|何回でも|複数回|何度も", 1),
    _pair(
        "bought-first",
        r"(?:買っ|発注し|契約し|注文し|支払っ)た?(?:て|後|あと)[^。]{0,12}(?:申請|間に合|対象|大丈夫|い[いて])|(?:交付|承認|申請|認定)(?:決定|が(?:決|下)[^。]{1,3})?の?前に[^。]{0,16}(?:買|発注|契約|払|注文|着工|始め)[^。]{0,16}(?:平気|構わ|かまわ|問題な|対象(?!外|に?は?な(?:ら|りま?せ))|大丈夫|間に合|い[いて]|出)",
        r"(?:交付決定|承認)[^。]{0,10}前に[^。]{0,26}対象に?(?:ならない|なりません|なら)",
    ),
    _pair("anything", r"何でも|なんでも|どれでも|好きな|自由に|登録(?:の|が|して)?(?:な|いな)", r"限られ|に限り|登録された"),
    _pair("replacing", r"入れ替え[^。]{0,14}(?:使え|対象(?!外|に?は?な(?:ら|り))|もらえ|出)", r"入れ替え[^。]{0,80}対象に?(?:なりません|ならな)"),
    _pair("enough-people", r"人手[^。]{0,4}足り(?:て|る)", r"人手不足"),
    _pair("hired-pen", r"(?:代行|(?<!事)業者|コンサル|他人)[^。]{0,8}(?:作|書)", r"(?:自ら|自分の言葉|自分の手)[^。]{0,6}(?:作|書)"),
    _pair("alone", r"(?:自分|自社|一人|ひとり)(?:たち)?(?:だけ)?で[^。]{0,6}(?:作|書|出)", r"と一緒に(?:計画を)?(?:作|書)|を通して"),
    _pair("large", r"大企業|大きな会社|上場(?:会社|企業)", r"(?:中小企業|小規模)[^。]{0,24}(?:ため|対象|向け)", 1),
    _pair("not-yet", r"まだ[^。]{0,10}(?:始ま|施行|でき|決ま)[^。]{0,6}(?:ない|ませ)|これから(?:始ま|施行)", r"施行されて|始まっています|置かれて|\d日に施行"),
    _pair("forbidden", r"(?:て|で)は(?:いけ|だめ|ダメ|なら)|禁止", r"ことです|勧め|示します", 2),
    _pair("unwritten", r"(?:書かれて|載って|定められて|含まれて)いま?せ?な?", r"両方|共通|示しています", 1),
)  # fmt: skip


def opposed(claim: str, sentence: str, of_it: bool = True) -> str:
    """Return the name of the aspect in which a sentence says the contrary of a claim, or "".

    Only a sentence ``of_it``, of the scheme that the claim names, can deny what the claim says of a thing of its own.
    """
    claim, sentence = folded(claim), folded(sentence)
    for aspect in ASPECTS:
        if (
            aspect.claimed.search(claim)
            and aspect.said.search(sentence)
            and not aspect.claimed.search(sentence)
            and len(_shared(claim, sentence)) >= aspect.shares
        ):
            return aspect.name
    return next(_of_things(claim, sentence), "") if of_it else ""


def _of_things(claim: str, sentence: str) -> Iterator[str]:
    """Yield the aspects in which claim and sentence say the contrary of one and the same thing."""
    for thing in _shared(claim, sentence):
        word = re.escape(thing)
        if _needless(word, claim) and _needed(word, sentence) and not _needless(word, sentence):
            yield "needless"
        if _needed(word, sentence) and _without(word, claim) and not _without(word, sentence):
            yield "left out"
        if _needed(word, claim) and not _needless(word, claim) and _needless(word, sentence):
            yield "needed"
        if re.search(rf"{word}(?:だけ|しか|のみ)", claim) and re.search(
            rf"{word}[^。]{{0,14}}(?:以外|両方|も対象)", sentence
        ):
            yield "only"
        if re.search(rf"{word}[^。]{{0,8}}(?:扱わ|受け付け|対象に?なら|使え|でき)(?:ない|ませ)", claim) and re.search(
            rf"{word}[^。]{{0,60}}(?:受けます|使えます|対象(?:です|に(?!は?な(?:ら|りま?せ)))|できます)", sentence
        ):
            yield "excluded"
        if _without(word, sentence) and not _without(word, claim) and not _DENIES.search(claim):
            yield "done without"


def _without(word: str, text: str) -> bool:
    """Tell whether a text says that something goes without a thing (担保と保証人なしで), or leaves it out (商工会を通さず)."""
    return bool(
        re.search(rf"{word}(?:[とや・][^。、]{{1,8}})?(?:なし|[をにが][^。、]{{1,4}}ずに?(?:、|[ぁ-ん一-龥]))", text)
    )


def _needed(word: str, text: str) -> bool:
    return bool(re.search(rf"{word}(?:）|\))?[^。、]{{0,30}}?{_NEED}", text))


def _needless(word: str, text: str) -> bool:
    """Tell whether a text says that a thing is not needed: the thing and the denial stand side by side."""
    return bool(re.search(rf"{word}(?:[とや・もの][^。、]{{1,8}})?(?:）|\))?[がはもをのに]{{0,2}}{_NO_NEED}", text))


def _shared(claim: str, sentence: str) -> list[str]:
    """Return the things that both speak of."""
    return [run for run in nouns(claim) if run in sentence]
