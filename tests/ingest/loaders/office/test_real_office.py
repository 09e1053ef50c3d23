"""Published forms as they are: every word of two Word forms and a wage sheet comes in where a reader expects it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from ingest.loaders import Loaded, RawFile, load

SHARED = Path(__file__).parents[4].parent / "shared"
OFFICE = SHARED / "data" / "office"
PLAN = "参考様式_事業計画書記載項目_20次締切_20250617.docx"

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"{SHARED} is absent: the published documents are not part of the repository"
)


def read(path: Path) -> Loaded:
    return load(RawFile(path.name, path.read_bytes()))


@pytest.mark.parametrize("name", [PLAN, "it2025_sentei_it_fukusu.docx"])
def test_every_word_of_a_form_comes_in(name: str) -> None:
    """Each run of text of the file is in the body; line breaks and blanks apart."""
    (entry,) = read(OFFICE / name).entries
    body = re.sub(r"\s|｜|\|", "", entry.body)
    with zipfile.ZipFile(OFFICE / name) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    paragraphs = ["".join(t.text or "" for t in p.iter("{*}t")) for p in root.iter("{*}p") if not p.findall(".//{*}p")]
    words = [re.sub(r"\s|｜|\|", "", text) for text in paragraphs]
    missing = [text for text in words if text and text not in body]
    assert missing == []


def test_the_plan_form_is_cut_at_its_numbered_headings() -> None:
    """「１．申請者の概要等」 and below it 「（３）役員一覧」 are sections; its tables are rows."""
    (entry,) = read(OFFICE / PLAN).entries
    headings = [s.heading for s in entry.sections]
    assert "１．申請者の概要等 / （３）役員一覧（監査役を含む。）" in headings
    assert entry.title == "事業計画書 記載項目"
    assert "役職名 ｜ 氏名 ｜ フリガナ" in entry.body
    assert max(len(entry.text_of(s.anchor)) for s in entry.sections) < 8_000


def test_the_wage_sheet_is_a_form() -> None:
    """Sheets are sections, a thousand empty lines are one, hidden master data is told and left out."""
    loaded = read(OFFICE / "it2025_chingin_houkoku.xlsx")
    (entry,) = loaded.entries
    assert entry.kind == "policy"
    assert "非表示のシートは読んでいません: 「マスタ」、「元データ」" in loaded.warnings
    assert "(番号だけが違う999行は省きました)" in entry.body
    assert "例 ｜ ●●　×× ｜ 東京都 ｜ 1,163 ｜ 250,000" in entry.body
    assert len(entry.body) < 20_000


@pytest.mark.parametrize("name", ["2017-02-07-kosshi.txt", "2025-03-06-kentokai-6.txt"])
def test_minutes_are_documents(name: str) -> None:
    """Published minutes speak of support and results, but are no consultation's record."""
    (entry,) = read(SHARED / "sources" / name).entries
    assert entry.kind == "policy"
    assert len(entry.sections) > 5
