import json
import re
import unicodedata
from collections import Counter
from dataclasses import asdict
from itertools import pairwise

import pytest

from eval import privacy, privacy_inputs, privacy_table
from eval.__main__ import main
from eval.labelled import NAMES, TYPES, Passage, Span, half_of, read_passages
from eval.metrics import share
from eval.privacy import covered, group_of, run
from eval.samples import DATASETS, DatasetError
from ingest import anonymise
from ingest.anonymise import Finding

SHARED_RUN = 30
FORMATTED = str.maketrans("〇一二三四五六七八九OoIl|", "012345678900111")


def found(start: int, end: int, kind: str = "phone", certainty: float = 0.95) -> Finding:
    return Finding(kind, start, end, "x" * (end - start), certainty)


def digits(text: str) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text).translate(FORMATTED))


def corporate_number_is_valid(number: str) -> bool:
    weighed = sum(int(c) * (1 + i % 2) for i, c in enumerate(reversed(number[1:])))
    return len(number) == 13 and int(number[0]) == 9 - weighed % 9


def my_number_is_valid(number: str) -> bool:
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(c) * w for c, w in zip(number, weights, strict=False)) % 11
    return len(number) == 12 and int(number[11]) == (0 if rest <= 1 else 11 - rest)


def card_is_valid(number: str) -> bool:
    doubled = (int(c) * (1 + i % 2) for i, c in enumerate(reversed(number)))
    return 14 <= len(number) <= 16 and sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


CHECKS = {
    "corporate-number": corporate_number_is_valid,
    "invoice-number": corporate_number_is_valid,
    "my-number": my_number_is_valid,
    "card": card_is_valid,
}


@pytest.fixture(scope="module")
def halves() -> dict[str, list[Passage]]:
    return privacy_inputs.halves(DATASETS)


@pytest.fixture(scope="module")
def passages(halves) -> list[Passage]:
    return [*halves["dev"], *halves["test"]]


# the labelled set


def test_ids_are_unique_and_their_number_decides_the_half(halves):
    """What was read for tuning can never stand in the test set again."""
    for half, passages in halves.items():
        assert all(re.fullmatch(r"pv-\d{3,4}", p.id) and half_of(p.id) == half for p in passages), half
    assert max(Counter(p.id for ps in halves.values() for p in ps).values()) == 1
    assert (half_of("pv-001"), half_of("pv-2073"), half_of("pv-2074")) == ("dev", "dev", "test")


def test_set_is_as_large_as_its_data_sheet_promises(halves, passages):
    """Enough of every kind to see a difference."""
    assert len(passages) >= 1975
    assert sum(not p.spans for p in passages) >= 90
    assert sum(s.evasive for p in passages for s in p.spans) >= 80
    in_test = [s for p in halves["test"] for s in p.spans]
    by_type = Counter(s.type for s in in_test)
    assert set(by_type) == TYPES
    assert len(TYPES) >= 15
    assert min(by_type.values()) >= 14
    assert sum(not p.spans for p in halves["test"]) >= 70
    assert sum(s.evasive for s in in_test) >= 80
    assert sum(s.type not in {*NAMES, "address"} for s in in_test) >= 320
    names = [s for s in in_test if s.type in {"person", "firm"}]
    assert len(names) >= 320
    assert 0.4 <= sum(s.known for s in names) / len(names) <= 0.6


def test_spans_hold_text_without_honorific_and_never_overlap(passages):
    """A span is exactly what must be gone."""
    for passage in passages:
        for span in passage.spans:
            marked = passage.text[span.start : span.end]
            assert marked == marked.strip(), passage.id
            assert span.type != "person" or not marked.endswith(("様", "氏", "社長")), passage.id
            assert not span.known or (passage.known and span.type in NAMES), passage.id
            assert span.type != "place" or span.known, passage.id
        ordered = sorted(passage.spans, key=lambda s: s.start)
        assert all(a.end <= b.start for a, b in pairwise(ordered)), passage.id


def test_numbers_with_a_check_digit_have_the_right_one(passages):
    """A detector that trusts check digits is not punished for it."""
    numbers = [(p.id, s.type, digits(p.text[s.start : s.end])) for p in passages for s in p.spans if s.type in CHECKS]
    assert len(numbers) > 80
    assert [row for row in numbers if not CHECKS[row[1]](row[2])] == []


def test_no_invented_number_stands_twice(passages):
    """Each passage has its own numbers."""
    numbers = Counter(
        (s.type, digits(p.text[s.start : s.end])) for p in passages for s in p.spans if s.type in {*CHECKS, "phone"}
    )
    assert [number for number, times in numbers.items() if times > 1] == []


def test_no_two_passages_share_a_run_of_30_characters(passages):
    """Nothing comes from a template."""
    first: dict[str, str] = {}
    for passage in passages:
        text = "".join(passage.text.split())
        for i in range(len(text) - SHARED_RUN + 1):
            run_of_text = text[i : i + SHARED_RUN]
            assert first.setdefault(run_of_text, passage.id) == passage.id, run_of_text


