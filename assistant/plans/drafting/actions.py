"""The actions: first what the owner's own products call for, then what the playbook of the theme advises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.plans.drafting import working_days
from assistant.plans.drafting.ground import Ground
from assistant.plans.drafting.refusals import Refusals
from assistant.plans.figures import Result, said_of
from assistant.plans.items import ItemLine
from assistant.plans.plan import FIRST_STEP_DAYS, Action, Said
from knowledge.contrast import BAD, GOOD
from knowledge.entries import Policy, Section

MOST = 4
_MOST_OF_LINES = 2
_MEETING = re.compile(r"次回")
_COSTS = re.compile(r"広告|チラシ|設備|機械|購入|買|試作|展示会|外注|印刷|包装|工事|契約")
_NAMED = 3  # products named in one action
_MEASURE = "playbook-margin"


class Actions:
    """Drafts the actions of one plan; ``left_out`` tells which of them the owner does not want."""

    def __init__(self, ground: Ground, causes: tuple[str, ...], meeting: date) -> None:
        """Take the ids of the causes, the essential one first, and the day of the next meeting."""
        self._ground = ground
        self._causes = causes
        self._meeting = meeting
        self._refusals = Refusals(ground.told.will_not)
        self.left_out: list[str] = []

    def drafted(self) -> tuple[Action, ...]:
        """Return one to MOST actions in the order in which they are begun."""
        found = [*self._of_lines()][:_MOST_OF_LINES]
        for play, section in self._sections():
            if len(found) >= min(MOST, 3 + (1 if found and found[0].id.startswith("line") else 0)):
                break
            found.append(self._of_play(play, section, len(found)))
        return tuple(self._numbered(found))

    def _sections(self) -> Iterator[tuple[Policy, Section]]:
        """Yield the actions of the main playbook that the owner does not refuse; the measuring of costs where none is left."""
        yielded = 0
        for play in self._ground.plays[:1]:
            for section in [s for s in play.sections if s.heading.startswith("行動")]:
                name = section.heading.removeprefix(section.anchor).strip()
                refused = self._refusals.touch(f"{name}\n{play.text_of(section.anchor)}", name)
                if refused:
                    self.left_out.append(self._ground.say("refused", wish=refused, action=name))
                else:
                    yielded += 1
                    yield play, section
        margin = self._ground.lookup(_MEASURE)
        if not yielded and isinstance(margin, Policy):
            yield margin, next(s for s in margin.sections if s.heading.startswith("行動"))

    def _of_play(self, play: Policy, section: Section, at: int) -> Action:
        quotes, ground = self._ground.quotes, self._ground
        anchor = section.anchor
        what = quotes.labelled(play, anchor, "やること")
        name = section.heading.removeprefix(anchor).strip()
        likeness = quotes.likeness(f"{name}\n{play.text_of(anchor)}")
        why = [*quotes.labelled(play, anchor, "やること"), *self._learnt(likeness)]
        due = self._due(_text(play, anchor, "期日"))
        first = quotes.labelled(play, anchor, "最初の一歩")
        step = self._step_day(at, due)
        indicator = quotes.labelled(play, anchor, "指標")
        sum_id, effect = self._effect(f"{name}{what[0].text if what else ''}")
        return Action(
            id=f"play-{section.anchor[-1]}" if section.anchor[-1].isascii() else f"play-{at + 1}",
            what=what[0] if what else Said(text=name, by="guide"),
            why=tuple(why),
            avoid=self._avoid(play, likeness),
            who=_text(play, anchor, "誰が") or ground.say("who"),
            start=working_days.on_or_after(ground.today),
            due=due,
            cost=ground.say("cost.ask" if _COSTS.search(what[0].text if what else "") else "cost.time"),
            effect=effect,
            sum=sum_id,
            first_step=first[0] if first else Said(text=ground.say("first-step"), by="guide"),
            first_step_due=step,
            indicator=indicator[0] if indicator else Said(text=ground.say("indicator.value"), by="guide"),
            cause=self._causes[0] if self._causes else "",
        )

    def _of_lines(self) -> Iterator[Action]:
        """Yield an action for the products that lose money, one for those to reprice, one for those to push."""
        lines = self._ground.numbers.lines
        losing = [line for line in lines if line.margin.value <= 0]
        kinds = (
            ("stop", losing),
            ("reprice", [line for line in lines if line.suggestion == "値上げ候補"]),
            ("push", [line for line in lines if line.suggestion == "伸ばす候補"] if len(lines) > 1 else []),
            ("review", [line for line in lines if line.suggestion == "見直す候補" and line not in losing]),
        )
        for kind, chosen in kinds:
            if not chosen:
                continue
            text = self._ground.say(f"line.{kind}", names=_names(chosen))
            refused = self._refusals.touch(text, text)
            if refused:
                self.left_out.append(self._ground.say("refused", wish=refused, action=text))
                continue
            yield self._of_chosen(kind, chosen, text)

    def _of_chosen(self, kind: str, chosen: list[ItemLine], text: str) -> Action:
        ground = self._ground
        due = working_days.on_or_after(ground.today + timedelta(days=30))
        effect = [Said(text=f"「{line.item.name}」: {line.reason}", by="computed") for line in chosen[:_NAMED]]
        effect += [
            Said(text=f"「{line.item.name}」の{line.total.name}は{said_of(line.total)[0]}", by="computed")
            for line in chosen[:_NAMED]
        ]
        sum_id = ""
        if kind == "reprice":
            found = self._risen(chosen[0])
            if found:
                sum_id, more = found
                effect += more
        likeness = ground.quotes.likeness(text)
        return Action(
            id=f"line-{kind}",
            what=Said(text=text, by="computed"),
            why=(Said(text=ground.say(f"line.{kind}.why"), by="guide"), *self._learnt(likeness)),
            avoid=self._avoid(ground.plays[0], likeness) if ground.plays else (),
            who=ground.say("who"),
            start=working_days.on_or_after(ground.today),
            due=due,
            cost=ground.say("cost.time"),
            effect=tuple(effect),
            sum=sum_id,
            first_step=Said(text=ground.say(f"line.{kind}.first", name=chosen[0].item.name), by="guide"),
            first_step_due=self._step_day(0, due),
            indicator=Said(text=ground.say("line.indicator", names=_names(chosen)), by="guide"),
            cause=self._causes[0] if self._causes else "",
        )

    def _risen(self, line: ItemLine) -> tuple[str, list[Said]] | None:
        label = f"「{line.item.name}」を"
        one = next((s for s in self._ground.numbers.sums if s.label.startswith(label)), None)
        if one is None:
            return None
        answers = [a for a in self._ground.numbers.answers[one.id] if isinstance(a, Result)]
        return one.id, [_told(a) for a in answers if a.name.startswith("値上げ")]

    def _effect(self, text: str) -> tuple[str, tuple[Said, ...]]:
        """Return the sum that an action's words call for, and what comes of it."""
        for words, kind, names in _EFFECTS:
            if re.search(words, text):
                one = next((s for s in self._ground.numbers.sums if s.kind == kind and "「" not in s.label), None)
                if one is not None:
                    answers = self._ground.numbers.answers[one.id]
                    told = [_told(a) for a in answers if isinstance(a, Result) and a.name in names]
                    label = Said(text=f"{one.label}:", by="computed")
                    return one.id, (label, *told) if told else ()
        return "", ()

    def _learnt(self, likeness: object) -> tuple[Said, ...]:
        return self._of_case(GOOD, "学び", likeness)

    def _avoid(self, play: Policy, likeness: object) -> tuple[Said, ...]:
        said = self._of_case(BAD, "分かれ目", likeness)
        return (*said, *self._ground.quotes.nearest(play, "避けること", likeness))  # type: ignore[arg-type]

    def _of_case(self, outcomes: tuple[str, ...], anchor: str, likeness: object) -> tuple[Said, ...]:
        for case in self._ground.cases(outcomes)[:2]:
            found = self._ground.quotes.nearest(case, anchor, likeness)  # type: ignore[arg-type]
            if found:
                return found
        return ()

    def _due(self, text: str) -> date:
        days = working_days.span_days(text)
        if days is None:
            return self._meeting
        return working_days.on_or_after(self._ground.today + timedelta(days=days))

    def _step_day(self, at: int, due: date) -> date:
        """Return the day of a first step: later ones a little later, none after FIRST_STEP_DAYS or the due date."""
        today = self._ground.today
        last = min(today + timedelta(days=min(3 + 2 * at, FIRST_STEP_DAYS)), due)
        return working_days.within(today + timedelta(days=1), last)

    def _numbered(self, actions: list[Action]) -> Iterator[Action]:
        for n, action in enumerate(actions, 1):
            yield action.model_copy(update={"id": f"action-{n}"})


