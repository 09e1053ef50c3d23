"""Japanese text as words to search by: folding, Sudachi's normalised forms, character bigrams, trade synonyms."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

import sudachipy

#: Words that say the same in this trade; a question with one is also searched with the others.
SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("粗利", "粗利益", "売上総利益", "限界利益", "利幅", "もうけ", "儲け"),
    ("値上げ", "価格改定", "価格転嫁", "価格交渉", "料金改定", "値付け", "値段を上げる"),
    ("後継者", "跡取り", "跡継ぎ", "二代目", "三代目", "後継ぎ", "承継"),
    ("事業承継", "世代交代", "代替わり", "引き継ぎ", "バトンタッチ"),
    ("資金繰り", "キャッシュフロー", "手元資金", "運転資金", "お金が足りない", "現金"),
    ("原価", "仕入れ値", "材料費", "コスト", "変動費"),
    ("採算", "利益管理", "原価計算", "どんぶり勘定", "儲かっているか"),
    ("人手不足", "採用難", "求人", "人が来ない", "人が足りない"),
    ("離職", "退職", "辞める", "定着"),
    ("従業員", "社員", "スタッフ", "職人", "パート"),
    ("社長", "経営者", "代表", "店主", "オーナー", "事業主"),
    ("販路", "売り先", "取引先", "得意先", "顧客開拓"),
    ("取引先", "得意先", "発注元", "元請け", "納入先"),
    ("客", "顧客", "来店客", "お客さん", "利用者"),
    ("売上", "売り上げ", "売上高", "年商", "月商"),
    ("赤字", "損失", "作るほど損", "原価割れ"),
    ("返済", "リスケ", "条件変更", "借入返済"),
    ("借入", "融資", "借金", "資金調達"),
    ("廃業", "店じまい", "閉店", "会社をたたむ", "清算"),
    ("生産性", "省力化", "効率化", "時短"),
    ("宣伝", "広告", "広報", "集客", "発信"),
    ("SNS", "インスタ", "Instagram"),
    ("ネット通販", "EC", "通販サイト", "オンライン販売"),
    ("訪日客", "インバウンド", "外国人観光客"),
    ("商標", "ブランド名", "ロゴ", "模倣", "真似"),
    ("賃上げ", "最低賃金", "給料", "昇給", "ベースアップ"),
    ("残業", "長時間労働", "労働時間"),
    ("補助金", "助成金", "支援策", "施策"),
    ("電気代", "光熱費", "燃料費", "エネルギー"),
    ("災害", "被災", "地震", "豪雨", "水害", "台風"),
    ("伴走", "伴走支援", "寄り添う"),
    ("紹介", "つなぐ", "橋渡し", "引き合わせ"),
    ("町工場", "金属加工", "機械加工", "下請け"),
    ("パン屋", "ベーカリー", "製パン"),
    ("旅館", "宿", "宿泊施設", "ホテル"),
    ("美容室", "美容院", "ヘアサロン"),
    ("居酒屋", "飲食店", "食堂", "レストラン"),
    ("運送", "運輸", "物流", "トラック", "配送"),
    ("デイサービス", "通所介護", "介護"),
)

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
_KEPT_CLASSES = {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"}
_EMPTY_WORDS = {
    "為る",
    "居る",
    "有る",
    "成る",
    "出来る",
    "事",
    "物",
    "様",
    "為",
    "其れ",
    "此れ",
    "有り",
    "無い",
    "御",
    "方",
    "等",
    "的",
}
_GRAM_BREAK = re.compile(r"[\s、。，．,.!?！？・「」『』（）()\[\]【】〈〉《》:：;；\-—―~〜…/／|｜\"'`*#]+")


def fold(text: str) -> str:
    """Return ``text`` NFKC-folded and lower-cased, with control, zero-width and tag characters taken out."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFKC", _CONTROL.sub("", text)).lower()


class Word(NamedTuple):
    """A word as it stands in a text, ``text[start:start + len(written)]``, and its search terms.

    ``kinds`` is its part of speech, coarse to fine (名詞, 普通名詞, 一般).
    """

    written: str
    start: int
    kinds: tuple[str, ...]
    terms: tuple[str, ...]


