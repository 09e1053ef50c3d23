"""What a question wants, told by its words and by who asks: an adviser may ask about the own way of working, an owner hardly.

What is asked for stands in the last sentence that asks; the story before it is read only when that sentence tells nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.schemes import schemes_named
from knowledge.kana import in_kanji

_ADVISERS = frozenset(("co", "cco"))
_ALL = _ADVISERS | {"owner"}


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words that show an intent; ``anywhere``: looked for in the whole question, not only where it asks."""

    intent: str
    pattern: re.Pattern[str]
    roles: frozenset[str] = _ALL
    anywhere: bool = False


def _cue(intent: str, pattern: str, roles: frozenset[str] = _ALL, anywhere: bool = False) -> _Cue:
    return _Cue(intent, re.compile(pattern, re.IGNORECASE), roles, anywhere)


#: Strongest first.
_CUES: tuple[_Cue, ...] = (
    _cue("policy", r"[一-龥ァ-ヶA-Z]というのは[^。]{0,40}か(?:[。?？]|$)"),  # what is it that is called so?
    _cue(
        "contrast",
        r"対比|比較|比べ|成功と失敗|失敗と成功|分かれ目|明暗|何が違|どこで分かれ|なぜ失敗|(?:成功|失敗|事例|うまくいっ|例|店|会社|農家|工場).{0,25}(?:違い|どう違|違う)|"
        r"(?:例|会社|店|所|方)と.{2,25}(?:例|会社|店|所|方)(?:の差|の両方)|両方の(?:事例|例)|(?<!反)対(?:で|に(?:して|並))|成功例.{0,3}失敗例|片方は.{1,20}片方は",
    ),
    # two of a kind that came out differently: 続いた店と、やめた店
    _cue("contrast", r"[ただるい]([一-龥ァ-ヶ]{1,3}|ところ)と、?[^。、]{2,30}[ただるい]\1"),
    _cue(
        "plan",
        r"(?:行動計|アクションプラン|実行計画|工程表|次の面談までの行動)[^。]{0,20}(?:(?:立て|作り|絞り|組み)た|(?:作り|立て|組み)ます|(?:作っ|立て|組ん|整理し)て(?:くだ|下さ|ほし))",
        anywhere=True,
    ),
    _cue(
        "plan",
        r"(?:計画|段取り)(?:を|に(?!は))[^。]{0,20}(?:作(?:って|りた)|立て(?:て|た)|組(?:んで|みた)|したい|して|ほし|入れて)|"
        r"(?:動き|行動)を[^。]{0,12}決め|(?:取り組んで|やって|進めて)もらうことを",
        _ADVISERS,
    ),
    _cue("policy", r"(?:文書|資料|決まり|規程|規則)(?:は|を|に|が)[^。]{0,12}(?:確認|書かれ|書いて|教え|知り)"),
    _cue(
        "similar",
        r"似た(?:よう|事例|例|会社|店)(?!は?(?:要り|いり|不要|結構))|事例(?:は|を(?:教|知|見|探|出|示|読|[^。、]{0,6}使いた)|が(?:あ|知|見)|あり|[?？]|$)|前例|同じような(?:店|会社|例|相談)|"
        r"失敗例|成功例|失敗した例|うまくいった例|(?:失敗|成功|苦労|うまくい)[^。、]{0,10}(?:人|店|会社|方|ところ)の話|実例|じれい|[ただる](?:話|店|会社|人|例|所|方|宿|工場)(?:が|は)(?:あれば|あるなら|ありま(?:す|せん)か|いま(?:す|せん)か|おらん)|(?:店|会社|宿|工場|よそ)の話(?:を|が)",
    ),
    _cue(
        "policy",
        r"^(?:ロカベン|ローカルベンチマーク)(?:は|の)|つなぐ先(?:と|は|が|を)|紹介先は|拠点で共有|公開して(?:よ|い)い",
    ),
    _cue(
        "mentor",
        r"コーディネーター(?:が|を|の|に|から|として)|新任|CCO|チーフ|COが|COの|COを|COに|助言の仕方|どう接|接し方|声のかけ方|受け止め方|どの(?:ように|くらい)(?:受け止め|待っ)|何を(?:聞く|聞け|尋ね)|担当を替え|"
        r"相談者(?:が|は|に|と|から)[^。]{0,20}(?:本題|話を|心を開|本音|来なくな|動(?:か|いて)|納得|聞いてくれ|目を合わせ|クレーム|苦情)|"
        r"話の聞き方|聞き出|傾聴|相談者が(?:泣|怒|黙)|怒っている相談者|面談(?:の|で|が|を)|行動指針|メンター|心構え|連携機関と|支援機関と|どう向き合|寄り添|腹落ち",
    ),
    _cue("mentor", r"クレーム|苦情が|指導|部下|伝え方|信頼関係|怒って|泣い|育成|気づき", _ADVISERS),
    _cue(
        "mentor",
        r"どう(?:聞(?:け|い)|話(?:せ|し)|伝え|言(?:え|っ)|答え|返(?:せ|し)|説明|声|切り出|受け止め|対応|関わ|間に入|収め|促)|(?:聞かれ|打ち明けられ|迫られ)(?:た|まし|て|ます|、)|てほしいと(?:言われ|頼まれ)|"
        r"(?:言っ|話し|答え|遮っ|直し)てしま(?:い|っ)|私が(?:決め|作っ|書き|直し|引き受け)|(?:社長|経営者|店主|ご主人|オーナー|奥さま|後継者|本人)(?:に|へ|と)[^。]{0,20}(?:どう|どんな|何と|どこまで|渡し|尋ね|話せ|伝え)|させ方|教え方|育て方|鍛え|作法|終わらせ方",
        _ADVISERS,
    ),
    _cue(
        "policy",
        r"補助率|補助金(?:の|は|で|を|が|って)|助成金|上限(?:額|は|いくら|を(?:知|教|確))|要件|対象にな|対象経費|公募|申請|締切|締め切り|期限|交付|採択|保証制度|"
        r"(?:制度|法律|法|指針|税制|融資|貸付|保証|補助金|枠)(?:は|って|とは|の内容|について|を教え|では)|とは何|(?<!こ)とは[?？]|って何|定義|取適法|"
        r"インボイス(?:は|の|枠)|マル経|セーフティネット|ロカベン|ローカルベンチマーク|(?:どこ|どちら)に(?:相談|つな|紹介)|何件|いつから|KPI|検討会|"
        r"(?:は|って)(?:いつ(?!も)|いくら|何(?:人|円|%|割|日|か月)|どこ|どんな(?:制度|機関|ところ|支援))|"
        r"(?<!こ)とは[?？。]?$|違い(?:は|を|って)|もらえ(?:ます|る)|使え(?:ます|る)(?:か|補助|制度|の)|個人情報|AIに(?:入力|入れ|相談)|"
        r"(?:どんな|どのような)[^。、]{0,10}(?:制度|補助|助成|支援|窓口|借入|融資)|公的な(?:支援|窓口|相談先|制度|機関)|相談先|持ち物|持って(?:行|い)くもの|何を持(?:っ|た)|(?:誰|だれ|どこ)に(?:相談し|聞い|頼)(?:たら|て|めば|けば|いに)|"
        r"補助(?:額|の(?:率|額|上限|割合)|は(?:どの|いくら|何|出))|申し込みの|どこに(?:出|届け|、何を持)|"
        r"義務|届け出|手続きは|条件は|条件を(?:教|知|確)|仕組み(?:は|を(?:教|知|確))|法律(?:で|上)|費用は|手数料は|無料(?:です|で使|で相談)|受けられ(?:ます|る)|"
        r"(?:いくら|何割|何年|何人|何か月)(?:まで|くらい|ほど)?(?:ですか|出|かか|借り|もら)|(?:誰|だれ)が(?:推薦|認め|認定|決め)|てもらえるの?ですか|いつまでに[^。]{0,12}(?:ですか|ますか|定め)",
    ),
    _cue(
        "policy",
        r"よろず(?:さん|支援拠点)?(?:に|の|は|へ)[^。]{0,12}(?:相談し?ます|相談です|行け|何回|予約|無料)",
        frozenset(("owner",)),
        True,
    ),
    _cue("policy", r"(?:制度|融資|保証|補助|助成|支援)があると[^。]{0,8}聞", anywhere=True),
    _cue(
        "mentor",
        r"(?:相談者(?:が|に|と|から|へ|を|本人)|相談員|面談|担当(?:者|が|の|を|は)|CO(?![A-Z])|紹介(?:した(?:あと|後|先|機関)|するとき|先|状)|つないだ(?:あと|後|先)|フォロー|宿題|見立て)[^。]*(?:。[^。]*)?"
        r"(?:どう|何を|何から|どこまで|いつ|よい|いい|べき|方法|手順|順番|仕組み|進め方|助言|教えて|分から)",
        _ADVISERS,
        anywhere=True,
    ),
    _cue(
        "plan",
        r"行動計画|アクションプラン|実行計画|工程表|計画を|計画に|何から(?:始|手|や)|どうすれば|どうしたら|何をすれば|何をしたら|進め方|手順|改善策|対策|打ち手を|"
        r"どう(?:進め|改善|立て直|やって)|次の一手|段取りを(?:教|知|組|作|決|考)|どうしよう|助けて|教えてください$|"
        r"(?:何を|どの数字を?)[^。]{0,14}(?:れば|たら|べき|せば|めば|けば)(?:い|よ|良)",
    ),
    _cue("similar", r"事例|ほかの(?:店|会社)|他の(?:店|会社)|ケース|例は|例を|うまくいった|うまくいかなかった"),
)
_CONFIRMS = re.compile(r"よね[。?？]?|と聞きました")  # takes something for granted: what do the documents say?
_UNWANTED = re.compile(
    r"[^。、\n]*(?:要りません|いりません|要らない|いらない|不要です|結構です|ではありません|のではなく)[。、]?"
)
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_ASKS = re.compile(
    r"(?:か|は|たい|たいです|のです|い(?:ます|ません)か|下さい|ください|教えて|見せて|ほしい|でしょう)[。！？!?]?$"
)


def told_intent(text: str, role: str) -> str:
    """Return the intent that the words of a question show, or ""."""
    wanted = _UNWANTED.sub("", in_kanji(text)).strip() or text
    for part in dict.fromkeys((_asking(wanted), wanted)):
        for cue in _CUES:
            if role in cue.roles and cue.pattern.search(wanted if cue.anywhere else part):
                general = cue.intent == "plan" and part != wanted and bool(schemes_named(wanted))
                return "policy" if general else cue.intent
    return "policy" if _CONFIRMS.search(wanted) else ""


def _asking(text: str) -> str:
    """Return the last sentence that asks for something, the whole text when none does."""
    sentences = [s.strip() for s in _SENTENCE.findall(text) if s.strip()]
    return next((s for s in reversed(sentences) if _ASKS.search(s) or s[-1] in "？?"), text)
