"""Finds what an answer can be made of: one search for each part that the intent needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answering.judging import scope
from assistant.answering.judging.claims import claims
from assistant.answering.judging.nearness import Nearness
from assistant.answering.judging.unspoken import Unspoken
from assistant.answering.overlap import meant_words, shared_words
from assistant.answering.particulars import Particular, Particulars
from assistant.answering.schemes import named_things
from assistant.answering.situations import Situations
from assistant.answering.situations.told import told
from assistant.answering.understand import Understood
from assistant.answering.undertone import Undertone
from knowledge import taxonomy
from knowledge.contrast import BAD, GOOD, Contrast, Pair
from knowledge.entries import Case, Guideline, Policy
from knowledge.filters import Filters, Viewer
from knowledge.indexes.vectors import BrokenIndexError
from knowledge.search import Hit, KnowledgeBase

#: A sentence that ends by telling how things are.
_TELLS = re.compile(
    r"(?:ている|ていない|てい(?:ます|ません)|てしまう|てしまい?ます|ません|(?<!では)(?<!じゃ)ない|られる|られた|苦しい|困る|困った)。?$"
)
#: A question of how things are, not of what to do.
_ASKS = re.compile(r"(?:です|ます|ません|でしょう|の|た)か[。?？]?$|[?？]$")
_OF_DOING = re.compile(r"[ばら](?:い|よ|良)|べき|どう|しょうか|何から|順")
_WANTED_BY = {"subsidy": "topics:policy", "finance": "topics:cash"}
_DOCUMENTS = 10  # of clauses: which one of them fits is told by more than the search
_ON_THE_MATTER = 0.5  # chosen on the dev half of eval/datasets/contrast.jsonl
_OF_SCHEMES = re.compile(r"補助|保険に|助成|給付|保証|融資|枠|特例|協議会|センター|拠点|指針|税制|共済|[0-9０-９]号")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found, by use; ``score`` rates a text by the words that it shares with the question, rare ones more (0–1).

    ``meant`` rates it alike, but takes another word of the trade that says the same for most of the question's own.
    ``unpaired`` says why there is no pair of cases (as ``Contrast.missing``), ``apart`` what the pairs are not of (industry,
    topics, or the very matter).
    ``stated`` are documents that may tell whether what the question takes for granted is so; ``near`` turns a cosine into
    its distance from what is found for questions of other worlds. ``undertone``: distress or illegal, heard between the words.
    ``unspoken`` are the things that the question turns on and that no entry speaks of; ``schemes`` names that only the parts
    of speech tell to be names. ``particular``: what is asked for is nothing that a source here could hold.
    ``fit``: ``entry#clause`` → how well a clause fits the situation that is told, in standard deviations;
    ``own_work``: that situation is the adviser's own, so that a clause is always to the point.
    """

    cases: tuple[Hit, ...] = ()
    pairs: tuple[Pair, ...] = ()
    unpaired: str = ""
    apart: tuple[str, ...] = ()
    clauses: tuple[Hit, ...] = ()
    policies: tuple[Hit, ...] = ()
    playbooks: tuple[Hit, ...] = ()
    searched: Mapping[str, int] = field(default_factory=dict)
    score: Callable[[str], float] = lambda _text: 0.0
    meant: Callable[[str], float] = lambda _text: 0.0
    keywords_only: bool = False
    stated: tuple[Hit, ...] = ()
    near: Callable[[float], float] = lambda cosine: cosine
    undertone: frozenset[str] = frozenset()
    unspoken: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    particular: Particular | None = None
    fit: Mapping[str, float] = field(default_factory=dict)
    own_work: bool = False


