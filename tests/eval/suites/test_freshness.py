"""Two editions of one scheme: what has ended is worked out from the dates that the suite wrote itself."""

from dataclasses import replace
from datetime import date

from assistant.answering import Answer, Block, Citation, Sentence, Source
from assistant.answering.answer import NewerEdition
from eval.suites.freshness import _judged, schemes

TODAY = date(2026, 11, 24)
SCHEME = next(s for s in schemes(TODAY) if s.now and s.ended)
NEWER = NewerEdition(entry_id=SCHEME.entry_id(2), title=SCHEME.title(2), guessed=False)
MARKED = f"この資料は {SCHEME.ended} で期限が切れています。"
SUPERSEDED = f"この資料は旧版です。新しい版は「{SCHEME.title(2)}」です。"


def _block(edition, *notes):
    said = tuple(Sentence(text=text, status="note") for text in notes)
    citation = Citation(
        number=edition, entry_id=SCHEME.entry_id(edition), anchor="補助の内容", quote="", start=0, end=0
    )
    told = Sentence(text="補助上限額です。", status="verified", citations=(citation,))
    return Block(kind="policy", heading="", sentences=(*said, told), entry_id=SCHEME.entry_id(edition))


def _answer(*blocks, expired=True, newer=NEWER):
    sources = tuple(
        Source(
            number=n,
            entry_id=SCHEME.entry_id(n),
            kind="policy",
            title="",
            origin="published",
            expired=expired and n == 1,
            newer=newer if n == 1 else None,
        )
        for n in (1, 2)
    )
    return Answer(
        question="上限額はいくらですか。",
        role="co",
        intent="policy",
        judgement="answer",
        premises=(),
        blocks=blocks,
        sources=sources,
        notices=(),
        searched={},
        as_of=TODAY,
    )


def _values(answer, scheme=SCHEME):
    return {name: score.value for name, score in _judged(scheme, answer)}


def test_newer_first_and_the_older_marked_is_right():
    found = _values(_answer(_block(2), _block(1, SUPERSEDED, MARKED)))
    assert found == {"newest_first": 1.0, "superseded_told": 1.0, "expired_told": 1.0, "current_unmarked": 1.0}


def test_older_first_is_wrong():
    assert _values(_answer(_block(1), _block(2)))["newest_first"] == 0.0


def test_ended_edition_without_a_word_about_it_is_wrong():
    assert _values(_answer(_block(2), _block(1)))["expired_told"] == 0.0


def test_mark_on_the_source_alone_or_in_words_alone_is_not_enough():
    assert _values(_answer(_block(1, MARKED), expired=False))["expired_told"] == 0.0
    assert _values(_answer(_block(1, SUPERSEDED), newer=None))["superseded_told"] == 0.0
    assert _values(_answer(_block(1, MARKED)))["superseded_told"] == 0.0


def test_older_edition_without_an_end_is_not_asked_to_have_ended():
    found = _values(_answer(_block(2), _block(1, SUPERSEDED)), replace(SCHEME, ended=None))
    assert found == {"newest_first": 1.0, "superseded_told": 1.0, "current_unmarked": 1.0}


def test_scheme_that_has_only_ended_and_is_not_shown_is_wrong():
    lone = replace(SCHEME, now=0)
    assert _values(_answer(), lone) == {"expired_told": 0.0}


def test_schemes_have_ended_and_current_editions_around_the_day():
    made = schemes(TODAY)
    for scheme in made:
        assert (scheme.ended or date.min) < TODAY < scheme.ends
        assert len(list(scheme.files())) == (2 if scheme.now else 1)
        assert scheme.now or scheme.ended
    assert sum(bool(s.now) and not s.ended for s in made) == sum(not s.now for s in made) == 3
