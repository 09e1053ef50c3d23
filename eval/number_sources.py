"""What may stand behind a number of an answer: the cited lines, the question, the suite's own arithmetic, the search itself."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction

from assistant.answering.answer import Answer, Block, Citation, Sentence
from eval.arithmetic import SumError, agrees, beside, evaluated, recomputed
from eval.quantities import SHARE, Quantity, fold, lacking, quantities
from knowledge.entries import Entry
from knowledge.taxonomy import VOCABULARIES

Lookup = Callable[[str], Entry | None]
_TAKEN = "使った数字"
_AHEAD = re.compile(r"(\d{1,3})日後")
_AN_HOUR = Quantity(Fraction(60), "分", "")
_SOLD = frozenset({*"本枚食杯皿袋箱缶玉冊着足束泊匹尾丁人名組台回件", "セット", "パック"})
_EMERGENCY = frozenset({Fraction(110), Fraction(119)})
_PER_ONE = re.compile(r"(?<![\d.,])[1一](?:個|人|品|件|時間|か月|日)(?:あたり|当たり|売るごと|の売上高|の販売数)")
#: What the arithmetic says of itself: a year has 12 months, and 100 % is the line between profit and loss.
_OF_ITSELF = (
    *(Quantity(Fraction(12), unit, "") for unit in ("か月", "倍")),
    Quantity(Fraction(1), "年", ""),
    Quantity(Fraction(1), SHARE, ""),
    Quantity(Fraction(2), "つ", ""),
)
_LABELS = sorted(
    (fold(term.label) for terms in VOCABULARIES.values() for term in terms.values() if quantities(term.label)),
    key=len,
    reverse=True,
)
_LABEL = re.compile("|".join(map(re.escape, _LABELS)))


def numbers_of(answer: Answer, lookup: Lookup) -> Iterator[tuple[Sentence, Quantity, bool]]:
    """Yield every number of the answer's sentences, and whether something permitted says it."""
    asked = [*_asked(answer.question), *_by_the_year(answer.question)]
    worked: list[Quantity] = []
    for block in answer.blocks:
        sums = sums_of(block, asked) if block.kind == "figures" else {}
        for sentence in block.all_sentences():
            told = [q for c in sentence.citations for q in quantities(passage_of(c, lookup))]
            exact = sums.get(sentence.text, [])
            worked += exact
            of_itself = _of_the_search(answer, sentence) if sentence.status == "note" else ()
            of_sums = (*worked, *_OF_ITSELF) if block.kind == "figures" else ()
            said = [q for q in quantities(_told_by(sentence)) if not _is_constant(q)]
            wrong = lacking(said, [*told, *asked, *exact, *of_itself, *of_sums])
            yield from ((sentence, quantity, quantity not in wrong) for quantity in said)


def sums_of(block: Block, asked: list[Quantity]) -> dict[str, list[Quantity]]:
    """Return, for each sentence of worked-out rows, the numbers in it that the suite's own arithmetic confirms."""
    known: dict[str, Fraction] = dict(_taken(block))
    shown: dict[tuple[Fraction, str], Fraction] = {}
    confirmed: dict[str, list[Quantity]] = {}

    def exact(one: Quantity) -> Fraction:
        return shown.get((one.value, one.unit), one.value)

    for row in block.rows:
        sentences = [s for cell in row.cells for s in cell if s.status == "computed"]
        if not sentences:
            continue
        value = recomputed(row.label, known)
        if value is None:
            value = _worked(sentences, exact)
        first = quantities(sentences[0].text)[:1]
        if value is None or not first or not agrees(first[0], value):
            continue
        known.setdefault(row.label, value)
        for rounded in (first[0].value, *_whole(value, first[0].unit)):
            shown[rounded, first[0].unit] = value
        for sentence in sentences:
            results = [Quantity(v, u, "") for v, u in shown]
            confirmed[sentence.text] = [*asked, *results, *beside(row.label, known), _AN_HOUR]
    return confirmed


