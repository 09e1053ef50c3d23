"""Markdown with front matter is an entry; without it, a document with its headings as sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ingest.anonymise.known import Known
from ingest.loaders import RawFile, load
from knowledge.entries import Case

Document = Callable[..., Any]
Refusal = Callable[..., str]


def test_markdown_case_is_one_entry(case_text: Callable[..., str], refusal: Refusal) -> None:
    """A case file in any encoding is the same case; a mistake is told in the words of the entry format."""
    loaded = load(RawFile("a.md", case_text().encode()))
    assert load(RawFile("b.MARKDOWN", case_text().encode("cp932"))) == loaded
    assert isinstance(loaded.entries[0], Case)
    assert "足りない見出し: 学び" in refusal("a.md", case_text().replace("## 学び", "## 余談").encode())


def test_names_in_front_matter_go_beside_the_entry(case_text: Callable[..., str], refusal: Refusal) -> None:
    """They are for the gate alone; a misspelt role is told."""
    text = case_text().replace("kind: case\n", "kind: case\nnames: {person: [試山 一郎], firm: ㈱見本板金}\n")
    loaded = load(RawFile("a.md", text.encode()))
    assert loaded.names == {"case-09-01": (Known("試山 一郎", "person"), Known("㈱見本板金", "firm"))}
    assert "試山" not in loaded.entries[0].body
    assert "names は person、firm、place、other" in refusal("a.md", text.replace("person:", "persom:").encode())
    assert "names の person は" in refusal("a.md", text.replace("[試山 一郎]", "[1]").encode())


def test_a_contributed_case_may_lack_sections_and_codes(case_text: Callable[..., str], refusal: Refusal) -> None:
    """What a hub has not written stays unknown; ours must be whole; a case without any act or result is none."""
    text = (
        "---\nid: case-x1\ntitle: 台帳を一冊にした宿\norigin: contributed\n---\n"
        "## 表面の課題\n予約が重なる。\n## 打ち手\n台帳を一冊にした。\n"
    )
    (case,) = load(RawFile("a.md", text.encode(), hub="22")).entries
    assert isinstance(case, Case)
    assert (case.visibility, case.industry, case.topics, case.facets()) == ("hub:22", "", (), {})
    assert load(RawFile("a.md", text.encode())).entries[0].visibility == "national"
    assert "足りない見出し" in refusal("a.md", text.replace("contributed", "synthetic").encode())
    assert "どれかと、ほかの見出し" in refusal("a.md", text.replace("打ち手", "学び").encode())
    assert "この順に" in refusal("a.md", text.replace("表面の課題", "結果").encode())
    assert "結果「great」" in refusal("a.md", text.replace("origin:", "outcome: great\norigin:").encode())


def test_markdown_without_front_matter_is_a_document(document: Document) -> None:
    """Headings nest, tables become rows, lists and links become words, comments and code marks go."""
    text = """# 支援の手引き

**対象**は[小さな店](https://a.example/)です。
<!-- 下書き -->

書類
----
- 計画書
* `決算書`

| 枠 | 上限 |
|----|:---:|
| 通常 | 50万円 |

### 細目
```
# 見出しではない
```
"""
    entry, _ = document("a.md", text.encode("cp932"))
    assert entry.title == "支援の手引き"
    assert [s.heading for s in entry.sections] == ["支援の手引き", "支援の手引き / 書類", "支援の手引き / 書類 / 細目"]
    assert [line for line in entry.body.splitlines() if line] == [
        "支援の手引き", "対象は小さな店です。", "書類", "・計画書", "・決算書", "枠 ｜ 上限", "通常 ｜ 50万円", "細目", "# 見出しではない",
    ]  # fmt: skip
