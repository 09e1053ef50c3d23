"""Writers are killed with SIGKILL again and again; nothing that was acknowledged is lost, and searching goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from eval.bench import kill
from ingest import chunker
from knowledge.embedding import load_embedder
from knowledge.entry_file import parse_markdown
from knowledge.search import KnowledgeBase

ROOT = Path(__file__).parents[3]
KILLS = 15  # of each kind of writer; 200 by `make kill-test`
TEXT = (
    "---\nkind: policy\nid: direct-1\ntitle: 補助金の見本\ncategory: subsidy\ntopics: [policy]\npublisher: 見本の役所\n"
    "as_of: 2026-04-01\n---\n## 対象\n合成の見本の番号{number}です。\n"
)


def test_nothing_acknowledged_is_lost_by_kills(tmp_path: Path) -> None:
    """Single writes and imports, killed at random and at armed points; a failure names the seed that replays it."""
    command = [sys.executable, "-m", "eval.bench.kill", "--kills", str(KILLS), "--json"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"TMPDIR": str(tmp_path)}, capture_output=True, check=False, timeout=300
    )
    assert done.stdout, done.stderr.decode()
    found = json.loads(done.stdout)
    assert (found["kills"], found["lost"], found["unanswered"], found["problems"]) == (KILLS, 0, 0, []), found
    assert found["acknowledged"] > KILLS < found["records"]["acknowledged"]
    assert found["records"]["lost"] == 0
    assert len(found["points"]) > 2, found


def write(place: Path, numbers: tuple[int, ...], log: list[dict[str, object]]) -> None:
    base = KnowledgeBase(place / "data", load_embedder("hashing"))
    for number in numbers:
        entry = parse_markdown(TEXT.format(number=number))
        base.catalog.put(entry, chunker.passages_of(entry), "direct-1.md")
    base.close()
    (place / "log").write_text("\n".join(json.dumps(line) for line in log))


def test_a_lost_write_would_be_noticed(tmp_path: Path) -> None:
    """What was acknowledged and is not there counts as lost; so does an older version of it."""
    write(tmp_path, (1,), [{"want": "direct-1", "number": 1}, {"done": "direct-1", "number": 1}])
    assert kill.check(tmp_path)["lost"] == 0
    (tmp_path / "log").write_text("\n".join(json.dumps({"done": "direct-1", "number": n}) for n in (1, 2)))
    found = kill.check(tmp_path)
    assert (found["lost"], found["new"]) == (1, 2)
    assert "1 is there, one of [2]" in found["problems"][0]


def test_a_write_that_was_only_begun_may_be_there_or_not(tmp_path: Path) -> None:
    """Between beginning and acknowledgement either state is right."""
    begun = [{"done": "direct-1", "number": 1}, {"want": "direct-1", "number": 2}]
    for numbers in ((1,), (1, 2)):
        place = tmp_path / str(len(numbers))
        place.mkdir()
        write(place, numbers, begun)
        assert kill.check(place)["lost"] == 0
