"""What a question takes for granted: the clauses before 〜よね, 〜と聞きました, 〜なので and the like."""

from __future__ import annotations

import re
import unicodedata

_MARK = re.compile(
    r"(?:の|ん)?(?:です|でした|だ|だった)?よね|ですね|と(?:聞|伺|言われ|書いてあ|思ってい|教わ)|そうで(?:す|し)|らしい|はずで|"
    r"(?:な|の)?ので(?!す|しょう)|(?<=[るたいすだん])から(?=[、ぁ-んァ-ヶ一-龥])|(?:って|というの(?:は)?)本当"
)
#: What makes a sentence a question, a request or a wish.
_ASKS = re.compile(
    r"[?？]|か(?:ね|な)?$|(?:教えて|ください|下さい|ほしい|たい(?:です)?|たいのですが)|[はの]$|何|どう|どこ|いつ|どれ|いくら|誰|どんな|なぜ|について|方法$|手順$|条件$"
)
_SHORTEST_STATEMENT = 6
_RUN = re.compile(r"[一-龥々ァ-ヶーA-Za-z0-9・]{2,}(?:ID)?")
_GENERAL = re.compile(
    r"申請|対象|利用|相談|制度|場合|必要|会社|事業|内容|条件|金額|上限|補助|補助金|助成金|支援|融資|今年|自分|本当|経営"
)


def claims(text: str) -> list[str]:
    """Return the clauses that a text takes for granted, without their marks; a plain question claims nothing."""
    found = []
    for sentence in re.split(r"[。！？!?\n]", folded(text)):
        start = 0
        for mark in _MARK.finditer(sentence):
            clause = sentence[start : mark.start()]
            if len(clause) >= 2:
                found.append(clause)
            start = mark.end()
    return found


def statements(text: str) -> list[str]:
    """Return the sentences of a text that state something instead of asking or wishing it, whatever words they end in."""
    found = (s for s in re.split(r"[。！!\n]", folded(text)) if len(s) >= _SHORTEST_STATEMENT)
    return [sentence for sentence in found if not _ASKS.search(sentence)]


def nouns(text: str) -> list[str]:
    """Return the runs of kanji, katakana, letters and digits that can be the thing spoken of, general words left out."""
    return [run for run in dict.fromkeys(_RUN.findall(folded(text))) if not _GENERAL.fullmatch(run)]


def folded(text: str) -> str:
    """Return a text NFKC-folded without spaces and thousands separators."""
    return re.sub(r"(?<=\d),(?=\d)|\s", "", unicodedata.normalize("NFKC", text))
