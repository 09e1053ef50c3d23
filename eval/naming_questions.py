"""Questions for training the tagger of names: those of the question sets, in which nobody is named, and naming made from openings.

A note names its client where a question names a trade (豆腐屋です, 地方のタクシー会社で), so notes alone teach to suspect trades.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from eval.labelled import Passage, Span

#: The fields of each set that are typed by people; the test half of the labelled questions is none of them.
ASKED: Mapping[str, tuple[str, ...]] = {
    "abstention-controls.jsonl": ("question",),
    "breaches.jsonl": ("text",),
    "calculations.jsonl": ("question",),
    "contrast.jsonl": ("question",),
    "faq/queries.jsonl": ("text",),
    "guideline.jsonl": ("text",),
    "nuggets.jsonl": ("question",),
    "paraphrases.jsonl": ("text",),
    "particulars.jsonl": ("question",),
    "practice.jsonl": ("question",),
    "retrieval-hard.jsonl": ("question",),
    "retrieval-smoke.jsonl": ("question",),
    "robustness.jsonl": ("dialect", "polite", "typo", "kana"),
    "situations.jsonl": ("question",),
    "unanswerable.jsonl": ("question",),
    "understanding.jsonl": ("question",),
    "wording.jsonl": ("text",),
}
_NAMING = """
{f}です。|{f}といいます。|{f}という店です。|うちは{f}です。|うちは{f}っていう店で、|うち、{f}いう店やねんけど、|{f}をやっています。|{f}を継ぎました。
{f}の者です。|{f}の{p}です。|{f}の{p}と申します。|{f}の{p}社長が困っています。|{f}の社長から相談がありました。|{f}さんから相談です。|{f}の件です。
{f}さん、お客さんが減っています。|{f}の件、その後どうなりましたか。|{f}は従業員が三人です。|{f}が閉店するそうです。|{f}に客を取られました。
{f}から値下げを言われました。|{f}ですけど、|{f}ですが、|{f}やけど、|相談者は{f}。|相談先は{f}、|きのう{f}に行ってきました。|前に相談した{f}ですが、
取引先の{f}が払ってくれません。|隣の{f}がうらやましいです。|商店街の{f}、|屋号は{f}です。|{f}と{f}の違いは何でしょう。|{f}、|{f}について、|{f}の{p}さん、
{p}です。|{p}と申します。|{p}といいます。|{p}いうもんじゃが、|{p}さんから電話がありました。|{p}さんの店、|{p}さんのところ、|{p}さんが来ました。
{p}様よりご相談です。|{p}社長が怒っています。|{p}くんが辞めます。|{p}が辞めると言っています。|相談者は{p}さん。|きょう会う{p}さんは、
息子の{p}に継がせたいです。|妻の{p}が経理です。|従業員の{p}が休んでいます。|社員の{p}と{p}がけんかしました。|うちの{p}がパソコンを嫌がります。
担当の{p}が休みです。|{p}さん(58歳)、|{p}先生の教室、|前回の{p}さん、
"""
_BEFORE_TRADE = (
    "||||||小さな|地方の|街の|町の|田舎の|父の|母の|うちの|夫婦で|夫婦だけの|老舗の|二代目の|駅前の|商店街の|個人の|先代からの|知り合いの|近所の|隣の|あの|もう|まだ"
    "|下請けの|わしら|うちら|まちの|よその|ある|郊外の|子どものいない|社員10人の|家族でやってる|一人で"
)
_AFTER_TRADE = (
    "です。|をしています。|をやってます。|をやっとります。|の社長さんから相談です。|の社長が、|、|さん、|の二代目です。|ですが、|やねんけど、|じゃけど、|だけども、|の経営者です。"
    "|を継ぎました。|を始めたいです。|をたたみたい。|の値上げ、|の通販、|の例はありますか。|で、|を開きたい人。|の人手、|に弟子が来ません。|の原価の出し方。|が閉店します。"
    "|の者ですが、|の売上が減りました。|って儲かりますか。|の若女将です。|の職人が足りません。|の息子です。|を手伝っています。|の集客、|でバイトが辞めました。|と農家の組み合わせ、"
)
_SLOT = re.compile(r"\{([fp])\}")
_SPOKEN = re.compile(r"[一-龯々ぁ-ゖァ-ヺー]+")
_LONGEST = 12  # letters of a name that somebody types in passing
_MADE, _IN_KANA, _RENAMED = 900, 500, 3


def asked(folder: Path) -> Iterator[str]:
    """Yield what people ask in the question sets of ``folder``."""
    for name, fields in ASKED.items():
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield from (row[field] for field in fields if field in row)


def made(
    labelled: Sequence[Passage], plain: Sequence[str], trades: Sequence[str], read: Callable[[str], str]
) -> list[Passage]:
    """Return questions that name somebody and questions about a trade, put together; the same input gives the same.

    ``labelled`` gives names and questions to rename, ``plain`` the questions that follow an opening; ``read`` gives kana.
    """
    chance = random.Random(0)  # noqa: S311 - not for secrets
    names = {kind: _names(labelled, kind) for kind in ("firm", "person")}
    asking = [p for p in labelled if not p.id.startswith("pv-") and any(s.type in names for s in p.spans)]
    found = [_renamed(p, names, chance) for p in asking for _ in range(_RENAMED)]
    openings = [o for line in _NAMING.split("\n") for o in line.split("|") if o]
    before, after = _BEFORE_TRADE.split("|"), _AFTER_TRADE.split("|")
    for _ in range(_MADE):
        found.append(_opened(chance.choice(openings), chance.choice(plain), names, chance))
        told = chance.choice(before) + chance.choice(trades) + chance.choice(after)
        found.append(Passage("made", told + chance.choice(plain), ()))
    for text in chance.sample(plain, min(_IN_KANA, len(plain))):
        found.append(Passage("kana", _SPOKEN.sub(lambda run: read(run[0]), text), ()))
    return found


def _names(labelled: Sequence[Passage], kind: str) -> list[str]:
    spans = [(p, s) for p in labelled for s in p.spans if s.type == kind and not s.evasive]
    return sorted({p.text[s.start : s.end] for p, s in spans if s.end - s.start <= _LONGEST})


def _renamed(passage: Passage, names: Mapping[str, Sequence[str]], chance: random.Random) -> Passage:
    """Return a question about somebody else."""
    text, at = "", 0
    spans = []
    for span in passage.spans:
        text += passage.text[at : span.start]
        name = chance.choice(names[span.type]) if span.type in names else passage.text[span.start : span.end]
        spans.append(Span(len(text), len(text) + len(name), span.type))
        text, at = text + name, span.end
    return Passage("renamed", text + passage.text[at:], tuple(spans))


def _opened(opening: str, asked: str, names: Mapping[str, Sequence[str]], chance: random.Random) -> Passage:
    text, at = "", 0
    spans = []
    for slot in _SLOT.finditer(opening):
        text += opening[at : slot.start()]
        kind = {"f": "firm", "p": "person"}[slot[1]]
        name = chance.choice(names[kind])
        spans.append(Span(len(text), len(text) + len(name), kind))
        text, at = text + name, slot.end()
    return Passage("made", text + opening[at:] + asked, tuple(spans))
