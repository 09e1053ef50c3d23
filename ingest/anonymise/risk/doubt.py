"""What a reviewer is asked about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is not certain; ``start`` and ``end`` count characters of the original text at ``where``.

    ``kind`` is ``distinctive``, ``combination`` or the kind of a finding; ``where`` is ``title``, ``body`` or another field of
    the entry; ``proposal`` stands for the original; ``reason`` is one plain Japanese sentence or two. A coded field has the
    span 0–0, and its codes' labels as original and proposal.
    """

    kind: str
    where: str
    start: int
    end: int
    original: str
    proposal: str
    reason: str
