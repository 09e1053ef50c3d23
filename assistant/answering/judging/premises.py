"""What a question takes for granted that the sources do not bear out: schemes, frames, names, amounts, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering.judging.aspects import opposed
from assistant.answering.judging.claims import claims, folded, nouns, statements
from assistant.answering.judging.figures import misstated
from assistant.answering.judging.frames import lists_frames, unlisted
from assistant.answering.judging.windows import agrees, elsewhere
from assistant.answering.quoting import Span, sentence_spans
from assistant.answering.schemes import mentions_scheme, named_things, names_of, old_names, plain, schemes_named
from knowledge.entries import Entry, Policy
from knowledge.search import Hit

_AMOUNT = re.compile(
    r"\d[\d.]*(?:億|万|千)*円|\d+(?:\.\d+)?(?:%|割)|\d+/\d+|\d+分の\d+|半分|"
    r"\d+(?:年間|年度|年|か月|ヶ月|月|週間|日間|日|時間|回|号|倍|か所|ヶ所|カ所)|\d+(?:人|名)(?=まで|以下|以上|未満|以内)"
)
_OWN = re.compile(r"(?:従業員|社員|年商|売上|うち|当社|弊社|私|創業|パート)[^、。]{0,8}$")  # the asker's own figures
_SPENT = re.compile(r"^円?[がはもの]{0,1}(?:かか|する機|の機械|の設備)")  # what the asker pays
_BOUND = re.compile(r"^(?:人|名|円|%|割)?(?:まで|以下|以上|未満|以内|も?減)")
_ASPECT_WORDS = (r"上限|限度|最大|まで借り|までもら", r"補助率|助成率")
_APPLY = re.compile(r"申(?:請|し込)|もらえ|使え|受けられ|応募|締め?切|間に合")
#: Laws that everybody knows: they are there, though no document here tells of them.
_KNOWN_LAW = re.compile(
    r"憲法|(?:^|の)(?:民|刑|商|会社|破産|労働基準|労働契約|消費税|所得税|法人税|相続税|道路交通|食品衛生|旅館業|建設業|景品表示|個人情報保護|著作権|商標|特許|意匠|不正競争防止|独占禁止)法$"
)
#: An insurance by a name of its own, that somebody wants to take out.
_INSURANCE = re.compile(
    r"((?:[一-龥ァ-ヶーA-Za-z0-9・]|(?<=[一-龥])[げりえいし](?=[一-龥])){2,20}保険)(?:に(?:入|加入)|の(?:申請|加入))"
)
_USUAL_INSURANCE = re.compile(
    r"(?:火災|地震|生命|損害|賠償|賠償責任|自動車|車両|医療|介護|雇用|労災|健康|社会|年金|休業|信用|貿易|共済|団体|所得補償)保険$|サイバー保険$"
)
_MOST = 2
_MOST_CLAIMS = 6
_LONGEST_CLAIM = 160  # characters, counted from the end, where the predicate stands


@dataclass(frozen=True, slots=True)
class WrongPremise:
    """Something taken for granted wrongly.

    ``kind``: unknown-scheme, unknown-frame, renamed, ended, number or contrary; ``spans`` of ``entry.body`` say how it is.
    """

    kind: str
    claimed: str
    entry: Entry | None = None
    spans: tuple[Span, ...] = ()


def wrong_premises(
    question: str, hits: Sequence[Hit], today: date | None = None, named: Sequence[str] = ()
) -> tuple[WrongPremise, ...]:
    """Compare what a question takes for granted with the documents found for it, the weightiest first.

    ``named`` are names of schemes in the question beside those that can be told by their writing alone.
    """
    found: list[WrongPremise] = []
    entries = _about(question, [h.entry for h in hits])
    found += _unknown(question, [h.entry for h in hits], named)
    found += _renamed(question, [h.entry for h in hits])
    if entries and not found:
        found += _unlisted(question, entries)
        found += _ended(question, entries, today)
    if entries and not found:
        said = [claim[-_LONGEST_CLAIM:] for claim in claims(question)[:_MOST_CLAIMS]]
        found += _contrary(said, entries, plain(question))
        found += _contrary(_stated_of(question, said), _named(question, entries), plain(question)) if not found else []
        found += _misstated(question, entries) if not found else []
        found += _amounts(said, entries) if not found else []
    return tuple(found[:_MOST])


def _about(question: str, entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that a question names, then those that speak of no scheme of their own; the best few without a name."""
    asked = plain(question)
    named = {e.id: max((len(n) for n in names_of(e) if n in asked), default=0) for e in entries}
    own = sorted((e for e in entries if named[e.id]), key=lambda e: -_named_parts(e, asked))
    general = [e for e in entries if not named[e.id] and not schemes_named(e.title) and _of_schemes(e)]
    return [*own, *general[:3]] if own else [e for e in entries if _of_schemes(e)][:5]


def _of_schemes(entry: Entry) -> bool:
    return isinstance(entry, Policy) and entry.category != "glossary"


def _named_parts(entry: Entry, asked: str) -> int:
    return sum(len(name) for name in names_of(entry) if name in asked)


def _unknown(question: str, entries: Sequence[Entry], named: Sequence[str]) -> Iterator[WrongPremise]:
    former = {name for e in entries for name in old_names(e)}
    insured = [n for n in _INSURANCE.findall(plain(question)) if not _USUAL_INSURANCE.search(n)]
    written = [n for n in named_things(question) if not any(n in longer for longer in named)]
    for name in [*written, *named, *insured]:
        if (
            name not in former
            and not _KNOWN_LAW.search(name)
            and entries
            and not any(mentions_scheme(e, name) for e in entries)
        ):
            yield WrongPremise("unknown-scheme", name)


