"""Whose matter a word tells of: the asker's own, or that of another party (仕入先が廃業, 隣の美容室, 駅前にコンビニができ)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.taxonomy import Mention

_OTHERS = (
    r"(?:仕入れ?先|仕入れ業者|取引先|得意先|納め?先|納品先|卸先|卸元|販売先|売り先|発注[元者]|受注先|元請け?|親会社|下請け?|協力(?:会社|工場)|外注先|委託先|加工先|生産者|農家さん"
    r"|問屋|メーカー|商社|大手|競合(?:他?社|店)?|同業(?:者|他社|の(?:会社|店|工場|人|仲間))?|ライバル(?:店|社)?|大家|家主|貸主|オーナー(?=の都合)|銀行|支店|顧問先"
    r"|(?:隣|となり|向かい|近所|近く|周り|駅前|商店街|町内|地域|よそ|ほか|他)の(?:お?店|会社|工場|同業|業者|人|[一-龥ァ-ヶー]{1,6}(?:店|屋|院|室|社|所|園))"
    r"|友人|友達|知人|知り合い|同級生|先輩|仲間)(?:さん|様|さま|たち|の社長|の会社|のお?店|側)?"
)
_MEANWHILE = (
    r"(?:[0-9]{1,4}年?(?:[0-9]{1,2}月)?(?:月?末|春|夏|秋|冬)?(?:で|に)?|急に|突然|次々(?:と|に)?|相次いで|先月|昨年|去年|今年|来年|来月|今月|年内に?|近々|もう|軒並み|みな|全部"
    r"|とうとう|ついに|高齢で|高齢のため|後継者不足で|病気で|(?:会社|お?店|事業|商売|工場)を)*"
)
#: Another party is the subject; only when, why and what of stands between it and the word.
_IS_SUBJECT = re.compile(_OTHERS + r"(?:の[一-龥ァ-ヶ]{1,4})?(?:が|は|も)" + _MEANWHILE + "$")
_BY_ANCESTOR = re.compile(
    r"(?:父|母|両親|親|祖父|祖母|義父|義母|先代|先々代|おやじ|じいさん|曽祖父)(?:さん)?(?:の代)?(?:が|の|に)[^。、！？!?\n]{0,6}$"
)
_ITSELF = re.compile(_OTHERS)
_ACTS = re.compile(r"が|から|に(?:言われ|頼|断|立ち退)")
_OF_OTHERS = re.compile(
    r"(?:仕入れ?先|取引先|得意先|納品先|卸先|発注元|元請け?|下請け?|外注先|競合|隣|となり|向かい|近所|近く|友人|知人|知り合い|同級生)の$"
)
_APPEARED = re.compile(
    r"(?:さん|店|屋|チェーン)?(?:が|の)(?:大型店?が?)?(?:でき|出来|出店|進出|オープン|開店|新しくでき|閉店|つぶれ|撤退)"
)
_NEARBY = re.compile(
    r"(?:駅前|近く|近所|隣|となり|向かい|町|街|郊外|国道沿い|商店街|地元)(?:に|の|で)[^。、！？!?\n]{0,8}$"
)
#: Fields that tell of the firm as a whole: what another firm is or does says nothing of the asker's.
_OF_A_FIRM = frozenset(("stage", "owner_type", "owner_traits", "size"))
_OF_A_FATE = frozenset(("closing", "startup", "succession", "turnaround"))
_BEGAN = frozenset(("founder", "startup"))  # 父が創業した旅館
#: 一人で何でも決める tells how somebody is, not of how many the firm is.
_ALONE = re.compile(r"[でり人]?で?(?:何でも|なんでも|全部|すべて|勝手に|決め|抱え|悩|背負|考え込|突っ走)")
_LOOK_BACK = 30  # letters


def within_a_role(mention: Mention, others: Sequence[Mention]) -> bool:
    """Tell whether a word only stands inside one for who runs the firm (創業 in 創業者): that is no wish to start one."""
    return mention.code in _BEGAN and any(
        other.code == "founder" and other.start <= mention.start and mention.end <= other.end
        for other in others
        if other.code != mention.code
    )


def of_another(mention: Mention, text: str) -> bool:
    """Tell whether a word of ``text`` is said of another party than who asks or is advised."""
    before = text[max(0, mention.start - _LOOK_BACK) : mention.start]
    if mention.field == "industry":
        if _ITSELF.fullmatch(mention.word) and _ACTS.match(text, mention.end):
            return True  # 大家さんが廃業する
        appeared = _APPEARED.match(text, mention.end) and _NEARBY.search(before)
        return bool(appeared or _OF_OTHERS.search(before))
    if mention.field == "size" and _ALONE.match(text, mention.end - 1):
        return True
    if mention.code in _BEGAN and _BY_ANCESTOR.search(before):
        return True
    if mention.field in _OF_A_FIRM or (mention.field == "topics" and mention.code in _OF_A_FATE):
        return bool(_IS_SUBJECT.search(before))
    return False
