"""A canary is a word that stands nowhere else: it tells whose it is and where it was put, wherever it turns up."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

HUBS = ("01", "13", "47")
NATIONAL = "national"
_FOUND = re.compile(rf"zq(nn|{'|'.join(HUBS)})([a-z]{{4,}})")  # a random id may hold zq35b
_FOLDED = re.compile(r"\r?\n[ \t]")  # how a calendar breaks long lines


@dataclass(frozen=True, slots=True, order=True)
class Canary:
    """``owner``: a hub's number or ``national``. ``place``: what it was put into (case, held, note …)."""

    owner: str
    place: str

    def __str__(self) -> str:
        return f"zq{'nn' if self.owner == NATIONAL else self.owner}{self.place}"


def canaries_in(body: bytes) -> frozenset[Canary]:
    """Return every canary in an answer of any format; packed files (Word, Excel) are opened."""
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return frozenset().union(*(canaries_in(packed.read(name)) for name in packed.namelist()))
    text = _FOLDED.sub("", body.decode("utf-8", "replace"))
    return frozenset(Canary(NATIONAL if hub == "nn" else hub, place) for hub, place in _FOUND.findall(text))
