"""Checks every sentence against the stored text of what it cites; only what is found there is marked 確認済 or 言い換え.

計算: one of the calculations says it in exactly these words. 確認済: the source, read anew from the catalog, says it in these words. 言い換え: every quote is found and one of the cited
places says the same in other words. Everything else is 根拠未確認 with the reason. Linear in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from assistant.answering.answer import Block, Citation, Sentence, Source
from assistant.answering.verification.folding import folded, letters, plain
from assistant.answering.verification.quotes import find_near_quote, find_quote, section_of, whole_sentences
from assistant.answering.verification.support import Ground, meaning_differs, unsupported
from assistant.answering.verification.wording import Terms, Wording
from assistant.plans.arithmetic.figures import Result, said_of
from knowledge import taxonomy
from knowledge.entries import Entry

_MIN_GROUND = 8  # letters of a quote from which a paraphrase may be made
_NEARBY = 600  # characters before a ground, in which who acts may be named
_MAX_GROUND = 1_500  # characters that one sentence may rest on
_MAX_SENTENCE = 300  # characters; longer is not one sentence
_BESIDE = frozenset("。！？!?\n「」『』（）()：:|｜・-⚫●➢■◆○×※＊*▶◎□")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Means:
    entries: Mapping[str, Entry | None]
    wording: Wording | None = None
    numbers: Mapping[int, str] | None = None
    computed: Collection[Result] = ()


def verify(
    blocks: list[Block],
    lookup: Callable[[str], Entry | None],
    terms: Terms | None = None,
    sources: Collection[Source] | None = None,
    computed: Collection[Result] = (),
) -> list[Block]:
    """Return the blocks with every sentence's status set.

    ``lookup`` fetches an entry if the viewer may see it; ``terms`` gives the content words of a text (without it nothing is
    a paraphrase); ``sources`` are what was retrieved and numbered (other numbers verify nothing); ``computed`` are results of
    the profit arithmetic, whose figures a sentence may name.
    """
    entries: dict[str, Entry | None] = {}
    for block in blocks:
        for sentence in block.all_sentences():
            for citation in sentence.citations:
                if citation.entry_id not in entries:
                    entries[citation.entry_id] = lookup(citation.entry_id)
    means = _Means(
        entries=entries,
        wording=Wording(terms) if terms else None,
        numbers={s.number: s.entry_id for s in sources} if sources is not None else None,
        computed=computed,
    )
    return [block.changed(lambda sentence: _checked(sentence, means)) for block in blocks]


def verify_sentence(
    sentence: Sentence,
    entries: Mapping[str, Entry | None],
    terms: Terms | None = None,
    computed: Collection[Result] = (),
) -> Sentence:
    """Return one sentence with its status; ``entries`` are those that it may cite."""
    return _checked(sentence, _Means(entries=entries, wording=Wording(terms) if terms else None, computed=computed))


def _checked(sentence: Sentence, means: _Means) -> Sentence:
    if sentence.status == "note" and not sentence.citations:
        return sentence
    if sentence.status == "computed" and any(sentence.text in said_of(result) for result in means.computed):
        return sentence
    if not sentence.citations:
        return _unverified(sentence, "出典がありません")
    checked: list[Citation] = []
    said = ""
    for citation in sentence.citations:
        if means.numbers is not None and means.numbers.get(citation.number) != citation.entry_id:
            return _unverified(sentence, "検索で見つかった資料の番号ではありません")
        entry = means.entries.get(citation.entry_id)
        found = find_quote(citation, entry) if entry else None
        if found is None and entry:
            found = _mended(citation, entry, means)
            if found and not said and letters(sentence.text) == letters(citation.quote):
                said = found.quote
        if found is None:
            return _unverified(sentence, "引用した文が出典に見つかりません")
        checked.append(found)
    sentence = replace(sentence, citations=tuple(checked))
    said = said or next((own for c in checked if (own := _own_words(sentence.text, c, _entry(c, means)))), "")
    if said:
        return replace(sentence, status="verified", text=said, reason="")
    return _paraphrased(sentence, means)


def _mended(citation: Citation, entry: Entry, means: _Means) -> Citation | None:
    """Return the sentence of the source that a quote nearly is, when what differs changes nothing of what it says."""
    near = find_near_quote(citation, entry)
    if near is None or means.wording is None:
        return None
    ground = _ground(near, entry)
    return near if ground and not unsupported(citation.quote, ground, means.wording) else None


def _own_words(text: str, citation: Citation, entry: Entry) -> str:
    """Return the words of the source when the sentence is made of them and nothing around them says otherwise, else nothing."""
    quote = citation.quote
    if text in quote:
        first, last = quote.index(text), quote.index(text) + len(text)
    else:
        wanted = letters(text)
        if not wanted or wanted not in letters(quote):
            return ""
        stored, places = folded(quote)
        at = stored.find(wanted)
        if at < 0:
            return ""
        whole = len(wanted) == len(stored)
        first, last = (0, len(quote)) if whole else (places[at][0], places[at + len(wanted) - 1][1])
    own, start, end = quote[first:last], citation.start + first, citation.start + last
    section = section_of(citation, entry)
    if section is None or not own.strip():
        return ""
    if _stands_alone(entry.body, section.start, section.end, start, end):
        return own
    around = entry.body[slice(*whole_sentences(entry.body, section, start, end))]
    return "" if meaning_differs(plain(own), plain(around)) else own


def _stands_alone(body: str, first: int, last: int, start: int, end: int) -> bool:
    """Tell whether a span is whole sentences (or lines, or labelled parts of them), so that nothing is cut off its meaning."""
    own = body[start:end]
    if own.count("「") != own.count("」"):
        return False
    while start > first and body[start - 1] in " \u3000\t":
        start -= 1
    while end < last and body[end] in " \u3000\t":
        end += 1
    opens = start <= first or body[start - 1] in _BESIDE - {"「", "『", "（", "("}
    closes = end >= last or body[end - 1] in "。！？!?\n" or body[end] in _BESIDE - {"」", "』", "・", "-", ":", "："}
    return opens and closes


def _paraphrased(sentence: Sentence, means: _Means) -> Sentence:
    """Take the sentence for a paraphrase when one of the places that it cites says it; words from several do not add up."""
    if means.wording is None or len(sentence.text) > _MAX_SENTENCE or not sentence.text.strip():
        return _unverified(sentence, "文が引用の範囲を超えています")
    reason = ""
    for citation in sentence.citations:
        ground = _ground(citation, _entry(citation, means))
        if ground is None:
            reason = reason or "引用が短すぎるか長すぎて、根拠になりません"
            continue
        missing = unsupported(sentence.text, ground, means.wording, means.computed)
        if not missing:
            return replace(sentence, status="paraphrase", reason="")
        reason = reason or missing
    return _unverified(sentence, reason)


def _ground(citation: Citation, entry: Entry) -> Ground | None:
    section = section_of(citation, entry)
    if section is None or len(letters(citation.quote)) < _MIN_GROUND:
        return None
    start, end = whole_sentences(entry.body, section, citation.start, citation.end)
    if end - start > _MAX_GROUND:
        return None
    labels = [
        taxonomy.VOCABULARIES[name].label_of(code)
        for name, codes in entry.facets().items()
        if name in ("industry", "owner_type")
        for code in codes
    ]
    return Ground(
        entry.body[start:end],
        "\n".join([entry.title, section.heading, *labels]),
        entry.body[max(section.start, start - _NEARBY) : start],
    )


def _entry(citation: Citation, means: _Means) -> Entry:
    entry = means.entries[citation.entry_id]
    if entry is None:
        raise KeyError(citation.entry_id)
    return entry


def _unverified(sentence: Sentence, reason: str) -> Sentence:
    return replace(sentence, status="unverified", reason=reason)
