"""Names of public schemes and offices in questions and entries: 持続化補助金, マル経融資, 活性化協議会 and the like."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from knowledge import taxonomy
from knowledge.entries import Entry, Policy

_SCHEME = re.compile(
    r"(?:[一-龥ァ-ヶーA-Za-z0-9・]|(?<=[一-龥])の(?=[一-龥])|ものづくり){1,20}?(?:補助金|助成金|給付金|支援金|奨励金|交付金|報奨金)"
)
#: Other public things that bear a name, and the ordinary words that end alike.
_NAMED = re.compile(
    r"[一-龥ァ-ヶーA-Za-z0-9・]{2,20}?(?:共済|税制|基金|手当|融資|会員|(?<![方手作用製技寸療])法)(?![一-龥])"
)
_ORDINARY = re.compile(
    r"(?:残業|通勤|家族|住宅|退職|時間外|休日|深夜|役職|皆勤|資格)手当$|(?:制度|創業|運転資金|設備|設備資金|つなぎ|追加|事業|銀行|公庫|協調|無担保|緊急)融資$|(?:年間|有料|無料|月)会員$"
)
_SUFFIX = re.compile(r"(?:補助金|助成金|給付金|支援金|奨励金|交付金|報奨金|融資|保証|策定支援)$")
_ONLY_GENERAL = re.compile(
    r"(?:国|県|市|町|今|去年|今年|各種|この|その|・|や|と|要確認|白書|補助金|助成金|給付金|支援金|奨励金|交付金)+"
)
_HEAD = re.compile(r"(?:の?(?:要点|要約|数字)|につなぐとき|とは何か|から$|を使う前の進め方).*$")
_OF_WHOM = re.compile(r"^(?:中小企業・?|小規模事業者)")
_SUBJECT = re.compile(
    r"^-?\s*([^、。は「」（）()\s]{2,15}?[一-龥ァ-ヶーA-Za-z0-9])(?:では|には|は|の(?=[一-龥ァ-ヶ]))", re.MULTILINE
)
_OFTEN = 4  # sentences
_SHORTEST = 3  # characters of a name that can stand for an entry
_OLD = re.compile(r"名前を変え|名前と内容を改め|一つになって|改称|統合され|旧[一-龥ァ-ヶA-Z]")
_OLD_NAME = re.compile(
    r"[一-龥ァ-ヶーA-Za-z0-9・]{1,20}?(?:補助金|助成金|給付金|協議会|センター|制度|機構|公庫|法)(?![一-龥])"
)


def schemes_named(text: str) -> list[str]:
    """Return the names of schemes that a text mentions, general words such as 補助金 alone left out."""
    found = (_without_owner(m.group()) for m in _SCHEME.finditer(_words_apart(text)))
    return [name for name in dict.fromkeys(found) if not _ONLY_GENERAL.fullmatch(name)]


def named_things(text: str) -> list[str]:
    """Return the names of schemes, and of the funds, taxes and laws that a text asks for by name."""
    return list(
        dict.fromkeys(
            [*schemes_named(text), *(n for n in _NAMED.findall(_words_apart(text)) if not _ORDINARY.search(n))]
        )
    )


def mentions_scheme(entry: Entry, name: str) -> bool:
    """Tell whether an entry speaks of a scheme by this name, a usual short form of it included."""
    return name in plain(entry.title) or name in plain(entry.body) or any(_short_for(name, n) for n in names_of(entry))


@functools.lru_cache(maxsize=2_000)
def names_of(entry: Entry) -> tuple[str, ...]:
    """Return the names under which an entry's subject is spoken of: those in its title, and its partner's words."""
    pieces = re.split(r"[（）()]", plain(entry.title))
    names = [_HEAD.sub("", re.sub(r"^旧", "", piece)) for piece in pieces if not piece.startswith("旧")]
    if isinstance(entry, Policy) and entry.partner:
        term = taxonomy.PARTNERS[entry.partner]
        names += [plain(word) for word in (*term.words, term.label)]
    subject = _subject(entry)
    names += [subject] if subject else []
    names += [_SUFFIX.sub("", name) for name in names] + [_OF_WHOM.sub("", name) for name in names]
    return tuple(n for n in dict.fromkeys(names) if len(n) >= _SHORTEST and not _ONLY_GENERAL.fullmatch(n))


@functools.lru_cache(maxsize=2_000)
def old_names(entry: Entry) -> Mapping[str, str]:
    """Return former names that an entry tells of, each with the sentence that tells it."""
    found: dict[str, str] = {}
    for sentence in re.split(r"(?<=[。\n])", entry.body):
        if _OLD.search(sentence):
            for name in _OLD_NAME.findall(plain(sentence)):
                former = name.removeprefix("旧")
                current = re.sub(r"（旧[^）]*）|\(旧[^)]*\)", "", entry.title)
                if len(former) >= _SHORTEST and former not in plain(current):
                    found.setdefault(former, sentence.strip("- \n"))
    return found


def of_another_scheme(entry: Entry, names: Sequence[str]) -> bool:
    """Tell whether an entry's title names a scheme, and none of these; 「ものづくり」 alone stands for its long official name."""
    title = plain(entry.title)
    return bool(schemes_named(title)) and not any(_SUFFIX.sub("", name) in title for name in names)


def without_schemes(text: str) -> str:
    """Return a text without the names of schemes; the text itself when nothing else would be left."""
    folded = unicodedata.normalize("NFKC", text)
    for name in schemes_named(text):
        folded = folded.replace(name, " ")
    return folded if folded.strip() else text


def plain(text: str) -> str:
    """Return a text NFKC-folded without spaces and thousands separators, for comparing names and amounts."""
    return unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")


def _subject(entry: Entry) -> str:
    """Return what most sentences of a document begin with: the short name under which it speaks of its subject."""
    if not isinstance(entry, Policy) or entry.category in ("glossary", "playbook"):
        return ""
    begun = Counter(plain(m) for m in _SUBJECT.findall(entry.body))
    name, times = max(begun.items(), key=lambda pair: pair[1], default=("", 0))
    return name if times >= _OFTEN else ""


def _without_owner(name: str) -> str:
    """Return a name without what only tells whose it is (前の担当者の補助金 → 補助金)."""
    owner, of, rest = name.rpartition("の")
    return rest if of and (_ONLY_GENERAL.fullmatch(rest) or len(rest) > len(owner)) else name


def _words_apart(text: str) -> str:
    """Return a text folded for finding names: a space between two words stays a bound of names."""
    return re.sub(r"\s+", "、", unicodedata.normalize("NFKC", text).replace(",", ""))


def _short_for(short: str, name: str) -> bool:
    """Tell whether a name is another with characters left out (小規模持続化補助金); it must begin and end alike."""
    if len(short) < 5 or short[:2] != name[:2] or short[-3:] != name[-3:]:
        return False
    rest = iter(name)
    return all(character in rest for character in short)
