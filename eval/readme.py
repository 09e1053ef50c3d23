"""``python -m eval readme [--results FILE]``: write the measured quality, and without FILE also examples and speed, into the papers.

With FILE (a results.json) it becomes the stored current result; a test holds the papers against that.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path

from assistant.__main__ import as_text
from assistant.answering import Assistant, Question
from assistant.starter import import_starter
from eval.current import CURRENT, read_results, table, written
from eval.samples import DatasetError
from knowledge.embedding import load_embedder
from knowledge.search import KnowledgeBase

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.ja.md")
PAPERS = (*READMES, ROOT / "docs" / "evaluation.md")
FIGURES = ROOT / "docs" / "performance.md"
_ASK = re.compile(r"<!-- ask (\w+) (\d+) (.+?) -->\n```text\n(.*?)```\n<!-- /ask -->", re.DOTALL)
_FIGURES = re.compile(r"<!-- figures -->\n.*?<!-- /figures -->", re.DOTALL)
_QUALITY = re.compile(r"<!-- quality -->\n.*?<!-- /quality -->", re.DOTALL)


def with_quality(text: str, paper: Path) -> str:
    """Return a paper's text with the stored current result between its markers; as it is without markers."""
    current = json.loads(CURRENT.read_text(encoding="utf-8"))
    told = table(current, is_japanese(paper), whole=paper not in READMES)
    return _QUALITY.sub(lambda _found: f"<!-- quality -->\n{told}\n<!-- /quality -->", text)


def is_japanese(paper: Path) -> bool:
    """Tell whether a paper is written in Japanese."""
    return paper.name.endswith(".ja.md")


def examples(text: str) -> list[tuple[str, int, str, str]]:
    """Return (role, lines shown, question, shown output) of every example in a README."""
    return [(m[1], int(m[2]), m[3], m[4]) for m in _ASK.finditer(text)]


def shown(assistant: Assistant, role: str, lines: int, question: str) -> str:
    """Return the first lines of the command line's real output; … marks where it goes on."""
    output = as_text(assistant.answer(Question(text=question, role=role))).splitlines()
    cut = ["…"] if len(output) > lines else []
    return "\n".join([*output[:lines], *cut]) + "\n"


def main(arguments: list[str]) -> int:
    """Rewrite the blocks; 2 when FILE cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m eval readme", description="README の測定の表を書きます。")
    parser.add_argument("--results", type=Path, metavar="FILE", help="新しい結果(results.json)")
    given = parser.parse_args(arguments)
    if given.results:
        try:
            current = read_results(given.results)
        except DatasetError as error:
            sys.stderr.write(f"{error}\n")
            return 2
        CURRENT.write_text(written(current), encoding="utf-8")
    else:
        _write_examples()
    for paper in PAPERS:
        text = paper.read_text(encoding="utf-8")
        paper.write_text(with_quality(text, paper), encoding="utf-8")
    return 0


def _write_examples() -> None:
    """Write the real output of the example questions, and the figures of speed."""
    with tempfile.TemporaryDirectory() as folder:
        knowledge = KnowledgeBase(Path(folder), load_embedder())
        try:
            import_starter(knowledge, lambda _text: None)
            assistant = Assistant(knowledge)
            for path in READMES:
                text = path.read_text(encoding="utf-8")
                for role, lines, question, _ in examples(text):
                    block = f"<!-- ask {role} {lines} {question} -->\n```text\n"
                    start = text.index(block) + len(block)
                    end = text.index("```\n<!-- /ask -->", start)
                    text = text[:start] + shown(assistant, role, lines, question) + text[end:]
                figures = (
                    FIGURES.read_text(encoding="utf-8").partition("<!-- readme -->")[2].partition("<!-- /readme -->")[0]
                )
                text = _FIGURES.sub(f"<!-- figures -->\n{figures.strip()}\n<!-- /figures -->", text)
                path.write_text(text, encoding="utf-8")
        finally:
            knowledge.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
