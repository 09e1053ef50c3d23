"""Honorifics and titles that stand after a name, and words that look like them."""

from __future__ import annotations

import re

POLITE = ("様方", "さま", "サマ", "さん", "サン", "ちゃん", "くん", "様", "氏", "殿", "君")
_TITLE_WORDS = (
    "代表取締役|副社長|社長|会長|専務|常務|代表|先生|部長|課長|係長|店長|理事長|工場長|院長|所長|取締役|税理士|社労士|診断士|弁護士|"
    "次長|主任|主事|主幹|室長|支店長|事務局長|本部長|園長|校長|組合長|班長|職長|料理長|板長|杜氏|棟梁|親方|大将|女将|若女将|支配人|店主|顧問|相談役|監督|医師|看護師|教授|博士|議員|選手|"
    "司法書士|行政書士|会計士|弁理士|建築士|相談員|専門家|コーディネーター|マネージャー|チーフ|リーダー|オーナー|シェフ|マスター|先輩|夫妻|ご夫妻|夫婦|ご夫婦|一家|宅|家|親子|兄弟|姉妹|本人|名義|印|筆|談|作"
)
TITLES = tuple(_TITLE_WORDS.split("|"))
#: Titles that also stand alone so often that only a frequent surname of two kanji before them counts.
LOOSE = frozenset(
    (
        "家",
        "宅",
        "印",
        "筆",
        "談",
        "作",
        "本人",
        "名義",
        "親子",
        "兄弟",
        "姉妹",
        "夫婦",
        "一家",
        "博士",
        "監督",
        "顧問",
        "専門家",
    )
)
HONORIFIC = re.compile("|".join(sorted((*POLITE, *TITLES), key=len, reverse=True)))
#: What follows a masked name without a second さん.
AFTER_NAME = re.compile(" ?(?:" + "|".join(sorted((*POLITE, *TITLES), key=len, reverse=True)) + "|CO(?![A-Za-z0-9]))")
NOT_HONORIFIC = re.compile(
    r"様々|様式|様子|様相|様な|様に|様だ|様です|氏名|氏族|氏神|殿堂|君主|代表的|代表例|代表作|代表者|代表して|代表す|代表権|代表取締役社長は|さんざん|さんぽ|さんま|先生方|社長室|社長交代|社長就任|社長業|社長職|会長職|"
    r"家(?=[一-龥])|作(?=[一-龥りるっ])|印(?=[一-龥])|宅(?=[一-龥])|筆(?=[一-龥])|談(?=[一-龥])|主任者|主幹事|マスター(?=[ァ-ヴー])|リーダー(?=[ァ-ヴーシ])|チーフ(?=[ァ-ヴー])|オーナー(?=[ァ-ヴー])|選手権"
)
