"""``python -m knowledge`` does what its help says; mistakes get one Japanese sentence and exit 2."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.__main__ import main
from knowledge.entries import Entry
from knowledge.filters import FIELDS
from knowledge.search import KnowledgeBase

Make = Callable[..., Entry]
Open = Callable[..., KnowledgeBase]
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def with_the_fake_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOROZU_EMBEDDING", "hashing")
    monkeypatch.delenv("YOROZU_DATA", raising=False)


@pytest.fixture
def data(tmp_path: Path, open_base: Open, make_case: Make, make_policy: Make) -> str:
    entries = [
        make_case(),
        make_case(
            id="case-09-02", title="値上げを手紙で伝えて常連に喜ばれた和菓子店", outcome="success", owner_type="founder"
        ),
        make_case(id="case-75-01", title="値上げを拠点だけに打ち明けた旅館", industry="75", visibility="hub:13"),
        make_policy(),
    ]
    open_base(entries).close()
    return str(tmp_path / "data")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def hits(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    code, out, _ = run(capsys, "search", *arguments, "--json")
    assert code == 0
    return [hit["entry_id"] for hit in json.loads(out)["hits"]]


def test_search_tells_premises_and_hits(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The premises read from the words are printed, then each hit with what it shares and its best passage."""
    code, out, err = run(capsys, "search", "和菓子店の跡取りが値上げをためらう", "--data", data)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("読み取った前提: ")
    assert "後継者（二代目・三代目）" in lines[0]
    assert "値付け・価格転嫁" in lines[0]
    assert "[失敗] 常連が離れるのを恐れて値上げを先送りした和菓子店(case-09-01)" in lines[1]
    assert lines[2].startswith("   共通の前提: ")
    assert "後継者（二代目・三代目）" in lines[2]
    assert lines[3].startswith("   #")