def test_mail_and_web_addresses_can_belong_to_nobody(passages):
    """Every one lies in the domain kept for examples, or is a public institution's in a clean passage."""
    for passage in passages:
        for span in passage.spans:
            marked = unicodedata.normalize("NFKC", passage.text[span.start : span.end]).lower()
            if span.type in {"mail", "url"} and not span.evasive:
                assert "example" in marked, passage.id


def test_data_sheet_counts_what_is_there(halves):
    """Every count of the labelled set in the data sheet is the real one."""
    sheet = (DATASETS / "README.md").read_text("utf-8")
    spans = {half: [s for p in passages for s in p.spans] for half, passages in halves.items()}
    types = {half: Counter(s.type for s in marked) for half, marked in spans.items()}
    evasive = Counter(s.type for marked in spans.values() for s in marked if s.evasive)
    for kind in TYPES:
        assert f"| `{kind}` | {types['dev'][kind]} | {types['test'][kind]} | {evasive[kind]} |" in sheet
    for half, passages in halves.items():
        names = [s for s in spans[half] if s.type in NAMES]
        known = sum(s.known for s in names)
        counts = (len(passages), sum(not p.spans for p in passages), len(spans[half]))
        counts += (sum(s.evasive for s in spans[half]), known, len(names) - known)
        assert f"| {half} | {' | '.join(map(str, counts))} |" in sheet
        assert f"| `privacy-{half}.jsonl` | {len(passages)} |" in sheet


# the arithmetic


@pytest.mark.parametrize(
    ("findings", "whole"),
    [
        ([], False),
        ([found(2, 6)], True),
        ([found(0, 9)], True),
        ([found(2, 5)], False),
        ([found(3, 6)], False),
        ([found(4, 6), found(2, 4)], True),
        ([found(2, 3), found(4, 6)], False),
        ([found(2, 5), found(3, 6, "person")], True),
    ],
)
def test_span_counts_only_when_every_character_is_covered(findings, whole):
    """A number with one digit left is a leak; several findings may cover it together."""
    assert covered(Span(2, 6, "phone"), findings) is whole


def test_share_has_wilson_interval_and_rule_of_three_at_the_ends():
    """8 of 10 is 0.490–0.943 after Wilson; no miss among 300 proves only 1 %."""
    some = share("x", 8, 10)
    assert (round(some.mean, 3), round(some.low, 3), round(some.high, 3)) == (0.8, 0.490, 0.943)
    every = share("x", 300, 300)
    assert (every.mean, every.low, every.high) == (1.0, 0.99, 1.0)
    none = share("x", 0, 60)
    assert (none.mean, none.low, none.high) == (0.0, 0.0, 0.05)
    assert share("x", 0, 0).mean is None
    assert share("x", 1, 1).low == 0.0


def test_groups_follow_type_and_dictionary():
    """A name is judged by whether the record gives it."""
    assert group_of(Span(0, 1, "person", known=True)) == "names-in-record"
    assert group_of(Span(0, 1, "firm", evasive=True)) == "names-not-in-record"
    assert group_of(Span(0, 1, "address")) == "address"
    assert group_of(Span(0, 1, "url")) == "numbered"


SMALL = {
    "dev": [
        Passage("d1", "電話は090-1234-5678です", (Span(3, 16, "phone"),)),
        Passage("d2", "佐野さんと関さん", (Span(0, 2, "person"), Span(5, 6, "person", evasive=True))),
        Passage("d3", "数字は1,200円です", ()),
    ],
    "test": [Passage("t1", "秘密の佐野さん", (Span(3, 5, "person"),)), Passage("t2", "何もない", ())],
}


def fake(text, _known=()):
    """Find 佐野, doubtfully, and every run of digits, surely."""
    runs = [Finding("number", m.start(), m.end(), m.group(), 0.9) for m in re.finditer(r"[\d,-]+", text)]
    return [*runs, *(Finding("person", m.start(), m.end(), m.group(), 0.5) for m in re.finditer("佐野", text))]


def test_worked_example_gives_the_figures_counted_by_hand():
    """Two of three spans, one of them silently; two of three findings right; one false alarm in eleven characters."""
    dev = run({"rules": fake}, SMALL, {}).halves["rules"]["dev"]
    assert (dev.groups["all"].found.mean, dev.groups["all"].found.n) == (pytest.approx(2 / 3), 3)
    assert dev.groups["all"].silently == pytest.approx(1 / 3)
    assert (dev.groups["numbered"].found.mean, dev.groups["numbered"].reached) == (1.0, True)
    assert (dev.groups["names-not-in-record"].found.mean, dev.groups["names-not-in-record"].reached) == (0.5, False)
    assert dev.groups["names-in-record"].found.mean is None
    assert dev.groups["names-in-record"].reached is None
    assert dev.groups["evasive"].found.mean == 0.0
    assert dev.types["person"].found.n == 2
    assert (dev.findings, dev.silent, dev.precision.mean) == (3, 2, pytest.approx(2 / 3))
    assert (dev.clean.findings, dev.clean.characters) == (1, 11)
    assert dev.clean.per_thousand == pytest.approx(1000 / 11)
    assert dev.stray == (("数字は【1,200】円です", "number"),)
    assert [(i, kind, left) for i, kind, left, _ in dev.misses] == [("d2", "person", "関")]


