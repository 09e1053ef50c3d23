"""An entry opened at a quote, at a section, or at its beginning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.pages import entry_view
from knowledge.entries import Policy, Section

TODAY = date(2026, 11, 24)


def _document(pages: int, length: int) -> Policy:
    texts = [f"{n}ページの文です。" + "あ" * length for n in range(1, pages + 1)]
    sections, at = [], 0
    for n, text in enumerate(texts, 1):
        sections.append(Section(anchor=f"p{n}", heading=f"{n}ページ", start=at, end=at + len(text), page=n))
        at += len(text) + 1
    return Policy(
        id="doc", title="長い資料", body="\n".join(texts), sections=tuple(sections), category="document",
        publisher="発行元", url="javascript:alert(1)", pages=pages,
    )  # fmt: skip


def test_a_short_entry_is_shown_whole() -> None:
    """Every section is there, and the ways lead within the page."""
    entry = _document(3, 10)
    span = (entry.sections[1].start, entry.sections[1].start + 4)
    found = entry_view.view(entry, TODAY, span)
    assert found.whole and found.quoted
    assert [s.opened for s in found.sections] == [False, True, False]
    assert found.before and found.before.href == "#p1"
    assert found.after and found.after.href == "#p3"


def test_of_a_long_document_the_opened_page_and_its_neighbours_are_shown() -> None:
    """A document of many pages is not sent whole; the ways lead on."""
    entry = _document(60, 400)
    span = (entry.sections[29].start, entry.sections[29].start + 4)
    found = entry_view.view(entry, TODAY, span)
    assert [s.page for s in found.sections] == [29, 30, 31]
    assert found.after and found.after.href == "/entries/doc?section=p31#p31"
    onward = entry_view.view(entry, TODAY, None, "p31")
    assert [s.page for s in onward.sections] == [30, 31, 32] and not onward.quoted


def test_a_span_outside_every_section_marks_nothing() -> None:
    """An address with a stale or invented span opens the entry without a mark."""
    entry = _document(2, 10)
    for span in ((5, 5), (9, 3), (0, 10**6), (0, len(entry.body))):
        found = entry_view.view(entry, TODAY, span)
        assert not found.quoted
        assert not any(p.marked for s in found.sections for t in s.paragraphs for line in t.lines for p in line)


def test_an_unsafe_address_is_not_a_link() -> None:
    """The publisher's address is linked only if it leads to the web."""
    assert entry_view.view(_document(1, 1), TODAY).url == ""


def test_what_is_out_of_date_or_unconfirmed_says_so() -> None:
    """Expiry and 要確認 are warnings; the last day itself is still valid."""
    entry = replace(_document(1, 1), valid_until=date(2026, 11, 23), confirmed=False)
    said = "".join(entry_view.view(entry, TODAY).warnings)
    assert "2026年11月23日" in said and "要確認" in said
    assert entry_view.view(replace(entry, valid_until=TODAY, confirmed=True), TODAY).warnings == ()
