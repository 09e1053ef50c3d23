"""``records.db``: the hub's own records in SQL, beside the catalog and with the same durability."""

from __future__ import annotations

from pathlib import Path

from knowledge.database import Database

FILE = "records.db"
SCHEMA = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"
_FAILURES = {
    "open": f"拠点の記録({FILE})を開けません。壊れているか、書き込みできない場所にあります。",
    "read": f"拠点の記録({FILE})を読めません。控えから戻せるか確かめてください。",
    "write": f"拠点の記録({FILE})に書き込めません。空き容量と書き込みの許可を確かめてください。",
}


class RecordsError(RuntimeError):
    """The records cannot be read or written; the message is the Japanese sentence the user sees."""


class Records(Database):
    """The database of the hub's own records."""

    def __init__(self, url: str) -> None:
        super().__init__(url, MIGRATIONS, SCHEMA, lambda doing: RecordsError(_FAILURES[doing]))

    @classmethod
    def at(cls, data: Path) -> Records:
        """Open (or create) the SQLite file in a data directory."""
        try:
            data.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise RecordsError(_FAILURES["open"]) from error
        return cls(f"sqlite:///{data / FILE}")
