"""Persons without an honorific in lists and asides: 出席:林、森、佐藤 / 孫のほのか / 山田(58歳) / K.M. / 佐藤→鈴木."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.lexicon import Lexicon, lexicon
from ingest.anonymise.names.told import fold_kana

_K = r"[一-龥々ヶ﨑髙𠮷濵邉齋]"
#: All are doubts for a reviewer.
_CERTAINTY, _LIKELY = 0.5, 0.65
_ITEM = rf"(?:{_K}{{1,4}}(?: {_K}{{1,3}})?|[ァ-ヴー]{{2,6}}|[ぁ-ん]{{2,4}})(?:[(][^()\n]{{1,12}}[)])?"
_LABELLED = re.compile(
    rf"(?:出席|参加|同席|列席|面談|対応|担当|メンバー|当番|立ち?会い?|欠席|来所|来訪|来社|先方|当方|司会|記録|書記|宛先?|CC|聞き取り|顔ぶれ)[者人]?(?::| |は|に|…|=) ?(?P<row>{_ITEM}(?:[、,・/] ?{_ITEM}){{1,9}})"
)
_BEFORE_VERB = re.compile(
    rf"(?:^|(?<=[。\n「、]))(?P<row>{_ITEM}(?:[、・]{_ITEM}|と{_ITEM}){{1,7}})(?=(?:の[2-9一二三四五六](?:人|名))?[がはもで](?:来所|来訪|来店|来社|参加|出席|同席|集ま|担当|話し合|相談|辞め|退職|残っ|交代))"
)
_PART = re.compile(rf"(?P<name>{_K}{{1,4}}(?: {_K}{{1,3}})?|[ァ-ヴー]{{2,6}}|[ぁ-ん]{{2,4}})(?:[(][^()\n]{{1,12}}[)])?")
_KIN = (
    r"(?:妻|夫|父|母|兄|弟|姉|妹|祖父|祖母|長男|次男|三男|長女|次女|三女|息子|娘|嫁|婿|娘婿|孫|甥|姪|奥さん|奥様|奥方|旦那|旦那さん|主人|息子さん|娘さん|お孫さん|弟さん|妹さん|お兄さん|お姉さん|跡取り|跡継ぎ|後継ぎ|"
    r"従業員|社員|店員|パート|アルバイト|バイト|職人|弟子|後輩|先輩|同僚|友人|知人|友達|同級生|幼なじみ|常連|相棒|部下|新人|見習い|スタッフ)"
)
_RELATED = re.compile(
    rf"(?:{_KIN}(?:の|、)|うちの)(?P<name>[ぁ-ん]{{2,4}}?|[ァ-ヴー]{{2,5}}|{_K}{{1,2}})(?=[がはもへ、]|に(?![は-ん]る|つい|なる|と)|を(?:手伝|連れ|呼|交え)|と(?:相談|二人|一緒|話|、|の|で)|から(?:電話|連絡|聞)|いわく|曰く)"
)
_KIN_ASIDE = re.compile(rf"{_KIN}[(](?P<name>[ぁ-ん]{{2,4}}|{_K}{{1,2}})(?=[・、)])")
#: A surname of any length where only a person fits: 整備業の泉から相談, 畑に聞けば分かる, 畑が休むと.
_OF_TRADE = re.compile(
    rf"(?:[一-龥]{{1,3}}[業屋店院園]|農家|大工|左官|工場|窓口|事務|本社|支店|経理|総務|営業|製造|現場)の(?P<name>{_K}{{1,3}})(?=(?:から|より|が|に|と)(?:相談|電話|来|連絡|聞|同行|訪問|話|言))"
)
_HUMAN = re.compile(
    rf"(?:^|(?<=[はがでと、。\n「]))(?P<name>{_K}{{1,2}})(?=が(?:休[むんみ]|辞め|言う|言っ|言い|話し|怒|泣|断っ|反対し|遅刻|異動|退職|入院|結婚し|独立し)|に(?:聞[くいけか]|頼[むんみ]|任せ|相談し|教え|引き継|叱|確認し)|と(?:話し|相談し|同行))"
)
_NO_NAME = re.compile(
    r"^(?:ほう|ため|こと|もの|とき|ところ|おかげ|うち|よう|いる|やる|する|ころ|あと|まま|ほか|なか|そば|いま|くせ|せい|みな|ひと|うえ|した|たち|すべて|はなし|しごと|いえ|みせ|つて|からだ|こえ|わけ|ぶん|いない|いた|ある|ない|みんな|ほとんど|ひとり|ふたり|それ|これ|どれ|ここ|そこ|やりかた|やり方|がんばり|がん|けが|ケガ|スマホ|バイト|パート|アイデア|ミス|シフト|ママ|パパ|コツ|レシピ|センス|スキル|ノウハウ|ペース|ストレス|モチベ|つもり|かた|おや|こども|あいだ|ほど|くらい|ぐらい|だけ|なり|かわり|まわり|もと|ふり|とも|など)$"
)
_AGED = re.compile(
    rf"(?P<name>{_K}{{1,4}}(?: {_K}{{1,3}})?|(?<![一-龥ァ-ヴー])[ァ-ヴー]{{2,6}}|(?<![一-龥ぁ-ん])[ぁ-ん]{{2,4}}|[A-Z][a-z]+ [A-Z][a-z]+)(?=[(](?P<age>[1-9][0-9])(?P<years>歳|才)?(?:[)、・]))"
)
_INITIALS = re.compile(
    r"(?<![A-Za-z0-9.@/])(?!Q.A|P.S|N.B|O.K|U.[SK]|A.I|I.T|E.C|P.R)[A-Z] ?[.・] ?[A-Z](?:\.(?![A-Za-z]))?(?![A-Za-z0-9@.])(?=[さ氏様(のがはもにとを、。])"
)
_ASIDE = re.compile(rf"[(](?P<name>{_K}{{2,3}})(?:記|談)?[)](?=$|[\n。])")
_HANDED = re.compile(rf"(?<!{_K})(?P<one>{_K}{{1,3}}) ?(?:→|⇒|->) ?(?P<two>{_K}{{1,3}})(?!{_K})")
_PET = re.compile(
    r"(?<![ぁ-んァ-ヴー一-龥])(?P<name>[ぁ-ん]{1,3}[ーっん]?|[ァ-ヴー]{2,4})(?:ちゃん|くん|坊)(?=[がはもにとをの、さ]|から|へ)"
)
_NO_PET_WORDS = "あか おばあ おじい おにい おねえ おか おと お ぼっ に ね じい ばあ かあ とう ワン ニャン"
_NO_PET = frozenset(_NO_PET_WORDS.split())
_CALLED = re.compile(
    rf"(?:(?<=[はがの、。「])|^)(?P<name>{_K}{{1,4}}|[ァ-ヴー]{{2,6}}|[ぁ-ん]{{2,4}})(?:という|って(?:いう)?|と名乗る)(?:名の|名字の|若い|年配の)?(?P<who>人|方|男性|女性|男|女|者|青年|職人|社員|店員|従業員|担当者?|先生|大工|税理士|友人|知人)(?=[でがだにとへ、。]|から|です)"
)
_SPEAKER = re.compile(rf"(?:^|(?<=[。\n、]))(?P<name>{_K}{{1,3}})(?=いわく|曰く)")


def find_listed(folded: Folded) -> Iterator[Hit]:
    """Yield the names of persons that a list, a relation, an age or an aside gives away; all below 0.8."""
    text = folded.text
    words = lexicon()
    for pattern in (_LABELLED, _BEFORE_VERB):
        for match in pattern.finditer(text):
            yield from _row(words, match)
    for match in _RELATED.finditer(text):
        name = match["name"]
        if _fits(words, name, kana=True) and (len(name) > 1 or name in words.given):
            yield Hit("person", *match.span("name"), _CERTAINTY)
    for match in _KIN_ASIDE.finditer(text):
        if _fits(words, match["name"], kana=True):
            yield Hit("person", *match.span("name"), _CERTAINTY)
    for pattern in (_OF_TRADE, _HUMAN):
        for match in pattern.finditer(text):
            if match["name"] in words.surnames and not words.is_role(match["name"]):
                yield Hit("person", *match.span("name"), _CERTAINTY)
    for match in _AGED.finditer(text):
        name = match["name"]
        sure = bool(match["years"]) or " " in name or _is_name(words, name)
        if sure and _fits(words, name, kana=not _NO_NAME.match(name), kanji=_is_name(words, name) or len(name) >= 3):
            yield Hit("person", *match.span("name"), _LIKELY if _is_name(words, name) else _CERTAINTY)
    for match in _INITIALS.finditer(text):
        yield Hit("person", match.start(), match.end(), _CERTAINTY)
    for match in _ASIDE.finditer(text):
        if match["name"] in words.surnames and match["name"] not in words.weak:
            yield Hit("person", *match.span("name"), _CERTAINTY)
    for match in _HANDED.finditer(text):
        if match["one"] in words.surnames and match["two"] in words.surnames:
            yield Hit("person", *match.span("one"), _CERTAINTY)
            yield Hit("person", *match.span("two"), _CERTAINTY)
    for match in _PET.finditer(text):
        if match["name"] not in _NO_PET:
            yield Hit("person", match.start("name"), match.end(), _LIKELY)
    for match in _CALLED.finditer(text):
        if _fits(words, match["name"], kana=len(match["name"]) > 2, kanji=not words.is_role(match["name"])):
            yield Hit("person", *match.span("name"), _CERTAINTY)
    for match in _SPEAKER.finditer(text):
        if _is_name(words, match["name"]):
            yield Hit("person", *match.span("name"), _LIKELY)


def _row(words: Lexicon, match: re.Match[str]) -> Iterator[Hit]:
    """Yield every member of a row when two of them, or half, are names that are known."""
    parts = list(_PART.finditer(match["row"]))
    names = [part["name"] for part in parts]
    known = sum(_is_name(words, name.replace(" ", "")) for name in names)
    if known < 2 and known * 2 < len(names):
        return
    start = match.start("row")
    for part in parts:
        name = part["name"]
        if _fits(
            words,
            name,
            kanji=name not in words.ordinary,
            kana=fold_kana(name) in words.readings or name in words.given or "ァ" <= name[0] <= "ヴ",
        ):
            yield Hit("person", start + part.start("name"), start + part.end("name"), _LIKELY)


def _is_name(words: Lexicon, name: str) -> bool:
    return (
        (name in words.surnames and name not in words.ordinary)
        or words.is_full_name(name)
        or (name in words.given and len(name) > 1)
        or (len(name) > 2 and fold_kana(name) in words.readings)
    )


def _fits(words: Lexicon, name: str, *, kana: bool, kanji: bool | None = None) -> bool:
    """Tell whether the word may name a person here: kanji as lists have them, kana when the place allows it."""
    bare = name.replace(" ", "")
    if (words.is_role(bare) and not words.is_given(bare)) or _NO_NAME.match(bare):
        return False
    if re.fullmatch(r"[ぁ-んァ-ヴー]+", bare):
        return kana and not (
            re.fullmatch(r"[ァ-ヴー]+", bare) and len(bare) > 4 and fold_kana(bare) not in words.readings
        )
    known = bare in words.surnames or bare in words.given or words.is_given(bare) or words.is_full_name(bare)
    return known if kanji is None else kanji or " " in name
