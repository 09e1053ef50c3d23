"""Reads a question: its intent, its premises, and the text to search with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.answering.answer import INTENTS, MAX_QUESTION, ROLES, Premise, Question, QuestionError
from assistant.answering.talk import follow
from ingest.anonymise import Masked, mask
from knowledge import taxonomy
from knowledge.filters import FIELDS

#: Words that show what is wanted, strongest intent first.
_CUES: tuple[tuple[str, str], ...] = (
    (
        "contrast",
        r"対比|比較|比べ|成功と失敗|失敗と成功|分かれ目|明暗|何が違|どこで分かれ|なぜ失敗|(?:成功|失敗|事例|うまくいっ|例|店|会社|農家|工場).{0,25}(?:違い|どう違|違う)|"
        r"(?:例|会社|店|所|方)と.{2,25}(?:例|会社|店|所|方)(?:の差|の両方)|両方の(?:事例|例)|(?<!反)対(?:で|に(?:して|並))|成功例.{0,3}失敗例|片方は.{1,20}片方は",
    ),
    (
        "plan",
        r"(?:行動計|アクションプラン|実行計画|工程表|次の面談までの行動)[^。]{0,20}(?:(?:立て|作り|絞り|組み)た|(?:作り|立て|組み)ます|(?:作っ|立て|組ん|整理し)て(?:くだ|下さ|ほし))",
    ),
    ("policy", r"(?:文書|資料|決まり|規程|規則)(?:は|を|に|が)[^。]{0,12}(?:確認|書かれ|書いて|教え)"),
    (
        "similar",
        r"似た(?:よう|事例|例|会社|店)(?!は?(?:要り|いり|不要|結構))|事例(?:は|を(?:教|知|見|探|出|示)|が(?:あ|知|見)|あり|[?？]|$)|前例|同じような(?:店|会社|例|相談)|失敗例|成功例|失敗した例|うまくいった例",
    ),
    (
        "mentor",
        r"クレーム|苦情が|コーディネーター(?:が|を|の|に|から|として)|新任|CCO|チーフ|指導|部下|COが|COの|COを|COに|助言の仕方|伝え方|どう接|接し方|声のかけ方|受け止め方|どの(?:ように|くらい)(?:受け止め|待っ)|何を(?:聞く|聞け|尋ね)|担当を替え|"
        r"相談者(?:が|は|に|と|から)[^。]{0,20}(?:本題|話を|心を開|本音|来なくな|動(?:か|いて)|納得|聞いてくれ|目を合わせ)|"
        r"話の聞き方|聞き出|信頼関係|傾聴|相談者が(?:泣|怒|黙)|怒って|泣い|面談(?:の|で|が|を)|育成|行動指針|メンター|心構え|連携機関と|支援機関と|"
        r"どう向き合|寄り添|腹落ち|気づき",
    ),
    (
        "policy",
        r"補助率|補助金(?:の|は|で|を|って)|助成金|上限(?:額|は|いくら)|要件|対象にな|対象経費|公募|申請|締切|締め切り|期限|交付|採択|保証制度|"
        r"(?:制度|法律|法|指針|税制|融資|貸付|保証|補助金|枠)(?:は|って|とは|の内容|について|を教え)|とは何|とは[?？]|って何|定義|取適法|"
        r"インボイス(?:は|の|枠)|マル経|セーフティネット|ロカベン|ローカルベンチマーク|(?:どこ|どちら)に(?:相談|つな|紹介)|何件|いつから|KPI|検討会|"
        r"(?:は|って)(?:いつ|いくら|何(?:人|円|%|割|日|か月)|どこ|どんな(?:制度|機関|ところ|支援))|"
        r"とは[?？。]?$|違い(?:は|を|って)|もらえ(?:ます|る)|使え(?:ます|る)(?:か|補助|制度|の)|個人情報|AIに入力",
    ),
    (
        "plan",
        r"行動計画|アクションプラン|計画を|計画に|何から(?:始|手|や)|どうすれば|どうしたら|何をすれば|何をしたら|進め方|手順|改善策|対策|打ち手を|"
        r"どう(?:進め|改善|立て直|やって)|次の一手|段取りを|どうしよう|助けて|教えてください$",
    ),
    ("similar", r"事例|ほかの(?:店|会社)|他の(?:店|会社)|ケース|例は|例を|うまくいった|うまくいかなかった"),
)
_DEFAULT_INTENT: Mapping[str, str] = {"co": "similar", "cco": "mentor", "owner": "plan"}
_CONFIRMS = re.compile(r"よね[。?？]?|と聞きました")  # takes something for granted: what do the documents say?
Hide = Callable[[str], Masked]


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it was read. ``query`` is the text to search with; ``excluded`` are ``field:code`` that it rules out.

    ``text`` has names, firms, numbers and addresses masked (``masked`` of them): nothing after this step sees them.
    ``anew``: it turns to another client, so that nothing said before holds.
    ``guessed``: no word told the intent, so it is the role's usual one until the evidence says better.
    """

    question: Question
    text: str
    query: str
    intent: str
    premises: tuple[Premise, ...]
    excluded: tuple[str, ...]
    guessed: bool = False
    masked: int = 0
    anew: bool = False

    def codes(self, fixed: bool | None = None) -> dict[str, tuple[str, ...]]:
        """Return premises as field → codes; only those set by a person, or only those inferred, when ``fixed`` says so."""
        found: dict[str, tuple[str, ...]] = {}
        for premise in self.premises:
            if fixed is None or premise.fixed == fixed:
                found[premise.field] = (*found.get(premise.field, ()), premise.code)
        return found

    def labels(self) -> list[str]:
        """Return the Japanese labels of the premises."""
        return list(dict.fromkeys(p.label for p in self.premises))


