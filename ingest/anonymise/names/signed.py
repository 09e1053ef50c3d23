"""Persons written in part or apart: Yoshioka D., Y岡くん, 髙＊橋＊浩, 「は な わ」, a reading in brackets, 「すが」でなく「かん」と読む."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.lexicon import Lexicon, lexicon
from ingest.anonymise.names.told import fold_kana

_CERTAINTY, _LIKELY = 0.5, 0.6
_K = r"[一-龥々ヶ﨑髙𠮷濵邉齋]"
#: The name is the whole match, or the group ``name`` when there is one.
_SURE = (
    re.compile(r"(?<![A-Za-z])[A-Z][a-z]{2,12} [A-Z]\.(?![A-Za-z0-9])(?= ?[ぁ-ん一-龥、,]|$)"),
    re.compile(r"(?<![A-Za-z.])[A-Za-z]\. ?(?:[A-Za-z]')?[A-Za-z]{3,12}(?=[のがはとにも]|から|さん|より)"),
    re.compile(
        r"(?<![A-Za-z])[A-Z](?![子男女社店市町村県区園院校局課部係班組])[一-龥](?=くん|さん|ちゃん|氏|君(?![一-龥]))"
    ),
    re.compile(r"(?<![一-龥])[一-龥髙﨑](?:[*☆★■□][一-龥髙﨑]){2,4}(?![一-龥])"),
    re.compile(
        rf"{_K}{{1,3}} ?{_K}{{1,3}}[(](?P<name>[ァ-ヴー]{{2,8}} [ァ-ヴー]{{2,8}}|[ぁ-ん]{{2,6}} [ぁ-ん]{{2,6}})[)]"
    ),
    re.compile(r"「(?P<name>[ぁ-んァ-ヴー]{2,6})」(?=で(?:は)?なく|と読[むみま]|と発音|の読み)"),
    re.compile(
        r"(?:署名|名前|氏名|名札|サイン)[^「。\n]{0,8}「(?P<name>[ぁ-んァ-ヴ一-龥](?: [ぁ-んァ-ヴ一-龥]){1,5})」"
    ),
    re.compile(
        r"お(?!客|母|父|兄|姉|子|孫|婆|爺|嬢|隣|嫁|医|店|寺|巡|役|相|得|宅|上|仲|連|前|友|坊|茶|菓|弟|供)[一-龥](?=さん(?!歳)|ちゃん)"
    ),
)
_DOTTED = re.compile(r"[eEiI]\. ?[gGeE]|[pPvV]\. ?[0-9]")
_READING = re.compile(r"(?:リョウシュウ|領収|ウケトリ|受取|タントウ|カカリ) (?P<name>[ァ-ヴー]{2,6})(?=$|[\n 。])")
_MYSELF = re.compile(
    rf"(?:わたし|私|わたくし|あたし|ぼく|僕|俺)、?(?P<name>[ぁ-ん]{{2,4}}|{_K}{{1,3}}|[ァ-ヴー]{{2,5}})(?=が(?:言う|言っ|申し|思う|作|考え|お答え|ご案内)|と申し)"
)
_TITLE = r"(?:課長|係長|部長|次長|所長|主任|専務|常務|理事)"
_SHORT_TITLED = re.compile(
    rf"(?<=[とや、・])(?P<name>(?![現前元新旧副各両同某全正准他])[一-龥])(?={_TITLE}(?:、|。|の|は|が|に|と))"
)
_LINE_TITLED = re.compile(rf"(?m)^(?P<name>{_K}{{2,3}})(?={_TITLE}(?: {{0,6}}(?:→|:)|「))")
_HEIR = re.compile(
    rf"(?:二代目|三代目|四代目|初代|先代|跡取り|後継者)は(?P<name>{_K}{{1,3}})(?=[。、\n]|$)|(?:専務|常務|社長|会長|義父|義母|妻|夫|長男|次男|長女|次女|息子|娘)・(?P<kin>{_K}{{1,3}})(?=[、。・]|の[二三四五2-5]人|が)"
)
_NO_HEIR = re.compile(
    r"[夫妻父母兄弟姉妹子孫娘嫁婿甥姪他別人方女男者無未]|長男|次男|三男|長女|次女|養子|不在|空席|息子"
)
_ACTS = re.compile(
    rf"(?:(?<=[はがでと、。:\n「])|^)(?P<name>{_K}{{1,2}})(?=が(?:入院|退院|欠席|不在|倒れ|出産|留守|持ち帰|引き受|調べて|確認して|用意して|代わりに|迎えに|付き添))"
)
_POLITE_KANA = re.compile(r"(?<=[→「(⇒])(?P<name>[ぁ-ん]{3,6}|[ァ-ヴー]{2,6})(?=さん(?:、|。|」|[)]|と|の))")
_KIN_KANA = re.compile(r"お|みな|だれ|たく|おく|いや|[ァ-ヴー]*(?:パート|バイト|オーナー|スタッフ|メーカー)$")


def find_signed(folded: Folded) -> Iterator[Hit]:
    """Yield names of persons that their form or one word beside them gives away; all below 0.8."""
    text = folded.text
    words = lexicon()
    for pattern in _SURE:
        for match in pattern.finditer(text):
            if not _DOTTED.match(match.group()):
                yield Hit("person", *match.span("name" if "name" in pattern.groupindex else 0), _LIKELY)
    for match in _READING.finditer(text):
        if fold_kana(match["name"]) in words.readings:
            yield Hit("person", *match.span("name"), _LIKELY)
    for match in _MYSELF.finditer(text):
        if not re.match(r"[のはがをにもとでへや]|自身|自ら|たち|ども|など", match["name"]):
            yield Hit("person", *match.span("name"), _CERTAINTY)
    for match in _SHORT_TITLED.finditer(text):
        yield Hit("person", *match.span("name"), _CERTAINTY)
    for match in _LINE_TITLED.finditer(text):
        if not _is_office(words, match["name"]):
            yield Hit("person", *match.span("name"), _CERTAINTY)
    for match in _HEIR.finditer(text):
        name = match["name"] or match["kin"]
        if not _NO_HEIR.search(name) and not words.is_role(name):
            yield Hit("person", *match.span("name" if match["name"] else "kin"), _CERTAINTY)
    for match in _ACTS.finditer(text):
        name = match["name"]
        if (name in words.surnames or name in words.given) and name not in words.roles and not _NO_HEIR.search(name):
            yield Hit("person", *match.span("name"), _CERTAINTY)
    for match in _POLITE_KANA.finditer(text):
        if not _KIN_KANA.match(match["name"]):
            yield Hit("person", *match.span("name"), _CERTAINTY)


def _is_office(words: Lexicon, name: str) -> bool:
    return words.is_role(name) or bool(
        re.search(
            r"営業|経理|総務|人事|製造|工場|業務|企画|事業|管理|開発|技術|品質|購買|支援|支店|本部|[部課係室局]$", name
        )
    )
