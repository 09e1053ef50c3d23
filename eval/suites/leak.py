"""Suite: does a canary of another hub, or of a held case, come out of any route, format, error, cache, or of a report?"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from eval.leaks.answers import Answered, answers, of_the_desk, routes_of, unasked
from eval.leaks.canaries import HUBS, NATIONAL, Canary, canaries_in
from eval.leaks.entries import QUESTIONS
from eval.leaks.planting import Planted, planted
from eval.ran import Ran
from eval.report.page import page
from eval.report.results import failures, results
from eval.suite import Measure, Score, Setup, SuiteResult
from eval.suites.citations import asked_of, judge
from knowledge.embedding import load_embedder

_IDS = ("{entry_id}", "{plan_id}", "{consultation_id}")  # of a hub; a practice is its learner's, wherever they are


def run(setup: Setup) -> SuiteResult:
    """Plant, ask every route of every hub's service, and look for what should not be there."""
    embedder = load_embedder(os.environ.get("YOROZU_EMBEDDING", "bundled"))
    with planted(Path(setup.scratch) / "leak", embedder, setup.today) as found:
        routes = routes_of(found.open[""])
        missing = unasked(routes, found)
        got = list(answers(found, routes, setup.progress))
        judged = measures(got, [f"{m} {p}" for m, p in routes], missing)
        written = report_scores(judged, found, setup.today)
    return SuiteResult(
        suite="leak",
        measures=(*judged, _events("eval_output", "評価の報告に、目印が出た", written)),
        notes=(
            "拠点 01・13・47 と全国の事例・指針・制度・確認待ち・練習・相談・計画に目印の言葉を置き、どの経路からも出ないことを確かめました。",
            "確認待ちと取り込みの画面は、そのコンピューターの運用者のもので、拠点を区別しません(desk)。拠点ごとに分けるには、利用者の確認が要ります。",
            "拠点はサーバーの設定で決まります。質問・住所・見出しで別の拠点を名乗る質問も、各経路に送っています。",
        ),
    )


def measures(got: Sequence[Answered], routes: Iterable[str], missing: Sequence[str]) -> tuple[Measure, ...]:
    """Return what came out where it should not, by answer, and what shows that the search for it was no empty one."""
    other, held, desk = [], [], []
    for number, a in enumerate(got):
        foreign = {c for c in a.canaries if c.owner not in (a.hub, NATIONAL)}
        if of_the_desk(a.route):
            desk.append(_score(number, a, foreign if not a.closed else ()))
            held.append(_score(number, a, {c for c in a.canaries if c.place == "held"} if a.closed else ()))
        else:
            other.append(_score(number, a, foreign))
            held.append(_score(number, a, {c for c in a.canaries if c.place in ("held", "proposed")}))
    known = [Score(sample=_flat(r), value=float(r in missing), why="どう尋ねるかが書かれていません") for r in routes]
    return (
        _events("other_hub", "ほかの拠点のものが出た", other),
        _events("held", "確認待ちの原文が、確認の画面の外に出た", held),
        _events("told_apart", "ほかの拠点にあるものと、どこにもないものとで、返事が違った", list(_told_apart(got))),
        _events("unchecked", "調べ方の書かれていない経路", known),
        _events("desk", "運用者の画面に、ほかの拠点のものが出た", desk),
        Measure(name="own", label="自分の拠点のものは見えた(調べ方の確かめ)", scores=tuple(_own(got))),
    )


def report_scores(judged: Sequence[Measure], found: Planted, today: date) -> list[Score]:
    """Write the reports of this suite and of a judged set of answers of a hub; nobody else's canary may stand in them."""
    ran = [Ran("leak", SuiteResult(suite="leak", measures=tuple(judged)), 0.0)]
    knowledge = found.open[""].knowledge
    for hub in ("", *HUBS):
        asked = asked_of(knowledge, today, list(QUESTIONS.items()), hub)
        own = SuiteResult(suite=f"hub{hub}", measures=judge(asked, knowledge.catalog.get))
        ran.append(Ran(own.suite, own, 0.0))
    scores = []
    for one in ran:
        values = results([one], [], {})
        told = {
            "results.json": values.as_json(),
            "failures.jsonl": "".join(failures([one])),
            "index.html": page([one], values),
        }
        allowed = {NATIONAL, one.name.removeprefix("hub")} if one.name.startswith("hub") else set()
        for name, text in told.items():
            out = [c for c in canaries_in(text.encode()) if c.owner not in allowed]
            scores.append(Score(sample=f"{one.name} {name}", value=float(bool(out)), why=_named(out)))
    return scores


def _told_apart(got: Sequence[Answered]) -> Iterable[Score]:
    """Compare, request by request, the answer to another hub's id with the answer to one that nobody has."""
    by_key: dict[tuple[str, str, str], dict[bool, list[Answered]]] = {}
    for a in got:
        if any(name in a.route for name in _IDS):
            owned = a.order.named - {NATIONAL, a.hub}
            if owned or not a.order.named:
                key = (a.route.replace("{kind}", ""), a.hub, repr(sorted(a.order.given.items())))
                by_key.setdefault(key, {True: [], False: []})[bool(owned)].append(a)
    compared = [(route, pair[True], {a.same for a in pair[False]}) for (route, _, _), pair in by_key.items()]
    for number, (route, a, usual) in enumerate((r, a, u) for r, others, u in compared for a in others):
        differs = a.same not in usual
        why = "返事が違います" if differs else ""
        yield Score(sample=f"{number:05}", value=float(differs), slices={"route": route, "hub": a.hub}, why=why)


def _own(got: Sequence[Answered]) -> Iterable[Score]:
    places = ("case", "clause", "policy", "playbook", "plan", "consultation", "note", "closed")
    seen = {(a.hub, c.place) for a in got for c in a.canaries if c.owner == a.hub}
    for hub in HUBS:
        for place in places:
            yield Score(sample=f"{hub} {place}", value=float((hub, place) in seen), slices={"place": place})


def _score(number: int, answered: Answered, out: Iterable[Canary]) -> Score:
    out = list(out)
    return Score(
        sample=f"{number:05}",
        value=float(bool(out)),
        slices={
            "route": answered.route,
            "hub": answered.hub or "なし",
            "role": answered.order.role,
            "status": str(answered.status),
        },
        question=f"{answered.route}",
        answer=str(answered.status),
        why=_named(out),
    )


def _flat(route: str) -> str:
    """Write a route so that it is not read as samples of one question."""
    return route.replace("/", "›")


def _named(canaries: Iterable[Canary]) -> str:
    """Say whose canary came out and of what, without the word itself: the report must not leak it in turn."""
    return "、".join(sorted({f"{c.owner} の {c.place}" for c in canaries}))


def _events(name: str, label: str, scores: Sequence[Score]) -> Measure:
    return Measure(name=name, label=label, scores=tuple(scores), better="lower", kind="events")
