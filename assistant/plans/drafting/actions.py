"""The actions: first what the owner's own products call for, then what the playbook of the theme advises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answering.judging import scope
from assistant.plans.drafting import product_actions
from assistant.plans.drafting.effects import Effects
from assistant.plans.drafting.experience import Experience
from assistant.plans.drafting.ground.customers import unsuited
from assistant.plans.drafting.ground.ground import Ground
from assistant.plans.drafting.ground.theme import troubles
from assistant.plans.drafting.steps import due_day, first_step_day
from assistant.plans.plan import Action, Cause, Said
from knowledge.entries import Policy, Section

_USUAL, _MOST_OF_PRODUCTS = 3, 2
_SPENDS = re.compile(r"広告(?!費)|チラシ|設備を|機械を|購入|展示会|印刷|試作|催事|見本")
_MEASURES = re.compile(r"測る|並べる$")
_MEASURED = 3  # products whose margin is known: measuring them is no action any more
_MEASURE = "playbook-margin"
_OF_PRICES = ("stop", "reprice")
#: Themes whose own first action does not look at what is left of a sale.
_BLIND = ("promotion", "digital", "productivity", "ip")
_RATES = ("rate", "variable_rate", "variable", "margin")


class Actions:
    """Drafts the actions of one plan; ``left_out`` tells which the owner does not want."""

    def __init__(self, ground: Ground, causes: Sequence[Cause], meeting: date) -> None:
        """Take the branches that an action may work on, the essential one first, and the day of the next meeting."""
        self._ground = ground
        self._causes = causes
        self._meeting = meeting
        self._effects = Effects(ground)
        self._experience = Experience(ground)
        self._trades = ground.understood.codes().get("industry", ()) if ground.understood else ()
        self.left_out: list[str] = []

    def drafted(self) -> tuple[Action, ...]:
        """Return the actions in the order in which they are begun.

        Three; four where products call for two; one less for somebody worn out.
        """
        found = [*self._of_products()]
        most = (
            _USUAL + (1 if len(found) == _MOST_OF_PRODUCTS else 0) - (1 if scope.worn(self._ground.everything) else 0)
        )
        chosen = self._sections()[: most - len(found)]
        found += [self._of_play(play, section, len(found) + n) for n, (play, section) in enumerate(chosen)]
        found = self._with_failure(found)
        return tuple(action.model_copy(update={"id": f"action-{n}"}) for n, action in enumerate(found, 1))

    def _with_failure(self, actions: list[Action]) -> list[Action]:
        """Tell of a failure of the same theme with the action that it speaks of, where none was told yet."""
        advised = [n for n, action in enumerate(actions) if action.what.by != "computed"]
        if any(actions[n].avoid for n in advised):
            return actions
        for n in advised:
            action = actions[n]
            told = self._experience.failure_of_theme(f"{self._ground.text}\n{action.what.text}")
            if told:
                return [*actions[:n], action.model_copy(update={"avoid": (*told, *action.avoid)}), *actions[n + 1 :]]
        return actions

    def _of_products(self) -> Iterator[Action]:
        taken = 0
        for one in product_actions.product_actions(self._ground):
            text = self._ground.say(f"product.{one.kind}", names=one.names)
            if self._ground.theme == "pricing" and one.kind not in _OF_PRICES:
                continue  # who asks about prices is not first told what to sell
            if taken < _MOST_OF_PRODUCTS and not self._refused(text, text):
                yield product_actions.written(self._ground, one, self._effects, taken, self._cause_of(text))
                taken += 1

    def _sections(self) -> list[tuple[Policy, Section]]:
        """Return the sections of the main playbook that the owner does not refuse, the fitting one first.

        Before them stands the measuring of what is left of a sale, where nobody knows it and selling more is the talk.
        """
        known = len(self._ground.numbers.lines) >= _MEASURED
        found = list[tuple[Policy, Section]]()
        for n, play in enumerate(self._ground.plays):
            for section in _actions_of(play):
                name, first = _name(section), _text(play, section, "最初の一歩")
                if unsuited(first, self._trades) or (known and _MEASURES.search(name)):
                    continue
                if not self._refused(name, f"{name}\n{first}") and n == 0:
                    found.append((play, section))
        paid = self._paid(found)
        measure = self._measuring() if not known else []
        if not found or paid:
            return [*paid, *measure, *(f for f in found if f not in paid)]
        return [*(measure if self._sells_blindly() else []), *found]

    def _paid(self, found: Sequence[tuple[Policy, Section]]) -> list[tuple[Policy, Section]]:
        """Return the action on pay whose cost the told numbers show, where the worry speaks of it more than of the first."""
        if self._ground.theme != "people":
            return []
        words = self._ground.meaning.words(f"{self._ground.text}\n{self._ground.told.wish}")
        texts = [f"{_name(section)}\n{_text(play, section, 'やること')}" for play, section in found]
        return [
            one
            for one, text in zip(found[1:], texts[1:], strict=True)
            if self._effects.told(text) and words(text) > words(texts[0])
        ][:1]

    def _measuring(self) -> list[tuple[Policy, Section]]:
        play = self._ground.lookup(_MEASURE)
        return [(play, _actions_of(play)[0])] if isinstance(play, Policy) else []

    def _sells_blindly(self) -> bool:
        """Tell whether more is to be sold or made while a sale leaves too little, or nobody knows what it leaves."""
        theme, told = self._ground.theme, self._ground.told
        unknown = not told.lines and not set(_RATES) & told.numbers.keys()
        return theme in _BLIND and ("margin" in troubles(self._ground.numbers) or (unknown and theme == "promotion"))

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
        about = f"{name}\n{what.text}"
        sum_id, effect = self._effects.of(about)
        return Action(
            id="action",
            what=what,
            why=(*told[1:][-1:], *self._experience.success(about)),
            avoid=self._experience.failure(about),
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

    def _cause_of(self, text: str) -> str:
        """Return the branch that an action changes: the one it speaks of, else the essential one."""
        if not self._causes:
            return ""
        words = self._ground.meaning.words(text)
        rated = [(words(c.said.text) + (0.1 if n == 0 else 0.0), -n) for n, c in enumerate(self._causes)]
        return self._causes[-max(rated)[1]].id


def _actions_of(play: Policy) -> list[Section]:
    return [s for s in play.sections if s.heading.startswith("行動")]


def _name(section: Section) -> str:
    return section.heading.removeprefix(section.anchor).strip()


def _text(play: Policy, section: Section, label: str) -> str:
    found = re.search(rf"^\s*-\s*{label}\s*[:：]\s*(.+)$", play.body[section.start : section.end], re.MULTILINE)
    return found[1].strip()[:400] if found else ""
