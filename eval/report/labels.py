"""Slices in words: 業種, 役割 … and their codes as people call them."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.answering.answer import INTENTS, ROLES, STATUSES
from assistant.answering.guideline.findings import CLAUSES
from ingest.anonymise.finding import LABELS as TYPES
from knowledge import taxonomy

KINDS: Mapping[str, str] = {
    "role": "役割",
    "intent": "知りたいこと",
    "industry": "業種",
    "owner_type": "経営者タイプ",
    "outcome": "結果",
    "size": "規模",
    "stage": "段階",
    "topics": "論点",
    "topic": "論点",
    "kind": "種類",
    "half": "調整用・確認用",
    "clause": "条",
    "status": "根拠の印",
    "way": "変え方",
    "type": "情報の種類",
    "writer": "書き手",
    "carrier": "仕込んだ場所",
    "goal": "狙い",
    "hub": "拠点",
    "set": "質問の組",
    "stage_of_answer": "処理の段階",
    "counterpart": "対になる事例がないわけ",
    "read": "読み取った意図",
    "slice": "質問の種類",
    "viewpoint": "観点",
}
#: Kinds of questions, of retrieval and of abstention.
_KINDS_OF_QUESTIONS = {
    "answerable": "答えられる質問",
    "case": "事例を探す",
    "guideline": "行動指針を探す",
    "playbook": "進め方を探す",
    "policy": "制度・資料を探す",
    "kana": "かなだけ",
    "keywords": "言葉を並べただけ",
    "short": "短い",
    "long": "長い",
    "story": "長い身の上話",
    "typo": "打ち間違い",
    "negation": "打ち消しを含む",
    "minimal-pair": "一語だけ違う対",
    "near-twin": "よく似た事例の見分け",
    "sister": "隣の業種",
    "other-world": "別の分野",
    "out-of-scope": "相談の範囲の外",
    "near-miss": "惜しいが知識にない",
    "nonsense": "意味をなさない",
    "vague": "漠然としている",
    "unknown-scheme": "実在しない制度",
    "illegal": "違法なこと",
    "distress": "つらさの訴え",
    "false-premise": "前提の誤り",
    "false-claim": "誤った言い切り",
    "renamed": "名前の変わった制度",
    "true-claim": "正しい言い切り",
    "no-alarm": "危険に見えて危険でない",
    "lawful": "違法に見えて違法でない",
    "in-field": "範囲の外に見えて範囲の中",
}
_WAYS = {
    "figure": "数を変える",
    "unit": "単位を変える",
    "negation": "打ち消しを逆にする",
    "direction": "増減を逆にする",
    "order": "順序を逆にする",
    "name": "人や役割を変える",
    "modality": "確かさを変える",
    "scheme": "制度名を変える",
    "other-fact": "別の資料の文にする",
    "moved": "出典の場所を変える",
    "nowhere": "どこにもない文にする",
    "number": "出典の番号を変える",
    "width": "全角にする",
    "unpunctuated": "句読点をなくす",
    "keywords": "言葉だけ並べる",
    "typo": "打ち間違える",
    "kana": "かなだけで書く",
    "dialect": "方言で書く",
    "polite": "ていねいに書く",
    "plain": "くだけて書く",
}
_VALUES: Mapping[str, Mapping[str, str]] = {
    "role": ROLES,
    "intent": INTENTS,
    "status": STATUSES,
    "clause": CLAUSES,
    "half": {"dev": "調整用", "test": "確認用", "fresh": "規則を書いたあとの質問"},
    "kind": _KINDS_OF_QUESTIONS,
    "way": {**_WAYS, **{f"worded/{way}": f"言い換えで、{label}" for way, label in _WAYS.items()}},
    "type": TYPES,
    "counterpart": {"one-sided": "片側だけある", "nothing": "どちらの側もない"},
    "slice": _KINDS_OF_QUESTIONS,
    "writer": {"evidence": "根拠だけの書き手", "obedient": "何にでも従う言語モデル"},
    "carrier": {
        "passage": "資料の文",
        "split": "資料の二か所",
        "question": "質問",
        "case": "事例",
        "white-text": "白い文字",
        "heading": "見出し",
        "publisher": "発行者の欄",
        "pdf-title": "PDF の題名",
        "docx-title": "Word の題名",
        "file-name": "ファイル名",
        "hub": "ほかの拠点の事例",
    },
}


def kind_label(kind: str) -> str:
    """Return what a kind of slice is called."""
    return KINDS.get(kind, kind)


def value_label(kind: str, code: str) -> str:
    """Return what a slice is called: the code itself where it has no other name."""
    known = _VALUES.get(kind, {}).get(code)
    if known:
        return f"{code} {known}" if kind == "clause" else known
    vocabulary = taxonomy.VOCABULARIES.get("topics" if kind == "topic" else kind)
    if vocabulary is None or code not in vocabulary:
        return code
    return vocabulary.label_of(code)
