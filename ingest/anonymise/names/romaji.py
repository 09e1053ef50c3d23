"""Readings in Latin letters, in the spellings of passports and name cards."""

from __future__ import annotations

_TWO = {
    row + small: spelt
    for row, spelling in {
        "き": "ky", "し": "sh", "ち": "ch", "に": "ny", "ひ": "hy", "み": "my", "り": "ry", "ぎ": "gy", "じ": "j", "び": "by", "ぴ": "py",
    }.items()
    for small, spelt in {"ゃ": spelling + "a", "ゅ": spelling + "u", "ょ": spelling + "o"}.items()
}  # fmt: skip
_SOUNDS = (
    "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ya yu yo ra ri ru re ro wa o n "
    "ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po"
)
_KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをんがぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ"
_ONE = dict(zip(_KANA, _SOUNDS.split(), strict=True))


def romaji(reading: str) -> set[str]:
    """Return a hiragana reading in lower-case letters: with long vowels written, dropped and as oh."""
    spelt = ""
    at = 0
    double = False
    while at < len(reading):
        pair = reading[at : at + 2]
        if reading[at] == "っ":
            double, at = True, at + 1
            continue
        sound = _TWO.get(pair) or _ONE.get(reading[at], "")
        at += 2 if pair in _TWO else 1
        spelt += sound[:1].replace("c", "t") + sound if double else sound
        double = False
    short = spelt.replace("ou", "o").replace("oo", "o").replace("uu", "u")
    return {spelt, short, spelt.replace("ou", "oh").replace("oo", "oh")}
