"""``/api/figures``: profit arithmetic for programs; every result comes with formula, inputs, assumptions and unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from assistant.api.wire import Problem, chart_json
from assistant.charts import chart_of, items_chart
from assistant.plans.arithmetic import Input, NoAnswer, PlanInputError, Result, entry_of
from assistant.plans.arithmetic.figures import rounded
from assistant.plans.arithmetic.inputs import echo
from assistant.plans.arithmetic.items import MAX_ITEMS, RULE, Item, ItemLine, item_lines
from assistant.plans.arithmetic.kinds import EXAMPLES, KINDS, calculated, read_as, written
from assistant.plans.arithmetic.premises import NAMES

router = APIRouter(prefix="/api/figures", tags=["figures"])

_EXAMPLE: dict[str, JsonValue] = {
    "kind": "price-rise",
    "inputs": {"sales": "１,０００万円", "rate": "4割", "fixed": "350万円", "rise": "5%"},
}
_ITEMS: dict[str, JsonValue] = {
    "items": [
        {"name": "食パン", "price": "300円", "variable_cost": "120円", "quantity": "900個"},
        {"name": "惣菜パン", "price": "250円", "variable_cost": "190円", "quantity": "700個"},
    ]
}
Written = Annotated[str, Field(max_length=60)]


class FiguresRequest(BaseModel):
    """Which calculation, and its numbers as people write them: 350万円, 3,500千円, ４割, 5%, 100個."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    kind: Written
    inputs: dict[Written, Written] = Field(default_factory=dict, max_length=40)


class ItemRequest(BaseModel):
    """One product of one period: price and variable cost of one piece, pieces sold, minutes of work on one piece."""

    model_config = ConfigDict(extra="forbid")

    name: Written
    price: Written
    variable_cost: Written
    quantity: Written
    minutes: Written = ""


class ItemsRequest(BaseModel):
    """The products that are compared."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_ITEMS]})

    items: list[ItemRequest] = Field(max_length=MAX_ITEMS)


@router.get("")
def kinds() -> dict[str, Any]:
    """List the calculations with what each takes, and how a number is written."""
    return {
        "kinds": [
            {
                "kind": kind.code,
                "label": kind.label,
                "inputs": [_takes(name, name in kind.needed) for name in dict.fromkeys((*kind.needed, *kind.others))],
            }
            for kind in KINDS.values()
        ]
    }


@router.post("", responses={s: {"model": Problem} for s in (400, 403, 413, 422)})
def figures(request: FiguresRequest) -> dict[str, Any]:
    """Calculate; what has no solution (作るほど赤字) or still lacks a number is told in ``unanswered``."""
    answers = calculated(request.kind, request.inputs)
    results = [a for a in answers if isinstance(a, Result)]
    unanswered = [a for a in answers if isinstance(a, NoAnswer)]
    if not results and all(a.missing for a in unanswered):
        raise PlanInputError(unanswered[0].reason)
    return {
        "kind": request.kind,
        "label": KINDS[request.kind].label,
        "results": [result_json(r) for r in results],
        "unanswered": [unanswered_json(a) for a in unanswered],
        "chart": chart_json(chart) if (chart := chart_of(answers)) else None,
    }


@router.post("/items", responses={s: {"model": Problem} for s in (400, 403, 413, 422)})
def items(request: ItemsRequest) -> dict[str, Any]:
    """Compare items by what they earn: which to sell more of, which to reprice, which to review; ``rule`` says how."""
    lines = item_lines([_item(i) for i in request.items])
    return {"rule": RULE, "lines": [_line_json(line) for line in lines], "chart": chart_json(items_chart(lines))}


def result_json(result: Result) -> dict[str, Any]:
    """Return a result: ``value`` as a plain number in ``unit`` (a share as 0.4), ``shown`` as people read it."""
    return {
        "name": result.name,
        "value": f"{rounded(result.value, result.unit, result.rounding):f}",
        "unit": result.unit,
        "shown": result.text,
        "formula": result.formula,
        "worked": result.worked,
        "inputs": [_input_json(i) for i in result.inputs],
        "assumptions": list(result.assumptions),
        "note": result.note,
        "entry_id": entry_of(result.name),
    }


def unanswered_json(answer: NoAnswer) -> dict[str, Any]:
    """Return why there is no number, and the names of the numbers that would still be needed."""
    return {"name": answer.name, "reason": answer.reason, "missing": list(answer.missing)}


def _input_json(given: Input) -> dict[str, str]:
    return {"name": given.name, "value": f"{given.value:f}", "unit": given.unit, "shown": given.text}


def _takes(name: str, needed: bool) -> dict[str, Any]:
    how = written(name)
    return {"name": name, "label": NAMES[name], "needed": needed, "written": how, "example": EXAMPLES[how]}


def _item(given: ItemRequest) -> Item:
    def read(how: str, name: str, text: str) -> Decimal:
        return read_as(how, f"{echo(given.name)}の{name}", text)

    return Item(
        name=given.name,
        price=read("円", "売価", given.price),
        variable_cost=read("円", "変動費", given.variable_cost),
        quantity=read("数", "販売数", given.quantity),
        minutes=read("数", "所要時間", given.minutes) if given.minutes.strip() else None,
    )


def _line_json(line: ItemLine) -> dict[str, Any]:
    per_hour = result_json(line.per_hour) if line.per_hour else None
    return {
        "name": line.item.name,
        "rank": line.rank,
        "margin": result_json(line.margin),
        "rate": result_json(line.rate),
        "total": result_json(line.total),
        "per_hour": per_hour,
        "suggestion": line.suggestion,
        "reason": line.reason,
    }
