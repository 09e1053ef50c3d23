"""To whom the owner may be sent: reason, what to bring, who calls and when the result is checked, from the entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.answering.quoting import Span, sentence_spans
from assistant.answering.schemes import schemes_named
from assistant.plans.drafting import working_days
from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.plan import Referral, Said
from knowledge import taxonomy
from knowledge.entries import Entry, Policy, Section

_MOST = 2
_CHECK_DAYS = 14
_OTHERS_CALL = re.compile(
    r"(?:電話|連絡)[^。]{0,12}(?:商工会|担当コーディネーター)|(?:担当コーディネーター|商工会)[^。]{0,24}(?:電話し|連絡し)"
)
_HUB = "yorozu"
_REFERS = re.compile(
    r"つなぎます|相談し|相談を考えます|相談します|確かめ(?:ます|、)|続けます|進めます|窓口が(?:あり|置かれ)"
)
_HOW = re.compile(
    r"持っていきます|電話|(?:後|週)(?:以内)?に、?担当|目安に、担当|安心|(?:コーディネーター|サポーター)が[^。]*確かめます"
)
_CONDITION = re.compile(r"(?:とき|場合|方|段階)(?:は|で(?!は)|には)|なら|ても|おそれがある|求めるとき|考えるとき")
_RELATED = 0.1  # of shared words, from which a condition is the owner's
_SOON = 4  # months in which cash runs out


@dataclass(frozen=True, slots=True)
class _Partner:
    """A partner, its place among the others (conditional ones last) and where the playbook says why."""

    code: str
    order: tuple[bool, int]
    play: Policy
    section: Section
    span: Span


def referrals_of(ground: Ground) -> tuple[Referral, ...]:
    """Return one or two referrals; the hub itself where nobody else is named or where an owner is to come to it."""
    found = sorted(_found(ground), key=lambda one: one.order)
    own, others = [o for o in found if o.code == _HUB], [o for o in found if o.code != _HUB]
    chosen = [*others, *own] if ground.role != "owner" else [*own, *others]
    chosen = sorted(chosen[:_MOST], key=lambda one: one.order)
    referrals = [_complete(ground, n, one) for n, one in enumerate(chosen, 1)]
    return tuple(r for r in referrals if r is not None) or tuple(r for r in (referral_to(ground, _HUB),) if r)


def referral_to(ground: Ground, code: str) -> Referral | None:
    """Return a referral to one institution whose own entry says when it is right."""
    entry = ground.lookup(f"institution-{code}")
    reason = ground.quotes.first(entry, "こんなときに") if entry else ()
    return _whole(ground, 1, code, reason[0], entry) if entry and reason else None


def _found(ground: Ground) -> Iterator[_Partner]:
    """Yield the partners that the main playbook names, each with the sentence that says why.

    A sentence with a condition (…ときは) counts only where it speaks of what the owner told.
    """
    for play in ground.plays[:1]:
        section = next((s for s in play.sections if s.anchor == "つなぐ先"), None)
        if section is None:
            continue
        words = ground.meaning.words(f"{ground.text}\n{ground.told.will_not}")
        named = set[str]()
        for at, span in enumerate(sentence_spans(play.body, section.start, section.end)):
            text = play.body[slice(*span)]
            if not _REFERS.search(text) or _HOW.search(text) or ground.refusals.touched(text):
                continue
            if (named_schemes := schemes_named(text)) and not set(named_schemes) & set(schemes_named(ground.text)):
                continue
            conditional = bool(_CONDITION.search(text))
            if conditional and words(text) < _RELATED and not _pressing(ground, text):
                continue
            codes = [c for c in partners_in(text) if c not in named and ground.lookup(f"institution-{c}") is not None]
            named.update(codes)
            yield from (_Partner(code, (conditional, at), play, section, span) for code in codes[:1])


def partners_in(text: str) -> list[str]:
    """Return the codes of the partners that a sentence names, in its order; a bank where it says 金融機関."""
    places = {m.code: m.start for m in reversed(taxonomy.mentions(text)) if m.field == "partners"}
    at = text.find("金融機関")
    if at >= 0 and not {"jfc", "shinkin"} & places.keys():
        places.setdefault("bank", at)
    return sorted(places, key=lambda code: places[code])


def _pressing(ground: Ground, text: str) -> bool:
    """Tell whether a sentence speaks of repayment and the numbers show that cash runs out soon."""
    out = ground.numbers.result("資金が尽きる月") or ground.numbers.result("手元のお金がもつ月数")
    return out is not None and out[1].value < _SOON and bool(re.search(r"条件変更|活性化協議会|特別相談", text))


def _complete(ground: Ground, number: int, one: _Partner) -> Referral | None:
    entry = ground.lookup(f"institution-{one.code}")
    if entry is None:
        return None
    return _whole(ground, number, one.code, ground.quotes.said(one.play, one.section, one.span), entry)


def _whole(ground: Ground, number: int, code: str, reason: Said, entry: Entry) -> Referral:
    bring = ground.quotes.first(entry, "持っていくもの", 2)
    if ground.theme == "startup":  # who has not begun has no accounts to bring
        bring = tuple(one for one in bring if "決算書" not in one.text) or bring
    how = entry.text_of("つなぎ方")
    return Referral(
        id=f"referral-{number}",
        partner=code,
        reason=reason,
        bring=bring or (Said(text=ground.say("bring"), by="guide"),),
        caller=ground.say("caller.adviser" if _OTHERS_CALL.search(how) else "caller.owner"),
        check_on=_check_on(ground, entry.text_of("フォローの仕方")),
    )


def _check_on(ground: Ground, text: str) -> date:
    days = working_days.span_days(text)
    if days is None or "翌日" in text:
        days = 1 if "翌日" in text else _CHECK_DAYS
    return working_days.on_or_after(ground.today + timedelta(days=days))
