"""What nothing explains is asked about; amounts, counts, dates of events and codes are left alone."""

from __future__ import annotations

import itertools

import pytest

from ingest.anonymise.folded import fold
from ingest.anonymise.identifiers.unexplained import DOUBT, find_unexplained


def found(text: str) -> list[str]:
    folded = fold(text)
    return [folded.text[hit.start : hit.end] for hit in find_unexplained(folded)]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("支払い先の一覧:材料 7718206", "7718206"),
        ("メモに 4410-2287-90 とある。", "4410-2287-90"),
        ("控えは四四一〇二二八七だった。", "四四一〇二二八七"),
        ("窓口は komugi_to_mame です。", "komugi_to_mame"),
        ("sobako58 で検索すると出る。", "sobako58"),
        ("昭和51年2月17日と書類にある。", "昭和51年2月17日"),
        ("S52.11.3 記入済み", "S52.11.3"),
    ],
)
def test_runs_that_nothing_explains_are_doubts(text: str, seen: str) -> None:
    assert found(text) == [seen]
    assert {hit.certainty for hit in find_unexplained(fold(text))} == {DOUBT}


@pytest.mark.parametrize(
    "text",
    [
        "年商は36000000円だった。",
        "売上 1,234,567 と原価 987,654 を比べた。",
        "2024-05-01 から 2025-03-31 まで支援した。",
        "ISO 14001-2015 の審査を受けた。",
        "型番 480-1200-300 の機械を入れた。",
        "2025/11/04 09:30 に来所した。",
        "0570-009-111 は公の窓口である。",
        "三四人が来て、二三日かかった。",
        "昭和38年5月1日に創業した。",
        "valid_until を side-car に書く。",
        "ISBN 978-4-00-000000-0 の本を渡した。",
        "000000 と入力する。",
    ],
)
def test_what_is_explained_is_left(text: str) -> None:
    assert found(text) == []


def test_long_runs_take_linear_time() -> None:
    """Every digit is looked at a bounded number of times: the spans found do not overlap and stay short."""
    hits = list(find_unexplained(fold("1-2 3_" * 20_000)))
    assert all(hit.end - hit.start <= 80 for hit in hits)
    assert all(a.end <= b.start for a, b in itertools.pairwise(hits) if a.kind == b.kind)
