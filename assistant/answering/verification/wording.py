"""Whether the words of a sentence are its source's: how many, and no name, firm, scheme or thing that the source does not have."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from assistant.answering.verification.folding import plain

#: Content words of a text in their dictionary forms; ``KnowledgeBase.terms``.
Terms = Callable[[str], Collection[str]]
#: Words that say the same thing. Narrower than what search widens by: 年商 and 月商 are found together but are not the same.
EQUIVALENTS: Sequence[tuple[str, ...]] = (
    ("粗利", "粗利益", "売上総利益"),
    ("社長", "経営者", "代表", "代表者", "事業主"),
    ("店主", "オーナー"),
    ("客", "顧客", "来店客"),
    ("従業員", "社員", "職員", "スタッフ"),
    ("値上げ", "上げる", "価格改定"),
    ("値下げ", "下げる"),
    ("値引", "値引き", "割引", "割引き"),
    ("値段", "価格", "売値", "料金", "値"),
    ("費用", "経費", "コスト"),
    ("借入", "借り入れ", "借入金", "融資"),
    ("給料", "給与", "賃金"),
    ("コーディネーター", "co", "担当者", "支援者"),
    ("購入", "買う"),
    ("開始", "始める", "始まる"),
    ("終了", "終える", "終わる"),
    ("増加", "増える", "増やす", "増"),
    ("減少", "減る", "減らす", "減"),
    ("上昇", "上がる", "上げる", "引き上げる"),
    ("低下", "下がる", "下落", "落ちる"),
    ("必要", "要る", "要する"),
    ("不要", "必要"),
    ("説明", "話す", "述べる", "言う"),
    ("質問", "尋ねる", "聞く"),
    ("利用", "使う", "使用"),
    ("確認", "確かめる"),
    ("作成", "作る"),
    ("支払", "支払う", "払う", "支払い"),
    ("返済", "返す"),
    ("記載", "書く", "記す"),
    ("実施", "行う"),
    ("資金", "金", "お金", "現金"),
    ("離職", "退職", "辞める"),
    ("電話", "連絡"),
    ("書類", "資料"),
    ("合計", "合わせる"),
    ("紹介", "橋渡し", "つなぐ", "引き合わせ"),
    ("分割", "分ける"),
)
#: Words that hold a sentence together and name nothing.
_LIGHT_WORDS = """
場合 時 際 時点 理由 原因 内容 結果 状態 状況 水準 中 内 上 下 間 前 後 先 次 点 分 額 数 量 度 割合 率 年 月 日 週 期間 今 現在 当時 当初 此処 其処 所 自分
本人 方法 形 例 事例 話 言葉 意味 必要 可能 全体 一部 場所 関係 両方 立場 様子 段階 性質 個数 人数 件数 枚数 数量 金額 以上 以下 以外 以内 未満 程度 約 平均 合計 他
別 同じ 同様 実際 実際に 特に 更に 又 先ず 一方 続く 続ける 言う 思う 考える 見る 見える 分かる 知る 行う 行く 来る 取る 付ける 付く 出る 出す 入る 入れる 置く 持つ
使う 受ける 呉れる 貰う 仕舞う 下さる 頂く 見做す 因る 基づく 対する 関する 就く 於く 伴う 成る 致す 掛かる 掛ける 含む 有る つもり 事情 影響 侭 儘 訳 筈 所為 為 事 程
丈 許り 迄 的 者 人 物 様 側 毎 さん 御 等 ら 化 性 目 代 個 円 品 店 社 回 枚 件 台 か 万 億 千 百 割 % 箇 ヶ 一 二 三 四 五 六 七 八 九 十 0
"""
_LIGHT = frozenset(_LIGHT_WORDS.split())
_FEWEST = 2  # content words; a sentence with fewer says nothing that could be compared
_NAMED = re.compile(r"[ァ-ヴー]{2,}|[a-z][a-z0-9&+.-]+|[一-龥々]+")
_SCHEME = re.compile(
    r"[一-龥々ァ-ヴーa-z0-9]+(?:・[一-龥々ぁ-ゖァ-ヴー]+)?(?:補助金|助成金|給付金|支援金|交付金|制度|保証|融資|協会|公庫|金庫|銀行|組合|会議所|商工会|協議会|センター|拠点|機構|労働局|税務署|ハローワーク|省|庁|法|枠|特例|税|保険|士|シート|ベンチマーク)"
)
_KANA_SCHEME = re.compile(
    r"[ぁ-ん]{2,}[ぁ-ん](?<![のなるたいうくすはがをに])(?:補助金|助成金|給付金|支援金|制度|融資|保証)"
)
#: The verb at the end of a sentence: its kanji and its ending, not a noun with です.
_LAST_VERB = re.compile(r"([一-龥々]+)((?!で(?:す|し|は)|だ|の|が|は|も)[ぁ-ん]{1,16})[。」）)]*$")
_LIGHT_VERBS = frozenset("行言思考見分知来取付出入置持使受致掛含有続成頂下呉貰始終")
_INFLECTED = re.compile(r"[ぁ-ん]$")
_COMPOUND = re.compile(r"[一-龥々]{2}")  # 開店 of 開く and 店
_KANJI = re.compile(r"[一-龥々]+")
_COUNTED = re.compile(
    r"[0-9.,]+|[〇一二三四五六七八九十百千万億数半何]+[人つ年月日回度割社店個枚件箇目番代]*|箇月|箇所|[か箇ヶ]?[月年週日]間?|令和|平成|昭和|大正"
)


class Wording:
    """Compares the words of a sentence with the words of its source."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms

    def foreign(self, sentence: str, source: str, about: str) -> str:
        """Return the first name, scheme or thing of a sentence that neither the source nor what it is about has, or nothing."""
        known = source + about
        for name in _SCHEME.findall(sentence):
            if name not in known and not _within(name, known):
                return str(name)
        for run in _KANA_SCHEME.findall(sentence):
            if run not in known:
                return str(run)
        for term in self._own(sentence):
            if _INFLECTED.search(term) or not _NAMED.fullmatch(term) or self._says(term, known):
                continue
            if term not in self._terms(source):
                return term
        return _foreign_act(sentence, source)

    def coverage(self, sentence: str, source: str, about: str) -> float:
        """Return the share of the content words of a sentence that its source has; words of ``about`` do not count.

        A sentence with hardly any content word is covered by nothing.
        """
        own = self._own(sentence)
        if len(own) < _FEWEST:
            return 0.0
        own = [t for t in own if t not in about]
        missing = [t for t in own if not self._says(t, source)]
        if missing:
            theirs = self._terms(source)
            missing = [t for t in missing if t not in theirs]
        return 1 - len(missing) / len(own) if own else 1.0

    def _own(self, sentence: str) -> list[str]:
        found = (t for t in self._terms(sentence) if t not in _LIGHT and not _COUNTED.fullmatch(t))
        return sorted(found, key=lambda term: (sentence.find(term), term))

    def _says(self, term: str, source: str) -> bool:
        if term in source:
            return True
        if any(word in source for word in _SAME.get(term, ())):
            return True
        if _COMPOUND.fullmatch(term) and all(char in source for char in term):
            return True
        stem = _KANJI.findall(term)
        return bool(stem) and bool(_INFLECTED.search(term)) and all(part in source for part in stem)


def same_meaning(word: str, other: str) -> bool:
    """Tell whether two words say the same thing in this trade."""
    return other in _SAME.get(word, ()) or word in _SAME.get(other, ())


def _foreign_act(sentence: str, source: str) -> str:
    """Return the verb that ends a sentence if its source has neither it nor one that says the same, or nothing."""
    found = _LAST_VERB.search(sentence)
    if not found or found[1][0] in _LIGHT_VERBS or all(char in source for char in found[1]):
        return ""
    alike = any(word.startswith(found[1]) and any(w in source for w in _SAME[word]) for word in _SAME)
    return "" if alike else found[1] + found[2]


def _same() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in EQUIVALENTS:
        for word in group:
            found.setdefault(word, set()).update(re.sub(r"[うくすつぬむるい]$", "", w) for w in group if w != word)
    return {word: frozenset(plain(w) for w in words if w) for word, words in found.items()}


_SAME = _same()


def _within(name: str, known: str) -> bool:
    """Tell whether a long run that ends like a scheme is one that the source has behind other words (2025年時点の通常枠)."""
    return any(name.endswith(part) and len(part) >= 2 for part in _SCHEME.findall(known))