def understand(question: Question, hide: Hide = mask) -> Understood:
    """Read a question, masked by ``hide``; raise QuestionError when it cannot be answered as it stands."""
    masked = hide(_checked(question))
    text = masked.text
    earlier = [clean(e) for e in question.earlier if clean(e)]
    talk = follow(earlier, text)
    premises = [
        Premise(field=name, code=code, label=taxonomy.VOCABULARIES[name].label_of(code), fixed=True)
        for name, codes in question.premises.items()
        for code in dict.fromkeys(codes)
    ]
    fixed_fields = {p.field for p in premises}
    excluded = [e for e in talk.excluded if e.partition(":")[0] not in fixed_fields]
    premises += [
        p for p in talk.premises if p.field not in fixed_fields and f"{p.field}:{p.code}" not in question.removed
    ]
    told = question.intent or _intent(text)
    return Understood(
        question=question,
        text=text,
        query=talk.query,
        intent=told or _DEFAULT_INTENT[question.role],
        premises=tuple(premises),
        excluded=tuple(excluded),
        guessed=not told,
        masked=len(masked.findings),
        anew=talk.anew,
    )


def clean(text: str) -> str:
    """Return a question as it will be read: control and zero-width characters gone, NFKC, white space folded."""
    printable = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    lines = re.sub("[\u2028\u2029]", "\n", unicodedata.normalize("NFKC", printable))
    return re.sub(r"[ \t]+", " ", re.sub(r"\n{3,}", "\n\n", lines)).strip()


def _checked(question: Question) -> str:
    if len(question.text) > MAX_QUESTION:
        raise QuestionError(
            f"質問が長すぎます({len(question.text):,}文字)。{MAX_QUESTION:,}文字までに要点をしぼってお書きください。"
        )
    text = clean(question.text)
    if not text:
        raise QuestionError("質問が空です。困っていることを、そのままの言葉でお書きください。")
    if not any(unicodedata.category(c)[0] in "LN" for c in text):
        raise QuestionError("文字が読み取れませんでした。困っていることを、言葉でお書きください。")
    if question.role not in ROLES:
        raise QuestionError(f"役割「{question.role}」は使えません。co、cco、owner のどれかを選んでください。")
    if question.intent and question.intent not in INTENTS:
        raise QuestionError(
            f"知りたいこと「{question.intent}」は使えません。{'、'.join(INTENTS)} のどれかを選んでください。"
        )
    if question.hub:
        taxonomy.HUBS.require(question.hub)
    for name, codes in question.premises.items():
        if name not in FIELDS:
            raise QuestionError(f"前提「{name}」は使えません。使えるもの: {'、'.join(FIELDS)}")
        for code in codes:
            taxonomy.VOCABULARIES[name].require(code)
    for removed in question.removed:
        name, _, code = removed.partition(":")
        if name not in FIELDS:
            raise QuestionError(f"外す前提「{removed[:40]}」は使えません。「項目:符号」の形で書いてください。")
        taxonomy.VOCABULARIES[name].require(code)
    return text


def _intent(text: str) -> str:
    """Return the intent that the words of a question show, or ""."""
    for intent, pattern in _CUES:
        if re.search(pattern, text, re.IGNORECASE):
            return intent
    return "policy" if _CONFIRMS.search(text) else ""
