"""The shapes on the wire: what a client sends and gets, in plain JSON."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from assistant.answering import Answer, Block, Citation, Premise, Sentence, Source
from assistant.answering.answer import INTENTS, STATUSES, NewerEdition
from assistant.answering.guideline.findings import Finding
from assistant.charts import Chart
from assistant.sharing.uses import contributor
from knowledge import taxonomy
from knowledge.entries import Case, Entry, Guideline, Policy

_EXAMPLE: dict[str, JsonValue] = {
    "question": "和菓子店の二代目。原価が上がり値上げに踏み切れない。似た事例は？",
    "role": "co",
    "premises": {"owner_type": ["successor"]},
}


Code = Annotated[str, Field(max_length=60)]


class ChatRequest(BaseModel):
    """A question. ``premises`` (field → codes) are fixed by the user; ``removed`` (``field:code``) must not be assumed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    question: str
    role: Code = "co"
    intent: Code = ""
    premises: dict[Code, Annotated[list[Code], Field(max_length=40)]] = Field(default_factory=dict, max_length=12)
    removed: list[Code] = Field(default_factory=list, max_length=40)
    conversation_id: str = Field(default="", max_length=64)


class Problem(BaseModel):
    """An error: a code for programs and one sentence for people."""

    code: str = Field(examples=["question"])
    message: str = Field(examples=["質問が空です。困っていることを、そのままの言葉でお書きください。"])


class StaleProblem(Problem):
    """Somebody else changed it first; ``current`` is the version that stands."""

    current: int = Field(examples=[3])


def answer_json(answer: Answer, conversation_id: str = "") -> dict[str, Any]:
    """Return an answer as JSON values; every surface (API, stream, command line) uses this one shape."""
    sources = [source_json(s) for s in answer.sources]
    return {
        "question": answer.question,
        "role": answer.role,
        "intent": {"code": answer.intent, "label": INTENTS[answer.intent]},
        "judgement": answer.judgement,
        "premises": [premise_json(p) for p in answer.premises],
        "blocks": [block_json(b) for b in answer.blocks],
        "sources": sources,
        "cases": [s for s in sources if s["kind"] == "case"],
        "citations": [citation_json(c) for s in answer.sentences() for c in s.citations],
        "notices": list(answer.notices),
        "findings": [finding_json(f) for f in answer.findings],
        "searched": dict(answer.searched),
        "as_of": answer.as_of.isoformat(),
        "writer": {"model": answer.writer, "label": answer.written_by},
        "seconds": {stage: round(s, 4) for stage, s in answer.seconds.items()},
        "conversation_id": conversation_id,
    }


def finding_json(finding: Finding) -> dict[str, str]:
    """Return what the guideline check met: the clause, the sentence, and what was done about it."""
    return {
        "clause": finding.clause,
        "sentence": finding.sentence,
        "done": finding.done,
        "done_label": finding.done_label,
        "reason": finding.reason,
    }


def block_json(block: Block) -> dict[str, Any]:
    """Return a block with its sentences."""
    return {
        "kind": block.kind,
        "heading": block.heading,
        "facts": list(block.facts),
        "entry_id": block.entry_id,
        "sentences": [sentence_json(s) for s in block.sentences],
        "columns": list(block.columns),
        "rows": [
            {"label": row.label, "cells": [[sentence_json(s) for s in cell] for cell in row.cells]}
            for row in block.rows
        ],
        "chart": chart_json(block.chart) if block.chart else None,
    }


def chart_json(chart: Chart) -> dict[str, Any]:
    """Return a picture as SVG with its data in words and as a table."""
    return {
        "title": chart.title,
        "told": chart.told,
        "svg": chart.svg,
        "columns": list(chart.columns),
        "rows": [list(row) for row in chart.rows],
    }


