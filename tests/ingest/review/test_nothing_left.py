"""What is held is found nowhere but, encrypted, in the quarantine; after the decision it is found nowhere at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.review import Edits

if TYPE_CHECKING:
    from conftest import Desk, Held

PLANTED = ("ヨロズ架空堂", "架空田万里子", "架空里三丁目", "県内でただ一つの手延べ菓子", "/hub/cases/planted")


def spellings(text: str) -> Iterator[bytes]:
    """Yield the text as bytes in every way in which it might lie in a file."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp932", "euc_jp", "iso2022_jp"):
        yield text.encode(encoding)
    yield json.dumps(text)[1:-1].encode()
    yield text.encode("unicode_escape")
    yield "".join(f"%{byte:02X}" for byte in text.encode()).encode()


def found(data: Path) -> list[str]:
    """Search every file under a folder, names included, the database's journal among them."""
    files = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    assert {"catalog.db", "catalog.db-wal"} <= {p.name for p in files}
    return [
        f"{text} in {path.name}"
        for path, content in files.items()
        for text in PLANTED
        for spelt in spellings(text)
        if spelt in content or spelt in str(path.relative_to(data)).encode()
    ]


def test_the_search_would_find_it(desk: Desk) -> None:
    """In each spelling, so that finding nothing means something."""
    for number, spelt in enumerate(spellings(PLANTED[0])):
        (desk.data / f"{number}.txt").write_bytes(b"xx" + spelt + b"yy")
        assert found(desk.data)
        (desk.data / f"{number}.txt").unlink()
    desk.catalog.put_note("planted", PLANTED[1])
    assert found(desk.data)


@pytest.mark.parametrize("action", ["accept", "edit", "reject", "withdraw"])
def test_planted_text_is_nowhere_in_the_data_directory(desk: Desk, held: Callable[..., Held], action: str) -> None:
    """While it waits, after the first decision, and after the last; notes that repeat it included."""
    case = held(source=PLANTED[4])
    note = "架空田万里子さんのヨロズ架空堂は架空里三丁目にあり、県内でただ一つの手延べ菓子の店です。"
    review_id = desk.hold(case)
    assert found(desk.data) == [] and len(desk.quarantine.ids()) == 1
    if action == "withdraw":
        desk.queue.withdraw(case.source)
    elif action == "reject":
        desk.decide(review_id, "確認 一子", "reject", note=note)
    else:
        edits = Edits({2: "昔ながらの菓子"}) if action == "edit" else None
        desk.decide(review_id, "確認 一子", action, edits=edits, note=note)
        assert found(desk.data) == [] and len(desk.quarantine.ids()) == 1
        # the published entry is filed under its source, which the pipeline gives; here only the text is looked at
        desk.decide(review_id, "確認 二郎", note=note)
    left = [place for place in found(desk.data) if not place.startswith(PLANTED[4])]
    assert left == [] and desk.quarantine.ids() == []
    assert list((desk.data / "quarantine").iterdir()) == [desk.data / "quarantine" / "lock"]