def _renamed(question: str, entries: Sequence[Entry]) -> Iterator[WrongPremise]:
    asked = plain(question)
    for entry in entries:
        current = [n for n in names_of(entry) if n in asked]
        for name, sentence in old_names(entry).items():
            if name in asked and not any(name not in n and n not in name for n in current):
                start = entry.body.find(sentence)
                yield WrongPremise("renamed", name, entry, ((start, start + len(sentence)),))
                return


def _unlisted(question: str, entries: Sequence[Entry]) -> Iterator[WrongPremise]:
    asked = folded(question)
    own = [e for e in entries if any(n in asked for n in names_of(e))]
    if not own:
        return
    names = [n for e in own for n in names_of(e) if n in asked]
    names += schemes_named(question)
    frame = unlisted(question, list(dict.fromkeys(names)), "\n".join(f"{e.title}\n{e.body}" for e in own))
    if frame:
        listed = tuple(s for s in _spans(own[0]) if lists_frames(own[0].body[s[0] : s[1]]))
        yield WrongPremise("unknown-frame", frame, own[0], listed[:2])


def _ended(question: str, entries: Sequence[Entry], today: date | None) -> Iterator[WrongPremise]:
    first = entries[0]
    if today and isinstance(first, Policy) and first.expired(today) and _APPLY.search(question):
        yield WrongPremise("ended", first.title, first)


def _contrary(said: Sequence[str], entries: Sequence[Entry], asked: str) -> Iterator[WrongPremise]:
    for claim in said:
        for entry in entries:
            against = _against(claim, entry, any(name in asked for name in names_of(entry)))
            if against:
                yield WrongPremise("contrary", claim, entry, against)
                break


def _against(claim: str, entry: Entry, named: bool) -> tuple[Span, ...]:
    """Return the sentence of an entry that says the contrary of a claim; of offices only the named scheme's own entry knows."""
    spans = _spans(entry)
    found = [s for s in spans if opposed(claim, entry.body[s[0] : s[1]], named)]
    if not found and named:
        found = [s for s in spans if elsewhere(claim, entry.body[s[0] : s[1]])]
        found = [] if any(agrees(claim, entry.body[s[0] : s[1]]) for s in spans) else found
    things = nouns(claim)
    return tuple(sorted(found, key=lambda s: -sum(t in folded(entry.body[s[0] : s[1]]) for t in things))[:1])


def _stated_of(question: str, said: Sequence[str]) -> list[str]:
    """Return what a question states without any mark of hearsay or surety, as far as it is no part of a claim."""
    told = statements(question)[:_MOST_CLAIMS]
    return [s[-_LONGEST_CLAIM:] for s in told if not any(claim in s for claim in said)]


def _named(question: str, entries: Sequence[Entry]) -> list[Entry]:
    asked = plain(question)
    return [e for e in entries if any(name in asked for name in names_of(e))]


def _misstated(question: str, entries: Sequence[Entry]) -> Iterator[WrongPremise]:
    for figure, entry, spans in misstated(question, entries, _spans):
        yield WrongPremise("number", figure, entry, spans)


def _amounts(said: Sequence[str], entries: Sequence[Entry]) -> Iterator[WrongPremise]:
    best = entries[0]
    for claim in said:
        text = folded(claim)
        for match in _AMOUNT.finditer(text):
            own = _OWN.search(text[: match.start()]) and not _BOUND.match(text[match.end() :])
            spent = _SPENT.search(text[match.end() :])
            if not own and not spent and not _stated(match.group(), text, best):
                yield WrongPremise("number", match.group(), best, _with_amounts(best, match.group(), claim))


def _stated(amount: str, claim: str, entry: Entry) -> bool:
    """Tell whether an entry states an amount for the same aspect; a year counts in either calendar (2017年 = 平成29年)."""
    year = re.fullmatch(r"(20\d\d)年", amount)
    eras = [f"令和{int(year[1]) - 2018}年", f"平成{int(year[1]) - 1988}年"] if year else []
    aspect = next((words for words in _ASPECT_WORDS if re.search(words, claim)), "")
    for start, end in _spans(entry):
        sentence = plain(entry.body[start:end])
        if any(form in sentence for form in (amount, *eras)) and (not aspect or re.search(aspect, sentence)):
            return True
    return False


def _with_amounts(entry: Entry, amount: str, claim: str) -> tuple[Span, ...]:
    """Return the sentences of an entry that state an amount of the same unit, those nearest to the claim first."""
    unit = re.sub(r"^[\d.]+", "", amount)
    things = nouns(claim)

    def nearness(span: Span) -> int:
        sentence = folded(entry.body[span[0] : span[1]])
        same = any(re.sub(r"^[\d.]+", "", m)[-1:] == unit[-1:] for m in _AMOUNT.findall(sentence))
        words = next((w for w in _ASPECT_WORDS if re.search(w, claim)), "")
        return 2 * same + 3 * bool(words and re.search(words, sentence)) + sum(t in sentence for t in things)

    found = [s for s in _spans(entry) if names_amount(entry, entry.body[s[0] : s[1]])]
    return tuple(sorted(sorted(found, key=lambda s: -nearness(s))[:2]))


def names_amount(entry: Entry, text: str) -> bool:
    """Tell whether a text of an entry states an amount, a rate or a limit."""
    return bool(_AMOUNT.search(plain(text))) and text in entry.body


def _spans(entry: Entry) -> list[Span]:
    """Return the spans of an entry's sentences; where its facts come from says nothing about the scheme."""
    return [
        span
        for section in entry.sections
        if section.heading != "出典と時点"
        for span in sentence_spans(entry.body, section.start, section.end)
    ]