def test_false_alarms_are_judged_per_thousand_characters():
    """One finding in 2,000 characters just reaches the bar of the starter cases; two do not."""
    texts = {"starter-cases": ["あ" * 1996 + "1234"], "policy-pdf": ["い" * 998 + "12", "い" * 498 + "34"]}
    cases, pdfs = run({"rules": fake}, SMALL, texts).elsewhere["rules"]
    assert (cases.per_thousand, cases.bar, cases.reached) == (0.5, 0.5, True)
    assert (round(pdfs.per_thousand, 3), pdfs.reached) == (1.333, False)
    assert pdfs.kinds == {"number": 2}


def test_sentences_of_the_test_half_are_never_shown():
    """Nobody tunes on what he cannot read: the test half gives counts and ids only."""
    result = run({"rules": lambda _text, _known: []}, SMALL, {})
    shown = json.dumps(result.as_json(), ensure_ascii=False) + privacy_table.as_text(result)
    assert "佐野さんと関さん" in shown
    assert "秘密" not in shown
    assert result.as_json()["systems"]["rules"]["halves"]["test"]["missed_ids"] == {"person": ["t1"]}


def test_missing_bar_is_told_as_missed():
    """A figure below its bar is 未達, one above it whose interval is not says so."""
    text = privacy_table.as_text(run({"rules": fake}, SMALL, {"policy-pdf": ["12 34"]}))
    assert "| 名前(名簿にない) | 0.500" in text
    assert re.search(r"名前\(名簿にない\).*未達", text)
    assert "達成(区間の下限は目標未満)" in text
    assert re.search(r"施策の PDF.*未達", text)


# the suite


def test_real_rules_run_on_a_piece_of_the_set(halves):
    """The suite and the rule layer fit together, and an ordinary phone number is found."""
    piece = {half: passages[:40] for half, passages in halves.items()}
    result = run({"rules": anonymise.find}, piece, {})
    for half in result.halves["rules"].values():
        assert half.groups["all"].found.n > 10
        assert half.groups["all"].found.mean > 0.3
    assert covered(Span(3, 16, "phone"), anonymise.find(SMALL["dev"][0].text))


def test_command_writes_figures_and_ends_with_0_though_bars_are_missed(monkeypatch, tmp_path, capsys):
    """Bars are told, not enforced."""
    for half, passages in SMALL.items():
        lines = [json.dumps(asdict(passage), ensure_ascii=False) for passage in passages]
        (tmp_path / f"privacy-{half}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(privacy_inputs, "systems", lambda: ({"rules": fake}, ["認識なし"]))
    monkeypatch.setattr(privacy_inputs, "texts_without_clients", lambda: ({"starter-cases": ["1234"]}, []))
    assert main(["privacy", "--json", "--data", str(tmp_path), "--out", str(tmp_path)]) == 0
    kept = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert json.loads(capsys.readouterr().out) == kept
    assert "認識なし" in kept["notes"]
    assert kept["bars"]["recall"] == privacy.RECALL_BARS
    assert kept["systems"]["rules"]["halves"]["test"]["groups"]["all"]["n"] == 1
    assert kept["systems"]["rules"]["elsewhere"]["starter-cases"]["per_1000"] == 250.0


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"id": "x", "text": "あ", "spans": [{"start": 0, "end": 2, "type": "person"}], "known": []}',
        '{"id": "x", "text": "あ", "spans": [{"start": 0, "end": 1, "type": "nobody"}], "known": []}',
        '{"id": "x", "spans": [], "known": []}',
    ],
)
def test_broken_line_is_named_in_one_sentence(tmp_path, line):
    """The sentence says file and line."""
    (tmp_path / "x.jsonl").write_text("\n" + line, encoding="utf-8")
    with pytest.raises(DatasetError, match=r"x\.jsonl の 2 行目を読み取れません。"):
        read_passages(tmp_path / "x.jsonl")


def test_texts_without_clients_say_when_the_pdfs_are_absent(tmp_path):
    """A figure that was not measured is not left out silently."""
    texts, notes = privacy_inputs.texts_without_clients(tmp_path)
    assert len(texts["starter-cases"]) > 100
    assert "policy-pdf" not in texts
    assert "測っていません" in notes[0]
