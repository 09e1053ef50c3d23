"""What a backup says of itself, and how its refusal is told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

FORMAT = 2
ABSENT = ("quarantine originals and their key",)


class BackupError(RuntimeError):
    """A backup that cannot be taken or put back; the message is the Japanese sentence the user sees."""


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """What a backup holds: when it was taken, the last change in it, its schema, counts by table, models, and a digest.

    ``further`` are the databases beside the catalog, by file name: each with ``size``, ``digest``, ``schema`` and ``counts``.
    """

    format: int
    taken_at: str
    head: int
    schema: str
    counts: dict[str, int]
    models: list[str]
    size: int
    digest: str
    absent: list[str]
    generation: str = ""
    further: dict[str, dict[str, Any]] = field(default_factory=dict)


def read_manifest(text: bytes, schema: str, name: str) -> BackupManifest:
    """Return a manifest of this or an older program, whose catalog has ``schema``; TypeError, KeyError or ValueError for none."""
    told = json.loads(text)
    if int(told["format"]) > FORMAT or str(told["schema"]) > schema:
        raise BackupError(
            f"{name} は、より新しい版のプログラムで取った控えです。プログラムを新しくしてから戻してください。"
        )
    return BackupManifest(**told)
