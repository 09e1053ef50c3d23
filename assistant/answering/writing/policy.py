"""What documents say: the sentences that answer, with page and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.answer import Block, Row, Sentence
from assistant.answering.quoting import note, sentence_spans
from assistant.answering.schemes import mentions_scheme, of_another_scheme, plain, schemes_named
from assistant.answering.writing import institutions
from assistant.answering.writing.desk import Desk, filled
from assistant.answering.writing.plan import referral
from knowledge import taxonomy
from knowledge.entries import Policy
from knowledge.freshness import newest_first
from knowledge.search import Hit

_ASKS_WHERE = re.compile(
    r"つなぐ先|紹介先|相談先|(?:誰|だれ|どこ|どちら)(?:に|へ)[^。、]{0,8}(?:相談|つな|紹介|聞|頼|行)|何を持(?:っ|た)|持ち物|持って(?:行|い)くもの"
)
_MOST_DOCUMENTS = 4
_MOST_SENTENCES = 4
_LONGEST_HEADING = 45  # characters
_ASKS_AMOUNT = re.compile(r"いくら|上限|限度|どのくらい|どれくらい|何割|補助率|金額|補助の(?:額|率)")
_AMOUNT = re.compile(r"\d円|万円|億円|分の[0-9１-９]|[%％]")
_FOR_AMOUNT = 0.5  # what a sentence with an amount is worth more where one is asked for
_NEAREST = 3  # passages of a document that are read; beyond them only amounts are looked for
_FROM_HEADING = 0.6  # share of a heading's words that counts for a sentence under it
_TOLD_ELSEWHERE = {"出典と時点", "対象"}  # shown as facts and as a row of its own
_DATED = {"subsidy", "finance", "law", "emergency", "document"}


def write(desk: Desk) -> list[Block]:
    """Return a block for each document that answers, then where to ask."""
    referred = _referred(desk)
    hits = _relevant(desk) if not referred else []
    dated = any(isinstance(h.entry, Policy) and h.entry.category in _DATED for h in hits)
    keys = ["policy.found", *(["policy.dated"] if dated else [])]
    blocks = [desk.notes("summary", desk.say("policy.found-heading"), keys, total=len(hits))] if hits else []
    return [*referred, *blocks, *(_document(desk, hit) for hit in hits), *([] if referred else _windows(desk, hits))]


def _referred(desk: Desk) -> list[Block]:
    """Return where the client of a talk goes with the topic that was told before, and with what; nothing where a matter is named."""
    text = desk.understood.text
    told = [p for p in desk.understood.premises if p.field == "topics" and p.code != "policy"]
    if not desk.understood.question.earlier or not _ASKS_WHERE.search(text) or schemes_named(text):
        return []
    topics = [p.code for p in told if p.fixed or p.word not in text]
    plays = [p for topic in topics[:1] if isinstance(p := desk.lookup(f"playbook-{topic}"), Policy)]
    return [referral(desk, play) for play in plays]


def _relevant(desk: Desk) -> list[Hit]:
    """Return the documents that answer, the best first; where the question names a scheme, only those that speak of it."""
    hits = list(desk.evidence.policies)
    schemes = schemes_named(desk.understood.text)
    if schemes:
        hits = [h for h in hits if any(mentions_scheme(h.entry, name) for name in schemes)]
        own = [h for h in hits if not of_another_scheme(h.entry, schemes)]
        hits = own or [kept for h in hits if (kept := _passages_naming(h, schemes))]
    worth = {h.entry.id: h.score + 2 * _coverage(desk, h) for h in hits}
    best = max(worth.values(), default=0.0)
    hits.sort(key=lambda h: -worth[h.entry.id])
    newer = {h.entry.id: found.entry_id for h in hits if (found := desk.sources.newer(h.entry))}
    hits = newest_first(hits, lambda h: h.entry.id, lambda h: newer.get(h.entry.id, ""))
    return [h for h in hits if worth[h.entry.id] >= 0.55 * best][:_MOST_DOCUMENTS]


def _passages_naming(hit: Hit, schemes: Sequence[str]) -> Hit | None:
    """Return another scheme's document with only the passages that name the asked one, None when there is none."""
    named = tuple(p for p in hit.passages if any(name in plain(p.passage.text) for name in schemes))
    return replace(hit, passages=named) if named else None


def _coverage(desk: Desk, hit: Hit) -> float:
    """Return how much of the question one passage of a document speaks of (0–1)."""
    return max((desk.evidence.score(p.passage.text) for p in hit.passages[:3]), default=0.0)


