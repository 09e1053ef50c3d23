"""The actions: first what the owner's own products call for, then what the playbook of the theme advises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answering.judging import scope
from assistant.plans.drafting import product_actions
from assistant.plans.drafting.effects import Effects
from assistant.plans.drafting.ground.customers import unsuited
from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.drafting.steps import due_day, first_step_day
from assistant.plans.plan import Action, Cause, Said
from knowledge.contrast import GOOD
from knowledge.entries import Case, Policy, Section

_USUAL, _MOST_OF_PRODUCTS = 3, 2
_SPENDS = re.compile(r"広告(?!費)|チラシ|設備を|機械を|購入|展示会|印刷|試作|催事|見本")
_MEASURES = re.compile(r"測る|並べる$")
_MEASURED = 3  # products whose margin is known: measuring them is no action any more
_MEASURE = "playbook-margin"
_LOST = re.compile(r"減っ|落ち|下がっ|赤字|失っ|閉じ|閉め|撤退|辞め|離れ|尽き|断られ|移っ|倒産|廃業")
_NEAR = 2  # cases of each side that are looked at
_RELATED, _RELATED_ELSEWHERE = 0.04, 0.1  # of shared words, from which experience of others speaks of an action


class Actions:
    """Drafts the actions of one plan; ``left_out`` tells which the owner does not want, ``told`` whose cases were told."""

    def __init__(self, ground: Ground, causes: Sequence[Cause], meeting: date) -> None:
        """Take the branches that an action may work on, the essential one first, and the day of the next meeting."""
        self._ground = ground
        self._causes = causes
        self._meeting = meeting
        self._effects = Effects(ground)
        self._trades = ground.understood.codes().get("industry", ()) if ground.understood else ()
        self.told: set[str] = set()
        self.left_out: list[str] = []

    def drafted(self) -> tuple[Action, ...]:
        """Return the actions in the order in which they are begun: three; four where products call for two; one less for somebody worn out."""
        found = [*self._of_products()]
        most = (
            _USUAL + (1 if len(found) == _MOST_OF_PRODUCTS else 0) - (1 if scope.worn(self._ground.everything) else 0)
        )
        for play, section in self._sections():
            if len(found) == most:
                break
            found.append(self._of_play(play, section, len(found)))
        return tuple(action.model_copy(update={"id": f"action-{n}"}) for n, action in enumerate(found, 1))

    def _of_products(self) -> Iterator[Action]:
        taken = 0
        for one in product_actions.product_actions(self._ground):
            text = self._ground.say(f"product.{one.kind}", names=one.names)
            if taken < _MOST_OF_PRODUCTS and not self._refused(text, text):
                yield product_actions.written(self._ground, one, self._effects, taken, self._cause_of(text))
                taken += 1

    def _sections(self) -> Iterator[tuple[Policy, Section]]:
        """Yield the actions of the main playbook that the owner does not refuse; measuring costs where none is left."""
        known, yielded = len(self._ground.numbers.lines) >= _MEASURED, 0
        for play in self._ground.plays[:1]:
            for section in _actions_of(play):
                name = _name(section)
                first = _text(play, section, "最初の一歩")
                if unsuited(first, self._trades):
                    continue
                if (known and _MEASURES.search(name)) or self._refused(name, f"{name}\n{first}"):
                    continue
                yielded += 1
                yield play, section
        margin = self._ground.lookup(_MEASURE)
        if not yielded and isinstance(margin, Policy) and not known:
            yield margin, _actions_of(margin)[0]

    def _refused(self, name: str, text: str) -> bool:
        refusal = self._ground.refusals.touched(text)
        if refusal:
            self.left_out.append(self._ground.say("refused", wish=refusal, action=name))
        return bool(refusal)

    def _of_play(self, play: Policy, section: Section, at: int) -> Action:
        ground, quotes, name = self._ground, self._ground.quotes, _name(section)
        told = quotes.labelled(play, section, "やること")
        what = quotes.joined(play, section, told[:-1] or told) if told else Said(text=name, by="guide")
        due = due_day(ground.today, _text(play, section, "期日"), self._meeting)
        step = first_step_day(ground.today, at, due)
        first, indicator = (quotes.labelled(play, section, label) for label in ("最初の一歩", "指標"))
        sum_id, effect = self._effects.of(f"{name}{what.text}")
        about = f"{name}\n{what.text}"
        return Action(
            id="action",
            what=what,
            why=(*told[1:][-1:], *self._experience(about)),
            avoid=self._failure(about) or quotes.nearest(play, "避けること", about, least_words=_RELATED),
            who=_text(play, section, "誰が") or ground.say("who"),
            start=step,
            due=due,
            cost=ground.say("cost.ask" if _SPENDS.search(about) else "cost.time"),
            effect=effect,
            sum=sum_id,
            first_step=first[0] if first else Said(text=ground.say("first-step"), by="guide"),
            first_step_due=step,
            indicator=indicator[0] if indicator else Said(text=ground.say("indicator.value"), by="guide"),
            cause=self._cause_of(about),
        )

    def _experience(self, about: str) -> tuple[Said, ...]:
        """Quote what a near success teaches of the same, each case once; nothing where none does."""
        for case in [c for c in self._ground.good[:_NEAR] if c.id not in self.told]:
            found = self._ground.quotes.nearest(case, "学び", about, least_words=self._least(case))
            if found:
                return self._of_case(case, found)
            if parted := self._ground.quotes.fork(case, about, self._least(case)):
                return self._of_case(case, parted, "parted")
        return ()

    def _failure(self, about: str) -> tuple[Said, ...]:
        """Quote where a near failure parted from success, or how it ended; each case once."""
        for case in [c for c in self._ground.bad[:_NEAR] if c.id not in self.told]:
            if parted := self._ground.quotes.fork(case, about, self._least(case)):
                return self._of_case(case, parted)
            if case.industry in self._trades and (
                ended := self._ground.quotes.nearest(case, "結果", about, fits=_lost)
            ):
                return self._of_case(case, ended, "ended")
        return ()

    def _least(self, case: Case) -> float:
        """Return how many words a case must share with an action: more where it is of another trade."""
        return _RELATED if case.industry in self._trades or not self._trades else _RELATED_ELSEWHERE

    def _of_case(self, case: Case, said: tuple[Said, ...], key: str = "") -> tuple[Said, ...]:
        """Return the quotes after a sentence that says whose experience they are."""
        self.told.add(case.id)
        key = key or ("learnt" if case.outcome in GOOD else "parted")
        outcome = self._ground.say(f"outcome.{case.outcome}")
        return (Said(text=self._ground.say(f"example.{key}", outcome=outcome, title=case.title), by="guide"), *said)

    def _cause_of(self, text: str) -> str:
        """Return the branch that an action changes: the one it speaks of, else the essential one."""
        if not self._causes:
            return ""
        words = self._ground.meaning.words(text)
        rated = [(words(c.said.text) + (0.1 if n == 0 else 0.0), -n) for n, c in enumerate(self._causes)]
        return self._causes[-max(rated)[1]].id


def _actions_of(play: Policy) -> list[Section]:
    return [s for s in play.sections if s.heading.startswith("行動")]


def _lost(text: str) -> float:
    return 0.0 if _LOST.search(text) else -2.0


def _name(section: Section) -> str:
    return section.heading.removeprefix(section.anchor).strip()


def _text(play: Policy, section: Section, label: str) -> str:
    found = re.search(rf"^\s*-\s*{label}\s*[:：]\s*(.+)$", play.body[section.start : section.end], re.MULTILINE)
    return found[1].strip()[:400] if found else ""
