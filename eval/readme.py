"""``python -m eval.readme``: write the real output of the example questions, and the measured figures, into both READMEs."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from assistant.__main__ import as_text
from assistant.answering import Assistant, Question
from assistant.starter import import_starter
from knowledge.embedding import load_embedder
from knowledge.search import KnowledgeBase

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.ja.md")
FIGURES = ROOT / "docs" / "performance.md"
_ASK = re.compile(r"<!-- ask (\w+) (\d+) (.+?) -->\n```text\n(.*?)```\n<!-- /ask -->", re.DOTALL)
_FIGURES = re.compile(r"<!-- figures -->\n.*?<!-- /figures -->", re.DOTALL)


def examples(text: str) -> list[tuple[str, int, str, str]]:
    """Return (role, lines shown, question, shown output) of every example in a README."""
    return [(m[1], int(m[2]), m[3], m[4]) for m in _ASK.finditer(text)]


def shown(assistant: Assistant, role: str, lines: int, question: str) -> str:
    """Return the first lines of the command line's real output; … marks where it goes on."""
    output = as_text(assistant.answer(Question(text=question, role=role))).splitlines()
    cut = ["…"] if len(output) > lines else []
    return "\n".join([*output[:lines], *cut]) + "\n"


def main() -> int:
    """Rewrite the example and figure blocks."""
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
    return 0


if __name__ == "__main__":
    sys.exit(main())
