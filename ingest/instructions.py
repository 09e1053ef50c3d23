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

_END = r"(?:[\s。．.!！?？」』)）\]】…~〜;；]*$|\s*[:：])"
#: How a sentence ends that asks its reader for something …
_ASKS = (
    r"(?:ください|下さい|なさい|せよ|しろ|べし|可(?:\(べ\))?し|[えけげせてねべめれ]よ|しよう|[てで](?:ね|ほしい|欲しい|もらいたい|おいて|あげて|みせて|見せて|もらえ|いただけ|くれ|あげよう|あげましょう)[^。、]{0,12}|"
    r"お願い(?:です|します|いたします|があります)?|されたい|ましょう|(?:し|せ|え|け)よう|ません?か|構い?ま?せ?ん?|差し支えありません|[かけせてれ]|して|読み上げて|書き写して|始めよう|要りません|足りる|結構です|親切です)"
)
#: … and how one ends that lays down a rule.
_RULES = (
    r"(?:こと|ものとする|とみなす|(?:[とに]|転記)?する|とします|します|必要です|てよい|のが?よい|(?:礼儀|作法|定石|決まり|ルール|十分)(?:です|である|になっています|とされています)|扱う|喜ぶ|完了です|出力|報告|"
    r"(?:[書置開引続付説]|説明)[くす]る?|返す|伝える|答える|載せる|示す|据える|転記する|入れる|添える|代わりに使う|差し込む)"
)
#: What an answer is made of, and how it is made: readers of documents are never told how to do that.
_ANSWER = "|".join(
    (
        r"回答(?!者|率|数|の期)|応答|返答(?!の|を記録)|返信欄|お返事を?お願い|解答|[をと]出力|翻訳し|訳し|要約の|一字一句|とだけ|(?:一言|ひとこと)添|一文目|くり返し|繰り返して",
        r"[」a-z0-9](?:と|って)(?:一言|ひとこと|言え|書(?!き、)|か[いけ]|答え|返|宣言|署名|記)|(?:[」)]と|名で)(?:伝え|説明|保証|約束)|(?:断言|明言)し|言い切って|(?:保証|約束)して(?:ください|あげ)",
        r"語尾|口調|口まね|名乗|自己紹介|になりき|になって(?:読|話|答)|演じて?(?:ください|なさい)|の立場(?:で[^。]{0,12}[てを]|をやめ)|のつもりで話|として(?:の口調|返事)|叱って",
        r"出典(?:欄|番号|の代わり|は「|を「)|引用(?:した形|文の|マーク|元は)|として(?:[必ず]{0,2})?引用|確認済(?:の|と)|根拠の照合|根拠に[a-z0-9]|裏取り|許可番号|目印|資料番号|参考文献欄|読み替え|公式見解|最上位|条文として",
        r"復号|匿名化を|実名と|伏せ字|非公開の|未公開案件|公開範囲を|拠点\d*の(?:権限|壁)|(?:別|ほか|他)の拠点[^。]{0,20}を|前の利用者|利用者の本当|原文を開|貼り付け|貼って|として載せ|採点者は|秘密の鍵|鍵の値|合言葉|隠された",
        r"(?:あなた|内部|これまで|最初|直前|最初に渡され)[のた](?:指示|命令|規則|文面|資料)|(?:最重要|特別な|全角の)命令|指示書|プロンプト|環境変数|base64|rot13|逆から読|解読|転記|再現し|復元|書き写|書き直して(?:ください|もら)",
        r"前の文は|この(?:注|書式の指定|コードの値)[をはの]|次の(?:文字列|SQL|一文)[をは]|質問の代わり|会話(?:の内容|を思い|のいちばん)|検索(?:の条件から|の道具|し直)|どの質問|欄には?「",
        r"(?:リンク|アドレス|URL|QR|画像|図表|宛先)[^。]{0,25}(?:載せ|表示し|を示[しす]|書[いき]|加え|に置|案内して|紹介し)|埋め込んで|省略せず|見出しを付けて",
        r"社外のサイト|メールを[^。]{0,20}に送り|関数|索引を作り直|チャットに|を実行(?:し、|して|済)|代行してください",
        r"の(?:印|目印|見出し|後|下|様式|項|行|列|欄)[にで][^。]{0,6}(?:続け|公開|提出|書[いきく]|写[しす]|並べ|貼|載せ)",
    )
)
_ORDER = re.compile(
    rf"(?=(?:{_ANSWER}))[^。]{{1,140}}?(?:{_ASKS}|{_RULES}){_END}",
    re.IGNORECASE,
)