class Finder:
    """Searches the knowledge base for each intent."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._nearness = Nearness(knowledge)
        self._unspoken = Unspoken(knowledge, self._nearness)
        self._undertone = Undertone(knowledge.meaning)
        self._situations = Situations(knowledge.meaning)
        self._particulars = Particulars(knowledge.meaning)

    def settle_intent(self, understood: Understood) -> Understood:
        """Where no word told the intent, let the kind of the best entry over everything decide.

        Owners are not shown the guideline: it speaks to those who advise them. Who tells a worry gets a plan, who tells of a
        difficulty of the office what their role usually asks for: neither asked for a definition. An adviser who asks
        something and tells of no client's trade asks about the own work.
        """
        if not understood.guessed:
            return understood
        viewer = Viewer(understood.question.hub)
        best = self._knowledge.search(understood.query, None, understood.codes(), viewer, limit=1)
        entry = best[0].entry if best else None
        if understood.question.role != "owner" and (
            self._situations.of_own_work(understood.text, "industry" in understood.codes())
            or (isinstance(entry, Guideline) and not {"industry", "topics"} <= understood.codes().keys())
        ):
            return replace(understood, intent="mentor")
        worried = understood.question.role == "owner" and understood.codes().get("topics")
        states = (worried and not _of_a_fact(understood.text)) or _TELLS.search(understood.text)
        if isinstance(entry, Policy) and entry.category != "playbook" and not states:
            return replace(understood, intent="policy")
        own_work = understood.question.role != "owner" and not understood.codes().get("industry")
        return replace(understood, intent="mentor") if own_work and _ASKS.search(understood.text) else understood

    def find(self, understood: Understood) -> Evidence:
        """Return the evidence for a question as it was understood; raise BrokenIndexError before the first index exists."""
        if not self._knowledge.ready():
            raise BrokenIndexError("検索の索引がまだありません。知識の登録が終わってから、もう一度お試しください。")
        viewer = Viewer(understood.question.hub)
        counts = self._knowledge.now().visible(viewer.partitions())
        intent = understood.intent
        cases = self._cases(understood, viewer) if intent != "policy" else ()
        plays = self._plays(understood, viewer) if intent != "policy" else ()
        documents = self._documents(understood, viewer) if intent == "policy" or _assumes(understood.text) else ()
        contrast = self._contrast(understood, viewer) if intent == "contrast" else Contrast()
        near = self._nearness.now()
        return Evidence(
            cases=_balanced(cases),
            pairs=contrast.pairs,
            unpaired=contrast.missing,
            apart=contrast.apart or (() if understood.codes().get("topics") else _off_the_matter(contrast.pairs, near)),
            clauses=self._clauses(understood, viewer) if intent == "mentor" else (),
            policies=documents if intent == "policy" else (),
            stated=documents,
            playbooks=self._playbooks(understood, plays),
            searched={kind: counts.get(kind, 0) for kind in ("case", "guideline", "policy")},
            score=shared_words(self._knowledge, understood.query),
            meant=meant_words(self._knowledge, told(understood.query)) if intent == "mentor" else lambda _text: 0.0,
            keywords_only=self._knowledge.serving.keywords_only,
            near=near,
            undertone=self._undertone.of_question(understood.text),
            unspoken=self._unspoken.of(understood, viewer),
            schemes=self._unspoken.schemes(understood),
            particular=self._particulars.of(understood.query),
            fit=self._situations.fit(understood.query) if intent == "mentor" else {},
            own_work=intent == "mentor" and self._situations.of_own_work(understood.query),
        )

    def _cases(self, understood: Understood, viewer: Viewer) -> tuple[Hit, ...]:
        fixed = _fixed(understood)
        premises = understood.codes(fixed=False) | fixed
        hits = self._knowledge.search(
            understood.query, Filters(("case",), fixed), premises, viewer, 24, excluded=understood.excluded
        )
        excluded = {
            e for e in understood.excluded if e == "topics:policy" or not e.startswith("topics:")
        }  # else lowered
        return tuple(
            h for h in hits if not any(f"{f}:{c}" in excluded for f, codes in h.entry.facets().items() for c in codes)
        )

    def _contrast(self, understood: Understood, viewer: Viewer) -> Contrast:
        fixed = _fixed(understood)
        premises = understood.codes(fixed=False) | fixed
        found = self._knowledge.contrast(
            understood.query, Filters(values=fixed), premises, viewer, excluded=understood.excluded
        )
        return found

    def _clauses(self, understood: Understood, viewer: Viewer) -> tuple[Hit, ...]:
        hits = self._knowledge.search(understood.query, Filters(kinds=("guideline",)), None, viewer, limit=_DOCUMENTS)
        return _fit(understood, hits)

    def _plays(self, understood: Understood, viewer: Viewer) -> tuple[Hit, ...]:
        topics = understood.codes().get("topics", ())
        filters = Filters(kinds=("policy",), values={"category": ("playbook",)})
        found = self._knowledge.search(
            understood.query, filters, {"topics": topics}, viewer, limit=4, excluded=understood.excluded
        )
        return tuple(h for h in found if not _ruled_out(h, understood.excluded))

    def _documents(self, understood: Understood, viewer: Viewer) -> tuple[Hit, ...]:
        wanted = tuple(c for c in taxonomy.POLICY_CATEGORIES if c != "playbook")
        filters = Filters(kinds=("policy",), values={"category": wanted})
        found = self._knowledge.search(understood.query, filters, None, viewer, limit=10, excluded=understood.excluded)
        return _fit(understood, [h for h in found if not _ruled_out(h, understood.excluded)])

    def _playbooks(self, understood: Understood, found: Sequence[Hit]) -> tuple[Hit, ...]:
        """Put the playbooks of the topics that were named first, in the order in which they were named."""
        topics = understood.codes().get("topics", ())

        def rank(hit: Hit) -> tuple[int, float]:
            own = hit.entry.topics[0] if hit.entry.topics else ""
            return (0 if own in topics else 1, -hit.score)

        return tuple(sorted((h for h in found if isinstance(h.entry, Policy)), key=rank))


def _off_the_matter(pairs: Sequence[Pair], near: Callable[[float], float]) -> tuple[str, ...]:
    """Return ``("matter",)`` when neither side of the best pair lies near a question that names no topic to be met."""
    found = [near(h.cosine) for pair in pairs[:1] for h in (pair.good, pair.bad) if h.cosine is not None]
    return ("matter",) if found and max(found) < _ON_THE_MATTER else ()


def _fit(understood: Understood, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Leave out the passages that speak of death: they are for advisers whose question does.

    An owner who is worn out is told of the helpline in words of its own (writing/care.py), not in those for advisers.
    """
    asked = scope.danger(understood.text) or scope.worn(understood.text)
    if asked and understood.question.role != "owner":
        return tuple(hits)
    if asked:
        hits = [h for h in hits if not (isinstance(h.entry, Policy) and h.entry.partner == "health-line")]
    fit = (replace(h, passages=tuple(p for p in h.passages if not scope.danger(p.passage.text))) for h in hits)
    return tuple(h for h in fit if h.passages)


