"""The corpus check finds each kind of problem, and the starter knowledge has none."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.corpus_check import check, check_sum, coverage, numbers_in, read_corpus

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, case_text: Callable[..., str]) -> Write:
    """Return a function that writes a case which passes the check, but for what is changed."""

    def write_case(name: str = "case-09-01", file: str = "", letter: str = "甲", **changes: Any) -> None:
        padding = "".join(
            f"{letter}の{chr(0x4E00 + n)}棚に{letter}箱がある。" for n in range(60)
        )  # to bring it to length
        fields = {
            "id": name,
            "前提条件": f"家族3人の{letter}店で、年商は3,600万円である。{padding}",
            **{h: f"{letter}の{t}" for h, t in _BODY.items()},
        }
        text = case_text(**(fields | changes))
        (tmp_path / f"{file or name}.md").write_text(text, encoding="utf-8")

    return write_case


_BODY = {
    "相談のきっかけ": "二代目が拠点を訪れた。",
    "表面の課題": "知らせ方を知りたいと言った。",
    "本質的課題": "利益の漏れをだれも知らなかった。",
    "打ち手": "材料を量り、表に書いた。",
    "結果": "率は31%から27.5%に下がった。",
    "分かれ目": "日を決めないまま過ごした。",
    "学び": "先に計算する。",
    "当てはまらない条件": "卸が大半の店。",
}


def problems(folder: Path) -> list[str]:
    files, unread = read_corpus(folder)
    return unread + check(files)


def test_the_starter_knowledge_has_no_problem() -> None:
    """Every entry that the program brings is in order."""
    files, unread = read_corpus()
    assert unread + check(files) == []
    assert len(files) >= 200


def test_a_sound_corpus_has_no_problem(tmp_path: Path, write: Write) -> None:
    """What is in order is passed over in silence; README and SOURCES are no entries."""
    write()
    write("case-09-02", letter="乙")
    (tmp_path / "README.md").write_text("# 書き方")
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"arithmetic": ["180 - 86 = 95"]}, "計算が合いません: 180 - 86 = 95(正しくは 94.000)"),
        ({"arithmetic": ["30 + 1 = 31", "1 + 1 = 2,000"]}, "計算が合いません: 1 + 1 = 2,000"),
        ({"arithmetic": ["90 + 4 = 94"]}, "計算「90 + 4 = 94」の答え 94 が本文にありません"),
        ({"arithmetic": ["31"]}, "計算「31」を読み取れません"),
        ({"arithmetic": ["__import__('os') = 31"]}, "を読み取れません"),
        ({"arithmetic": ["1 / 0 = 31"]}, "を読み取れません"),
        (
            {"figures": [{"name": "率", "before": 33, "after": 27.5, "unit": "%"}]},
            "figures の 率 33 が本文にありません",
        ),
        ({"前提条件": "短い。"}, "文字です(700〜1400 文字)"),
        ({"title": "短い題名"}, "題名が 4 文字です(10〜60 文字)"),
        ({"origin": "published"}, "origin は synthetic です"),
        ({"name": "case-24-01"}, "id は case-09- で始めてください"),
        ({"file": "case-09-07"}, "ファイル名と id(case-09-01)が違います"),
        ({"学び": "先にｹｲｻﾝする。"}, "半角カナがあります"),
        ({"学び": "絶対に上げる。"}, "使わない言い回し「絶対に」があります"),
        ({"学び": "先に計算します。そうすれば損をしない。"}, "「学び」で です・ます と だ・である が混ざっています"),
        ({"学び": "先に計算しました。それが決め手だった。"}, "「学び」で です・ます と だ・である"),
        ({"industry": "990"}, "業種「990」は一覧にない符号です"),
    ],
)
def test_each_kind_of_problem_is_found(tmp_path: Path, write: Write, changes: dict[str, Any], problem: str) -> None:
    """One mistake, one line that names the file and the trouble."""
    write(**changes)
    found = problems(tmp_path)
    assert len(found) == 1, found
    assert problem in found[0]
    assert found[0].startswith(f"{changes.get('file') or changes.get('name') or 'case-09-01'}.md: ")


@pytest.mark.parametrize(
    "text",
    [
        "先に計算しました。次に量ります。",
        "計算でした。「損はしない。」と言いました。",
        "先に計算した。それだけである。",
        "済みました。",
    ],
)
def test_one_style_is_no_mixture(tmp_path: Path, write: Write, text: str) -> None:
    """ました and でした are polite though they end in した; what stands in quotation marks does not count."""
    write(学び=text)
    assert problems(tmp_path) == []


def test_two_cases_that_share_a_sentence_are_found(tmp_path: Path, write: Write) -> None:
    """25 characters in a row are named once for a pair; 24 are allowed."""
    shared = "一二三四五六七八九十百千万億兆京垓秭穣溝澗正載極"  # 24 characters
    write(学び=f"甲は{shared}。")
    write("case-09-02", letter="乙", 学び=f"乙よ{shared}、")
    assert problems(tmp_path) == []
    write("case-09-02", letter="乙", 学び=f"甲は{shared}、そして{shared}。")
    found = problems(tmp_path)
    assert len(found) == 1
    assert found[0].startswith("case-09-01 と case-09-02 が同じ文を使っています: 「")


def test_an_id_that_stands_twice_is_found(tmp_path: Path, write: Write) -> None:
    """Both files are named."""
    write()
    write(file="case-09-02", letter="乙")
    assert "case-09-02.md: id case-09-01 は case-09-01.md にもあります" in problems(tmp_path)


def test_a_contrast_has_two_sides(tmp_path: Path, write: Write) -> None:
    """Cases of a group differ in outcome and share industry and a topic."""
    write(contrast_group="wagashi")
    assert problems(tmp_path) == ["対比の組 wagashi: 結果の違う事例がそろっていません(1件)"]
    other = {"letter": "乙", "contrast_group": "wagashi", "outcome": "success"}
    write("case-09-02", **other)
    assert problems(tmp_path) == []
    write("case-09-02", **other, topics=["people"])
    assert problems(tmp_path) == ["対比の組 wagashi: 共通のテーマがありません"]
    (tmp_path / "case-09-02.md").unlink()
    write("case-75-01", **other, industry="75")
    assert problems(tmp_path) == ["対比の組 wagashi: 業種がそろっていません"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, write: Write) -> None:
    """Neither a legacy encoding nor a broken front matter stops the check."""
    write()
    (tmp_path / "case-09-02.md").write_bytes("---\nid: 値\n".encode("cp932"))
    (tmp_path / "case-09-03.md").write_text("ただの文")
    found = problems(tmp_path)
    assert found[0] == "case-09-02.md: UTF-8 で書かれていません"
    assert found[1].startswith("case-09-03.md: 先頭に")


def test_polite_policies_and_guidelines_are_checked_for_style(
    tmp_path: Path, policy_text: Callable[..., str], guideline_text: Callable[..., str]
) -> None:
    """A policy keeps to one style; a guideline mixes dialogue and explanation by design."""
    mixed = {"対象": "店が対象です。上限は五十万円だ。"}
    (tmp_path / "subsidy-small.md").write_text(policy_text(mixed), encoding="utf-8")
    (tmp_path / "guide-listening.md").write_text(
        guideline_text().replace("最後まで聞く。", "聞きます。そして待つ。"), encoding="utf-8"
    )
    assert problems(tmp_path) == ["subsidy-small.md: 「対象」で です・ます と だ・である が混ざっています"]


def test_numbers_are_read_in_any_width() -> None:
    """Thousands separators and full width do not matter; a trailing point is none of the number."""
    assert numbers_in("３，６００万円と3,600.50円、31%。1.") == {
        Decimal("3600"),
        Decimal("3600.5"),
        Decimal(31),
        Decimal(1),
    }


@pytest.mark.parametrize(
    "line",
    [
        "420 * 0.31 = 130.2",
        "(200 - 180) / 114 * 100 = 17.5",
        "1 / 8 = 0.13",  # half up
        "2,016 + 174 = 2,190",
        "-5 + 2 = -3",
    ],
)
def test_sums_that_add_up_pass(line: str) -> None:
    """The result is rounded half up to the digits that are shown."""
    written = {Decimal(n) for n in ("130.2", "17.5", "0.13", "2190", "-3")}
    assert check_sum(line, {w.normalize() for w in written}) == ""


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("0123456789.,+-*/()= eENan_x\x00あ"), max_size=25))
def test_any_line_of_arithmetic_has_an_answer(line: str) -> None:
    """Whatever is written there, the check answers in words."""
    assert isinstance(check_sum(line, set()), str)


def test_coverage_counts_by_label(tmp_path: Path, write: Write) -> None:
    """Closed lists keep their zeros; industries show only those that occur."""
    write(contrast_group="wagashi")
    files, _ = read_corpus(tmp_path)
    table = coverage(files)
    assert table["種類"] == {"case": 1}
    assert table["結果"] == {"成功": 0, "一部成功": 0, "失敗": 1, "中断": 0}
    assert table["業種"] == {"食料品製造業": 1}
    assert table["対比の組"] == {"組": 1, "組に入る事例": 1}