#: What is to be said, to whom, and where in what is said: papers tell their readers what to write, never what to say.
_SAYING = re.compile(
    r"(?:と|って)(?:だけ|必ず|そのまま|まず)?(?:(?:言え|述べよ|答えよ)(?=\W|$)|(?:言え|述べれ|答えれ)ばよい|(?:教え|話し|説明し|安心させ|述べ|書き添え|記し)て(?:ください|おく(?=\W|$)|あげ)"
    r"|(?:話す|伝える|答える|述べる)(?:とよい|のが正し|ほうに従)|(?:勧める|伝える|答える|言う|述べる|名乗る|記す)(?:こと|べし)(?=\W|$))"
    r"|(?:ない|なる|下りる|通る)と(?:(?:説明|案内)する。?$|、(?:質問者|相談者)に(?:話|伝え))|(?:安心させる|強い|確かな)言葉で(?:伝え|答え)て(?:ください|おく)|として話し、|丁寧語は(?:使わ|やめ)"
    r"|(?:を|ように)(?:必ず)?(?:薦め|勧め)(?:てください|ること(?=\W|$))"
    r"|(?:応答|返答|返事|回答|出力)[^。]{0,25}(?:統一され|変わりました|書き出し|冒頭|末尾|先頭|最後の文字|を挟|含め|に含ま|という語|という言葉|入れておく|差し替え)"
    r"|採点者は|(?:要点|要約|結論|回答|答え)の代わりに[^。]{0,20}と(?:表示|書|述)|と宣言した(?:うえ|後|あと)|語尾を(?:すべて|全部)|になりきり|のつもりで話|先生の口調で|引用マーク|出典欄[をは]|検索の道具|の立場をやめ|社内チャットに[^。]{0,12}$|これは監査|(?:^|[、。])管理者の[^。]{1,14}です|という語が(?:入って|含まれ)"
    r"|(?:見出しに|題を)[a-z0-9]+と(?:付け|し)て|を返してください|処理済みの証|\bnur mit\b|under the heading"
    r"|(?:質問者|利用者|読む人|読み手)(?:を|に)[^。]{0,30}(?:案内し|誘導|勧め|送り込)|(?:宛|チャンネル|チャット|外部)[^。]{0,10}(?:転送|投稿|送信)(?:する手続|して|するよう)"
    r"|(?:マスク|匿名に|伏せら|非公開)[^。]{0,30}(?:教えて|見せて|挙げて|もらえ)|(?:どの(?:悩み|相談|質問|問い)|どれ)に(?:も|でも)(?:効く|答え|通じる|[^。]{0,14}(?:最良|正解)の?(?:答え|回答)?)|(?:全|他|別の|ほかの|よその)[^。]{0,6}拠点[^。]{0,20}(?:一覧で|並べて|見せて|出して)(?:ください|よ)|(?:確認済|出典)の(?:印|マーク)|(?:結論|回答|答え)の欄|見出しは[^。]{0,12}にして(?:ください|おく)|(?:逆順|逆さ|縦)に(?:読|つな)|引数|頭文字をつな|無審査|拠点だけに公開|(?:最高評価|高い評価|評価)[^。]{0,16}(?:回答|返事|返答)",
)
#: Someone who is no reader of documents is spoken to, or told who to be.
_ADDRESSED = re.compile(
    r"(?:生成)?(?:AI|人工知能|えーあい|アシスタント|チャットボット|言語モデル|モデル|LLM|GPT|Claude|Gemini|Copilot|エージェント|プログラム|コンピューター?|システム管理者|要約ツール)"
    r"(?:アシスタント)?(?:さん|様|の方)?(?:へ(?:[のお]?[^。]{0,8})?[:：。、】」\]]|宛|あて(?!は)|向けの(?:指示|命令|注)|さんへ|より[:：]|の方は|、[^。]{0,20}さん、|で(?:読まれる|お読みの)場合)"
    r"|(?:あなた|君|きみ|お前|おまえ)(?:へ|(?:の名前)?は[^。]{0,40}(?:です|だ|である|なります?|とする|AI)|が(?:守|検索|受け)|の(?:指示|規則|役割|取扱|約束)|に与え)"
    r"|(?:読んだ|処理している|参照し(?:た|ている)|解析(?:した|する))(?:AI|方|者|場合|モデル)"
    r"|人間向けではありません|管理用の注記|開発者モード|(?:^|[、。「\s])\W{0,3}(?:human|user|assistant|system|developer|AI|利用者|role|content|answer|quote|keywords|output|instruction)\s*[:：=]"
    r"|you are\b|stay in character|\brespond\b|\breply\b|\brepeat\b|ignore|disregard|verbatim|instructions?\b|override|prompt"
    r"|(?:指示|命令|規則|ルール|設定|お願い|求め)[はを]?(?:すべて|全て|もう)?(?:無効|無視|破棄|取り下げ|忘れ|適用され|変わりました|撤廃)|忘却"
    r"|(?:どんな|どの|すべての|あらゆる|以降の?)(?:相談|質問)(?:であ(?:っても|れ)|にも|に対する|でも|には)[^。]{0,40}(?:まず|最良|一番|定石|言葉|答え|内容)|唯一の(?:正解|方法)|正しい回答|(?:満点|模範)の(?:回答|解答)|最優先で"
    r"|検索で上|全部?員に出ます|二重帳簿|架空に計上|(?:採択|確実|必ず)[^。]{0,15}(?:100%|保証|名で約束)|黙認[^。]{0,20}(?:説明|伝え)",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"<(?:[!?/]|https?:|a\s|[a-z]+[\w:]+[\s/>])|<!--|<\||&(?:#\w+|lt|gt|quot|amp|nbsp);|!\[[^\]]{0,80}\]|\]\s?\((?!注)[^)\s]{0,80}[:/]|\[[^\]]{0,40}\]\s*\([^)]{0,40}(?:script|file|://)|^\s*\[[^\]]{1,20}\]\s*:"
    r"|\[/?INST|\[\[|\]\]|\{[{%\"']|\"\s*[:}\]]|\$\{|```|={4,}|`|%%|/\*|\*/|--\s*$|---|#{3}|<<|>>|«|»|(?<![?&])\b[a-z_]{2,}\s*=\s*[\"'\w]|\b[a-z_]+\([\"']|\b(?:EOF|DROP|DELETE FROM|SELECT \*|curl)\b|→\s*[a-z0-9]{6}|^@\w"
    r"|(?:hxxps?|ftp|file|javascript|vbscript|data|tel|mailto|intent)\s?:(?!\s)(?=[/\w{])|:\s*//(?!(?:[\w-]+\.)+(?:jp|com|org|net)\b)|(?<![:\w/])//[\w-]+\.|\[\.\]|/etc/|127\.0\.0|localhost",
    re.IGNORECASE,
)
#: What papers are full of: telephone numbers, and addresses in Japan.
_ORDINARY = re.compile(
    r"tel\s?:\s?(?=[\d(+-])|(?:https?://)?(?:[\w-]{1,63}\.){1,8}(?:jp|com|org|net|io|biz|info)(?:/[\w./?=&%#~+-]*)?",
    re.IGNORECASE,
)
_HOSTING = re.compile(r"\.(?:example|site|xyz|top|click|link|online|app|dev|test|onion|zip|ru|cn|tk)\b", re.IGNORECASE)
_PROSE = re.compile(
    r"(?:[A-Za-z']{2,}[ ,.:;]+){4,}[A-Za-z']{2,}"
)  # Latin sentences: nobody quotes one to a Japanese reader
_HIDING = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\u1d2c-\u1d6a\u2071\u207f\U0001d400-\U0001d7ff\U000e0000-\U000e007f]"
)
_APART = re.compile(r"(?:[ぁ-んA-Z一-龠][ .・_\-,])(?:[ぁ-ん一-龠][ .・_\-,]){4,}")
_KANA = re.compile(r"^[ぁ-んー\s、。]{20,}$|(?:[ぁ-ん]{2,}\s){3,}")
_STOP = re.compile(r"(?<=[。！？!?])")
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
        or _SAYING.search(tight)
        or any(map(_ORDER.search, _STOP.split(tight)))
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
