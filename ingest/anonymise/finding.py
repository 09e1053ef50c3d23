"""What the rules give: a kind, a span in the text as it was written, and how sure the rule is."""

from __future__ import annotations

from dataclasses import dataclass

#: Every kind with its Japanese label.
LABELS: dict[str, str] = {
    "phone": "電話番号",
    "mail": "メール",
    "url": "URL",
    "handle": "アカウント名",
    "postal-code": "郵便番号",
    "address": "住所",
    "corporate-number": "法人番号",
    "my-number": "マイナンバー",
    "invoice-number": "登録番号",
    "bank-account": "口座番号",
    "card": "カード番号",
    "birth-date": "生年月日",
    "licence": "許可・免許番号",
    "residence-card": "在留カード・旅券番号",
    "insurance-number": "保険・年金番号",
    "number": "番号",
    "firm": "会社名",
    "person": "氏名",
    "place": "地名",
    "known": "固有名",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that identifies a person or a firm; ``start`` and ``end`` count characters of the original text."""

    kind: str
    start: int
    end: int
    text: str
    certainty: float


@dataclass(frozen=True, slots=True)
class Hit:
    """What one rule saw in the folded text, before it is mapped back to the original."""

    kind: str
    start: int
    end: int
    certainty: float
