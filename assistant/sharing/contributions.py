"""Sends a closed consultation through the gate, tells what became of it, and takes it back when its hub wants so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from assistant.consultations.consultation import Consultation
from assistant.plans.plan import Plan
from assistant.records import Records
from assistant.records.sharing import SharingRows
from assistant.sharing.case_draft import CaseDraft, SharingError, drafted
from assistant.sharing.uses import Uses
from ingest import chunker
from ingest.admission import Admission, Gate
from knowledge.catalog import Catalog
from knowledge.catalog.reviews import OPEN_STATES, Review, Reviews
from knowledge.entries import Entry

#: What became of a contribution.
STATES = {
    "waiting": "確認待ち",
    "published": "公開中",
    "rejected": "公開しない",
    "retired": "取り下げ済み",
}
_REFUSED = "この内容は、確認の結果、公開しないことになりました。相談の記録を直してから、もう一度お送りください。"


class UnknownContributionError(SharingError):
    """This hub has sent no such case."""

    def __init__(self) -> None:
        super().__init__("この拠点から共有した事例に、その番号のものはありません。")


@dataclass(frozen=True, slots=True)
class Contribution:
    """A case that a hub sent: ``state`` is a key of STATES, ``times`` how many answers have cited it."""

    entry_id: str
    consultation_id: str
    title: str
    visibility: str
    state: str
    sent_on: date
    times: int = 0
    review_id: str = ""


class Contributions:
    """The contributions of hubs; safe for many threads. ``opened`` opens the gate when it is needed.

    ``update`` brings the indexes up to the catalog. What a stop cuts off is finished by sending, or retiring, again.
    """

    def __init__(
        self,
        records: Records,
        catalog: Catalog,
        opened: Callable[[], Gate],
        update: Callable[[], object],
        today: Callable[[], date] = date.today,
    ) -> None:
        self._rows, self._uses = SharingRows(records), Uses(records, today)
        self._catalog, self._reviews = catalog, Reviews(catalog)
        self._opened, self._update, self._today = opened, update, today
        self._sending = threading.Lock()  # the gate judges one case at a time

    def preview(self, consultation: Consultation, plan: Plan | None, done: Sequence[str] = ()) -> CaseDraft:
        """Return the case that would be sent; the gate has not seen it yet."""
        return drafted(consultation, plan, done, _id_of(consultation), "national", self._today())

    def send(
        self, consultation: Consultation, plan: Plan | None, done: Sequence[str] = (), visibility: str = "national"
    ) -> Contribution:
        """Send the case through the gate; sent again after a change it is a correction of the same case.

        Raise SharingError when the record tells too little or people refused just this content, GateError when the gate is
        closed: nothing is sent then.
        """
        entry_id = _id_of(consultation)
        case, source = drafted(consultation, plan, done, entry_id, visibility, self._today()).case, _source(entry_id)
        with self._sending:
            [admission] = self._opened().admit([(case, ())], source, lambda _done: None)
            if entry := self._entry(entry_id, admission):
                self._catalog.put(entry, chunker.passages_of(entry), source)
                self._update()
        values = {"visibility": visibility, "state": "sent", "sent_on": self._today().isoformat()}
        belongs = {"entry_id": entry_id, "consultation_id": consultation.id, "hub": consultation.hub}
        self._rows.keep({**belongs, **values})
        return self.found(consultation.hub, entry_id)

    def _entry(self, entry_id: str, admission: Admission) -> Entry | None:
        """Return what may be read now: nothing while people decide; what they accepted before comes back as they left it."""
        if admission.reason:
            raise SharingError(admission.reason)
        if admission.decided == "rejected":
            raise SharingError(_REFUSED)
        return self._catalog.retired(entry_id) if admission.decided else admission.entry

    def listed(self, hub: str) -> list[Contribution]:
        """Return what a hub has sent, the newest first."""
        rows = self._rows.of(hub)
        ids = [row["entry_id"] for row in rows]
        entries, times = self._catalog.get_many(ids), self._uses.of(ids)
        found = []
        for row in rows:
            entry_id = row["entry_id"]
            review = next(reversed(self._reviews.of_entry(entry_id)), None)
            waits = review is not None and review.state in OPEN_STATES
            named = entries.get(entry_id) or review
            found.append(
                Contribution(
                    entry_id=entry_id,
                    consultation_id=row["consultation_id"],
                    title=named.title if named else "",
                    visibility=row["visibility"],
                    state=_state(row["state"], review, entry_id in entries),
                    sent_on=date.fromisoformat(row["sent_on"]),
                    times=times.get(entry_id, 0),
                    review_id=review.id if review and waits else "",
                )
            )
        return found

    def found(self, hub: str, entry_id: str) -> Contribution:
        """Return one contribution of a hub; raise UnknownContributionError."""
        for contribution in self.listed(hub):
            if contribution.entry_id == entry_id:
                return contribution
        raise UnknownContributionError

    def retire(self, hub: str, entry_id: str) -> Contribution:
        """Take a contribution back: it is found no more, and what waits for review is withdrawn."""
        self.found(hub, entry_id)
        self._opened().withdraw(_source(entry_id))
        if self._catalog.retire([entry_id]):
            self._update()
        self._rows.change(hub, entry_id, state="retired")
        return self.found(hub, entry_id)

    def forget(self, hub: str, consultation_id: str) -> None:
        """Withdraw what waits for review of a consultation that is erased; what people have published stays."""
        for found in self.listed(hub):
            if found.consultation_id == consultation_id and found.state == "waiting":
                self._opened().withdraw(_source(found.entry_id))
                if self._catalog.get(found.entry_id) is None:
                    self._rows.change(hub, found.entry_id, state="retired")

    def thanks(self, hub: str, entry_id: str) -> list[tuple[str, date, int]]:
        """Return which hubs' answers cited a contribution, on which day and how often."""
        self.found(hub, entry_id)
        return self._uses.thanks(entry_id)


def _id_of(consultation: Consultation) -> str:
    """Return the entry id of a consultation's case: always the same one, so that two who send at once send one case."""
    return f"case-h{consultation.hub or '00'}-{blake2b(consultation.id.encode(), digest_size=6).hexdigest()}"


def _source(entry_id: str) -> str:
    """Return where the entry came from: no path, and nothing that tells the client."""
    return f"consultation:{entry_id}"


def _state(kept: str, review: Review | None, active: bool) -> str:
    if kept == "retired":
        return "retired"
    if review is not None and review.state in OPEN_STATES:
        return "waiting"
    return "published" if active else "rejected"
