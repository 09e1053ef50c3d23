"""Sends a closed consultation through the gate, tells what became of it, and takes it back when its hub wants so."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.consultations.consultation import Consultation
from assistant.plans.plan import Plan
from assistant.records import Records
from assistant.records.sharing import SharingRows
from assistant.sharing.case_draft import CaseDraft, SharingError, drafted
from assistant.sharing.uses import Uses
from ingest import chunker
from ingest.admission import Gate
from knowledge.catalog import Catalog
from knowledge.catalog.reviews import OPEN_STATES, Reviews

#: What became of a contribution.
STATES = {
    "waiting": "確認待ち",
    "published": "公開中",
    "rejected": "公開しない",
    "retired": "取り下げ済み",
}
_SOURCE = "consultation:"  # where the entry came from: no path, and nothing that tells the client


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
    """The contributions of hubs. ``opened`` opens the gate when it is needed; ``update`` brings the indexes up to the catalog."""

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

    def preview(self, consultation: Consultation, plan: Plan | None, done: Sequence[str] = ()) -> CaseDraft:
        """Return the case that would be sent; the gate has not seen it yet."""
        return drafted(consultation, plan, done, self._id_of(consultation), "national", self._today())

    def send(
        self, consultation: Consultation, plan: Plan | None, done: Sequence[str] = (), visibility: str = "national"
    ) -> Contribution:
        """Send the case through the gate; sent again after a change it is a correction of the same case.

        Raise SharingError when the record tells too little, GateError when the gate is closed: nothing is sent then.
        """
        known = next((r for r in self._rows.of(consultation.hub) if r["consultation_id"] == consultation.id), None)
        entry_id = known["entry_id"] if known else self._id_of(consultation)
        draft = drafted(consultation, plan, done, entry_id, visibility, self._today())
        [admission] = self._opened().admit([(draft.case, ())], f"{_SOURCE}{entry_id}", lambda _done: None)
        if admission.reason:
            raise SharingError(admission.reason)
        values = {"visibility": visibility, "state": "sent", "sent_on": self._today().isoformat()}
        if not known:
            self._rows.add(
                {"entry_id": entry_id, "consultation_id": consultation.id, "hub": consultation.hub, **values}
            )
        else:
            self._rows.change(consultation.hub, entry_id, **values)
        if admission.entry:
            self._catalog.put(admission.entry, chunker.passages_of(admission.entry), f"{_SOURCE}{entry_id}")
            self._update()
        return self.found(consultation.hub, entry_id)

    def listed(self, hub: str) -> list[Contribution]:
        """Return what a hub has sent, the newest first."""
        rows = self._rows.of(hub)
        entries = self._catalog.get_many([row["entry_id"] for row in rows])
        times = self._uses.of([row["entry_id"] for row in rows])
        found = []
        for row in rows:
            entry_id = row["entry_id"]
            review = next(reversed(self._reviews.of_entry(entry_id)), None)
            title = entries[entry_id].title if entry_id in entries else review.title if review else ""
            waits = review is not None and review.state in OPEN_STATES
            found.append(
                Contribution(
                    entry_id=entry_id,
                    consultation_id=row["consultation_id"],
                    title=title,
                    visibility=row["visibility"],
                    state="retired"
                    if row["state"] == "retired"
                    else "waiting"
                    if waits
                    else "published"
                    if entry_id in entries
                    else "rejected",
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
        if not self._rows.change(hub, entry_id, state="retired"):
            raise UnknownContributionError
        self._opened().withdraw(f"{_SOURCE}{entry_id}")
        if self._catalog.retire([entry_id]):
            self._update()
        return self.found(hub, entry_id)

    def thanks(self, hub: str, entry_id: str) -> list[tuple[str, date, int]]:
        """Return which hubs' answers cited a contribution, on which day and how often."""
        self.found(hub, entry_id)
        return self._uses.thanks(entry_id)

    @staticmethod
    def _id_of(consultation: Consultation) -> str:
        return f"case-h{consultation.hub or '00'}-{secrets.token_hex(4)}"
