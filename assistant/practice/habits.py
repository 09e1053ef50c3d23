"""What a senior listens for in the words of a first talk, clause by clause of the behaviour guideline.

A habit is kept, missing or gone against. Each looks at the learner's own words only, and says which of them show it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge import taxonomy

KEPT, MISSING, AGAINST = "kept", "missing", "against"


@dataclass(frozen=True, slots=True)
class Talk:
    """What the learner said: the questions in order, and the proposal."""

    questions: tuple[str, ...]
    proposal: str

    @property
    def everything(self) -> tuple[str, ...]:
        """Return the questions and the proposal."""
        return (*self.questions, self.proposal)


@dataclass(frozen=True, slots=True)
class Seen:
    """How a habit showed: the verdict and the learner's own words that show it (none when it is missing)."""

    verdict: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Habit:
    """A clause of the guideline (document and clause id) and how it shows in a talk; None where it does not apply."""

    document: str
    clause: str
    look: Callable[[Talk], Seen | None]


def _found(pattern: str, texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(found for text in texts for found in _sentences(text) if re.search(pattern, found))[:2]


def _sentences(text: str) -> list[str]:
    return [s.strip() for s in re.findall(r"[^。！？?!\n]+[。！？?!]?", text) if s.strip()]


def asked(pattern: str) -> Callable[[Talk], Seen | None]:
    """Look for a question of a kind: kept where one was asked, missing else."""

    def look(talk: Talk) -> Seen:
        words = _found(pattern, talk.questions)
        return Seen(KEPT, words) if words else Seen(MISSING)

    return look


def avoided(pattern: str, unless: str = r"(?!)") -> Callable[[Talk], Seen | None]:
    """Look for words that go against a clause, but where ``unless`` stands in the same sentence; silent without any."""

    def look(talk: Talk) -> Seen | None:
        words = tuple(w for w in _found(pattern, talk.everything) if not re.search(unless, w))
        return Seen(AGAINST, words) if words else None

    return look


def proposed(pattern: str) -> Callable[[Talk], Seen | None]:
    """Look for something in the proposal: kept where it stands, missing else."""

    def look(talk: Talk) -> Seen:
        words = _found(pattern, [talk.proposal])
        return Seen(KEPT, words) if words else Seen(MISSING)

    return look


_SALES = r"売上を(?:増|伸)|集客|SNS|インスタ|広告|ちらし|チラシ|販路|新商品|キャンペーン|値引|クーポン|展示会|ネット通販|ECサイト"
_MARGIN = r"粗利|原価|利益|採算|もうけ|儲け|いくら残|手元に残|赤字の(?:商品|取引|現場|便)|商品(?:別|ごと)|品ごと|現場(?:別|ごと)|取引先(?:別|ごと)"
_NUMBER = r"[0-9０-９]+(?:\.[0-9]+)?\s*(?:%|％|割|円|万円|人|件|個|時間|分|日|回|本|台|食)"
_WHEN = r"今週|来週|今月|来月|明日|[0-9０-９]+(?:日|週間|か月|ヶ月|月)(?:後|以内|まで|に)|までに|次回"


def _margin_before_sales(talk: Talk) -> Seen | None:
    sold = _found(_SALES, talk.everything)
    asked_first = _found(_MARGIN, talk.everything)
    if asked_first:
        return Seen(KEPT, asked_first)
    return Seen(AGAINST, sold) if sold else Seen(MISSING)


def _use_before_scheme(talk: Talk) -> Seen | None:
    named = _found(r"補助金|助成金", talk.everything)
    if not named:
        return None
    used = _found(r"何に(?:使|つか)|使い道|なぜ.{0,12}(?:必要|要る)|どんな(?:設備|投資)", talk.questions)
    return Seen(KEPT, used) if used else Seen(AGAINST, named)


def _owner_decides(talk: Talk) -> Seen | None:
    told = _found(
        r"お決め|決めるのは|お選び|選んで(?:いただ|くだ)|どちらが|どう(?:思われ|お考え|なさ)|いかが(?:でしょう|ですか)",
        [talk.proposal],
    )
    return Seen(KEPT, told) if told else Seen(MISSING)


def _whole_referral(talk: Talk) -> Seen | None:
    """A referral needs its reason, what to bring, who calls, and a day to check."""
    named = [m for m in taxonomy.mentions(talk.proposal) if m.field == "partners" and m.code != "yorozu"]
    if not named:
        return None
    parts = (
        r"ため|ので|から|相談(?:して|する)|について",
        r"持(?:って|参)|資料|決算書|試算表|書類",
        r"電話|連絡|同席|ご一緒|私から",
        _WHEN,
    )
    words = _found("|".join(re.escape(m.word) for m in named), [talk.proposal])
    return Seen(KEPT if all(re.search(p, talk.proposal) for p in parts) else MISSING, words)


#: In the order in which a first talk goes.
HABITS: tuple[Habit, ...] = (
    Habit("guide-listening", "1-1", asked(r"ほかに|他に|気になって|一番.{0,6}(?:心配|お困り|困)|どんなこと|聞かせて")),
    Habit(
        "guide-listening",
        "1-2",
        avoided(
            r"普通は|そもそも|甘い(?:です|と思|見)|なぜ今まで|どうしてもっと早く|ありえな|だめですよ|駄目ですよ|常識(?:です|的に)|言った(?:とおり|通り)"
        ),
    ),
    Habit("guide-listening", "1-3", asked(r"心配|不安|お気持ち|気持ち|どう感じ|思いで|怖|つら|お考え")),
    Habit(
        "guide-listening",
        "1-4",
        avoided(
            r"限界利益|損益分岐|変動費|固定費率|キャッシュフロー|KPI|PDCA|SWOT|ROI|ROE|LTV|CVR|コンバージョン",
            r"つまり|とは|言い換え|たとえば|例えば",
        ),
    ),
    Habit("guide-issue-setting", "2-2", asked(r"見せて|拝見|現場|作業|実際に|うかがって(?:も|見)|伺って(?:も|見)")),
    Habit(
        "guide-issue-setting",
        "2-3",
        asked(r"奥さま|奥様|ご家族|家族|従業員|社員|スタッフ|職員|後継|息子|娘|お父|お母|先代|番頭|職人"),
    ),
    Habit("guide-issue-setting", "2-5", _use_before_scheme),
    Habit("guide-numbers", "3-1", _margin_before_sales),
    Habit("guide-numbers", "3-10", asked(r"現金|預金|手元|資金繰り|支払|返済|借入|通帳")),
    Habit("guide-planning", "4-1", proposed(_NUMBER)),
    Habit(
        "guide-planning",
        "4-3",
        proposed(r"今週|明日|30分|まず(?:一|1|3|三)つ|まず[0-9一二三]|一品|1品|3品|三品|一つだけ|ひとつだけ"),
    ),
    Habit(
        "guide-planning",
        "4-5",
        avoided(
            r"(?:必ず|絶対|確実に|間違いなく|きっと).{0,12}(?:採択|通り|通る|借り|受けられ|もらえ|出ます)|採択され(?:ます|る(?:はず|でしょう))|審査は?(?:通り|通る)",
            r"約束|限りません|とは言え",
        ),
    ),
    Habit(
        "guide-planning",
        "4-9",
        proposed(r"社長が|店主が|ご自身|奥さま|奥様|従業員|担当|息子さん|娘さん|職人さん|私が|一緒に"),
    ),
    Habit("guide-referral", "5-1", _whole_referral),
    Habit(
        "guide-referral",
        "5-2",
        avoided(
            r"違法(?:です|になり|では)|合法です|経費(?:に|で)(?:なり|落ち|落とせ)|節税(?:でき|になり)|税金は(?:かかりません|安くなり)|(?:解雇|クビ)(?:でき|して(?:も)?(?:かまい|大丈夫))",
            r"確かめ|専門家|弁護士|税理士|社労士",
        ),
    ),
    Habit("guide-listening", "1-6", _owner_decides),
    Habit(
        "guide-planning",
        "4-10",
        proposed(
            r"次回|次の(?:面談|ご相談)|また(?:お話|伺|うかが|お電話)|[0-9０-９]+(?:週間|か月|ヶ月|日)後|確かめ(?:ます|ましょう|させ)"
        ),
    ),
)
