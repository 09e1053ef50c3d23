"""What the owner will not do (will_not), and which actions would make them do it."""

from __future__ import annotations

import re
import unicodedata

#: How a refusal is said → how an action says that it is done. Matched in the name of an action.
_REFUSED: tuple[tuple[str, str], ...] = (
    (r"値上げ|値段を(?:上げ|変え)|価格を(?:上げ|変え)|高く(?:し|売)", r"値上げ|値段を上げ|価格を上げ|申し入れ|新しい売値"),
    (r"値引|安売り|割引|値下げ|セール", r"値引|割引|値下げ|セール"),
    (r"(?:人|従業員|社員|パート)[^。、]{0,4}(?:減ら|切|辞めさ)|解雇|リストラ|クビ|首に", r"人を減ら|人員|解雇|人件費を(?:減|下)"),
    (r"借り(?:たく|入れ|ない)|借金|融資|借入", r"借り|融資|借入の(?:申|相談)|追加の借入"),
    (r"補助金|助成金", r"補助|助成"),
    (r"SNS|インスタ|ネット|ホームページ|動画|発信", r"SNS|インスタ|ネット|ホームページ|動画|発信|投稿"),
    (r"(?:IT|パソコン|機械|システム|デジタル|AI)[^。]{0,8}(?:入れ|使|し)", r"IT|システム|道具を|デジタル|AI"),
    (r"(?:人|従業員|社員|パート)[^。、]{0,4}(?:雇|増や|採)|採用|求人", r"採用|求人|雇"),
    (r"廃業|店をたた|やめ(?:たく|る)|閉め", r"やめる(?:線|場合)|廃業|たた"),
    (r"譲|売り渡|売却|M&A|第三者", r"譲|売却|M&A|第三者"),
    (r"(?:商品|品目|メニュー|品数)[^。、]{0,6}(?:減ら|やめ|なく)", r"品目を減ら|やめる|見直"),
    (r"外注|委託", r"外注|委託"),
    (r"営業(?:に回|した)|飛び込み|電話(?:を|は)(?:し|かけ)", r"飛び込み|営業に回"),
)  # fmt: skip


class Refusals:
    """The sentences of ``will_not``; what is refused is left out of the plan, and that is said."""

    def __init__(self, will_not: str) -> None:
        folded = unicodedata.normalize("NFKC", will_not)
        self._sentences = [s.strip() for s in re.split(r"[。\n、，,]", folded) if s.strip()]

    def touch(self, action: str, name: str) -> str:
        """Return the refusal that an action would break, or "" ; what its ``name`` says decides."""
        del action
        for said, done in _REFUSED:
            if re.search(done, name):
                for sentence in self._sentences:
                    if re.search(said, sentence):
                        return sentence[:60]
        return ""
