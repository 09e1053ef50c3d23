"""Does what a request asks for once: sent again under the same key, it gets the same answer and nothing is done twice."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from assistant.consultations.consultation import ConsultationError
from assistant.records.kept_answers import KeptAnswers
from assistant.records.records import Records

MOST_KEY = 128  # characters


class ReusedKeyError(ConsultationError):
    """Another request was sent under the same key."""

    def __init__(self) -> None:
        super().__init__(
            "同じ Idempotency-Key で、前と違う内容が送られました。新しい操作には、新しいキーを付けてください。"
        )


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it was given: status and JSON text, and the consultation that it tells of (it is erased along)."""

    status: int
    body: str
    consultation_id: str


class _Taken(Exception):  # noqa: N818 - not an error: another thread or process was first
    """The key got its answer in the meantime."""


class Once:
    """Remembers answers by hub and key; the answer and what was done for it are kept in one transaction, or neither."""

    def __init__(self, records: Records, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._records, self._kept, self._now = records, KeptAnswers(records), now

    def answered(self, hub: str, key: str, request: str, make: Callable[[], Answered]) -> Answered:
        """Return what ``make`` returns, or returned before; without a key it is always made.

        Raises ReusedKeyError when ``request`` is not what was sent under the key before. Of key and request only digests
        are kept, and that of the request needs the key to be compared with anything.
        """
        if not key:
            return make()
        mark = hashlib.sha256(f"{hub}\n{key}".encode("utf-8", "replace")).hexdigest()
        asked = hmac.digest(key.encode("utf-8", "replace"), request.encode("utf-8", "replace"), "sha256").hex()
        if found := self._kept.find(mark):
            return _same(found, asked)
        try:
            with self._records.together():
                made = make()
                row = {"key": mark, "request": asked, "consultation_id": made.consultation_id}
                if not self._kept.add({**row, "status": made.status, "body": made.body}, self._now()):
                    raise _Taken
        except _Taken:
            return _same(self._kept.find(mark) or {}, asked)
        return made


def _same(kept: Mapping[str, Any], asked: str) -> Answered:
    if kept.get("request") != asked:
        raise ReusedKeyError
    return Answered(kept["status"], kept["body"], kept["consultation_id"])
