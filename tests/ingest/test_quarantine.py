"""Originals are kept encrypted, whole and private, open only with their key, and are gone when they are erased."""

from __future__ import annotations

import base64
import json
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.quarantine import Quarantine, QuarantineError
from ingest.quarantine_key import find_key

KEY = bytes(range(32))
ROOT = Path(__file__).parents[2]
SECRET = {"original": {"title": "架空山田屋の値上げ", "body": "架空太郎さんは、\n「値上げは怖い」と話した。😀"}}


@pytest.fixture
def quarantine(tmp_path: Path) -> Quarantine:
    return Quarantine(tmp_path / "quarantine", KEY)


def test_what_is_kept_comes_back_and_lies_there_encrypted_and_private(quarantine: Quarantine, tmp_path: Path) -> None:
    """One file an item, only its owner may read it, and not one word of it stands in it."""
    quarantine.put("a1", SECRET)
    assert quarantine.get("a1") == SECRET
    assert quarantine.ids() == ["a1"]
    folder = tmp_path / "quarantine"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "a1.held").stat().st_mode) == 0o600
    content = (folder / "a1.held").read_bytes()
    assert "架空".encode() not in content and json.dumps("架空").encode()[1:-1] not in content


def test_same_content_is_never_the_same_file_twice(quarantine: Quarantine, tmp_path: Path) -> None:
    """A fresh nonce each time."""
    found = set()
    for _ in range(3):
        quarantine.put("a1", SECRET)
        found.add((tmp_path / "quarantine" / "a1.held").read_bytes())
    assert len(found) == 3 and quarantine.ids() == ["a1"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None), max_size=200))
def test_any_text_comes_back_as_it_was(quarantine: Quarantine, text: str) -> None:
    """Broken characters, control characters and none at all."""
    quarantine.put("any", {"text": text})
    assert quarantine.get("any") == {"text": text}


def test_erased_item_is_gone_and_may_be_erased_again(quarantine: Quarantine) -> None:
    """Nothing is left of it, and a second try after a stop is fine."""
    quarantine.put("a1", SECRET)
    quarantine.erase("a1")
    quarantine.erase("a1")
    assert quarantine.ids() == []
    with pytest.raises(QuarantineError, match="原文が隔離庫にありません。元のファイルをもう一度"):
        quarantine.get("a1")


def test_wrong_key_is_one_sentence_and_harms_nothing(quarantine: Quarantine, tmp_path: Path) -> None:
    """What another key wrote does not open, what this key writes does, and both files stay."""
    quarantine.put("a1", SECRET)
    other = Quarantine(tmp_path / "quarantine", bytes(32))
    with pytest.raises(QuarantineError, match="鍵が違うか、ファイルが書き換えられています"):
        other.get("a1")
    other.put("b2", SECRET)
    assert other.get("b2") == quarantine.get("a1") == SECRET
    assert other.check(["a1", "b2"]).unreadable == ("a1",)


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b[:-1],
        lambda b: b[:10],
        lambda b: b"",
        lambda b: b + b"x",
        lambda b: b[:40] + bytes([b[40] ^ 1]) + b[41:],
        lambda b: b"YQ2" + b[3:],
        lambda b: b[:3] + bytes(12) + b[15:],
    ],
)
def test_tampered_file_is_one_sentence_and_the_others_still_open(
    quarantine: Quarantine, tmp_path: Path, change: object
) -> None:
    """Cut, empty, longer, one bit flipped, another format, another nonce."""
    quarantine.put("a1", SECRET)
    quarantine.put("b2", SECRET)
    path = tmp_path / "quarantine" / "a1.held"
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(QuarantineError, match="原文を開けません"):
        quarantine.get("a1")
    assert quarantine.get("b2") == SECRET
    assert quarantine.check(["a1", "b2"]).unreadable == ("a1",)


