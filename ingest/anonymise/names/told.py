"""Names of persons that a label, a role or a relation introduces: 氏名:…, 店長の…, 長男の…, …と申します."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.lexicon import Lexicon, lexicon

_K = r"[一-龥々〆ヶ﨑髙𠮷濵邉齋]"
_LABEL = re.compile(
    r"(?:氏 ?名|お名前|名前|本名|姓名|フリガナ|ふりがな|振り仮名|カナ氏名|担当者?|ご?担当|相談者名?|依頼者|代表者?(?:氏?名)?|代表取締役(?:社長)?|代表社員|代表理事|理事長|名義人?|口座名義|記入者|申込者|申請者|届出者|責任者|"
    r"契約者|受取人|差出人|送金人|宛名?|店主|店長|経営者|事業主|後継者|創業者|保証人|連帯保証人|借主|貸主|債務者|被相続人|相続人|所有者|受講者|参加者|出席者?|同席者?|講師|専門家|支援者|作成者?|記録者?|面談者|連絡先|署名|社長|会長|専務|常務|工場長|保護者|世帯主|取締役|監査役|ﾀﾝﾄｳ|タントウ)"
    r"(?P<join>[ ]?[:=→](?: ?(?:総務|経理|営業|人事|企画|製造|業務|工務|管理)(?:部|課|係)? )?[ \n]{0,2}|[ \n]{1,2}|[ ]?(?:は|の|が)[、 「]?|[、・/「\[])"
)
_NAME_END = r"(?=$|[\n、。,/()\[\]|｜;→〒0-9「」]|[ ]|様|さん|さま|氏|殿|先生|です|と申|といい|と言|の[^一-龥]|が|は|を|に|と|も|から|名義|より|CO|宅|家)"
_NAME = re.compile(
    rf"(?P<kanji>{_K}{{1,4}}(?: {{1,2}}{_K}{{1,3}}| [ぁ-ん]{{1,4}}|[ぁ-ん]{{2,4}})?){_NAME_END}"
    rf"|(?P<kana>[ァ-ヴー]{{2,8}}(?:[ ・][ァ-ヴー]{{2,8}}){{0,2}}|[ぁ-ん]{{2,6}}(?:[ ・][ぁ-ん]{{2,6}})?){_NAME_END}"
    r"|(?P<latin>[A-Z][A-Za-z]*\.?(?: [A-Z][A-Za-z]*){1,2})(?![A-Za-z])"
)
_SPELT_OUT = re.compile(rf"{_K}(?: {_K}(?!{_K})){{2,5}}")
_SELF = re.compile(
    rf"(?:^|[。\n「:、 の])(?P<name>{_K}{{1,6}}(?: {_K}{{1,3}})?|[ァ-ヴー]{{2,8}}|[ぁ-ん]{{2,5}})(?P<tail>と申し|といいます|といいまし|と言います|ってもん|でございます|です(?=[。、.]|$))"
)
_SAID = re.compile(
    rf"(?P<name>{_K}{{1,4}} ?{_K}{{1,3}}|{_K}{{1,3}}[ぁ-ん]{{2,3}})(?=と申し|といいます|といいまし|と言います|\()"
)
_ROLE = (
    r"(?:店長|店主|社長|会長|専務|常務|代表|副社長|取締役|部長|課長|係長|主任|工場長|番頭|女将|若女将|料理長|板長|杜氏|支配人|オーナー|マスター|担当|責任者|経営者|事業主|経理|総務|営業|事務|製造|現場|職人|社員|従業員|スタッフ|パート|アルバイト|バイト|"
    r"税理士|社労士|診断士|弁護士|司法書士|行政書士|会計士|コンサル|専門家|相談者|後継者|創業者|先代|現代表|二代目|三代目|四代目|船主|大家|地主|友人|知人|同級生|先輩|後輩|同僚|上司|部下|講師|監査役|理事|組合長|後任|前任|義父|義母|義兄|義弟|甥|姪|従兄弟|従弟|いとこ|おじ|おば|叔父|伯父|叔母|伯母|親方|師匠|弟子|仲間|常連|お客|顧客|取引先|銀行|信金|公庫|商工会|CO|被相続人|相続人)"
)
_IN_ROLE = re.compile(
    rf"{_ROLE}(?:の|・|、|=|は| ){{0,1}}(?P<name>{_K}{{2,6}}(?: {_K}{{1,3}}|[ぁ-ん]{{2,3}})?|{_K}|[ァ-ヴー]{{3,8}})(?=[がはをにもとへ、。()「\n ]|から|より|の|で|いわく|曰く|$)"
)
_KIN = re.compile(
    rf"(?:妻|夫|父|母|兄|弟|姉|妹|祖父|祖母|曽祖父|長男|次男|三男|長女|次女|三女|息子|娘|嫁|婿|孫|配偶者|奥さん|旦那|子|子ども|両親|姪|甥)(?:の|・|、|\(|:| ){{1}}(?P<name>{_K}{{1,3}}|[ァ-ヴ]{{2,4}}|[ぁ-ん]{{2,4}})(?=[がはをにもとへ、。)\n(]|から|より|の|で|名義|さん|といい|という|$)"
)
_MAIDEN = re.compile(rf"旧姓[ は:の]{{0,2}}(?P<name>{_K}{{1,3}})(?=[)、。 \n]|$)")
_QUOTED = re.compile(rf"「({_K}{{2,3}})」")
_CONTRAST = re.compile(
    rf"(?:(?<=[。\n])|^)({_K}{{1,2}})は[^。、\n]{{1,12}}、({_K}{{1,2}})は(?:[^。、\n]{{1,12}}、({_K}{{1,2}})は)?"
)
_SIGNED = re.compile(rf"(?P<name>{_K}{{1,4}}(?: ?{_K}{{1,3}})?) ?(?:拝|より\n|記$)")
_OUTSIDER = re.compile(
    r"(?:外国人|実習生|留学生)の?(?:社長|店主|店長|職人|社員|従業員|代表|オーナー|妻|夫|シェフ)の?(?P<name>[ァ-ヴー]{2,8})(?=[はがをにも、])"
)


def find_told(folded: Folded) -> Iterator[Hit]:
    """Yield the names themselves; surest where a frequent surname agrees with the words before it."""
    text = folded.text
    words = lexicon()
    for label in _LABEL.finditer(text):
        yield from _labelled(text, words, label)
    for pattern, group in ((_SELF, True), (_SAID, False)):
        for match in pattern.finditer(text):
            hit = _self(words, match, alone=group)
            if hit:
                yield hit
    for match in _IN_ROLE.finditer(text):
        hit = _in_role(words, match)
        if hit:
            yield hit
    for match in _KIN.finditer(text):
        name = match["name"]
        if name in words.given and not (len(name) == 1 and text[match.end() : match.end() + 1] == "の"):
            yield Hit("person", match.start("name"), match.end("name"), 0.78)
    for match in _MAIDEN.finditer(text):
        yield Hit("person", match.start("name"), match.end("name"), 0.8)
    for match in _QUOTED.finditer(text):
        if match.group(1) in words.surnames and match.group(1) not in words.weak:
            yield Hit("person", match.start(1), match.end(1), 0.55)
    for match in _CONTRAST.finditer(text):
        spans = [match.span(n) for n in (1, 2, 3) if match.group(n)]
        if all(text[a:b] in words.given for a, b in spans):
            yield from (Hit("person", a, b, 0.6) for a, b in spans)
    for match in _OUTSIDER.finditer(text):
        yield Hit("person", match.start("name"), match.end("name"), 0.5)
    for match in _SIGNED.finditer(text):
        if words.surname_of(match["name"]):
            yield Hit("person", match.start("name"), match.end("name"), 0.7)


def _labelled(text: str, words: Lexicon, label: re.Match[str]) -> Iterator[Hit]:
    strict = ":" in label["join"] or "→" in label["join"] or "=" in label["join"]
    spelt = _SPELT_OUT.match(text, label.end())
    if spelt and words.surname_of(spelt.group().replace(" ", "")):
        yield Hit("person", spelt.start(), spelt.end(), 0.85)
        return
    match = _NAME.match(text, label.end())
    if match is None:
        return
    name = match.group()
    bare = name.replace(" ", "").replace("・", "")
    if match["kanji"]:
        family = words.surname_of(bare)
        rest = bare[len(family) :]
        full = (
            bool(family)
            and bool(rest)
            and (len(family) > 1 or " " in name or (rest in words.given and len(rest) > 1))
            and (" " in name or words.is_given(rest) or (len(rest) <= 3 and rest[-1] in words.endings))
        )
        if full and not words.is_role(bare):
            yield Hit("person", match.start(), match.end(), 0.9)
        elif family and not rest and (strict or (family not in words.weak)) and bare not in words.roles:
            yield Hit("person", match.start(), match.end(), 0.85 if strict else 0.75)
        elif strict and label.group()[:1] in "氏名担相講お本姓" and 2 <= len(bare) <= 3 and not words.is_role(bare):
            yield Hit("person", match.start(), match.end(), 0.6)
        elif strict and " " in name and len(bare) >= 3 and not any(words.is_role(part) for part in name.split()):
            yield Hit("person", match.start(), match.end(), 0.7)
    elif match["kana"]:
        first = fold_kana(name.split(" ")[0].split("・")[0])
        if first in words.readings and (strict or " " in name or "名義" in label.group()):
            yield Hit("person", match.start(), match.end(), 0.85)
        elif (" " in name or "・" in name) and label.group().startswith(
            ("フリガナ", "ふりがな", "振り仮名", "カナ", "氏", "名義", "口座")
        ):
            yield Hit("person", match.start(), match.end(), 0.75)
    elif strict or "名義" in label.group() or _known_latin(words, name):
        yield Hit("person", match.start(), match.end(), 0.85 if _known_latin(words, name) else 0.6)


def _self(words: Lexicon, match: re.Match[str], *, alone: bool) -> Hit | None:
    name = match["name"]
    bare = name.replace(" ", "")
    family = words.surname_of(bare)
    full = bool(family) and (
        " " in name or words.is_full_name(bare) or (len(bare) > len(family) and name in words.given)
    )
    if full and bare not in words.roles:
        return Hit("person", match.start("name"), match.end("name"), 0.82)
    plain = alone and match["tail"] == "です"
    if bare in words.given and len(bare) > 1 and alone and not plain:
        return Hit("person", match.start("name"), match.end("name"), 0.75)
    rare = (
        alone
        and match["tail"] in ("でございます", "と申し", "ってもん")
        and re.fullmatch(rf"{_K}{{2,3}}", bare) is not None
    )
    if rare and family != bare and not words.is_role(bare):
        return Hit("person", match.start("name"), match.end("name"), 0.6)
    if alone and (family == bare or fold_kana(bare) in words.readings) and bare not in words.roles:
        known = not plain or (bare not in words.weak or len(bare) == 1)
        return Hit(
            "person", match.start("name"), match.end("name"), 0.75 if known and not (plain and len(bare) == 1) else 0.6
        )
    return None


def _in_role(words: Lexicon, match: re.Match[str]) -> Hit | None:
    name = match["name"]
    bare = name.replace(" ", "")
    if bare in words.roles or words.is_role(bare):
        return None
    family = words.surname_of(bare)
    rest = bare[len(family) :]
    start, end = match.span("name")
    if (
        family
        and rest
        and (len(family) > 1 or (rest in words.given and len(rest) > 1))
        and (words.is_given(rest) or (" " in name and len(family) > 1))
    ):
        return Hit("person", start, end, 0.88)
    if family and not rest and len(family) > 1 and family not in words.ordinary:
        return Hit("person", start, end, 0.82)
    if family == bare and len(bare) == 1 and match.group()[-len(name) - 1] in "の・":
        return Hit("person", start, end, 0.5) if match.string[end : end + 1] in "がはもをに" else None
    if fold_kana(bare) in words.readings and match.group()[-len(name) - 1] in "の・":
        return Hit("person", start, end, 0.7)
    return None


def _known_latin(words: Lexicon, name: str) -> bool:
    return any(part.strip(".").lower() in words.latin for part in name.split())


def fold_kana(name: str) -> str:
    """Return katakana as hiragana."""
    return name.translate({code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)})
