"""The ten published PDFs as they are: question and answer pairs, hard pages, and no character lost.

The golden files hold probes of at most 12 characters and hashes; the documents themselves are not in the repository.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from ingest.loaders import Loaded, RawFile, load
from ingest.loaders.pdf.loading import read_pages
from ingest.loaders.pdf.pages.glyphs import clean
from ingest.loaders.pdf.pages.strips import Strip
from ingest.loaders.pdf.running import drop_running
from knowledge.entries import Entry

GOLDEN = Path(__file__).parent / "golden"
FAQ = "よくあるご質問_20250421.pdf"
PAIR = re.compile(r"^Q([\d-]*)\. (.+)\nA\. (.+)$", re.MULTILINE)
_UNCOUNTED = set(".．…・|｜")  # leaders between a heading and its page number are shortened; cells are joined
HARD = json.loads((GOLDEN / "pages.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def documents(published: Path) -> dict[str, tuple[Entry, Loaded]]:
    found = {}
    for path in sorted(published.glob("*.pdf")):
        loaded = load(RawFile(path.name, path.read_bytes()))
        found[unicodedata.normalize("NFC", path.name)] = loaded.entries[0], loaded
    return found


def test_every_pair_of_the_questions_comes_out(documents: dict[str, tuple[Entry, Loaded]]) -> None:
    """69 pairs on 19 pages, each with its number, whole from its first to its last character."""
    entry, _ = documents[FAQ]
    pairs = [(s.page, *found.groups()) for s in entry.sections for found in PAIR.finditer(entry.text_of(s.anchor))]
    golden = [json.loads(line) for line in (GOLDEN / "faq.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [probe(*pair) for pair in pairs] == golden
    assert len(golden) == 69


def probe(page: int | None, number: str, question: str, answer: str) -> dict[str, Any]:
    told = hashlib.sha256(re.sub(r"\s", "", question + answer).encode()).hexdigest()[:12]
    return {
        "page": page,
        "no": number,
        "q": [question[:12], question[-12:]],
        "a": [answer[:12], answer[-12:]],
        "sha": told,
    }


def test_the_sections_of_the_questions_head_their_pages(documents: dict[str, tuple[Entry, Loaded]]) -> None:
    """The bookmarks of the file name the part in which a page lies."""
    entry, _ = documents[FAQ]
    headings = {s.page: s.heading for s in entry.sections}
    assert headings[1] == "1ページ"
    assert headings[4] == "4ページ 1.補助対象事業について"
    assert headings[5] == "5ページ 2.補助対象者について"
    assert headings[20] == "20ページ 6.申請手続その他について"


@pytest.mark.parametrize("page", HARD, ids=[f"{p['file'][:14]}-{p['page']}" for p in HARD])
def test_a_hard_page_is_read_in_order(documents: dict[str, tuple[Entry, Loaded]], page: dict[str, Any]) -> None:
    """Short phrases stand in the order in which people read them, and tables have their rows."""
    entry, _ = documents[page["file"]]
    text = entry.text_of(f"p{page['page']}")
    at = 0
    for phrase in page["order"]:
        assert len(phrase) <= 12
        found = text.find(phrase, at)
        assert found >= at, (phrase, text)
        at = found + len(phrase)
    assert sum(" ｜ " in line for line in text.splitlines()) == page["rows"]


def test_no_character_is_lost(published: Path, documents: dict[str, tuple[Entry, Loaded]]) -> None:
    """What pdfium gives is in the stored text or in a dropped running line; of the questions' header, A. says enough."""
    for path in sorted(published.glob("*.pdf")):
        name = unicodedata.normalize("NFC", path.name)
        entry, _ = documents[name]
        dropped = dropped_lines(path)
        for number, plain in enumerate(plain_pages(path), 1):
            stored = "".join(entry.text_of(s.anchor) for s in entry.sections if s.page == number)
            lost = Counter(plain) - Counter(stored) - Counter(dropped[number - 1])
            header = Counter("No.質問回答更新履歴No." if name == FAQ else "")
            assert not lost - header, (name, number, lost)


def dropped_lines(path: Path) -> list[str]:
    document = pdfium.PdfDocument(path)
    pages, _ = read_pages(document)
    document.close()
    dropped = []
    for page, blocks in zip(pages, drop_running(pages), strict=True):
        kept = {id(row) for block in blocks for row in block}
        rows = [row for block in page.blocks for row in block if id(row) not in kept]
        assert len(rows) <= 4
        dropped.append("".join(item.text for row in rows for item in row if isinstance(item, Strip)))
    return dropped


def plain_pages(path: Path) -> Iterator[list[str]]:
    document = pdfium.PdfDocument(path)
    for page in document:
        text_page = page.get_textpage()
        yield [c for c in clean(text_page.get_text_range()) if not c.isspace() and c not in _UNCOUNTED]
        text_page.close()
        page.close()
    document.close()