def test_file_under_another_items_name_does_not_open(quarantine: Quarantine, tmp_path: Path) -> None:
    """The id belongs to what is sealed."""
    quarantine.put("a1", SECRET)
    (tmp_path / "quarantine" / "a1.held").rename(tmp_path / "quarantine" / "b2.held")
    with pytest.raises(QuarantineError, match="原文を開けません"):
        quarantine.get("b2")


@pytest.mark.parametrize("item_id", ["", "../a", "a/b", "A1", "a.held", "あ", "a" * 65, "a\x00"])
def test_id_that_is_none_touches_no_file(quarantine: Quarantine, tmp_path: Path, item_id: str) -> None:
    """No path leads out of the folder."""
    for act in (
        lambda: quarantine.put(item_id, {}),
        lambda: quarantine.get(item_id),
        lambda: quarantine.erase(item_id),
    ):
        with pytest.raises(QuarantineError, match="番号が正しくありません"):
            act()
    assert sorted(p.name for p in (tmp_path / "quarantine").iterdir()) == ["lock"] or quarantine.ids() == []


def test_half_written_files_are_swept_at_opening(quarantine: Quarantine, tmp_path: Path) -> None:
    """What a crash left is no item and goes; whole items stay."""
    quarantine.put("a1", SECRET)
    (tmp_path / "quarantine" / "b2-0011.part").write_bytes(b"YQ1half")
    assert quarantine.ids() == ["a1"]
    again = Quarantine(tmp_path / "quarantine", KEY)
    assert sorted(p.name for p in (tmp_path / "quarantine").iterdir()) == ["a1.held", "lock"]
    assert again.get("a1") == SECRET


def test_check_tells_items_without_rows_and_rows_without_items(quarantine: Quarantine) -> None:
    """Both directions, by name; nothing is changed."""
    quarantine.put("a1", SECRET)
    quarantine.put("b2", SECRET)
    found = quarantine.check(["b2", "c3"])
    assert (found.unknown, found.missing, found.unreadable) == (("a1",), ("c3",), ())
    assert found and not quarantine.check(["a1", "b2"])
    assert quarantine.ids() == ["a1", "b2"]


def test_disk_that_refuses_is_one_sentence(tmp_path: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / "quarantine").write_text("x")
    with pytest.raises(QuarantineError, match="隔離庫を作れません"):
        Quarantine(tmp_path / "quarantine", KEY)


def test_mark_is_the_same_for_the_same_text_and_key_only(tmp_path: Path, quarantine: Quarantine) -> None:
    """Who has no key cannot try guesses against it."""
    other = Quarantine(tmp_path / "other", bytes(32))
    assert quarantine.mark("山田") == quarantine.mark("山田") != quarantine.mark("山本")
    assert quarantine.mark("山田") != other.mark("山田")


def test_lock_is_for_one_thread_and_can_be_taken_again_inside(tmp_path: Path) -> None:
    """Two openings of one folder, as two processes have them, take turns."""
    one, two = (Quarantine(tmp_path / "quarantine", KEY) for _ in range(2))
    order = []
    entered = threading.Event()

    def second() -> None:
        entered.set()
        with two.locked():
            order.append("two")

    thread = threading.Thread(target=second)
    with one.locked():
        one.put("a1", SECRET)
        with one.locked():
            thread.start()
            entered.wait(10)
            thread.join(0.2)
            order.append("one")
    thread.join(10)
    assert order == ["one", "two"]


_KILLED = """
import os, sys
from pathlib import Path
from ingest.quarantine import Quarantine
quarantine = Quarantine(Path(sys.argv[1]), bytes(range(32)))
print("ready", flush=True)
for n in range(10_000):
    quarantine.put(f"item-{n}", {"n": n, "text": "あ" * 2_000})
    print(n, flush=True)
"""


