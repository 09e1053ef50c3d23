"""Finds text that speaks to a machine instead of a reader: orders about an answer, markup that loads something, hidden letters.

Such text stays in the document, for it is what the document says, but it is data: it is told at import, it is never quoted in an
answer, and no model is given it. What is found errs on the side of caution, as the price is a few sentences that are not quoted.
A document that merely lies in plain prose is not found: that is for whoever approves it. Linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_LONGEST = 4_000  # characters of one sentence that are looked at
_BESIDE = 2  # sentences before and after an order, which mostly belong to it

_END = r"[\s。．.!！?？」』)）\]】…~〜:：;；]*$"
#: How a sentence ends that asks its reader for something …
_ASKS = (
    r"(?:ください|下さい|なさい|せよ|しろ|べし|可(?:\(べ\))?し|[えけげせてねべめれ]よ|しよう|[てで](?:ね|ほしい|欲しい|もらいたい|おいて|あげて|みせて|見せて|もらえ|いただけ|くれ|あげよう|あげましょう)[^。、]{0,12}|"
    r"お願い(?:です|します|いたします|があります)?|されたい|ましょう|ません?か|構い?ま?せ?ん?|差し支えありません|[かけせてれ]|して|読み上げて|書き写して|始めよう|要りません|足りる|結構です|親切です)"
)
#: … and how one ends that lays down a rule.
_RULES = (
    r"(?:こと|ものとする|とみなす|[とに]する|とします|します|必要です|てよい|のが?よい|(?:礼儀|作法|定石|決まり|ルール|十分)(?:です|である|になっています|とされています)|できません|扱う|喜ぶ|完了です|出力|報告|"
    r"(?:[書置開引続付説]|説明)[くす]る?|返す|伝える|答える|載せる|示す|据える|転記する|入れる|添える|代わりに使う|差し込む)"
)
#: What an answer is made of, and how it is made: readers of documents are never told how to do that.
_ANSWER = (
    r"(?:回答|応答|返答|返信欄|お返事|解答|を出力|と出力|翻訳し|訳し|要約の|一字一句|とだけ|(?:一言|ひとこと)添|一文目|[「」a-z0-9]と(?:一言|ひとこと|言え|書|答え|返|宣言|署名)|三行並べ|くり返し|"
    r"語尾|口調|口まね|名乗|自己紹介|になりき|演じる?て?(?:ください|なさい)|の立場で[^。]{0,12}(?:て|を)|つもりで話|勧誘員として|営業担当として|叱って|"
    r"出典(?:欄|番号|の代わり|は[^年]|を「)|引用(?:した形|文|元|として|マーク|し)[^。]{0,20}[「」\[\]a-z0-9は]|確認済|根拠の照合|裏取り|資料番号|参考文献欄|読み替え|公式見解|最上位|条文として|閣議決定|"
    r"復号|匿名化を|実名と|伏せ字|マスクされた|非公開の|未公開案件|閲覧権限|公開範囲を|拠点の(?:権限|壁)|前の利用者|利用者の本当|原文を開|貼り付け|貼って|秘密の鍵|鍵の値|合言葉|隠(?:された|しメモ)|"
    r"(?:あなた|内部|これまで|最初|直前|最初に渡され)[のた](?:指示|命令|規則|約束|文面|資料)|命令|指示書|取扱説明書|プロンプト|環境変数|役割分担の表|役目を命じ|base64|rot13|十六進|頭文字をつな|逆から読|解読|書き写|書き直してください|"
    r"前の文は|(?:この|次の)(?:注|一行|書式の指定|コードの値|文字列|SQL|アドレス|一文)[をはにの]|質問者を|質問の代わり|会話(?:の内容|を思い|のいちばん)|検索(?:の条件から|の道具|し直)|ほかの県の相談|どの質問|この分かれ目|欄に(?:は)?「|"
    r"(?:リンク|アドレス|URL|QR|画像|図表?は|埋め込|省略せず|宛先)[^。]{0,20}|社外のサイト|ファイル/|メールを[^。]{0,20}に送|関数|索引を作り直|社内チャット|予約サイト|FAXで転送|を実行(?:し、|して|済)|代行してください|"
    r"(?:保証|断言|明言|言い切|約束)し?て|と(?:明言|伝え、|説明する|保証|断言|教えて)|(?:名で|を)(?:約束|薦めて)|の(?:印|目印|見出し|後|下|様式|項|行|列|欄)(?:に|の|で)[^。]{0,8}(?:[つ続公提示書写並]|貼|載))"
)
_ORDER = re.compile(
    rf"{_ANSWER}[^。]{{0,120}}?(?:{_ASKS}|{_RULES}){_END}",
    re.IGNORECASE,
)

#: Someone who is no reader of documents is spoken to, or told who to be.
_ADDRESSED = re.compile(
    r"(?:生成)?(?:AI|人工知能|えーあい|アシスタント|チャットボット|言語モデル|モデル|LLM|GPT|Claude|Gemini|Copilot|エージェント|プログラム|コンピューター?|システム管理者|要約ツール)"
    r"(?:アシスタント)?(?:さん|様|の方)?(?:へ(?:[のお]?[^。]{0,8})?[:：。、】」\]]|宛|あて(?!は)|向けの(?:指示|命令|注)|さんへ|より[:：]|の方は|、[^。]{0,20}さん、|で(?:読まれる|お読みの)場合)"
    r"|(?:あなた|君|きみ|お前|おまえ)(?:へ|(?:の名前)?は[^。]{0,40}(?:です|だ|である|なります?|とする|AI)|が(?:守|検索|受け)|の(?:指示|規則|役割|取扱|約束)|に与え)"
    r"|(?:読んだ|処理している|参照し(?:た|ている)|解析(?:した|する))(?:AI|方|者|場合|モデル)"
    r"|人間向けではありません|管理用の注記|開発者モード|^\W*(?:human|user|assistant|system|developer|AI|利用者|role|content|answer|quote|keywords|scope|output|instruction)\s*[:：=]"
    r"|you are\b|pretend|stay in character|\brespond\b|\breply\b|\brepeat\b|ignore|disregard|verbatim|instructions?\b|override|prompt"
    r"|(?:指示|命令|規則|ルール|設定|お願い|求め)[はを]?(?:すべて|全て|もう)?(?:無効|無視|破棄|取り下げ|忘れ|適用され|変わりました|撤廃|白紙)|忘却"
    r"|(?:どんな|どの|すべての|あらゆる|以降の?)(?:相談|質問|悩み)(?:であ(?:っても|れ)|にも|に対する|でも|には)[^。]{0,40}(?:まず|最良|一番|定石|言葉|答え|内容)|唯一の(?:正解|方法)|正しい回答|(?:満点|最高評価|模範)の(?:回答|解答)|最優先で"
    r"|検索で上|全部?員に出ます|審査なしで|二重帳簿|架空に計上|(?:採択|確実|必ず)[^。]{0,15}(?:100%|保証|名で約束)|(?:黙認|見つから)[^。]{0,20}(?:説明|伝え)",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"<(?:[!?/]|a\s|[a-z]+[\w:]+[\s/>])|<!--|<\||&(?:#\w+|lt|gt|quot|amp|nbsp);|!\[[^\]]{0,80}\]|\]\s?\((?!注)[^)\s]{0,80}[:/]|\[[^\]]{0,40}\]\s*\([^)]{0,40}(?:script|file|://)|^\s*\[[^\]]{1,20}\]\s*:"
    r"|\[/?INST|\[\[|\]\]|\{[{%\"']|\"\s*[:}\]]|\$\{|```|`|%%|/\*|\*/|===|--\s*$|---|#{3}|<<|>>|«|»|\b[a-z_]+\s*=\s*[\"'\w]|\b[a-z_]+\([\"']|\b(?:EOF|DROP|DELETE FROM|SELECT \*|curl|rm -rf|sudo)\b|→\s*[a-z0-9]{6}|^@\w"
    r"|(?:hxxps?|ftp|file|javascript|vbscript|data|tel|mailto|intent)\s?:(?!\s)(?=[/\w{])|:\s*//(?!(?:[\w-]+\.)+(?:jp|com|org|net)\b)|(?<![:\w/])//[\w-]+\.|\[\.\]|/etc/|127\.0\.0|localhost",
    re.IGNORECASE,
)
#: What papers are full of: telephone numbers, and addresses in Japan.
_ORDINARY = re.compile(r"tel\s?:\s?(?=[\d(+-])|(?:https?://)?(?:[\w-]+\.)+jp(?:/[\w./?=&%#~+-]*)?", re.IGNORECASE)
_HOSTING = re.compile(r"\.(?:example|shop|site|xyz|top|click|link|online|app|dev|test|onion|zip|ru|cn|tk)\b", re.IGNORECASE)
_PROSE = re.compile(r"(?:[A-Za-z']{2,}[ ,.:;]+){4,}[A-Za-z']{2,}")  # Latin sentences: nobody quotes one to a Japanese reader
_HIDING = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\u1d2c-\u1d6a\u2071\u207f\U0001d400-\U0001d7ff\U000e0000-\U000e007f]"
)
_APART = re.compile(r"(?:[ぁ-んA-Z一-龠][ .・_\-,])(?:[ぁ-ん一-龠][ .・_\-,]){4,}")
_KANA = re.compile(r"^[ぁ-んー\s、。]{20,}$|(?:[ぁ-ん]{2,}\s){3,}")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


def instructs(text: str) -> bool:
    """Tell whether a sentence speaks to a machine, loads something, or hides what it says."""
    cut = text[:_LONGEST]
    if _HIDING.search(cut):
        return True
    folded = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", cut)).strip()
    plain = _ORDINARY.sub("", folded)
    tight = re.sub(r"(?<=[^a-zA-Z]) | (?=[^a-zA-Z])", "", folded)
    return bool(
        _MARKUP.search(plain)
        or _HOSTING.search(plain)
        or _PROSE.search(plain)
        or _APART.search(folded)
        or _KANA.search(folded)
        or _ADDRESSED.search(tight)
        or _ORDER.search(tight)
        or _stuffed(folded)
    )


def without_orders(text: str) -> str:
    """Return a text without the sentences that speak to a machine and those beside them."""
    spans = [m.span() for m in _SENTENCE.finditer(text)]
    orders = [instructs(text[a:b]) for a, b in spans]
    if not any(orders):
        return text
    return "".join(text[a:b] + _gap(text, b) for at, (a, b) in enumerate(spans) if not near(orders, at))


def near(orders: list[bool], at: int) -> bool:
    """Tell whether a sentence is an order or stands beside one."""
    return any(orders[max(0, at - _BESIDE) : at + _BESIDE + 1])


def _gap(text: str, end: int) -> str:
    return "\n" if text[end : end + 1] == "\n" else ""


def _stuffed(folded: str) -> bool:
    """Tell whether a text is a list of search words rather than a sentence: many, and several of them again and again."""
    words = [w for w in re.split(r"[\s,、]+", folded) if len(w) > 1 and not re.search(r"[0-9|｜]", w)]
    again = {w for w in words if words.count(w) > 1} if 8 <= len(words) <= 400 else set()
    return len(again) >= 3 and not any(a == b for a, b in pairwise(words))