def _document(desk: Desk, hit: Hit) -> Block:
    entry = hit.entry
    if not isinstance(entry, Policy):
        raise TypeError(f"{entry.id} is not a policy")
    rows = _terms(desk, hit) if entry.category == "glossary" else []
    if any(s.anchor == "対象" for s in entry.sections):
        rows.append(desk.row("対象", entry, "対象", 2))
    if not rows or rows[0].label == "対象":
        rows.append(Row(label="記載", cells=(_best_sentences(desk, hit),)))
    facts = [taxonomy.POLICY_CATEGORIES.label_of(entry.category), entry.publisher]
    if entry.as_of:
        facts.append(f"{entry.as_of} 時点{_guessed(entry, 'as_of')}")
    if entry.valid_until:
        facts.append(f"有効期限 {entry.valid_until}{_guessed(entry, 'valid_until')}")
    return Block(
        kind="policy",
        heading=desk.say("policy.heading", title=entry.title),
        sentences=tuple(_freshness(desk, entry)),
        rows=filled(rows),
        facts=tuple(facts),
        entry_id=entry.id,
    )


def _freshness(desk: Desk, entry: Policy) -> list[Sentence]:
    """Say what stands against using a document: a newer edition, its end, and what nobody has confirmed."""
    said = []
    newer = desk.sources.newer(entry)
    if newer:
        said.append(desk.say("policy.superseded-guess" if newer.guessed else "policy.superseded", title=newer.title))
    if entry.expired(desk.today):
        key = "policy.expired-guess" if "valid_until" in entry.guessed else "policy.expired"
        said.append(desk.say(key, date=entry.valid_until))
    if entry.guessed:
        said.append(desk.say("policy.guessed"))
    elif not entry.confirmed:
        said.append(desk.say("policy.unconfirmed"))
    return [note(text) for text in said]


def _guessed(entry: Policy, name: str) -> str:
    return "（推定）" if name in entry.guessed else ""


def _terms(desk: Desk, hit: Hit) -> list[Row]:
    """Return the terms of a glossary that the question names (else the best one), with their everyday words."""
    anchors = list(dict.fromkeys(p.passage.anchor for p in hit.passages))
    named = [a for a in anchors if a in desk.understood.text] or anchors[:1]
    rows = []
    for anchor in named[:2]:
        rows.append(desk.row(anchor, hit.entry, anchor, 1))
        rows.append(Row(label="言い換え", cells=(desk.sources.labelled(hit.entry, anchor, "言い換え"),)))
    return rows


def _best_sentences(desk: Desk, hit: Hit) -> tuple[Sentence, ...]:
    """Return the sentences of the best passages that share most with the question, in reading order.

    What a heading says counts for the sentences under it; a heading alone answers little.
    """
    entry, score = hit.entry, desk.evidence.score
    asks_amount = _ASKS_AMOUNT.search(desk.understood.text)
    candidates = []
    for place, scored in enumerate(hit.passages if asks_amount else hit.passages[:_NEAREST]):
        section = next((s for s in entry.sections if s.anchor == scored.passage.anchor), None)
        if section is None or section.heading in _TOLD_ELSEWHERE:
            continue
        above = 0.0 if section.page else score(section.heading)
        for span in sentence_spans(entry.body, scored.passage.start, scored.passage.end):
            text = entry.body[span[0] : span[1]]
            own = score(text)
            if len(text) <= _LONGEST_HEADING and text[-1] not in "。？！?!":
                above, own = max(above, own), 0.5 * own
            else:
                own += _FROM_HEADING * above
            states = bool(asks_amount and _AMOUNT.search(text))
            own += _FOR_AMOUNT * states
            if len(text) >= 8 and (place < _NEAREST or states):
                candidates.append((own - 0.08 * min(place, _NEAREST - 1), section, span))
    candidates.sort(key=lambda c: -c[0])
    chosen = sorted(candidates[:_MOST_SENTENCES], key=lambda c: c[2])
    return tuple(desk.sources.quote(entry, section, span) for _, section, span in chosen)


def _windows(desk: Desk, hits: Sequence[Hit]) -> list[Block]:
    """Return where to ask: the best document if it is of a window, the institution that they name, another found, the hub."""
    found = [h.entry for h in hits if any(s.anchor == "持っていくもの" for s in h.entry.sections)]
    best = found[0] if found and found[0] is hits[0].entry else None
    named = "\n".join(h.entry.text_of(s.anchor) for h in hits for s in h.entry.sections if "窓口" in s.heading)
    others = (*found, desk.lookup("institution-yorozu"))
    institution = best or institutions.named_in(desk, named) or others[0]
    if institution is None:
        return []
    rows = [
        desk.row(institution.title, institution, "何をするところか", 2),
        desk.row("つなぎ方", institution, "つなぎ方", 2),
        desk.row("持っていくもの", institution, "持っていくもの", 2),
        desk.row("フォローの仕方", institution, "フォローの仕方", 1),
    ]
    return [Block(kind="referral", heading=desk.say("policy.windows"), rows=filled(rows), entry_id=institution.id)]