#: Words of an action → the kind of calculation that shows its effect, and the results that tell it.
_EFFECTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        r"値上げ|申し入れ|新しい売値",
        "price-rise",
        ("値上げによる利益の増加", "値上げで減ってもよい販売数の割合", "値上げ後の利益"),
    ),
    (r"足りなくなる|資金繰り表|入金", "cash", ("資金が尽きる月", "不足する額")),
    (r"足りなくなる|資金繰り表|入金", "runway", ("手元のお金がもつ月数",)),
    (r"賃上げ", "labour", ("利益を減らさない賃上げに必要な付加価値額の増加", "付加価値労働生産性", "労働分配率")),
    (r"限界利益|赤字を分け|必要客数|粗利", "break-even", ("損益分岐点売上高", "安全余裕率")),
)


def _told(result: Result) -> Said:
    return Said(text=f"{result.name}は{said_of(result)[0]}", by="computed")


def _names(lines: list[ItemLine]) -> str:
    return "」「".join(line.item.name for line in lines[:_NAMED])


def _text(play: Policy, anchor: str, label: str) -> str:
    found = re.search(rf"^\s*-\s*{label}\s*[:：]\s*(.+)$", play.text_of(anchor), re.MULTILINE)
    return found[1].strip()[:400] if found else ""
