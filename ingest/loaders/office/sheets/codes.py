"""What people write into coded columns (板金加工, 8名, 後継ぎ, ○), read into the codes of the taxonomy; never more than is said."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from knowledge import taxonomy

_WORDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "outcome": (
        ("一部成功", "partial"), ("一部達成", "partial"), ("一部改善", "partial"), ("一部解決", "partial"), ("部分的", "partial"),
        ("途中", "discontinued"), ("未達", "failure"), ("不成功", "failure"), ("失敗", "failure"), ("悪化", "failure"), ("未解決", "failure"),
        ("不調", "failure"), ("中断", "discontinued"), ("中止", "discontinued"), ("連絡が取れ", "discontinued"), ("音信不通", "discontinued"),
        ("取り下げ", "discontinued"), ("継続なし", "discontinued"), ("成功", "success"), ("達成", "success"), ("解決", "success"),
        ("改善", "success"), ("良好", "success"),
        ("◎", "success"), ("○", "success"), ("〇", "success"), ("△", "partial"), ("▲", "partial"), ("×", "failure"), ("✕", "failure"),
    ),
    "owner_type": (
        ("二代目", "successor"), ("2代目", "successor"), ("3代目", "successor"), ("4代目", "successor"), ("5代目", "successor"),
        ("承継者", "successor"), ("先代の子", "successor"), ("後継予定", "successor"), ("婿", "son-in-law"), ("第三者承継", "third-party"),
        ("創業", "founder"), ("夫婦", "couple"), ("移住", "newcomer"), ("士業", "professional"), ("医師", "professional"),
        ("個人事業", "sole"), ("副業", "sole"), ("職人", "craftsman"), ("後継者なし", "elder-no-successor"),
        ("後継者不在", "elder-no-successor"), ("後継者未定", "elder-no-successor"),
    ),
    "stage": (
        ("創業前", "pre-start"), ("開業前", "pre-start"), ("創業準備", "pre-start"), ("創業期", "start-up"), ("創業後", "start-up"),
        ("成長", "growth"), ("成熟", "mature"), ("安定", "mature"), ("衰退", "decline"), ("低下", "decline"), ("停滞", "decline"),
        ("再生", "distress"), ("危機", "distress"), ("承継", "succession"), ("廃業", "closing"),
    ),
    "phase": (
        ("課題設定", "2"), ("伴走", "2"), ("フェーズ2", "2"), ("課題解決", "1"), ("フェーズ1", "1"), ("単発", "1"), ("スポット", "1"),
    ),
}  # fmt: skip
_TRADES = (  # what lists call a trade by its broad name, where one division is meant by far most often
    ("飲食", "76"), ("理美容", "78"), ("美容", "78"), ("理容", "78"), ("運輸", "44"), ("建設", "06"), ("医療", "83"),
    ("情報通信", "39"), ("教育", "82"),
)  # fmt: skip
_MAKES = re.compile(r"製造|加工|工場|メーカー|醸造|作り")
_SELLS = re.compile(r"小売|販売|店舗|ショップ|直売")
_WHOLESALE = re.compile(r"卸")
_BOUNDS = ((1, "s1"), (5, "s5"), (20, "s20"), (50, "s50"), (100, "s100"), (300, "s300"))
_ALONE = re.compile(r"本人のみ|代表のみ|社長のみ|ひとり|一人のみ|1人のみ|なし|無し|いない|ゼロ|一人親方")
_COUNT = re.compile(r"(\d[\d,]*)\s*(?:[~〜～\-ー―–]\s*(\d[\d,]*))?\s*(?:人|名)?")
_SPLIT = re.compile(r"[、，,/／;；・\n|｜]+")
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
_DAY = re.compile(
    r"(?:(令和|平成|昭和|[rhs](?=\s*\d|元)))?\s*(\d{4}|\d{1,2}|元)\s*(?:年|[./\-])\s*(\d{1,2})(?!\d)\s*(?:月|[./\-])?(?:\s*\d{1,2}(?!\d)\s*日?)?"
)
_FISCAL = re.compile(r"(令和|平成|[rh](?=\s*\d|元))?\s*(\d{4}|\d{1,2}|元)\s*年度")
_LATER_MONTH = re.compile(r"[~〜～\-ー―–]\s*(\d{1,2})\s*月")
_NUMBER = re.compile(r"[-−△▲]?\s*\d[\d,]*(?:\.\d+)?")
_UNITS = re.compile(r"千円|百万円|億円|万円|円|%|人|名|件|時間|日|個|回|社|か月|ヶ月")


def fold(text: str) -> str:
    """Return text as it is compared: NFKC, lower case, trimmed."""
    return unicodedata.normalize("NFKC", text).lower().strip()


@functools.lru_cache(maxsize=2_048)  # columns of codes say the same few words in thousands of rows
def code_of(field: str, text: str, heading: str = "") -> str:
    """Return the one code that a cell tells for a field, or "" when it tells none or cannot be read."""
    said = fold(text)
    if not said:
        return ""
    if field == "size":
        return _size(said, heading)
    vocabulary = taxonomy.VOCABULARIES[field]
    if exact := _exact(vocabulary, said):
        return exact
    if field == "industry":
        return _industry(said)
    if len(said) <= 30:  # longer text tells a story, and one word of it proves nothing
        for word, code in _WORDS.get(field, ()):
            if word in said:
                return code
        found = [m for m in taxonomy.mentions(text) if m.field == field]
        if found:
            return max(found, key=lambda m: (m.end - m.start, -m.start)).code
    return ""


def is_only_code(field: str, text: str) -> bool:
    """Tell whether a cell is a word of the field and hardly anything else, so that no name can stand in it."""
    said = fold(text)
    words = [word for word, _ in _WORDS.get(field, ())] + [m.word for m in taxonomy.mentions(text) if m.field == field]
    return bool(_exact(taxonomy.VOCABULARIES[field], said)) or any(
        word in said and len(said) - len(word) <= 1 for word in words
    )


@functools.lru_cache(maxsize=2_048)
def codes_of(field: str, text: str) -> tuple[tuple[str, ...], bool]:
    """Return the codes that a cell lists for a field, and whether a part of it could not be read."""
    found: list[str] = []
    unread = False
    for part in _SPLIT.split(text):
        said = fold(part)
        if not said:
            continue
        code = _exact(taxonomy.VOCABULARIES[field], said)
        codes = [code] if code else _longest(field, part) if len(said) <= 60 else []
        unread = unread or not codes
        found += [c for c in codes if c not in found]
    return tuple(found), unread


def mostly_codes(field: str, text: str) -> bool:
    """Tell whether at least half of the letters of every listed part belong to a word of the field."""
    parts = [part.strip() for part in _SPLIT.split(text) if part.strip()]
    return all(
        _exact(taxonomy.VOCABULARIES[field], fold(part))
        or 2 * max((m.end - m.start for m in taxonomy.mentions(part) if m.field == field), default=0) >= len(part)
        for part in parts
    )


def _longest(field: str, text: str) -> list[str]:
    return list(dict.fromkeys(m.code for m in taxonomy.mentions(text) if m.field == field))[:3]


def _exact(vocabulary: taxonomy.Vocabulary, said: str) -> str:
    head = re.match(r"[0-9a-z][0-9a-z-]*", said)
    if head:
        code = head[0].zfill(2) if vocabulary is taxonomy.INDUSTRIES else head[0]
        rest = said[head.end() :].strip(" .:：、()")
        if code in vocabulary and (not rest or rest[:3] in fold(vocabulary[code].label)):
            return code
    for term in vocabulary.values():
        label = fold(term.label)
        names = {label, re.sub(r"\(.*?\)", "", label), *label.split("・"), *re.sub(r"\(.*?\)", "", label).split("・")}
        if said in names:
            return term.code
    return ""


def _industry(said: str) -> str:
    """Return the division whose everyday word stands in the text; the makers' side when both make and sell are possible."""
    found = [m for m in taxonomy.mentions(said) if m.field == "industry"]
    if len(said) > 60:
        return ""
    if not found:
        return next((code for word, code in _TRADES if said in (word, f"{word}業", f"{word}サービス業")), "")
    longest = max(m.end - m.start for m in found)
    codes = list(dict.fromkeys(m.code for m in found if m.end - m.start == longest))
    all_codes = list(dict.fromkeys(m.code for m in found))
    for pattern, sections, divisions in (
        (_WHOLESALE, "I", range(50, 56)),
        (_SELLS, "I", range(56, 62)),
        (_MAKES, "E", range(9, 33)),
    ):
        if pattern.search(said):
            fitting = [c for c in all_codes if taxonomy.INDUSTRIES[c].group == sections and int(c) in divisions]
            if fitting:
                return fitting[0]
    return codes[0]


