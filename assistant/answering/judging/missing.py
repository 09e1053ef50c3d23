"""What a question leaves untold that would help: the trade, the size, numbers, what was tried, since when."""

from __future__ import annotations

import re
import unicodedata

from assistant.answering.understand import Understood

#: Key of the text that asks for it → how a question shows that it is told.
_TOLD: tuple[tuple[str, str], ...] = (
    ("ask.trade", "industry"),
    ("ask.size", "size"),
    ("ask.topic", "topics"),
)
_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千]+(?:人|円|割|年|件|か月)")
_TRIED = re.compile(r"試し|やってみ|始めた|取り組ん|変えてみ|頼んだ|断られ|相談した|上げた|下げた|減らし")
_EMPTY = re.compile(
    r"(?:本当に|とても|すごく|いろいろ|色々|もっと|ちょっと|少し|あの|ええと|すみません|お世話になります|こんにちは|はじめまして|これから|今|最近|さっきの件|例の件|前の件|何か|なにか|何も|どう(?:すれば|したら|しよう|にか)?|"
    r"助けて?|困(?:っ|り|る)|悩(?:ん|み|む)|うまくい(?:か|き)|良くし|よくし|相談(?:した)?|アドバイス|助言|教えて|お願い|よろしく|いいか|よいか|いい|よい|わから|分から|つら|大変|うまく|何とか|なんとか|なり|あって|あり|こと|ところ|ですか|でしょうか|ました|ます|です|"
    r"ない|ません|ください|下さい|たい|が|を|に|は|も|で|の|し|い|て|た|か|な|く|んだ|る|れ|ば|って|と|よ|ね|だ)+"
)
_BUSINESS = re.compile(
    r"会社|お?店|工場|事業|経営|売上|売り上げ|利益|原価|粗利|採算|資金|借入|返済|融資|補助|助成|制度|税|従業員|社員|社長|相談者|相談員|コーディネーター|拠点|支援|値上げ|単価|客|取引|仕入|在庫|販路|後継|承継|開業|創業|廃業|契約"
)


def missing(understood: Understood) -> list[str]:
    """Return the keys of what is not told yet and would help, the most helpful first."""
    told = understood.codes()
    text = unicodedata.normalize("NFKC", understood.text)
    keys = [key for key, field in _TOLD if not told.get(field)]
    if not _NUMBER.search(text):
        keys.append("ask.numbers")
    if not _TRIED.search(text):
        keys.append("ask.tried")
    return keys


def tells_nothing(understood: Understood) -> bool:
    """Tell whether a question names neither a trade nor a worry nor anything else to look for."""
    if understood.premises or understood.question.earlier:
        return False
    text = re.sub(r"[\s、。！？!?…・〜ー]", "", unicodedata.normalize("NFKC", understood.text))
    return bool(_EMPTY.fullmatch(text))


def speaks_of_business(understood: Understood) -> bool:
    """Tell whether a question is about running a business, so that more words from the asker could find an answer."""
    return bool(understood.premises or _BUSINESS.search(understood.text))
