"""Reads the form of a held case: who decides what, and which fields were really changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from ingest.review import Edits, Item, ReviewError

_MOST_FIELDS = 1_000
_DOUBT = "doubt-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the form says; kept so that a refused form is shown again as it was filled in."""

    version: int = 0
    reviewer: str = ""
    action: str = ""
    note: str = ""
    title: str | None = None
    body: str | None = None
    doubts: Mapping[int, str] = field(default_factory=dict)

    def edits(self, item: Item) -> Edits:
        """Return only what differs from what stands there now: a browser sends every field."""
        now = {p.number: p.now for p in item.placed}
        same_title = self.title is None or self.title.strip() == item.proposed.title.strip()
        same_body = self.body is None or self.body.strip() == item.proposed.body.strip()
        return Edits(
            {number: text for number, text in self.doubts.items() if text != now.get(number)},
            None if same_title else self.title,
            None if same_body else self.body,
        )


def read(body: bytes) -> Decided:
    """Read an urlencoded form; raise ReviewError when it is not the form of the page."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise ReviewError("送られた項目が多すぎます。画面を開き直して、もう一度お試しください。") from error
    texts = {
        name: (",".join(values) if name.startswith(_DOUBT) else values[-1]).replace("\r\n", "\n")
        for name, values in fields.items()
    }
    numbers = {n: text for n, text in texts.items() if n.startswith(_DOUBT) and n[len(_DOUBT) :].isascii()}
    version = texts.get("version", "")
    return Decided(
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
        reviewer=texts.get("reviewer", ""),
        action=texts.get("action", ""),
        note=texts.get("note", ""),
        title=texts.get("title"),
        body=texts.get("body"),
        doubts={int(n[len(_DOUBT) :]): text for n, text in numbers.items() if n[len(_DOUBT) :].isdigit()},
    )