def _size(said: str, heading: str) -> str:
    if said in taxonomy.SIZES:
        return said
    if exact := _exact(taxonomy.SIZES, said):
        return exact
    if _ALONE.search(said):
        return "s1"
    counts = _COUNT.search(said.replace("+", " "))
    if not counts:
        return ""
    count = int((counts[2] or counts[1]).replace(",", ""))
    staff_only = "従業員" in heading and "含" not in heading
    if count == 1 and staff_only:
        return "s5"  # one employee and the owner
    return next((code for bound, code in _BOUNDS if count <= bound), "")


def period_of(*texts: str) -> str:
    """Return ``2024-04/2025-03`` from the days, months or fiscal years in the texts, or ""."""
    months: list[tuple[int, int]] = []
    for text in texts:
        months += _months(fold(text))
    if not months:
        return ""
    (a, b), (c, d) = min(months), max(months)
    return f"{a:04d}-{b:02d}/{c:04d}-{d:02d}"


def _months(said: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for match in _FISCAL.finditer(said):
        if year := _year(match[1], match[2]):
            found += [(year, 4), (year + 1, 3)]
    if found:
        return found
    for match in _DAY.finditer(said):
        year, month = _year(match[1], match[2]), int(match[3])
        if year and 1 <= month <= 12:
            found.append((year, month))
    later = _LATER_MONTH.search(said)
    if len(found) == 1 and later and 1 <= int(later[1]) <= 12:
        year = found[0][0] + (int(later[1]) < found[0][1])
        found.append((year, int(later[1])))
    return found


def _year(era: str | None, number: str) -> int:
    value = 1 if number == "元" else int(number)
    year = _ERAS[era] + value if era else value
    return year if 1950 <= year <= date.max.year and year < 2100 else 0


def number_of(text: str) -> tuple[float | None, str]:
    """Return the first number in a cell and its unit (約1,200万円 → 1200, 万円); None when there is none."""
    said = fold(text)
    match = _NUMBER.search(said)
    if not match:
        return None, ""
    digits = re.sub(r"[,\s]", "", match[0])
    sign = -1 if digits[0] in "-−△▲" else 1
    unit = _UNITS.match(said, match.end())
    value = float(digits.lstrip("-−△▲"))
    if not value < 1e15:
        return None, ""
    return sign * value, unit[0] if unit else ""