def _ruled_out(hit: Hit, excluded: Sequence[str]) -> bool:
    """Tell whether a document is itself what the question does not want: a scheme where none is, the playbook of a topic."""
    entry = hit.entry
    if not isinstance(entry, Policy):
        return False
    main = f"topics:{entry.topics[0]}" if entry.category == "playbook" and entry.topics else ""
    return main in excluded or _WANTED_BY.get(entry.category, "") in excluded


def _of_a_fact(text: str) -> bool:
    last = re.split(r"[。？！?!\n](?=.)", text)[-1]
    return bool(_ASKS.search(last)) and not _OF_DOING.search(last)


def _fixed(understood: Understood) -> dict[str, tuple[str, ...]]:
    """Return the conditions that a person has set on cases."""
    return {k: v for k, v in understood.codes(fixed=True).items() if k not in ("category", "partners")}


def _assumes(text: str) -> bool:
    """Tell whether a question takes something for granted or names a scheme: what the documents say of it is looked up."""
    return bool(claims(text) or named_things(text) or _OF_SCHEMES.search(text))


def _balanced(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return up to three good and two bad outcomes, best first: what failed teaches as much as what worked.

    Far weaker ones are left out, but never the only case of a side in the trade or on the topic that is asked about.
    """
    good = [h for h in hits if isinstance(h.entry, Case) and h.entry.outcome in GOOD]
    bad = [h for h in hits if isinstance(h.entry, Case) and h.entry.outcome in BAD]
    best = hits[0].score if hits else 0.0
    chosen = [
        hit
        for side in (good[:3], bad[:2])
        for place, hit in enumerate(side)
        if hit.score >= 0.35 * best or (place == 0 and {"industry", "topics"} & hit.shared.keys())
    ]
    return tuple(sorted(chosen, key=lambda h: -h.score))
