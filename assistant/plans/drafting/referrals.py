"""To whom the owner may be sent: reason, what to bring, who calls and when the result is checked, from the entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.answering.quoting import sentence_spans
from assistant.plans.drafting import working_days
from assistant.plans.drafting.ground import Ground
from assistant.plans.plan import Referral, Said
from knowledge import taxonomy
from knowledge.entries import Entry, Policy, Section

_MOST = 2
_CHECK_DAYS = 14
_OTHERS_CALL = re.compile(
    r"(?:電話|連絡)[^。]{0,12}(?:商工会|担当コーディネーター)|(?:担当コーディネーター|商工会)[^。]{0,24}(?:電話し|連絡し)"
)
_HUB = "yorozu"


def referrals_of(ground: Ground) -> tuple[Referral, ...]:
    """Return up to two referrals, the one nearest to the owner's words first; the hub itself always for an owner."""
    found = [*_found(ground)]
    own = [r for r in found if r[0] == _HUB]
    others = [r for r in found if r[0] != _HUB]
    chosen = [*own[:1], *others[:1]] if ground.role == "owner" else [*others[:_MOST], *own][:_MOST]
    referrals = [_referral(ground, n, *one) for n, one in enumerate(chosen, 1)]
    return tuple(r for r in referrals if r is not None)


def referral_to(ground: Ground, code: str, number: int = 1) -> Referral | None:
    """Return a referral to one institution whose own entry says when it is right."""
    entry = ground.lookup(f"institution-{code}")
    if entry is None:
        return None
    reason = ground.quotes.first(entry, "こんなときに")
    return _complete(ground, number, code, reason[0], entry) if reason else None


def _found(ground: Ground) -> Iterator[tuple[str, float, Policy, Section, tuple[int, int]]]:
    """Yield the partners that the main playbook names, each with the sentence that says why, nearest words first."""
    if not ground.plays:
        return
    play = ground.plays[0]
    section = next((s for s in play.sections if s.anchor == "つなぐ先"), None)
    if section is None:
        return
    likeness = ground.quotes.likeness(ground.text)
    named = {}
    for at, span in enumerate(sentence_spans(play.body, section.start, section.end)):
        text = play.body[slice(*span)]
        if not re.search(r"つなぎます|相談(?:し|を考え)|確かめます|窓口があります", text) or re.search(
            r"持っていきます|電話は|後に、担当", text
        ):
            continue
        for code in _partners(text):
            if ground.lookup(f"institution-{code}") is not None and code not in named:
                named[code] = (code, likeness(text) - at * 1e-6, play, section, span)
    yield from sorted(named.values(), key=lambda r: -r[1])


def _partners(text: str) -> list[str]:
    """Return the partners that a sentence names, in its order."""
    places = {}
    for code, term in taxonomy.PARTNERS.items():
        at = [text.find(word) for word in (*term.words, term.label) if word in text]
        if at:
            places[code] = min(at)
    return sorted(places, key=lambda code: places[code])


def _referral(
    ground: Ground, number: int, code: str, _score: float, play: Policy, section: Section, span: tuple[int, int]
) -> Referral | None:
    entry = ground.lookup(f"institution-{code}")
    if entry is None:
        return None
    return _complete(ground, number, code, ground.quotes.said(play, section, span), entry)


def _complete(ground: Ground, number: int, code: str, reason: Said, entry: Entry) -> Referral:
    bring = ground.quotes.first(entry, "持っていくもの", 2)
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
    if days is None:
        days = 1 if "翌日" in text else _CHECK_DAYS
    return working_days.on_or_after(ground.today + timedelta(days=days))
