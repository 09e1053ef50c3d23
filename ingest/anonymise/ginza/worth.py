"""Whether a sentence could hold a name, told from its words alone, so that the model need not read every sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.anonymise.ginza.everyday import is_proper, is_unknown
from ingest.anonymise.ginza.model import Word

_NAMED = re.compile(
    r"(?:株式|有限|合同|合名|合資)会社|\((?:株|有|同|名|資)\)|(?<!お客)(?<!皆)(?:様|さま|さん|氏)(?![子々式相っ])"
    r"|[ぁ-んァ-ヴーA-Za-z]{2}(?:工房|食堂|商店|酒場|喫茶|薬局|工業|建設|農園|歯科|医院|[店屋堂亭庵荘窯])"
    r"|(?:花屋|カフェ|居酒屋|喫茶|食堂|オフィス|スナック|ペンション|サロン|美容室|レストラン)[ぁ-んァ-ヴーA-Za-z]{2}"
    r"|[ァ-ヴー]{2}(?:製|商|食品|自販|水産|木材|林業|産業|建[材装]|内装|板金|造園|園芸|洋品|呉服|青果|鮮魚|精肉|金物|石材|木工|硝子|重機|土木|物流|鉄工|電[機設]|精機|物産|興業|運[輸送])|「[^」]{2,16}」(?:さん|様|さま|御中|という)|[店屋館亭堂園宿社蔵房場室名号ェ]「|ン・[ァ-ヴ]{2}"
    r"|(?<![A-Za-z])[A-Z](?![社店氏市町村県区工案棟級型])[一-龥]"
    r"|[ァ-ヴー]{2}[一-龥]{0,4}(?:教室|学園|[塾院館園])|[0-9]丁目|[0-9]番地|[都道府県市区町村][^0-9。]{0,8}[0-9]{1,4}-[0-9]"
)


def worth_asking(sentence: str, words: Sequence[Word]) -> bool:
    """Return whether the model should see the sentence; True whenever a proper noun or an unknown word stands in it."""
    return any(is_proper(word) or is_unknown(word) for word in words) or bool(_NAMED.search(sentence))