def test_whatever_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    """Killed in the middle of writing: each item that was told is there and opens, and the folder opens clean."""
    folder = tmp_path / "quarantine"
    running = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    told = [running.stdout.readline() for _ in range(25)]
    running.kill()
    rest = running.stdout.read().splitlines()
    running.stdout.close()
    running.wait()
    numbers = [int(line) for line in [*told[1:], *rest] if line.strip().isdigit()]
    opened = Quarantine(folder, KEY)
    assert len(numbers) >= 24 and {f"item-{n}" for n in numbers[:-1]} <= set(opened.ids())
    assert all(opened.get(item_id)["text"] == "あ" * 2_000 for item_id in opened.ids())
    assert not list(folder.glob("*.part"))


# -- the key ---------------------------------------------------------------------------------------------------------


def test_key_file_is_made_once_outside_the_data_directory(tmp_path: Path) -> None:
    """On first need, for its owner alone; the second opening reads the same key."""
    environment = {"HOME": str(tmp_path / "home")}
    key = find_key(tmp_path / "data", environment)
    path = tmp_path / "home" / ".config" / "yorozu" / "quarantine.key"
    assert len(key) == 32 and find_key(tmp_path / "data", environment) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["quarantine.key"]


def test_key_from_the_environment_comes_first(tmp_path: Path) -> None:
    """No file is made then."""
    environment = {"YOROZU_QUARANTINE_KEY": base64.b64encode(KEY).decode(), "HOME": str(tmp_path)}
    assert find_key(tmp_path / "data", environment) == KEY
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", ["x", "YQ==", "あ", base64.b64encode(bytes(31)).decode()])
def test_key_that_is_none_is_refused_in_words(tmp_path: Path, given: str) -> None:
    """Not base64, or not 32 bytes."""
    with pytest.raises(QuarantineError, match=r"YOROZU_QUARANTINE_KEY.*32 バイトの鍵を base64 で"):
        find_key(tmp_path, {"YOROZU_QUARANTINE_KEY": given})


@pytest.mark.parametrize("name", ["quarantine.key", "deep/er/key", "../data/key"])
def test_key_inside_the_data_directory_is_refused(tmp_path: Path, name: str) -> None:
    """Also through a link or by a way around."""
    data = tmp_path / "data"
    data.mkdir()
    with pytest.raises(QuarantineError, match="鍵がデータの置き場所の中にあります"):
        find_key(data, {"YOROZU_QUARANTINE_KEY_FILE": str(data / name)})
    (tmp_path / "link").symlink_to(data)
    with pytest.raises(QuarantineError, match="鍵がデータの置き場所の中にあります"):
        find_key(data, {"YOROZU_QUARANTINE_KEY_FILE": str(tmp_path / "link" / "key")})
    assert list(data.iterdir()) == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """With the command that mends it."""
    path = tmp_path / "key"
    path.write_text(base64.b64encode(KEY).decode())
    path.chmod(mode)
    with pytest.raises(QuarantineError, match="chmod 600"):
        find_key(tmp_path / "data", {"YOROZU_QUARANTINE_KEY_FILE": str(path)})
    path.chmod(0o600)
    assert find_key(tmp_path / "data", {"YOROZU_QUARANTINE_KEY_FILE": str(path)}) == KEY


def test_key_file_that_cannot_be_read_or_made_is_one_sentence(tmp_path: Path) -> None:
    """A folder in its place, a file in its folder's place, binary content, no home at all."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "binary").chmod(0o600)
    for path in ("folder", "file/key", "binary"):
        with pytest.raises(QuarantineError, match="YOROZU_QUARANTINE_KEY_FILE"):
            find_key(tmp_path / "data", {"YOROZU_QUARANTINE_KEY_FILE": str(tmp_path / path)})
    with pytest.raises(QuarantineError, match="置き場所が決まっていません"):
        find_key(tmp_path / "data", {})


def test_two_first_needs_at_once_end_with_one_key(tmp_path: Path) -> None:
    """Whoever is first is right."""
    environment = {"YOROZU_QUARANTINE_KEY_FILE": str(tmp_path / "keys" / "key")}
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(find_key(tmp_path / "data", environment))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len(set(found)) == 1
    assert [p.name for p in (tmp_path / "keys").iterdir()] == ["key"]
