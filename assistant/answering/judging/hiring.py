"""Hiring by what people are (race, nationality, age, sex, belief) instead of by what the work needs."""

from __future__ import annotations

import re

_TRAIT = (
    r"(?:人種|国籍|肌の色|白人|黒人|(?:[ァ-ヶー]{2,8}|韓国|中国|台湾|米国|英国|日本|外国)人|[2-7]0代|\d{2}歳(?:以上|以下|未満)|世代|"
    r"若い(?:人|子|方)|若者|高齢者|年寄り|中高年|シニア|男性|女性|信徒|信者|主義者|支持者|既婚者|独身者)"
)
_HIRING = re.compile(r"採用|雇|求人|募集|応募")
#: Someone is left out, or alone let in, for such a trait.
_LEFT_OUT = re.compile(
    rf"{_TRAIT}[^。]{{0,24}}(?:対象外|採用(?:は|を)?(?:しない|したくな|やめ|控え|見送)|雇(?:用|い)?(?:は|を)?(?:しない|わない|いたくな)|"
    r"(?:採用|応募|面接)[^。]{0,6}(?:断り|外し)|(?:だけ|のみ)を?(?:採用|雇)|(?:採用|募集|応募)[^。]{0,4}(?:限定|限り|限る|絞))|"
    r"(?:信徒|信者)[^。]{0,12}採用でき(?:ない|ません)"
)
#: People of two kinds are weighed against each other.
_WEIGHED = re.compile(rf"{_TRAIT}と{_TRAIT}[^?？]{{0,45}}(?:どちら(?:を|が|の|か)|採用した(?:方|ほう))")


def by_trait(text: str) -> bool:
    """Tell whether a question asks to choose or to leave out applicants by what they are; ``text`` is NFKC-folded."""
    return bool(_HIRING.search(text) and (_LEFT_OUT.search(text) or _WEIGHED.search(text)))
