"""Dates of birth by shape: a whole date beside a word of a person's data in any writing, or one on which a grown-up was born."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.anonymise.finding import Hit
from ingest.anonymise.folded import Folded

DOUBT = 0.55
_N = r"(?:[0-9十百千][0-9十百千 ]{0,4}[0-9十百千]|[0-9十百千]|元)"
_ERA = r"(?:明治|大正|昭和|平成|令和|西暦|[明大昭平令](?![一-龥])|(?<![A-Za-z])[MTSHRmtshr](?![A-Za-z]))"
_OTHER_YEAR = r"(?: ?\((?:[一-龥]{1,2}|[A-Z])? ?[0-9十]{1,4} ?年?\) ?)?"
_GAP = r"[ 、,の\n]{0,3}"
_SPELT = re.compile(
    rf"(?:{_ERA}{_GAP}\.?)?{_N}{_OTHER_YEAR}{_GAP}年{_OTHER_YEAR}{_GAP}{_N}{_GAP}月(?:{_GAP}{_N}{_GAP}日|{_N}(?![0-9万円人件%,]))"
)
_MARK = r"(?: ?[./\-,、・_–~] ?| {1,2})"
_MARKED = re.compile(
    rf"(?<![0-9A-Za-z.,/\-])(?:{_ERA}[ .]?|['’])?(?:[0-9十]{{1,4}}|元){_MARK}[0-9十]{{1,2}}{_MARK}[0-9十]{{1,4}}(?![0-9]|[./\-,][0-9])"
)
_RUN = re.compile(
    rf"(?<![0-9A-Za-z])(?:{_ERA}[ .]?[0-9]{{6}}|(?:19[2-9][0-9]|20[0-2][0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))(?![0-9])"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?:" + "|".join(_MONTHS) + r")[a-z]{0,6}\.?"
_ENGLISH = re.compile(
    rf"(?<![a-z0-9])(?:[0-9]{{1,2}}(?:st|nd|rd|th)?[ \-/.,]{{1,2}}{_MONTH}|{_MONTH}[ \-/.,]{{1,2}}[0-9]{{1,2}}(?:st|nd|rd|th)?)[ \-/.,]{{1,2}}(?:19[2-9][0-9]|200[0-9])(?![0-9])"
)
_KANA = re.compile(
    r"(?:(?:しょうわ|へいせい|たいしょう|れいわ)[ 、のぁ-んー0-9十]{1,12}?|[ぁ-んー0-9十]{2,14})ねん[ 、の]{0,2}[ぁ-んー0-9十]{1,8}?がつ[ 、の]{0,2}(?:[ぁ-んー0-9十]{1,10}?にち|ついたち|ふつか|みっか|よっか|いつか|むいか|なのか|ようか|ここのか|とおか|はつか|[0-9十]{1,3}か?)"
)
_BORN = re.compile(
    r"生まれ|生れ|生年|うまれ|誕生|たんじょう|バースデ|(?<![A-Za-z])DOB|D\.O\.B|birth|born|年齢|性別|続柄|[男女](?:性|児|子)?(?:$|[ 、。)\n/|,])|[0-9] ?[歳才]|満 ?[0-9]|干支|還暦|古希|喜寿|長男|長女|次男|次女|履歴書|戸籍|名簿|保険の設計|本人確認|住民票|免許証|"
    r"(?<![一-龥])生(?=$|[ 、。)」\n|:])",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:生まれ|生れ|うまれ|生年|誕生|DOB|birth|born|年齢|性別|[男女]|[歳才]|続柄|名簿|長[男女]|次[男女])[^。\n]{0,14}$",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(
    r"[ )」]{0,2}(?:に|の)?(?:生(?![産活計命徒協鮮])|うまれ|誕生|born|birth|dob)|[^。\n0-9]{0,4}[男女](?![性子]?の?(?:客|服|性客))|[ (、|/]{0,3}(?:満|現在)? ?[0-9]{2} ?[歳才]|[^。\n]{0,6}(?:生年|誕生日)",
    re.IGNORECASE,
)
_BEGUN = re.compile(
    r"設立|創業|創立|開業|開店|開設|発足|施行|制定|公布|改正|告示|通達|法律|政令|省令|条例|規則|登記|竣工|着工|建築|新築|以前|以後|以降|判決|締結|発行|発売|許可|加入|入社|入会|取得|契約|登録|交付|更新|適用|期間|期限|現在|付|時点|締切|公募|版|施行"
)
_DAY = re.compile(r"(?<![0-9年])[0-9十]{1,3} ?月 ?[0-9十]{1,3} ?日?(?= ?(?:が|は|に|の)?(?:お?誕生日|生まれ|バースデ))")
_LONG_AGO = re.compile(r"(?:(?:明治|大正|昭和)[ の]?[0-9十]{1,3}|(?<![0-9])(?:19[2-9][0-9]|200[0-8])) ?年")
_OLD_ERA = re.compile(r"(?:明治|大正|昭和|[明大昭]|[MTSmts])[ .の]?[0-9十]{1,3} ?[./\-,、・]")


def find_dates(folded: Folded) -> Iterator[Hit]:
    """Yield dates in any writing beside a word of a person's data; English dates of a grown-up's birth without one."""
    text = folded.digits
    for pattern in (_SPELT, _MARKED, _RUN):
        for match in pattern.finditer(text):
            if _plausible(match.group()) and (_grown_up(match) or _of_a_person(text, *match.span())):
                yield Hit("birth-date", match.start(), match.end(), DOUBT)
    for match in _DAY.finditer(text):
        yield Hit("birth-date", match.start(), match.end(), DOUBT)
    for match in _ENGLISH.finditer(folded.kana):
        yield Hit("birth-date", match.start(), match.end(), DOUBT)
    if "がつ" in folded.kana:
        heard = "".join(d if d.isascii() and d.isdigit() else k for d, k in zip(text, folded.kana, strict=True))
        for match in _KANA.finditer(heard):
            yield Hit("birth-date", match.start(), match.end(), DOUBT)


def _grown_up(match: re.Match[str]) -> bool:
    """Tell whether a whole date is one on which a grown-up was born and on which nothing is told to have begun."""
    text = match.string
    around = text[max(0, match.start() - 12) : match.start()] + "|" + text[match.end() : match.end() + 12]
    return bool(_LONG_AGO.match(match.group()) and "日" in match.group() and not _BEGUN.search(around))


def _of_a_person(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 18) : start], text[end : end + 18]
    if _OLD_ERA.match(text, start, end):
        return not _BEGUN.search(before[-10:] + "|" + after[:10])
    if _FOLLOWED.match(after) or _LED.search(before):
        return True
    return bool(_BORN.search(re.split(r"[。\n]", before)[-1]) and not _BEGUN.search(before[-6:] + "|" + after[:6]))


def _plausible(date: str) -> bool:
    """Tell whether the numbers can be year, month and day in some order; 十 and 百 are taken on trust."""
    numbers = [int(n) for n in re.findall(r"[0-9]+", date)]
    if "年" in date or any(c in date for c in "十百千元"):
        return True
    if len(numbers) == 1:
        return True
    return len(numbers) >= 3 and any(
        1 <= m <= 12 and 1 <= d <= 31 and (y < 100 or 1900 <= y <= 2030)
        for y, m, d in (numbers[:3], (numbers[2], numbers[0], numbers[1]), (numbers[2], numbers[1], numbers[0]))
    )
