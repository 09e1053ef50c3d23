"""The figures of a scheme that a question goes by, in any wording, against those that the scheme's own entry states.

A figure counts by what it is of (limit, rate, start …), told by the words beside it, and by its value, however it is written:
9割, 90% and 10分の9 are one. The asker's own figures (a machine of 8,000,000 yen) are of nothing that a scheme sets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answering.quoting import Span
from assistant.answering.schemes import names_of, plain
from assistant.answering.verification.amounts import Amount, amounts
from knowledge.entries import Entry

_REACH = 12  # characters between a figure and the word that tells what it is of
_STOP = re.compile(r"[。、！？!?]")
Values = Sequence[Decimal]


@dataclass(frozen=True, slots=True)
class _Term:
    """Something that a scheme sets in figures.

    ``kinds`` of amounts; ``before`` and ``after`` a figure stand the words that tell it; ``said`` is how sources speak of it;
    ``wrong`` compares the asked value with those stated.
    """

    kinds: tuple[str, ...]
    before: str
    after: str
    said: str
    wrong: Callable[[Decimal, Values], bool]


def _other(value: Decimal, stated: Values) -> bool:
    return value not in stated


def _beyond(value: Decimal, stated: Values) -> bool:
    return value > max(stated)


def _short_of(value: Decimal, stated: Values) -> bool:
    return value < min(stated)


_NEVER = r"(?!)"
_RATE = r"補助率|助成率|補助され|助成され"
_LIMIT = r"上限|限度|最大|最高"
_TERMS: tuple[_Term, ...] = (
    _Term(("円", ""), rf"(?:{_LIMIT}|枠)額?[^\d]{{0,4}}$", rf"^円?(?:が|の)?(?:{_LIMIT})", r"上限|限度|最大", _other),
    _Term(
        ("円",),
        _NEVER,
        r"^(?:まで|も|を|ほど|くらい|ぐらい)?(?:借り|もら|出(?:る|て|ま|し)|補助さ|助成さ|受け取|おり|下り)",
        r"上限|限度|最大",
        _beyond,
    ),
    _Term(
        ("割合",),
        r"(?:補助|助成)(?!金)率?[^\d負]{0,6}$",
        r"^(?:の)?(?:補助|助成)(?!金)|^(?:が)?出",
        _RATE,
        _other,
    ),
    _Term(("割合",), r"負担[^\d]{0,4}$", r"^(?:が|の|は)?(?:自己)?負担", rf"{_RATE}|負担", _other),
    _Term(
        ("年",),
        r"(?:施行|公表|発足|始ま|開始)[^\d]{0,6}$",
        r"^(?:\d+月)?(?:\d+日)?(?:に|から)?(?:施行|公表|発足|始ま|開始|でき)",
        r"施行|公表|発足|始ま|置かれ",
        _other,
    ),
    _Term(("か月", "日", "週"), r"有効[^\d]{0,6}$", r"^間?(?:は)?(?:有効|使え)", r"有効", _other),
    _Term(("か所", "都"), r"全国[^\d]{0,4}$", r"^(?:道府県)?(?:に)?(?:しか|だけ|のみ)", r"か所|都道府県", _other),
    _Term(
        ("円",),
        r"(?:時給|賃金)[^\d]{0,4}$",
        r"^(?:以上)?(?:引き)?上げ(?:れば|る(?:だけ|と))",
        r"円以上引き上げ",
        _short_of,
    ),
    _Term(("割合",), _NEVER, r"^(?:以上)?(?:減|増|の?低下)[^。、]{0,8}(?:条件|要件|必要|ないと)", r"減って|下が", _other),
    _Term(("月",), r"月間[^\d]{0,4}$", r"^の?(?:価格交渉促進)?月間", r"月間", _other),
)  # fmt: skip


def misstated(
    question: str, entries: Sequence[Entry], spans_of: Callable[[Entry], Sequence[Span]]
) -> Iterator[tuple[str, Entry, tuple[Span, ...]]]:
    """Yield each figure that a question gives to a scheme it names and that the scheme's entry states otherwise.

    With it come the entry and up to two spans of its body that state it; ``spans_of`` gives the sentences of an entry.
    What an entry says nothing of is not judged.
    """
    text = plain(question)
    named = [entry for entry in entries if any(name in text for name in names_of(entry))]
    if not named:
        return
    for amount in amounts(text):
        for term in _TERMS:
            if _is_of(amount, text, term):
                against = [_stated(entry, term, amount, spans_of(entry)) for entry in named]
                told = [(e, values, spans) for e, (values, spans) in zip(named, against, strict=True) if values]
                if told and all(term.wrong(_value(amount), values) for _, values, _ in told):
                    entry, _, spans = told[0]
                    yield text[amount.start : amount.end], entry, spans
                break


def _is_of(amount: Amount, text: str, term: _Term) -> bool:
    """Tell whether the words beside a figure say that it is of a term."""
    if amount.kind not in term.kinds or (amount.kind == "" and amount.value < 10_000):
        return False
    before = _STOP.split(text[max(0, amount.start - _REACH) : amount.start])[-1]
    after = _STOP.split(text[amount.end : amount.end + 2 * _REACH])[0]
    return bool(re.search(term.before, before) or re.search(term.after, after))


def _stated(entry: Entry, term: _Term, asked: Amount, spans: Sequence[Span]) -> tuple[list[Decimal], tuple[Span, ...]]:
    """Return the values that an entry states for a term, and the sentences that do."""
    values: list[Decimal] = []
    telling: list[Span] = []
    for start, end in spans:
        sentence = plain(entry.body[start:end])
        found = [_value(a) for a in amounts(sentence) if _alike(a, asked)] if re.search(term.said, sentence) else []
        if found:
            rest = "負担" in term.said and re.search(_RATE, sentence)  # what is not paid for is borne
            values += [1 - value for value in found] if rest else []
            values += [] if rest and "負担" not in sentence else found
            telling.append((start, end))
    return values, tuple(telling[:2])


def _alike(one: Amount, other: Amount) -> bool:
    return (
        one.kind == other.kind
        or {one.kind, other.kind} <= {"円", ""}
        or {one.kind, other.kind} <= {"日", "週", "か月"}
        or {one.kind, other.kind} <= {"か所", "都"}
    )


def _value(amount: Amount) -> Decimal:
    """Return a value that can be compared; times of validity in days."""
    return amount.value * {"週": 7, "か月": 30}.get(amount.kind, 1)
