"""Services of several hubs over one data directory: entries, held cases, practices and consultations, each with its canary."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from assistant.answering import Assistant
from assistant.answering.conversation import Conversations
from assistant.api.desk import Desk
from assistant.api.service import Service
from assistant.consultations.consultation import Consultation
from assistant.consultations.consultations import Consultations
from assistant.plans.plan import Action, Goal, Plan, Referral, Said, Sum
from assistant.practice import Practice
from assistant.records import Records
from assistant.records.practices import Practices
from assistant.settings import Settings
from assistant.sharing.contributions import Contributions
from assistant.sharing.gaps import Gaps
from assistant.sharing.sharing import Sharing
from assistant.sharing.uses import Uses
from eval.leaks.canaries import HUBS, NATIONAL, Canary
from eval.leaks.entries import case_text, files
from ingest import pipeline
from ingest.anonymise.detector import Detector
from ingest.anonymise.recogniser import FakeRecogniser
from ingest.anonymise.risk import Doubt
from ingest.gate import Gate, GateRules
from ingest.quarantine import Quarantine
from ingest.review import ReviewQueue
from ingest.review.opening import FOLDER, publisher
from knowledge.catalog.reviews import Reviews
from knowledge.catalog.runs import Runs
from knowledge.embedding import Embedder
from knowledge.entries import Case
from knowledge.entry_file import parse_markdown
from knowledge.filters import Filters, Viewer
from knowledge.search import KnowledgeBase

VIEWERS = ("47", "01", "13", "")  # in this order each is asked right after another one
NAME = "testserver"  # the host name under which a service in the same process is asked
LEARNER = "learner-of-the-leak-suite"
_CLOSED = ("和紙が値上がりしたと店主が窓口に来た。", "灯籠4種の和紙を量り、2種を50円上げた。")


@dataclass(frozen=True, slots=True)
class Planted:
    """The services by hub ("" is none); ``closed`` are the same where other machines can reach them.

    ``ids``: the name of a route's parameter → every value that exists, by owner; ``closed_id`` are consultations at
    their end, ``contributed_id`` the cases made of them.
    """

    open: Mapping[str, Service]
    closed: Mapping[str, Service]
    ids: Mapping[str, Mapping[str, tuple[str, ...]]]


@contextmanager
def planted(folder: Path, embedder: Embedder, today: date) -> Iterator[Planted]:
    """Plant everything below ``folder``; what was opened is closed at the end."""
    data = folder / "data"
    knowledge = KnowledgeBase(data, embedder, today=lambda: today)
    records = Records.at(data)
    try:
        _import(folder / "files", knowledge)
        catalog, detector, secret = knowledge.catalog, Detector(FakeRecogniser()), secrets.token_bytes(32)
        queue = ReviewQueue(Reviews(catalog), Quarantine(data / FOLDER, secret), publisher(catalog), detector)
        gate = Gate(detector, catalog, queue, secret, GateRules())
        held = {owner: (_held(queue, owner),) for owner in (NATIONAL, *HUBS)}
        practice = Practice(Practices(records), knowledge, embedder, choose=_own_first)
        consultations = Consultations(records, today=lambda: today)
        opened = {hub: _consultation(consultations, hub, today) for hub in HUBS}
        contributions = Contributions(records, catalog, lambda: gate, knowledge.update, lambda: today)
        closed = {hub: _closed(consultations, hub) for hub in HUBS}
        contributed = {hub: contributions.send(one, None, (), f"hub:{hub}").entry_id for hub, one in closed.items()}
        shared = Service(
            Settings(data=data, names=(NAME,)),
            knowledge,
            Assistant(knowledge, lambda: today),
            Conversations(),
            Desk(lambda: queue),
            practice,
            consultations,
            sharing=Sharing(contributions, Uses(records), Gaps(records, catalog)),
        )
        services = {hub: _of(shared, hub) for hub in VIEWERS}
        elsewhere = {hub: _of(shared, hub, host="192.0.2.1") for hub in VIEWERS}
        entries = {o: _entries(knowledge, o) for o in (NATIONAL, *HUBS)}
        ids: dict[str, Mapping[str, tuple[str, ...]]] = {
            "entry_id": entries,
            "review_id": held,
            "practice_id": {hub: _practices(practice, hub) for hub in HUBS},
            "consultation_id": {hub: (one,) for hub, (one, _) in opened.items()},
            "plan_id": {hub: (plan,) for hub, (_, plan) in opened.items()},
            "closed_id": {hub: (one.id,) for hub, one in closed.items()},
            "contributed_id": {hub: (one,) for hub, one in contributed.items()},
        }
        yield Planted(services, elsewhere, ids)
    finally:
        records.close()
        knowledge.close()


def _of(shared: Service, hub: str, host: str = "127.0.0.1") -> Service:
    """Return the service of a hub: a process of its own has its own conversations, and shares everything on the disk."""
    return replace(shared, settings=replace(shared.settings, hub=hub, host=host), conversations=Conversations())


def _import(folder: Path, knowledge: KnowledgeBase) -> None:
    folder.mkdir(parents=True)
    for name, text in files():
        (folder / name).write_text(text, encoding="utf-8")
    report = pipeline.run([folder], knowledge.catalog, knowledge.update)
    if report.count("failed"):
        raise ValueError(report.as_text())
    Runs(knowledge.catalog).record(report.for_keeping())


def _entries(knowledge: KnowledgeBase, owner: str) -> tuple[str, ...]:
    wanted = NATIONAL if owner == NATIONAL else f"hub:{owner}"
    viewer = Viewer("" if owner == NATIONAL else owner)
    return tuple(sorted(e.id for e in knowledge.browse(Filters(), viewer) if e.visibility == wanted))


def _held(queue: ReviewQueue, owner: str) -> str:
    entry_id = f"case-held-{'nn' if owner == NATIONAL else owner}"
    original = parse_markdown(case_text(entry_id, owner, Canary(owner, "held"), origin="contributed"))
    proposed = parse_markdown(case_text(entry_id, owner, Canary(owner, "proposed"), origin="contributed"))
    word = str(Canary(owner, "held"))
    doubt = Doubt("distinctive", "title", 0, len(word), word, "ある店", "店の名前のようです。")
    return queue.hold(original, proposed, [doubt], [], f"/files/{Canary(owner, 'file')}-held.md")


def _own_first(cases: Sequence[Case]) -> Case:
    return next((c for c in cases if c.visibility != NATIONAL), cases[0])


def _practices(practice: Practice, hub: str) -> tuple[str, ...]:
    """Deal the hub's own cases to one learner: one practice goes on, one is closed."""
    made = []
    for closing in (False, True):
        session = practice.deal(LEARNER, Viewer(hub))
        session = practice.ask(LEARNER, session.id, session.version, "家族は何人で、年商はいくらですか", Viewer(hub))
        if closing:
            practice.propose(LEARNER, session.id, session.version, "和紙の原価を量ってから値上げを決めましょう")
        made.append(session.id)
    return tuple(made)


