"""Full names that stand without any honorific: surname and given name, in kanji, kana or Latin letters; foreign names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded
from ingest.anonymise.names.lexicon import Lexicon, lexicon
from ingest.anonymise.names.told import fold_kana

_K = r"[一-龥々〆ヶ﨑髙𠮷濵邉齋]"
_RUN = re.compile(rf"{_K}{{2,14}}")
_SPACED = re.compile(
    rf"(?<!{_K})({_K}(?:\n?{_K}){{0,9}})[ \n]{{1,2}}({_K}{{1,3}}|[ぁ-ん]{{2,4}}|[ァ-ヴー]{{2,5}})(?!{_K})"
)
_SINGLE = re.compile(rf"(?<!{_K} )(?<!{_K}){_K}(?: {{1,2}}{_K}){{2,4}}(?! {{0,2}}{_K})")
_MIXED = re.compile(rf"(?<!{_K})({_K}{{2,3}})([ぁ-ん]{{2,3}}|[ァ-ヴ]{{2,4}})(?=[ ]?[(、。\n「」]|$|さん|様|氏|名義)")
_KANA = re.compile(
    r"(?<![ァ-ヴー])([ァ-ヴー]{2,6})[ ・]{1,2}([ァ-ヴー]{2,6})(?![ァ-ヴー])|(?<![ぁ-ん一-龥])([ぁ-ん]{2,6})[ ・]([ぁ-ん]{2,5})(?![ぁ-ん])"
)
_LATIN = re.compile(
    r"(?<![A-Za-z0-9.])(?:[A-Z][a-z]{1,14}|[A-Z]{2,14}|[A-Z]\.)(?:[ ,]{1,2}|)(?:[A-Z][a-z]{1,14}|[A-Z]{2,14})(?![A-Za-z0-9])"
)
_TITLE_BEFORE = re.compile(
    r"(?:代表取締役(?:社長)?|取締役|代表社員|代表者?|理事長|社長|会長|専務|常務|部長|課長|店長|店主|工場長|税理士|診断士|弁護士|司法書士|担当|現|前|元|故|氏名|名前|父|母|妻|夫|長男|次男|三男|長女|次女|先代|二代目|三代目|[初二三四五六七八九十]代目|被?相続人|保証人|借主|貸主|名義人?|契約者|職人|女将|監督|講師|氏)$"
)
_NOT_AFTER = re.compile(
    r"(?:[市区町村郡県]|商店|製作|工業|産業|建設|株式|有限|合同|商会|酒造|食堂|通り|駅|線|川|山|寺|神社|大学|高校|病院|銀行|地区|地域|工務店|[店屋館場園課部局署法費業品])"
)
_FOREIGN_WORDS = (
    "グエン チャン レ ファム ホアン ファン ヴ ヴォ ダン ブイ ド ホ ゴ ズオン リ マリア ホセ ジョゼ ジョアン フアン カルロス アントニオ ルイス パウロ ペドロ マルコ マルコス サントス シルバ ソウザ オリベイラ フェルナンデス ロドリゲス ガルシア ゴンザレス "
    "マイケル ジョン デイビッド デビッド ジェームズ ロバート ウィリアム トーマス スミス ジョンソン ブラウン クラーク アンナ エマ サラ ジェシカ リサ メアリー ナンシー キム パク イ チェ チョン カン ユン ヤン ワン リー チェン リン ジャン リュウ シン クマール シャルマ グプタ パテル タパ グルン ラマ シュレスタ ライ "
    "オリバー アーメド サンディープ ラジェシュ トラン ブイ クアン フォン ロン ハオ ジェイソン ケビン ライアン ブライアン エリック オスカー ディエゴ エドゥアルド ラファエル ソフィア イザベル カミラ ハンナ クララ エレナ オルガ イワン セルゲイ アンナ ダニエラ ミン リュウ チュン ソン ソヨン ミンス ジウン スジン ヨンホ アハメド アフメド モハメド ムハンマド アリ ハッサン フセイン イブラヒム アブドゥル カーン シン スティーブ ポール ピーター マーク クリス ダニエル アレックス アンドレ ミゲル ロペス レイノルズ ペレイラ ペレス ラモス レイエス クルス バウティスタ デラクルス スリヤント ブディ デウィ プトラ ティ ヴァン"
)
_FOREIGN = frozenset(_FOREIGN_WORDS.split())
_KANA_KANJI = re.compile(rf"(?<![ァ-ヴー])([ァ-ヴー]{{2,8}})[ ・]({_K}{{1,3}})(?!{_K})")
_JOINED = re.compile(r"(?<![A-Za-z])([A-Z]{8,20})(?= ?(?:名義|様|さん))")
_DOTTED = re.compile(r"(?<![ァ-ヴー])[ァ-ヴー]{1,10}(?:[・=][ァ-ヴー]{1,10}){1,3}(?![ァ-ヴー])")


def find_full_names(folded: Folded) -> Iterator[Hit]:
    """Yield surname and given name together; a given name that is only made like one is less sure."""
    text = folded.text
    words = lexicon()
    for run in _RUN.finditer(text):
        hit = _in_run(text, words, run)
        if hit:
            yield hit
    for match in _SPACED.finditer(text):
        hit = _spaced(text, words, match)
        if hit:
            yield hit
    for match in _SINGLE.finditer(text):
        if words.is_full_name(match.group().replace(" ", "")):
            yield Hit("person", match.start(), match.end(), 0.82)
    for match in _MIXED.finditer(text):
        if (
            match.group(1) in words.surnames
            and match.group(1) not in words.weak
            and match.group(2)[-1] in "こえみかなりきよのとおし"
        ):
            yield Hit("person", match.start(), match.end(), 0.7)
    for match in _KANA.finditer(text):
        first = fold_kana(match.group(1) or match.group(3))
        if first in words.readings and (match.group(1) or len(first) >= 3):
            yield Hit("person", match.start(), match.end(), 0.75 if len(first) >= 3 else 0.6)
    for match in _LATIN.finditer(text):
        parts = re.split(r"[ ,]+", match.group())
        if len(parts) == 2 and any(p.lower() in words.latin for p in parts):
            yield Hit("person", match.start(), match.end(), 0.75)
    for match in _KANA_KANJI.finditer(text):
        if match.group(2) in words.given and len(match.group(2)) > 1:
            yield Hit("person", match.start(), match.end(), 0.7)
    for match in _JOINED.finditer(text):
        name = match.group(1).lower()
        if any(name[:size] in words.latin for size in range(4, len(name) - 2)):
            yield Hit("person", match.start(1), match.end(1), 0.75)
    for match in _DOTTED.finditer(text):
        if _FOREIGN.intersection(re.split("[・=]", match.group())):
            yield Hit("person", match.start(), match.end(), 0.75)


def _in_run(text: str, words: Lexicon, run: re.Match[str]) -> Hit | None:
    """Look for a full name in a run of kanji: all of it, after a title, or before a title."""
    word = run.group()
    if len(word) < 3:
        return None
    starts = [at for at in range(len(word) - 2) if at == 0 or _TITLE_BEFORE.search(word, 0, at)]
    for at in starts:
        family = words.surname_of(word[at:])
        for size in range(len(family), 0, -1):
            if word[at : at + size] not in words.surnames:
                continue
            rest = word[at + size :]
            if rest and rest in words.given and (size > 1 or len(rest) == 2):
                return Hit("person", run.start() + at, run.end(), 0.85 if size > 1 else 0.7)
            if size > 1 and len(rest) in (2, 3) and words.is_given(rest) and not _NOT_AFTER.search(rest):
                return Hit("person", run.start() + at, run.end(), 0.7)
    return None


def _spaced(text: str, words: Lexicon, match: re.Match[str]) -> Hit | None:
    family, given = match.groups()
    if (
        "\n" in family
        and family.replace("\n", "") in words.surnames
        and (given in words.given or given[-1] in words.endings)
    ):
        return Hit("person", match.start(), match.end(2), 0.75)
    at = next(
        (
            n
            for n in range(len(family))
            if family[n:] in words.surnames and (n == 0 or _TITLE_BEFORE.search(family, 0, n))
        ),
        None,
    )
    if given in words.roles:
        return None
    if at is None:
        rare = (
            given in words.given
            and len(given) > 1
            and 2 <= len(family) <= 3
            and not words.is_role(family)
            and "\n" not in match.group()
        )
        return Hit("person", match.start(), match.end(2), 0.6) if rare else None
    start = match.start() + at
    known = given in words.given
    if "\n" in match.group() and not known:
        return None
    if known or (len(family) - at > 1 and len(given) in (2, 3) and words.is_given(given)):
        return Hit("person", start, match.end(2), 0.88 if known and len(family) - at > 1 else 0.72)
    kana = "ぁ" <= given[0] <= "ん"
    if kana and len(family) - at > 1 and text[match.end(2) : match.end(2) + 1] in " \n(、。」様さ氏殿名":
        return Hit("person", start, match.end(2), 0.75)
    return None