class Words:
    """Splits text into search terms; safe to share between threads (each has its own Sudachi tokenizer)."""

    _MAX_BYTES = 12_000  # Sudachi refuses inputs over 49,149 bytes; whole sentences stay together below this

    def __init__(self) -> None:
        self._dictionary = sudachipy.Dictionary(dict="core")
        self._local = threading.local()
        self._synonyms = self._synonym_terms()

    def terms(self, text: str) -> list[str]:
        """Return the content words of ``text`` as Sudachi's normalised short forms, in order, repeats kept."""
        found: list[str] = []
        for piece in self._pieces(fold(text)):
            for morpheme in self._tokenizer().tokenize(piece, sudachipy.SplitMode.A):
                term = _term(morpheme)
                if term:
                    found.append(term)
        return found

    def written(self, text: str) -> list[Word]:
        """Return every word of ``text`` as it is written there, compounds of the dictionary whole, particles included."""
        found: list[Word] = []
        start = 0
        for piece in self._pieces(text):
            for morpheme in self._tokenizer().tokenize(piece, sudachipy.SplitMode.C):
                parts = morpheme.split(sudachipy.SplitMode.A, add_single=True)
                terms = tuple(term for term in map(_term, parts) if term)
                found.append(Word(morpheme.surface(), start, morpheme.part_of_speech()[:3], terms))
                start += len(morpheme.surface())
        return found

    def reading(self, text: str) -> str:
        """Return how ``text`` is read, in hiragana; what Sudachi cannot read stays as it is."""
        katakana = "".join(
            m.reading_form() or m.surface() for m in self._tokenizer().tokenize(text, sudachipy.SplitMode.C)
        )
        return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in katakana)

    def ordinary(self, text: str) -> bool:
        """Tell whether the dictionary knows every word of ``text``, and none of them as a proper noun."""
        found = [m for piece in self._pieces(text) for m in self._tokenizer().tokenize(piece, sudachipy.SplitMode.C)]
        return bool(found) and not any(m.is_oov() or m.part_of_speech()[1] == "固有名詞" for m in found)

    def grams(self, text: str) -> list[str]:
        """Return the character bigrams of ``text`` between punctuation; a lone character stands for itself."""
        found: list[str] = []
        for run in _GRAM_BREAK.split(fold(text)):
            found += [run[i : i + 2] for i in range(len(run) - 1)] if len(run) > 1 else [run] if run else []
        return found

    def synonyms(self, text: str) -> dict[str, float]:
        """Return terms that say the same as words in ``text``, with a weight in 0–1; terms of the text itself are left out."""
        folded = fold(text)
        own = set(self.terms(text))
        found: dict[str, float] = {}
        for word, (terms, others) in self._synonyms.items():
            if word in folded or terms <= own:
                for alike in others:
                    for term in alike if len(alike) == 1 else ():
                        if term not in own:
                            found[term] = 0.35
        return found

    def alternatives(self, text: str) -> dict[str, tuple[frozenset[str], ...]]:
        """Return term of ``text`` → words, as their terms, that say the same, however it is inflected (たたみたい → 廃業)."""
        own = frozenset(self.terms(text))
        found: dict[str, tuple[frozenset[str], ...]] = {}
        for terms, others in self._synonyms.values():
            if terms <= own:
                for term in terms:
                    found[term] = (*found.get(term, ()), *(alike for alike in others if not alike <= own))
        return found

    def _synonym_terms(self) -> Mapping[str, tuple[frozenset[str], tuple[frozenset[str], ...]]]:
        """Return word → its own terms, and the terms of each other word of its groups."""
        table: dict[str, tuple[frozenset[str], tuple[frozenset[str], ...]]] = {}
        for group in SYNONYMS:
            terms = {word: frozenset(self.terms(word)) for word in group}
            for word in group:
                others = tuple(t for w, t in terms.items() if w != word)
                before = table.get(fold(word), (frozenset(), ()))[1]
                table[fold(word)] = (terms[word], before + others)
        return table

    def _tokenizer(self) -> sudachipy.Tokenizer:
        if not hasattr(self._local, "tokenizer"):
            self._local.tokenizer = self._dictionary.create()
        tokenizer: sudachipy.Tokenizer = self._local.tokenizer
        return tokenizer

    def _pieces(self, text: str) -> list[str]:
        if len(text.encode()) <= self._MAX_BYTES:
            return [text]
        step = self._MAX_BYTES // 4
        return [text[i : i + step] for i in range(0, len(text), step)]


def _term(morpheme: sudachipy.Morpheme) -> str:
    """Return the search term of a morpheme, "" when it has none."""
    form = morpheme.normalized_form().lower().strip()
    return form.replace(" ", "_") if morpheme.part_of_speech()[0] in _KEPT_CLASSES and form not in _EMPTY_WORDS else ""