def test_search_answers_in_json(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A program gets ids, scores, shared premises, and passages with anchor and verbatim text."""
    code, out, _ = run(capsys, "search", "和菓子店の値上げ", "--data", data, "--json", "--limit", "1", "--kind", "case")
    assert code == 0
    answer = json.loads(out)
    assert answer["premises"]["topics"] == ["pricing"]
    (hit,) = answer["hits"]
    assert {"entry_id", "title", "kind", "outcome", "score", "cosine", "shared", "passages"} == set(hit)
    assert hit["shared"]["topics"] == ["pricing"]
    assert {"anchor", "text", "page", "score"} == set(hit["passages"][0])


def test_search_takes_every_field_as_a_filter(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Options repeat (or), combine (and), and are named after the fields."""
    assert set(hits(capsys, "値上げ", "--data", data, "--outcome", "success", "--outcome", "failure")) == {
        "case-09-01",
        "case-09-02",
    }
    both = ["--owner-type", "founder", "--industry", "09"]
    assert hits(capsys, "値上げ", "--data", data, *both) == ["case-09-02"]
    assert hits(capsys, "値上げ", "--data", data, "--kind", "policy", "--category", "subsidy") == ["subsidy-small"]
    code, out, _ = run(capsys, "search", "値上げ", "--data", data, "--stage", "distress")
    assert (code, out.splitlines()[1]) == (0, "見つかりませんでした。")
    with pytest.raises(SystemExit):
        main(["search", "--help"])
    told = capsys.readouterr().out
    assert all(f"--{name.replace('_', '-')}" in told for name in FIELDS)


def test_search_shows_a_hubs_own_only_to_that_hub(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --hub there are national entries only."""
    assert "case-75-01" in hits(capsys, "旅館の値上げ", "--data", data, "--hub", "13")
    assert "case-75-01" not in hits(capsys, "旅館の値上げ", "--data", data, "--hub", "14")
    assert "case-75-01" not in hits(capsys, "旅館の値上げ", "--data", data)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "指定を読み取れません"),
        (["look"], "指定を読み取れません"),
        (["search"], "指定を読み取れません"),
        (["search", "x", "--limit", "many"], "指定を読み取れません"),
        (["search", "x", "--limit", "0"], "--limit は 1〜100 の数"),
        (["search", "x", "--industry", "0909"], "業種「0909」は一覧にない符号です"),
        (["search", "x", "--kind", "story"], "種類「story」"),
        (["search", "x", "--hub", "99"], "拠点「99」は一覧にない符号です"),
        (["search", "x"], "data に知識がまだありません。python -m ingest PATH --data data で登録する"),
        (["doctor"], "data に知識がまだありません"),
        (["rebuild"], "data に知識がまだありません"),
        (["corpus", "nowhere"], "nowhere というフォルダがありません"),
    ],
)
def test_a_mistake_gets_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    """Exit 2, one line on standard error, nothing on standard output, and no directory is made."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
    code, out, err = run(capsys, *arguments, "--json")
    assert code == 2
    assert list(json.loads(err)) == ["error"]


def test_an_unknown_embedder_is_told(
    data: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong word in YOROZU_EMBEDDING is answered with the right ones, by every command that needs it."""
    monkeypatch.setenv("YOROZU_EMBEDDING", "e5")
    for command in (["search", "x"], ["rebuild"]):
        code, _, err = run(capsys, *command, "--data", data)
        assert code == 2
        assert "bundled、hashing" in err


def test_data_directory_comes_from_the_environment(
    data: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """YOROZU_DATA is where the knowledge lies."""
    monkeypatch.setenv("YOROZU_DATA", data)
    assert hits(capsys, "値上げ", "--outcome", "success") == ["case-09-02"]


def test_search_before_the_first_build_says_what_to_do(
    tmp_path: Path, open_base: Open, make_case: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    """A catalog without indexes is not an empty knowledge."""
    open_base([make_case()], update=False).close()
    code, _, err = run(capsys, "search", "値上げ", "--data", str(tmp_path / "data"))
    assert (code, err) == (
        2,
        "検索の索引が使えません(まだ作られていません)。python -m knowledge rebuild で作り直してください。\n",
    )


def test_rebuild_embeds_nothing_and_says_so(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every passage is indexed again from cached vectors."""
    code, out, _ = run(capsys, "rebuild", "--data", data)
    assert code == 0
    assert out.startswith("索引を作り直しました: 29節、")
    assert out.endswith("新しく作ったベクトル 0件\n")
    code, out, _ = run(capsys, "rebuild", "--data", data, "--json")
    assert code == 0
    assert {k: v for k, v in json.loads(out).items() if k != "seconds"} == {"passages": 29, "embedded": 0}
    assert "case-09-01" in hits(capsys, "値上げ", "--data", data)


def test_doctor_finds_sound_knowledge_fine(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0; catalog, counts, indexes and answers are told one by one."""
    code, out, err = run(capsys, "doctor", "--data", data)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "[正常] 知識の台帳(catalog.db)は壊れていません。",
        "[正常] 台帳には case 3件、guideline 0件、policy 1件、節 29件があります。",
        "[正常] 台帳の中身は、書いたときのままです。",
        "[正常] 検索の索引 hashing-512-v1-000001 を開けます(29節)。",
        "[正常] 索引は台帳と同じところまで進んでいます。",
        "[正常] 29節を自身の文で検索し、29節が見つかりました。",
        "問題はありません。",
    ]


def test_doctor_exits_by_what_it_finds(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    """1 with what to do when something is wrong; after the rebuild that it names, searching works again."""
    next(Path(data).rglob("meta.json")).unlink()
    code, out, _ = run(capsys, "doctor", "--data", data, "--json")
    assert code == 1
    found = json.loads(out)
    assert not found["fine"]
    assert "python -m knowledge rebuild" in found["findings"][-1]["said"]
    assert run(capsys, "search", "値上げ", "--data", data)[0] == 2
    assert run(capsys, "rebuild", "--data", data)[0] == 0
    assert run(capsys, "search", "値上げ", "--data", data)[0] == 0


def test_a_place_that_cannot_be_written_is_told(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    """When the indexes cannot be written, the system's reason is told in one sentence."""
    projections = Path(data) / "projections"
    projections.rename(Path(data) / "elsewhere")
    projections.write_text("in the way")
    code, _, err = run(capsys, "rebuild", "--data", data)
    assert code == 2
    assert err.startswith("データの置き場所を読み書きできません(")


def test_doctor_repairs_what_can_be_rebuilt(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken index is built anew from the catalog, and examined again."""
    next(Path(data).rglob("meta.json")).unlink()
    code, out, _ = run(capsys, "doctor", "--repair", "--data", data)
    assert code == 0
    assert out.endswith("問題はありません。\n")


def test_backup_restore_and_erase(data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One file is written, put back elsewhere without embedding, and an entry erased there is not found any more."""
    file, new = str(tmp_path / "kept.zip"), str(tmp_path / "new")
    code, out, _ = run(capsys, "backup", file, "--data", data)
    assert code == 0
    assert "知識 4件、節 29件" in out and "隔離された原本とその鍵は、わざと入れていません" in out
    code, _, err = run(capsys, "backup", file, "--data", data, "--json")
    assert (code, "すでにあります" in json.loads(err)["error"]) == (2, True)
    code, out, _ = run(capsys, "restore", file, "--data", new)
    assert code == 0
    assert "新しく作ったベクトル 0件\nこの控えに拠点の記録は入っていません。いまある記録は、そのままです。\n" in out
    assert hits(capsys, "値上げ", "--data", new) == hits(capsys, "値上げ", "--data", data)
    code, out, _ = run(capsys, "erase", "case-09-01", "--data", new, "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["erased"], told["still_open"]) == (["case-09-01"], [])
    assert len(told["backups"]) == 1 and told["backups"][0].startswith(file)  # it was restored from there
    assert "case-09-01" not in hits(capsys, "値上げ", "--data", new)
    code, _, err = run(capsys, "erase", "case-09-01", "--data", new)
    assert (code, "という知識はありません" in err) == (2, True)
    code, out, _ = run(capsys, "erase", "case-09-01", "--data", data)
    assert f"この控えには残っています。消すか、取り直してください: {file}" in out
    code, out, _ = run(capsys, "restore", file, "--data", data, "--force", "--json")
    assert code == 0
    told = json.loads(out)
    assert Path(told["aside"]).is_dir()
    assert "case-09-01" not in hits(capsys, "値上げ", "--data", data)


def test_corpus_is_checked_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case_text: Callable[..., str]
) -> None:
    """The coverage table counts by label; a problem makes exit 1 and is told by file."""
    code, out, _ = run(capsys, "corpus")
    assert code == 0, out
    assert out.startswith("種類: case ")
    assert "対比の組: 組 " in out
    assert out.endswith("問題はありません。\n")
    (tmp_path / "case-09-01.md").write_text(case_text(), encoding="utf-8")
    code, out, _ = run(capsys, "corpus", str(tmp_path), "--json")
    assert code == 1
    found = json.loads(out)
    assert found["coverage"]["結果"]["失敗"] == 1
    assert any(p.startswith("case-09-01.md: 本文が") for p in found["problems"])


def test_the_module_runs(data: str) -> None:
    """``python -m knowledge`` is the same program."""
    command = [sys.executable, "-m", "knowledge", "search", "値上げ", "--data", data, "--json"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"YOROZU_EMBEDDING": "hashing"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["hits"]
