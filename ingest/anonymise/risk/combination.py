"""Combination risk: premises that each say little and together point at one client (k-anonymity)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ingest.anonymise.risk.crowd import WIDE_SIZES, Crowd, Traits, section_of, traits_of, wide_size
from ingest.anonymise.risk.doubt import Doubt
from knowledge.entries import Case
from knowledge.taxonomy import HUBS, INDUSTRIES, INDUSTRY_SECTIONS, OWNER_TYPES, SIZES, TOPICS, Vocabulary

K = 5  # cases that must share a combination before it says nothing about one client
#: The premises a case is counted by at one level of detail.
Wanted = tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One way to say less: the field of the entry, the words for what it says and would say, and what is lost by it."""

    field: str
    before: str
    after: str
    loss: int
    wanted: Wanted = ()


@dataclass(frozen=True, slots=True)
class Generalisation:
    """The steps that together make a case one of ``k`` or more, and how many it was one of before."""

    steps: tuple[Step, ...]
    before: int
    after: int


def combination(case: Case, crowd: Crowd, k: int = K) -> list[Doubt]:
    """Return nothing when ``k`` cases or more share the premises of ``case``; else what to say less of, one doubt a field."""
    least = generalise(case, crowd, k)
    if least is None:
        return []
    told = f"業種・規模・地域・経営者タイプ・テーマの組み合わせが同じ事例は、この事例を含めて{least.before}件です({k}件必要)。"
    if not least.steps:
        reason = (
            told
            + f"どれを伏せても{least.after}件にしかならないため、全国への公開は見合わせるか、拠点内にとどめてください。"
        )
        return [Doubt("combination", "visibility", 0, 0, case.visibility, case.visibility, reason)]
    others = len(least.steps) > 1
    doubts = []
    for step in least.steps:
        change = f"{step.before}を{step.after}に広げる" if step.after != HIDDEN else f"{step.before}を伏せる"
        effect = f"と{'、ほかの項目とあわせて' if others else ''}{least.after}件になります。本文の同じ記述も合わせて直してください。"
        doubts.append(Doubt("combination", step.field, 0, 0, step.before, step.after, told + change + effect))
    return doubts + _exact_period(case)


def generalise(case: Case, crowd: Crowd, k: int = K) -> Generalisation | None:
    """Return the smallest generalisation that reaches ``k``, None when none is needed; without steps when none is enough."""
    traits = traits_of(case)
    levels = [list(_levels(traits, premise)) for premise in ("industry", "size", "region", "owner_type", "topics")]
    choices = sorted(
        product(*levels), key=lambda steps: (sum(step.loss for step in steps), sum(s.loss > 0 for s in steps))
    )
    counts = [crowd.count(case.id, [one for step in choices[0] for one in step.wanted])]
    if counts[0] >= k:
        return None
    for steps in choices[1:]:
        count = crowd.count(case.id, [one for step in steps for one in step.wanted])
        if count >= k:
            return Generalisation(tuple(step for step in steps if step.loss), counts[0], count)
        counts.append(count)
    return Generalisation((), counts[0], max(counts))


HIDDEN = "（記載しない）"  # the proposal to leave a premise out


def _levels(traits: Traits, premise: str) -> Iterator[Step]:
    """Yield what a premise says now, then what it could say instead, each losing more; an unknown one says nothing."""
    if premise == "industry" and traits.industry:
        name = f"業種「{_label(INDUSTRIES, traits.industry)}」"
        section = section_of(traits.industry)
        yield Step("industry", name, name, 0, (("industry", frozenset({traits.industry})),))
        yield Step(
            "industry",
            name,
            f"大分類「{_label(INDUSTRY_SECTIONS, section)}」",
            2,
            (("section", frozenset({section})),),
        )
        yield Step("industry", name, HIDDEN, 6)
    elif premise == "size" and traits.size:
        name = f"規模「{_label(SIZES, traits.size)}」"
        wide = wide_size(traits.size)
        yield Step("size", name, name, 0, (("size", frozenset({traits.size})),))
        yield Step("size", name, f"規模「{WIDE_SIZES[wide]}」", 1, (("wide-size", frozenset({wide})),))
        yield Step("size", name, HIDDEN, 3)
    elif premise == "region" and traits.region:
        name = f"地域「{_label(HUBS, traits.region)}」"
        yield Step("contributed_by", name, name, 0, (("region", frozenset({traits.region})),))
        yield Step("contributed_by", name, HIDDEN, 1)
    elif premise == "owner_type" and traits.owner_type:
        name = f"経営者タイプ「{_label(OWNER_TYPES, traits.owner_type)}」"
        yield Step("owner_type", name, name, 0, (("owner_type", frozenset({traits.owner_type})),))
        yield Step("owner_type", name, HIDDEN, 3)
    elif premise == "topics" and traits.topics:
        name = f"テーマ「{'・'.join(sorted(_label(TOPICS, topic) for topic in traits.topics))}」"
        yield Step("topics", name, name, 0, (("topics", traits.topics),))
        yield Step("topics", name, HIDDEN, 5)
    else:
        yield Step(premise, "", "", 0)


def _label(vocabulary: Vocabulary, code: str) -> str:
    """Return the label of a code, or the code itself when a record holds one that no list has."""
    return vocabulary[code].label if code in vocabulary else code


def _exact_period(case: Case) -> list[Doubt]:
    """Return the proposal to tell the whole years of a rare case and not its months."""
    years = re.findall(r"([0-9]{4})-[0-9]{2}", case.period)
    whole = f"{years[0]}-01/{years[-1]}-12" if years else case.period
    if whole == case.period:
        return []
    reason = "似た事例が少ないあいだは、何月に始まり終わったかから特定できます。年の初めから終わりまでとし、本文の月も合わせて直してください。"
    return [Doubt("combination", "period", 0, len(case.period), case.period, whole, reason)]