def passage_of(citation: Citation, lookup: Lookup) -> str:
    """Return the lines of the entry in which the quote stands; "" when the entry is not there."""
    entry = lookup(citation.entry_id)
    if entry is None or not citation.quote or entry.body[citation.start : citation.end] != citation.quote:
        return ""
    start, end = entry.body.rfind("\n", 0, citation.start) + 1, entry.body.find("\n", citation.end)
    return entry.body[start : end if end >= 0 else None]


def _whole(value: Fraction, unit: str) -> tuple[Fraction, ...]:
    """Return an amount of yen rounded down and up: a result may be told in either way where it is used again."""
    return (Fraction(math.floor(value)), Fraction(math.ceil(value))) if unit == "円" else ()


def _asked(question: str) -> Iterator[Quantity]:
    """Yield the numbers of a question; 年商6,000万 is one of yen, what is sold (40杯) is counted in 個, hours are minutes too."""
    for one in quantities(question):
        yield one
        if one.unit in _SOLD:
            yield Quantity(one.value, "個", "")
        if one.unit == "時間":
            yield Quantity(one.value * 60, "分", "")
        if not one.unit and one.text[-1] in "万億":
            yield Quantity(one.value, "円", "")


def _told_by(sentence: Sentence) -> str:
    """Return the text without what is no number in it: 1個あたり, and in a note the labels of the vocabularies (6〜20人, 二代目)."""
    text = _PER_ONE.sub("・", fold(sentence.text))
    return _LABEL.sub("・", text) if sentence.status == "note" else text


def _by_the_year(question: str) -> Iterator[Quantity]:
    """Yield the amounts of a question that tells some by the month and some by the year, each as the other."""
    if "月" in question and "年" in question:
        for one in quantities(question):
            if one.unit == "円":
                yield from (Quantity(value, "円", "") for value in (one.value * 12, one.value / 12))


def _of_the_search(answer: Answer, note: Sentence) -> Iterator[Quantity]:
    """Yield what a note may tell: entries looked through, entries shown, premises by their labels, the day n days ahead."""
    yield from (q for premise in answer.premises for q in quantities(premise.label))
    shown = range(1, max(len(answer.sources), len(answer.blocks)) + 1)
    for count in (*answer.searched.values(), *shown):
        yield Quantity(Fraction(count), "件", "")
    for days in {int(m) for m in _AHEAD.findall(fold(note.text))}:
        day = answer.as_of + timedelta(days=days)
        numbers = {"年": day.year, "月": day.month, "日": day.day}
        yield Quantity(Fraction(days), "日", "")
        yield from (Quantity(Fraction(value), unit, "") for unit, value in numbers.items())


def _is_constant(one: Quantity) -> bool:
    """Tell whether a number says nothing of the field: nought, 一つ, the 1 of ``1 + 5%``, or whom to call in an emergency."""
    return (
        one.value == 0 or (one.value == 1 and one.unit in ("", "つ")) or (one.unit == "番" and one.value in _EMERGENCY)
    )


def _taken(block: Block) -> Iterator[tuple[str, Fraction]]:
    """Yield the name and value of every number that the product says it read from the question."""
    for row in block.rows:
        if row.label != _TAKEN:
            continue
        for part in "".join(s.text for cell in row.cells for s in cell).rstrip("。").split("、"):
            name, _, number = part.rpartition(" ")
            if found := quantities(number):
                yield name, found[0].value


def _worked(sentences: list[Sentence], exact: Callable[[Quantity], Fraction]) -> Fraction | None:
    """Return the value of the row's own expression (``… = 875万円``); None when there is none that can be read."""
    for sentence in sentences:
        left, sign, _ = sentence.text.replace("≒", "=").partition("=")
        if sign:
            try:
                return evaluated(left.rpartition("、")[2], exact)
            except SumError:
                return None
    return None
