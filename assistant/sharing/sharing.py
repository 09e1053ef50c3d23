"""The sharing room of a server: what is sent, what is used, what is lacking."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.answering import Answer
from assistant.records import Records, RecordsError
from assistant.sharing.contributions import Contributions
from assistant.sharing.gaps import Gaps
from assistant.sharing.uses import Uses
from ingest.admission import Gate
from ingest.anonymise.detector import Detector
from ingest.opening import open_gate
from knowledge.search import KnowledgeBase

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sharing:
    """The collaborators of sharing."""

    contributions: Contributions
    uses: Uses
    gaps: Gaps

    @classmethod
    def at(
        cls,
        data: Path,
        knowledge: KnowledgeBase,
        records: Records,
        detector: Detector | None = None,
        today: Callable[[], date] = date.today,
    ) -> Sharing:
        """Return the sharing room of a data directory; the gate is opened by the first case that is sent."""
        catalog, lock = knowledge.catalog, threading.Lock()
        gates: list[Gate] = []

        def opened() -> Gate:
            with lock:
                if not gates:
                    gates.append(open_gate(data, catalog, detector=detector))
                return gates[0]

        contributions = Contributions(records, catalog, opened, knowledge.update, today)
        return cls(contributions, Uses(records, today), Gaps(records, catalog, today))

    def notice(self, answer: Answer, hub: str) -> None:
        """Count what an answer cited, or that it found nothing; an answer never fails because of it."""
        try:
            self.uses.count(answer, hub)
            self.gaps.notice(answer, hub)
        except RecordsError:
            _LOG.warning("an answer could not be counted")
