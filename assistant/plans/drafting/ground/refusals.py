"""What the owner will not do (will_not), and which texts would make them do it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from knowledge.entries import Policy

#: How a refusal is said → how an action, or a sentence that advises, says that it is done.
_REFUSED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(said), re.compile(done))
    for said, done in (
        (
            r"値上げ|値段[はをも]?(?:上げ|変え)|価格[はをも]?(?:上げ|変え)|高く(?:し|売)|単価[はをも]?上げ",
            r"値上げ|値を上げ|値段[をは]上げ|価格を上げ|申し入れ|新しい売値|値段の見直し|値段を見直",
        ),
        (r"値引|安売り|割引|値下げ|セール|安く", r"値引き?(?:を(?:し|始)|で売)|割引(?:券|を)|値下げ(?:し|を)|セールを"),
        (r"(?:人|従業員|社員|パート|スタッフ)[^。、]{0,4}(?:減ら|切|辞めさ)|解雇|リストラ|クビ|首に", r"人を減ら|人員(?:を|の)(?:減|削|整)|解雇"),
        (r"借り(?:たく|入れ|ない)|借金|融資|借入", r"(?:借入|融資)(?:の申|を申|を受け|を相談)|追加で借り|マル経融資"),
        (r"補助金|助成金", r"補助金|助成金"),
        (r"SNS|インスタ|ネット|ホームページ|動画|発信", r"SNS|インスタ|ネット|ホームページ|動画|投稿|発信"),
        (r"(?:IT|パソコン|システム|デジタル|AI)[^。]{0,8}(?:入れ|使|し|な)", r"IT化|システム|道具を(?:選|入|試)|デジタル|AI"),
        (r"(?:人|従業員|社員|パート)[^。、]{0,4}(?:雇|増や|採)|採用|求人", r"採用|求人|人を雇"),
        (r"廃業|店をたた|(?:商売|店|事業)[^。]{0,4}やめ|閉め", r"廃業|店をたた|やめた場合に残る|やめるとき"),
        (r"譲|売り渡|売却|M&A|第三者|よその会社|他人に", r"譲る|譲り|譲渡|売却|M&A|第三者|買い手|売り手|親族外|引き継ぐ相手"),
        (r"(?:商品|品目|メニュー|品数)[^。、]{0,6}(?:減ら|やめ|なく)", r"品目を減ら|品数を減ら|受けるのをやめる|「やめる」"),
        (r"外注|委託", r"外注に|委託"),
        (r"新しい(?:商品|こと|取引|客)|新商品|新規", r"新商品|新しい(?:商品|取引先|お客様)を|新規"),
    )
)  # fmt: skip
_LONGEST = 60  # characters of a refusal that are repeated


class Refusals:
    """The sentences of ``will_not``; what is refused is left out of the plan, and that is said."""

    def __init__(self, will_not: str) -> None:
        folded = unicodedata.normalize("NFKC", will_not)
        self._sentences = [s.strip() for s in re.split(r"[。\n、，,]", folded) if s.strip()]
        self._broken = [(done, s) for s in self._sentences for said, done in _REFUSED if said.search(s)]

    def touched(self, text: str) -> str:
        """Return the refusal that a text would break, "" for none."""
        return next((sentence[:_LONGEST] for done, sentence in self._broken if done.search(text)), "")


def wanted(plays: Sequence[Policy], fallback: Sequence[Policy], refusals: Refusals) -> tuple[Policy, ...]:
    """Return the playbooks with one in front of which the owner refuses nothing; ``fallback`` where every one is refused."""

    def refused(play: Policy) -> bool:
        return any(refusals.touched(s.heading) for s in play.sections if s.heading.startswith("行動"))

    ordered = sorted(
        [*plays, *(p for p in fallback if p not in plays)] if any(map(refused, plays[:1])) else plays, key=refused
    )
    return tuple(ordered) or tuple(fallback)