def _consultation(consultations: Consultations, hub: str, today: date) -> tuple[str, str]:
    opened = consultations.open(hub, f"{Canary(hub, 'consultation')}の灯籠の相談")
    noted = consultations.note(hub, opened.id, opened.version, "owner", f"{Canary(hub, 'note')}の和紙が値上がりした。")
    return noted.id, consultations.keep_plan(hub, noted.id, _plan(hub, today)).id


def _closed(consultations: Consultations, hub: str) -> Consultation:
    """Close a consultation that tells enough to be shared."""
    made = consultations.open(hub, f"{Canary(hub, 'closed')}の灯籠の値上げ")
    for text in _CLOSED:
        made = consultations.note(hub, made.id, made.version, "adviser", f"{Canary(hub, 'closed')}では、{text}")
    return consultations.advance(hub, made.id, made.version, "closed", "success", "和紙の原価を先に量ると話が早い。")


def _plan(hub: str, today: date) -> Plan:
    said = Said(text=f"{Canary(hub, 'plan')}で灯籠の原価を量る", by="owner")
    week = today + timedelta(days=7)
    action = Action(
        id="a1", what=said, who=str(Canary(hub, "plan")), first_step=said, first_step_due=week, indicator=said
    )
    referral = Referral(id="r1", partner="cci", reason=said, bring=(said,), caller="相談員", check_on=week)
    rise = {"sales": "1000万円", "variable_rate": "4割", "fixed": "350万円", "rise": "5%"}
    return Plan(
        title=f"{Canary(hub, 'plan')}の行動計画",
        as_of=today,
        goal=Goal(said=said, indicator="限界利益"),
        actions=(action,),
        referrals=(referral,),
        sums=(Sum(id="s1", kind="price-rise", label=f"{Canary(hub, 'plan')}の値上げ", inputs=rise),),
        next_meeting=week,
    )
