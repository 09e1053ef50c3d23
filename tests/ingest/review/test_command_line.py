"""``python -m ingest.review`` shows what waits and takes decisions, in Japanese, and exits by how it went."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.review.__main__ import main
from ingest.review.opening import needed, open_queue
from ingest.review.problems import ReviewError

if TYPE_CHECKING:
    from conftest import Desk, Held

KEY = base64.b64encode(bytes(range(32))).decode()
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Run:
    """Run the command over the desk's data with its key."""
    monkeypatch.setenv("YOROZU_QUARANTINE_KEY", KEY)
    monkeypatch.setenv("YOROZU_EMBEDDING", "hashing")
    monkeypatch.delenv("YOROZU_DATA", raising=False)

    def ran(*arguments: str) -> tuple[int, str, str]:
        code = main([*arguments, "--data", str(desk.data)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return ran


def test_list_tells_what_waits_without_names(run: Run, desk: Desk, held: Callable[..., Held]) -> None:
    """Masked title, kinds, approvals, since when."""
    assert run("list")[:2] == (0, "確認待ち 0件\n")
    review_id = desk.hold(held())
    code, said, _ = run("list")
    assert code == 0 and f"[確認待ち] {review_id}  県内の町の菓子店の値上げ" in said and "確認待ち 1件" in said
    assert "住所 2、特異な記述 1、組み合わせから分かるおそれ 1" in said and "必要 2人" in said and "架空" not in said
    (listed,) = json.loads(run("list", "--json")[1])
    assert (listed["id"], listed["state"], listed["needed"], listed["approvals"]) == (review_id, "waiting", 2, [])


def test_show_gives_original_proposal_and_reason(run: Run, desk: Desk, held: Callable[..., Held]) -> None:
    """As text, as JSON, and as the file that ``edit`` takes."""
    case = held()
    review_id = desk.hold(case)
    said = run("show", review_id)[1]
    assert "【県内でただ一つの手延べ菓子】を売り" in said and "案:   地域で知られた菓子" in said
    assert "理由: ただ一つの品から店が分かります。" in said
    shown = json.loads(run("show", review_id, "--json")[1])
    assert shown["doubts"][1]["original"] == "県内でただ一つの手延べ菓子" and shown["doubts"][1]["number"] == 2
    assert run("show", review_id, "--text")[1] == f"# {case.proposed.title}\n\n{case.proposed.body}\n"


def test_edit_and_second_approval_publish_what_can_then_be_found(
    run: Run, desk: Desk, held: Callable[..., Held], tmp_path: Path
) -> None:
    """The first edits a file, the second approves; the case is in the catalog and in the index."""
    review_id = desk.hold(held())
    file = tmp_path / "edit.md"
    file.write_text(run("show", review_id, "--text")[1].replace("地域で知られた菓子", "昔ながらの菓子"))
    code, said, _ = run("edit", review_id, str(file), "--reviewer", "確認 一子", "--note", "品の名を丸めました")
    assert code == 0 and "[もう1人の確認待ち]" in said and "承認 確認 一子" in said
    code, _, said = run("accept", review_id, "--reviewer", "確認一子")
    assert code == 1 and "同じ人の承認は1人分です" in said
    code, said, _ = run("accept", review_id, "--reviewer", "確認 二郎", "--json")
    assert code == 0 and json.loads(said)["state"] == "accepted"
    entry = desk.catalog.get("case-h-01")
    assert entry and "昔ながらの菓子" in entry.body
    assert desk.quarantine.ids() == [] and (desk.data / "projections").is_dir()
    code, _, said = run("reject", review_id, "--reviewer", "確認 一子")
    assert code == 1 and "すでに決まっています" in said


def test_edit_that_still_names_someone_is_refused(
    run: Run, desk: Desk, held: Callable[..., Held], tmp_path: Path
) -> None:
    """With the kinds and places; nothing is recorded."""
    review_id = desk.hold(held())
    file = tmp_path / "edit.md"
    file.write_text(run("show", review_id, "--text")[1].replace("県内の町で", "電話03-5555-0147の店で"))
    code, _, said = run("edit", review_id, str(file), "--reviewer", "確認 一子", "--json")
    assert code == 1 and "電話番号" in json.loads(said)["error"] and "5555" not in said
    assert desk.queue.review(review_id).decisions == ()


def test_stale_version_is_refused(run: Run, desk: Desk, held: Callable[..., Held]) -> None:
    """What was shown is what is decided on."""
    review_id = desk.hold(held())
    desk.decide(review_id, "確認 一子")
    code, _, said = run("reject", review_id, "--reviewer", "確認 二郎", "--version", "1")
    assert code == 1 and "見ている間に内容が変わりました" in said


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("show", "no-such"), 1, "確認待ちはありません"),
        (("edit", "no-such", "/no/such/file", "--reviewer", "x"), 2, "ファイルを読み書きできません"),
    ],
)
def test_what_is_not_there_is_told(run: Run, arguments: tuple[str, ...], code: int, told: str) -> None:
    """One sentence on standard error."""
    found, out, said = run(*arguments)
    assert (found, out) == (code, "") and told in said and "Traceback" not in said


def test_wrong_key_is_told_for_the_case_and_the_list_still_works(
    run: Run, desk: Desk, held: Callable[..., Held], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows need no key."""
    review_id = desk.hold(held())
    monkeypatch.setenv("YOROZU_QUARANTINE_KEY", base64.b64encode(bytes(32)).decode())
    assert run("list")[0] == 0
    code, _, said = run("show", review_id)
    assert code == 2 and "隔離庫の鍵が違うか" in said


@pytest.mark.parametrize("arguments", [(), ("fly",), ("show",), ("accept", "x"), ("list", "--fast")])
def test_misspelt_command_is_explained_in_japanese(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """And leaves with 2."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    said = capsys.readouterr().err
    assert left.value.code == 2 and said.startswith("コマンドの書き方が違います") and "使い方: python -m" in said
    assert "error" not in said and "usage" not in said


def test_data_directory_that_is_not_there_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A misspelt path makes no empty queue."""
    monkeypatch.setenv("YOROZU_QUARANTINE_KEY", KEY)
    assert main(["list", "--data", str(tmp_path / "none")]) == 2
    assert "ありません" in capsys.readouterr().err and not (tmp_path / "none").exists()


def test_number_of_people_is_read_from_the_settings(desk: Desk) -> None:
    """One to nine; anything else is a sentence, as is a key inside the data directory."""
    assert (needed({}), needed({"YOROZU_REVIEWERS_NATIONAL": "3"})) == (2, 3)
    for wrong in ("0", "10", "二", "", "-1"):
        with pytest.raises(ReviewError, match="1〜9 の人数"):
            needed({"YOROZU_REVIEWERS_NATIONAL": wrong})
    environment = {"YOROZU_QUARANTINE_KEY": KEY, "YOROZU_REVIEWERS_NATIONAL": "1"}
    assert open_queue(desk.data, desk.catalog, desk.detector, environment).needed("national") == 1
