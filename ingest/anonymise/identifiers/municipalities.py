"""Japan's prefectures and municipalities: where one of their names ends in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PREFECTURES = (
    "北海道|青森県|岩手県|宮城県|秋田県|山形県|福島県|茨城県|栃木県|群馬県|埼玉県|千葉県|東京都|神奈川県|新潟県|富山県|"
    "石川県|福井県|山梨県|長野県|岐阜県|静岡県|愛知県|三重県|滋賀県|京都府|大阪府|兵庫県|奈良県|和歌山県|鳥取県|島根県|"
    "岡山県|広島県|山口県|徳島県|香川県|愛媛県|高知県|福岡県|佐賀県|長崎県|熊本県|大分県|宮崎県|鹿児島県|沖縄県"
)
#: Wards of the big cities, which stand without their city in many addresses (下京区…).
_WARDS = (
    "中央区 北区 東区 西区 南区 中区 白石区 厚別区 豊平区 清田区 手稲区 青葉区 宮城野区 若林区 太白区 泉区 大宮区 見沼区 桜区 浦和区 緑区 岩槻区 花見川区 稲毛区 若葉区 美浜区 鶴見区 神奈川区 "
    "保土ケ谷区 保土ヶ谷区 磯子区 金沢区 港北区 戸塚区 港南区 旭区 瀬谷区 栄区 都筑区 川崎区 幸区 中原区 高津区 宮前区 多摩区 麻生区 江南区 秋葉区 西蒲区 葵区 駿河区 清水区 浜名区 天竜区 千種区 名東区 "
    "昭和区 瑞穂区 熱田区 中川区 守山区 天白区 中村区 上京区 左京区 中京区 東山区 下京区 右京区 伏見区 山科区 西京区 都島区 福島区 此花区 大正区 天王寺区 浪速区 西淀川区 東淀川区 東成区 生野区 城東区 "
    "阿倍野区 住吉区 東住吉区 西成区 淀川区 住之江区 平野区 堺区 美原区 東灘区 灘区 兵庫区 長田区 須磨区 垂水区 安佐南区 安佐北区 安芸区 佐伯区 門司区 若松区 戸畑区 小倉北区 小倉南区 八幡東区 八幡西区 博多区 城南区 早良区"
)
_ENDING = re.compile(r"[市区町村]")
_COUNTY = re.compile(r"(?:(?![県府道])[一-龥々ヶケ]){1,4}郡\s?$")
_PREFECTURE = re.compile(f"(?:{PREFECTURES}) ?$")


@dataclass(frozen=True)
class Municipalities:
    """Names with their ending; ``stems`` are the same without it."""

    names: frozenset[str]
    stems: frozenset[str]
    longest: int

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of each municipality, with the county and prefecture before it."""
        for ending in _ENDING.finditer(text):
            end = ending.end()
            for size in range(min(self.longest, end), 1, -1):
                if text[end - size : end] in self.names:
                    start = end - size
                    for before in (_COUNTY, _PREFECTURE):
                        found = before.search(text, max(0, start - 7), start)
                        start = found.start() if found else start
                    yield start, end
                    break


@cache
def municipalities() -> Municipalities:
    """Return the list, read once."""
    names: set[str] = set(_WARDS.split())
    stems: set[str] = set()
    for line in (Path(__file__).parent / "municipalities.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        prefecture, *words = line.split()
        stems.add(prefecture[:-1])
        ending = ""
        for word in words:
            if word in ("市", "区", "町", "村"):
                ending = word
            else:
                stems.add(word)
                names.update({word + ending, word.replace("ケ", "ヶ") + ending, word.replace("ヶ", "ケ") + ending})
    return Municipalities(frozenset(names), frozenset(stems), max(map(len, names)))
