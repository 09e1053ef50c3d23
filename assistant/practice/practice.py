"""Deals cases, lets the client answer, looks back, and keeps a learning record that its learner can take along or erase."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from assistant.answering.answer import Block, Source
from assistant.answering.quoting import Sources
from assistant.answering.understand import Hide, clean
from assistant.practice.client import OPENING, Client
from assistant.practice.looking_back import look_back
from assistant.practice.session import (
    MAX_TEXT,
    MAX_TURNS,
    PracticeError,
    Session,
    StalePracticeError,
    Turn,
    UnknownPracticeError,
    from_record,
    to_record,
)
from assistant.records.practices import Practices
from ingest.anonymise import mask
from knowledge.embedding import Embedder
from knowledge.entries import Case, Entry
from knowledge.filters import Filters, Viewer
from knowledge.search import KnowledgeBase

_MOST_KEPT = 200  # practices of a learner; the oldest make room
_KEY_LENGTH = 128  # characters


def new_learner() -> str:
    """Return a key for somebody who begins to learn; whoever holds it sees and erases their record."""
    return secrets.token_urlsafe(32)


class Practice:
    """The practice room; safe for many threads."""

    def __init__(
        self,
        practices: Practices,
        knowledge: KnowledgeBase,
        embedder: Embedder,
        hide: Hide = mask,
        today: Callable[[], date] = date.today,
        choose: Callable[[Sequence[Case]], Case] = secrets.choice,
    ) -> None:
        self._practices, self._knowledge, self._embedder = practices, knowledge, embedder
        self._hide, self._today, self._choose = hide, today, choose
        self._client = Client(embedder, knowledge.terms, knowledge.rarity)

    def deal(self, learner: str, viewer: Viewer, topics: Sequence[str] = (), industry: str = "") -> Session:
        """Deal a case that the learner has not had yet, about a topic or trade if one is named.

        Raise PracticeError when there is none, UnknownCodeError for a code that is not in the vocabulary.
        """
        values = {"topics": tuple(topics), "industry": (industry,) if industry else ()}
        filters = Filters(kinds=("case",), values={k: v for k, v in values.items() if v})
        had = {s.case_id for s in self.sessions(learner)}
        cases = [e for e in self._knowledge.browse(filters, viewer) if isinstance(e, Case) and _can_be_dealt(e)]
        fresh = [c for c in cases if c.id not in had] or cases
        if not fresh:
            raise PracticeError("その条件の事例はまだありません。テーマや業種を変えるか、指定なしでお試しください。")
        now = self._now()
        session = Session(
            id=secrets.token_urlsafe(12), case_id=self._choose(fresh).id, state="open", version=1, started_at=now
        )
        row = {"id": session.id, "version": 1, "learner": _digest(learner), "case_id": session.case_id, "state": "open"}
        self._practices.add({**row, "started_at": now, "changed_at": now, "record": "[]"}, _MOST_KEPT)
        return session

    def opening(self, session: Session, viewer: Viewer) -> dict[str, str]:
        """Return what the client tells first: the sections of the first consultation by heading."""
        case = self._case(session, viewer)
        return {anchor: case.text_of(anchor) for anchor in OPENING if case.text_of(anchor)}

    def case(self, session: Session, viewer: Viewer) -> Case:
        """Return the case of a practice; its end is hidden until the proposal, so do not show it before."""
        return self._case(session, viewer)

    def ask(self, learner: str, session_id: str, version: int, text: str, viewer: Viewer) -> Session:
        """Let the client answer a question."""
        session = self._open(learner, session_id)
        if len(session.questions) >= MAX_TURNS:
            raise PracticeError(f"質問は{MAX_TURNS}回までです。ここまでに聞けたことから、提案をまとめてみましょう。")
        said = self._said(text)
        facts = self._client.answer(self._case(session, viewer), said).facts
        turn = Turn(
            kind="question", text=said, reply=tuple(f.text for f in facts), anchor=facts[0].anchor if facts else ""
        )
        return self._continued(learner, session, version, turn, "open")

    def propose(self, learner: str, session_id: str, version: int, text: str) -> Session:
        """Take the proposal and end the talk."""
        session = self._open(learner, session_id)
        return self._continued(learner, session, version, Turn(kind="proposal", text=self._said(text)), "closed")

    def look_back(self, session: Session, viewer: Viewer) -> tuple[list[Block], tuple[Source, ...]]:
        """Return what is shown after the proposal, and the sources it cites; raise PracticeError before it."""
        if session.state != "closed":
            raise PracticeError("提案を出すと、実際の打ち手と結果、振り返りが見られます。")

        def lookup(entry_id: str) -> Entry | None:
            entry = self._knowledge.catalog.get(entry_id)
            return entry if entry and viewer.may_see(entry) else None

        return look_back(session, self._case(session, viewer), Sources(self._today()), lookup, self._embedder)

    def session(self, learner: str, session_id: str) -> Session:
        """Return a practice of this learner."""
        row = self._practices.find(_digest(learner), session_id)
        if row is None:
            raise UnknownPracticeError
        return _session(row)

    def sessions(self, learner: str) -> list[Session]:
        """Return the learner's practices, the newest first."""
        return [_session(row) for row in self._practices.of(_digest(learner))]

    def exported(self, learner: str, viewer: Viewer) -> dict[str, Any]:
        """Return the whole learning record as JSON values; of a case not to be seen here only the learner's own words."""
        return {"exported_at": self._now(), "practices": [self._taken_along(s, viewer) for s in self.sessions(learner)]}

    def _taken_along(self, session: Session, viewer: Viewer) -> dict[str, Any]:
        case = self._knowledge.catalog.get(session.case_id)
        seen = case is not None and viewer.may_see(case)
        turns = session.turns if seen else tuple(replace(t, reply=(), anchor="") for t in session.turns)
        told = {"state": session.state, "started_at": session.started_at, "turns": to_record(turns)}
        return {"case_id": session.case_id if seen and session.state == "closed" else "", **told}

    def erase(self, learner: str) -> int:
        """Erase the whole learning record; return how many practices it had."""
        return self._practices.erase(_digest(learner))

    def _case(self, session: Session, viewer: Viewer) -> Case:
        found = self._knowledge.catalog.get(session.case_id)
        if not isinstance(found, Case) or not viewer.may_see(found):
            raise PracticeError("この練習の事例は、取り下げられました。新しい練習をお始めください。")
        return found

    def _open(self, learner: str, session_id: str) -> Session:
        session = self.session(learner, session_id)
        if session.state != "open":
            raise PracticeError("この練習は、提案を出して終わっています。続けるには、新しい練習をお始めください。")
        return session

    def _said(self, text: str) -> str:
        if len(text) > MAX_TEXT:
            raise PracticeError(f"長すぎます({len(text):,}文字)。{MAX_TEXT:,}文字までにまとめてお書きください。")
        said = clean(text)
        if not any(c.isalnum() for c in said):
            raise PracticeError("何も書かれていません。相談者に話しかけるつもりで、お書きください。")
        return self._hide(said).text

    def _continued(self, learner: str, session: Session, version: int, turn: Turn, state: str) -> Session:
        if version != session.version:
            raise StalePracticeError
        turns = (*session.turns, turn)
        record = json.dumps(to_record(turns), ensure_ascii=False)
        changed_at = self._now()
        if not self._practices.change(
            _digest(learner), session.id, version, state=state, changed_at=changed_at, record=record
        ):
            raise StalePracticeError
        return replace(session, state=state, version=version + 1, turns=turns)

    def _now(self) -> str:
        return datetime.now(UTC).isoformat(timespec="microseconds")


def _can_be_dealt(case: Case) -> bool:
    """Tell whether a case has a beginning to deal and an end to compare with."""
    return bool(case.text_of("相談のきっかけ") and case.text_of("打ち手") and case.text_of("結果"))


def _session(row: Mapping[str, Any]) -> Session:
    return Session(
        id=row["id"],
        case_id=row["case_id"],
        state=row["state"],
        version=row["version"],
        started_at=row["started_at"],
        turns=from_record(json.loads(row["record"])),
    )


def _digest(learner: str) -> str:
    """Return what stands for a learner in the records: the key itself is kept by nobody but them."""
    if not learner or len(learner) > _KEY_LENGTH:
        raise UnknownPracticeError
    return hashlib.sha256(learner.encode("utf-8", "replace")).hexdigest()