def sentence_json(sentence: Sentence) -> dict[str, Any]:
    """Return a sentence with status and citations."""
    return {
        "text": sentence.text,
        "status": sentence.status,
        "status_label": STATUSES[sentence.status],
        "reason": sentence.reason,
        "citations": [citation_json(c) for c in sentence.citations],
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """Return a citation; ``href`` opens the entry at the passage with the quote marked."""
    return {
        "number": citation.number,
        "entry_id": citation.entry_id,
        "anchor": citation.anchor,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "page": citation.page,
        "href": f"/entries/{citation.entry_id}?start={citation.start}&end={citation.end}#{citation.anchor}",
    }


def source_json(source: Source) -> dict[str, Any]:
    """Return a source with labels."""
    return {
        "number": source.number,
        "entry_id": source.entry_id,
        "kind": source.kind,
        "title": source.title,
        "outcome": source.outcome,
        "outcome_label": taxonomy.OUTCOMES.label_of(source.outcome) if source.outcome else "",
        "origin": source.origin,
        "origin_label": taxonomy.ORIGINS.label_of(source.origin),
        "publisher": source.publisher,
        "url": source.url,
        "as_of": source.as_of.isoformat() if source.as_of else None,
        "valid_until": source.valid_until.isoformat() if source.valid_until else None,
        "expired": source.expired,
        "confirmed": source.confirmed,
        "guessed": list(source.guessed),
        "newer": newer_json(source.newer),
    }


def newer_json(newer: NewerEdition | None) -> dict[str, Any] | None:
    """Return the edition that supersedes a source, with the address that opens it."""
    if newer is None:
        return None
    return {
        "entry_id": newer.entry_id,
        "title": newer.title,
        "guessed": newer.guessed,
        "href": f"/entries/{newer.entry_id}",
    }


def premise_json(premise: Premise) -> dict[str, Any]:
    """Return a premise with the word it was read from."""
    return {
        "field": premise.field,
        "field_label": taxonomy.VOCABULARIES[premise.field].label,
        "code": premise.code,
        "label": premise.label,
        "word": premise.word,
        "fixed": premise.fixed,
    }


def entry_json(entry: Entry, times: int | None = None) -> dict[str, Any]:
    """Return a whole entry: its facts and its sections with anchors and spans into ``body``."""
    return {
        **summary_json(entry, times),
        "body": entry.body,
        "sections": [
            {
                "anchor": s.anchor,
                "heading": s.heading,
                "start": s.start,
                "end": s.end,
                "page": s.page,
                "text": entry.body[s.start : s.end],
            }
            for s in entry.sections
        ],
    }


def summary_json(entry: Entry, times: int | None = None) -> dict[str, Any]:
    """Return an entry's facts without its text; of a contributed one also who gave it and how often it was cited."""
    facets = {
        name: [{"code": c, "label": taxonomy.VOCABULARIES[name].label_of(c)} for c in codes]
        for name, codes in entry.facets().items()
    }
    facts: dict[str, Any] = {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "origin": entry.origin,
        "origin_label": taxonomy.ORIGINS.label_of(entry.origin),
        "visibility": entry.visibility,
        "as_of": entry.as_of.isoformat() if entry.as_of else None,
        "facets": facets,
    }
    if entry.origin == "contributed":
        facts |= {"contributed_by": entry.contributed_by, "contributor": contributor(entry), "times": times}
    if isinstance(entry, Case):
        facts |= {
            "outcome": entry.outcome,
            "outcome_label": taxonomy.OUTCOMES.label_of(entry.outcome),
            "period": entry.period,
            "tools": list(entry.tools),
            "figures": [
                {"name": f.name, "before": f.before, "after": f.after, "unit": f.unit, "span": f.span}
                for f in entry.figures
            ],
        }
    if isinstance(entry, Guideline):
        facts |= {"mission": entry.mission, "mission_label": taxonomy.MISSIONS.label_of(entry.mission)}
    if isinstance(entry, Policy):
        facts |= {
            "category": entry.category,
            "category_label": taxonomy.POLICY_CATEGORIES.label_of(entry.category),
            "publisher": entry.publisher,
            "url": entry.url,
            "valid_from": entry.valid_from.isoformat() if entry.valid_from else None,
            "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
            "confirmed": entry.confirmed,
            "scheme": entry.scheme,
            "edition": entry.edition,
            "guessed": list(entry.guessed),
            "pages": entry.pages,
        }
    return facts
