"""A finding drawn out to where its number, address or word really ends, so that no end of it stays readable."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.anonymise.finding import Hit

_MOST = 40  # characters added on either side
_ONLINE = ("mail", "url", "handle")
_LETTER_BEFORE = re.compile(r"(?:(?<![A-Za-z])[Tt]|ティー|てぃー)[ \"'の:(\[\-=/、]{0,3}\Z")
_ALNUM_BEFORE = re.compile(r"[A-Za-z0-9]{1,40}\Z")
_LABEL = re.compile(r"(?:TEL|FAX|NO|ID|PHONE|MOBILE|PIN|[A-Z]?CODE|VISA|JCB|ZIP|DOB)$", re.IGNORECASE)
_ALNUM_AFTER = re.compile(r"[A-Za-z0-9]{1,40}")
_ONLINE_BEFORE = re.compile(
    r"(?:[A-Za-z*]{2,6}\[?:\]?/{1,2}|live:|//)(?:[A-Za-z0-9._+%@\-]{1,40})?\Z|[A-Za-z0-9._+%@\-]{1,40}\Z"
)
_ONLINE_AFTER = re.compile(r"(?:[A-Za-z0-9_+%\-]|[./?=&#~@](?=[A-Za-z0-9])|/[ぁ-んァ-ヴー一-龥]{0,20}){1,400}")
_MISREAD_AFTER = re.compile(r"[0-9lIoOSZB]{0,6}(?:-[0-9lIoOSZB]{1,6}){0,4}")
_DIGITS = re.compile(r"[0-9]")


def widened(text: str, hit: Hit) -> Hit:
    """Return the hit with the letters and digits that touch it, the T of a 登録番号 and the end of a bracket it holds."""
    start, end = hit.start, hit.end
    online = hit.kind in _ONLINE
    if text[start].isascii() and text[start].isalnum():
        before = (_ONLINE_BEFORE if online else _ALNUM_BEFORE).search(text, max(0, start - _MOST), start)
        start = before.start() if before and not _LABEL.match(before.group()) else start
    if text[end - 1].isascii() and (text[end - 1].isalnum() or online):
        after = (_ONLINE_AFTER if online else _MISREAD_AFTER if hit.kind == "address" else _ALNUM_AFTER).match(
            text, end
        )
        end = after.end() if after else end
    if not online and len(_DIGITS.findall(text, start, end)) == 13:
        letter = _LETTER_BEFORE.search(text, max(0, start - 7), start)
        start = letter.start() if letter else start
    opened = text.count("(", start, end) > text.count(")", start, end)
    if opened and text[end : end + 1] == ")":
        end += 1
    return hit if (start, end) == (hit.start, hit.end) else replace(hit, start=start, end=end)
