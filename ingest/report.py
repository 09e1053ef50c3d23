"""What an import did, file by file, as values, as text and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import PurePath
from typing import Any

STATES = {
    "added": "追加",
    "changed": "更新",
    "unchanged": "変更なし",
    "retired": "取り下げ",
    "held": "確認待ち",
    "failed": "失敗",
    "skipped": "対象外",
}


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file: its state (a key of STATES), what came of it, and what to know about it.

    ``held`` entries wait for a person; ``entries`` are in the catalog. The name of a ``private`` file may name a client.
    """

    path: str
    state: str
    entries: int = 0
    pages: int = 0
    passages: int = 0
    seconds: float = 0.0
    reason: str = ""
    warnings: tuple[str, ...] = ()
    held: int = 0
    private: bool = False

    def lasting(self, seconds: float) -> FileReport:
        """Return the same report with the time that the file took."""
        return replace(self, seconds=round(seconds, 4))


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A whole run; ``embedding_seconds`` is the part of ``seconds`` spent on vectors and indexes."""

    files: tuple[FileReport, ...]
    seconds: float
    embedding_seconds: float = 0.0

    def count(self, state: str) -> int:
        """Return how many files ended in this state."""
        return sum(f.state == state for f in self.files)

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        passages = sum(f.passages for f in self.files)
        return {
            "files": [asdict(f) for f in self.files],
            "totals": {state: self.count(state) for state in STATES},
            "entries": sum(f.entries for f in self.files),
            "held": sum(f.held for f in self.files),
            "passages": passages,
            "seconds": round(self.seconds, 3),
            "embedding_seconds": round(self.embedding_seconds, 3),
            "passages_per_second": round(passages / self.seconds, 1) if self.seconds else 0.0,
        }

    def for_keeping(self, most: int = 500) -> dict[str, Any]:
        """Return plain values as they may be stored: ``most`` files that were not unchanged, without private names.

        ``left_out`` tells how many files are not listed.
        """
        listed = [f for f in self.files if f.state != "unchanged"][:most]
        values = self.as_json()
        values["files"] = [asdict(replace(f, path=_kept_name(f, at))) for at, f in enumerate(listed, 1)]
        values["left_out"] = len(self.files) - len(listed)
        return values

    def as_text(self, most: int = 60) -> str:
        """Return lines for a terminal; unchanged and skipped files are only counted, at most ``most`` others listed."""
        shown = [f for f in self.files if f.state not in ("unchanged", "skipped") or f.warnings]
        lines = []
        for file in shown[:most]:
            facts = f"{file.entries}件 {file.passages}節" + (f" {file.pages}ページ" if file.pages else "")
            waiting = f"確認待ち {file.held}件" if file.held else ""
            told = file.reason or " ".join(w for w in (facts if file.entries else "", waiting) if w)
            lines.append(f"[{STATES[file.state]}] {file.path}  {told}".rstrip())
            lines += [f"    注意: {w}" for w in file.warnings]
        if len(shown) > most:
            lines.append(f"… ほか {len(shown) - most} ファイル(--json で全部を表示)")
        totals = "、".join(f"{label} {self.count(state)}" for state, label in STATES.items() if self.count(state))
        lines.append(f"合計: {totals or '対象なし'}({self.seconds:.1f}秒)")
        held = sum(f.held for f in self.files)
        if held:
            lines.append(
                f"{held}件は、人が確かめてから登録します。python -m ingest.review list か、ページの「確認待ち」で見られます。"
            )
        return "\n".join(lines)


def _kept_name(file: FileReport, number: int) -> str:
    return f"{number}番目のファイル({PurePath(file.path).suffix or '拡張子なし'})" if file.private else file.path
