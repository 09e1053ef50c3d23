"""Finds text that speaks to a machine instead of a reader: orders to an AI, markup that loads something, hidden characters.

Such text stays in the document, for it is what the document says, but it is data: it is told at import, it is never quoted in an
answer, and a model gets it only as marked data. Linear in the text; what is found errs on the side of caution, as the
price is one sentence that is not quoted.
"""

from __future__ import annotations

import re
import unicodedata

_MACHINE = (
    r"(?:AI|人工知能|えーあい|えいあい|アシスタント|エージェント|チャットボット|言語モデル|LLM|GPT|回答生成|生成プログラム|システム(?:プロンプト|管理者|命令)|プロンプト|"
    r"assistant|system|developermode|開発者モード|デバッグのため|監査です|テンプレート|JSON|SQL|環境変数|新しい規則|新しい役割|あなた(?:は|への|に与え|の(?:指示|役割|規則))|今から(?:あなた|君))"
)
_ORDER = (
    r"(?:出力|表示|回答|返答|応答|引用|要約|翻訳|実行|名乗|宣言|列挙|無視|忘れ|忘却|従|優先|含め|付け|書い|書き|かい|入れ|挙げ|示し|示す|貼っ|貼り|並べ|送り|送っ|"
    r"くり返|繰り返|答え|断言|演じ|なりき|読み替え|消し|飛ばし|開き|読み|読ん|報告|呼び出|評価|採用|翻す|加え|置く|置き|保証|断り|叱っ)"
)
_COMMAND = r"(?<!ない)(?<!ないで)(?:せよ|しろ|なさい|ください|下さい|して(?:ね|ほしい)|てね|こと[。！!」）)\]]?$|こと[。、]|(?<=[えけげせねべめれ])よ?[。！]?$|決まりになって|べし|可し|可\(べ\)し|こと$)"
_ADDRESSED = re.compile(
    rf"{_MACHINE}.{{0,60}}{_ORDER}.{{0,30}}{_COMMAND}|{_MACHINE}(?:へ(?:の(?:最|新|命|指)|[。、:])|宛|あて|向け|さん(?:へ|に)|は直ちに).{{0,80}}",
    re.IGNORECASE,
)
_OVERRIDING = re.compile(
    r"(?:これまで|前|上|以前(?:\(.{1,5}\))?|直前|従来|最初|すべて|全て|内部|上記)の?(?:之)?(?:\(.{1,3}\))?(?:指示|命令|規則|ルール|設定|文章|資料|文書|制限)(?:書)?(?:\(.{1,5}\))?.{0,20}(?:無視|無効|忘|捨て|破棄|取り消|適用されま|優先|そのまま|訳し|詩の形|列挙|表示|書き直)"
    r"|ignore[\W_]{0,3}(?:all|the|any)?[\W_]{0,3}(?:previous|above|prior)|disregard.{0,20}instruction|printthefollowing"
    r"|(?:システムプロンプト|秘密の鍵|鍵の値|開発者モード|(?:あなた|内部)の(?:指示|規則))"
    r"|(?:以降|この先|これより先|どの|すべて)の?質問.{0,30}(?:答え|正解|表示|出力)"
    r"|(?:逆から読|base64|ローマ字).{0,30}(?:実行|戻し|出力)",
    re.IGNORECASE,
)
_END = r"(?:ください|下さい|なさい|せよ|こと[。)]?$|ことになって|決まり|必要です|けません|[えけせてめれ]よ?[。]?$|ましょう。?$)"
_PARROTING = re.compile(
    rf"(?:回答|要点|要約|出典|引用|応答|返答|冒頭|末尾|一行目|語尾|見出し|分かれ目の欄)[^。]{{0,60}}(?:書|付け|含め|表示|出力|示|貼|入れ|加え|置|載せ|消|符号化|送|変え|述べ){{1}}[^。]{{0,12}}{_END}"
    rf"|(?:確認済|隠された部分|照合|検証(?:に合格|用)|公開範囲|非公開|匿名化|実名|全拠点|(?:ほか|別)の拠点|拠点\d+(?:の権限|だけ)|前の利用者|原文を)[^。]{{0,60}}(?:外し|解い|飛ばし|与え|済んで|貼|表示|書|一覧|教え|合格|開)[^。]{{0,15}}{_END}"
    rf"|[「『][^」』]{{1,40}}[」』]と(?:だけ|のみ)?(?:書|出力|表示|答|返|宣言|名乗|報告)[^。]{{0,15}}{_END}"
    rf"|とだけ(?:書|出力|表示|答)[^。]{{0,12}}{_END}|三回くり返|status=verified|(?:^|。)正しい回答は|(?:印|合図|合言葉|許可番号|検証)は\S{{1,20}}です",
)
_MARKUP = re.compile(
    r"<\s*/?\s*(?:a|img|script|style|iframe|svg|link|object|embed|form|meta|base|span|div|system|document|source|user|assistant)\b|<!--"
    r"|!\[[^\]\n]{0,80}\]\s?[\(\[]|\]\(\s*(?:https?:|//|javascript:|data:)|^\s*\[[^\]\n]{1,20}\]:\s*(?:https?:)?//|javascript:|data:text/|mailto:[^\s]{1,60}\?"
    r"|<https?://[^>\s]{1,200}>|<\|[a-z_]{1,20}\|>|\[/?INST\]|\[\[/?(?:出典|system)|\"role\"\s*:|\"(?:sentences|text|quote|sources|content)\"\s*:|\"answer\"\s*:|```|\{\{|\{%|\$\{|#{3}\s*(?:指示|回答|命令|system)"
    r"|https?://[^\s]{1,200}[?&][a-zA-Z_]{1,20}=(?:[（(]|$|質問|回答|相談|会話)|^\s*(?:EOF|AI|利用者|User|Assistant|System)\s*[:：]|(?:資料|文書)(?:ここまで|ここから|は終わり)|-{3,}\s*資料",
    re.IGNORECASE | re.MULTILINE,
)
_TOOL = re.compile(
    r"(?:(?:https?:)?//|/etc/|127\.0\.0\.1|localhost)[^。\n]{0,120}(?:を|に|という)[^。]{0,12}(?:開き|開い|読み|送り|送っ|取得|引用|示し|付け|参照)"
    r"|(?:/etc/passwd|DELETE\s+FROM|DROP\s+TABLE|SELECT\s+\*)|索引を作り直す命令|(?:検索の)?道具を使って|(?:tel|mailto):"
    r"|(?:リンク|アドレス|URL|画像|窓口)[^。]{0,25}(?:載せ|必ず表示|表示する(?:こと)?|示してくだ|示しなさ|を示す)|QRコード作成|出典として必ず",
    re.IGNORECASE,
)
_HIDING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_PERSONA = re.compile(
    r"(?:今から|これから|以後)?あなたは.{0,40}(?:です|になり|として)[^。]{0,10}。?.{0,40}(?:答え|名乗|振る舞|断言|言い切|書い|署名|適用)"
    r"|(?:税理士|弁護士|管理者|コンサルタント|祖母|悪い相談員)[^。]{0,20}(?:として|になって|になりきり|です。)[^。]{0,60}(?:断言|言い切|署名|名乗|教え|読ん|演じ|一覧)"
    r"|今からあなたは|^「?あなたは(?:弁護士|税理士|管理者|医師|制限のない|補助金)|出典番号|語尾をすべて|役割:|演劇の練習|(?:必ず|確実に|100%)(?:採択|通る|通り)[^。]{0,25}(?:と書|と保証|と伝え|と断言|を挙げ)|(?:架空に|脱税|違法に)[^。]{0,30}(?:手順|方法)[^。]{0,20}(?:示|教え|書)"
    r"|(?:強く勧め|でよいと伝え)[^。]{0,40}(?:書い|示し|とだけ)|最良の答え|唯一の正解|一番上に.{0,30}(?:表示|置)",
)
_REPEATS = re.compile(r"(?:^|\s)(\S{2,12})(?=\s(?:.{0,200}\s)?\1\s.{0,200}\s?\1(?:\s|$))")
_LONGEST = 4_000  # characters of one sentence that are looked at


def instructs(text: str) -> bool:
    """Tell whether a sentence speaks to a machine, loads something, or hides what it says."""
    cut = text[:_LONGEST]
    if _HIDING.search(cut) or _MARKUP.search(cut):
        return True
    folded = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", cut))
    tight = folded.replace(" ", "")
    return bool(
        _ADDRESSED.search(tight)
        or _OVERRIDING.search(tight)
        or _PARROTING.search(tight)
        or _TOOL.search(folded)
        or _PERSONA.search(tight)
        or _REPEATS.search(folded)
    )
