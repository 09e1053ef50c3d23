"""The gate: what identifies a client is replaced, what is doubtful waits for people, and a broken detector lets nothing in."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.admission import GateError
from ingest.anonymise import Known
from ingest.anonymise.detector import Detector
from ingest.anonymise.recogniser import FakeRecogniser
from ingest.gate import Gate
from ingest.opening import gate_rules, open_gate
from ingest.report import FileReport
from ingest.review import ReviewQueue
from ingest.review.opening import open_queue
from knowledge.catalog import Catalog
from knowledge.entries import Case, to_record
from knowledge.entry_file import build_document, parse_markdown

CaseText = Callable[..., str]
OpenGate = Callable[..., Gate]
NAMES = {"person": ["鷺沼 一郎"], "firm": ["有限会社みのかさ屋"], "place": ["架空沢町"]}


@pytest.fixture
def gate_over(tmp_path: Path, catalog: Catalog) -> OpenGate:
    """Return a function that opens a gate whose recogniser sees the given names."""

    def open_over(names: dict[str, str] | None = None, broken: bool = False, **settings: str) -> Gate:
        return open_gate(
            tmp_path / "data", catalog, {**_KEY, **settings}, Detector(FakeRecogniser(names, broken=broken))
        )

    return open_over


_KEY = {"YOROZU_QUARANTINE_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}


@pytest.fixture
def queue(tmp_path: Path, catalog: Catalog) -> ReviewQueue:
    """The queue that the gates of a test fill."""
    return open_queue(tmp_path / "data", catalog, Detector(FakeRecogniser()), _KEY)


@pytest.fixture
def bring_in(tmp_path: Path, catalog: Catalog, gate_over: OpenGate) -> Callable[..., FileReport]:
    """Return a function that imports one file through a gate and gives its report."""

    def run(text: str, name: str = "a.md", gate: Gate | None = None, hub: str = "13") -> FileReport:
        folder = tmp_path / "files"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        report = pipeline.run([folder], catalog, lambda _p: None, gate=gate or gate_over(), hub=hub)
        return next(f for f in report.files if f.path == name)

    return run


def named(text: str, names: dict[str, list[str]] = NAMES) -> str:
    """Put the record's names into the front matter."""
    lines = "".join(f"  {role}: [{', '.join(known)}]\n" for role, known in names.items())
    return text.replace("---\n## ", f"names:\n{lines}---\n## ", 1)


def only(catalog: Catalog) -> Case:
    (entry,) = catalog.entries("case")
    assert isinstance(entry, Case)
    return entry


def test_names_of_the_record_are_replaced_everywhere(
    bring_in: Callable[..., FileReport], catalog: Catalog, case_text: CaseText
) -> None:
    """In title, body and every spelling, each with the same stand-in; the names themselves are kept nowhere."""
    text = case_text(
        title="㈲みのかさ屋の値上げ",
        says="鷺沼社長は架空沢町で(有)みのかさ屋を継いだ。電話は03-5550-1234。",
        origin="contributed",
        visibility="hub:13",
    )
    report = bring_in(named(text))
    assert (report.state, report.entries, report.held) == ("added", 1, 0)
    case = only(catalog)
    assert case.title == "A店の値上げ"
    assert case.text_of("学び") == "学びのところで、B社長はC町でA店を継いだ。電話は［電話番号］。"
    assert [s.heading for s in case.sections] == [s.anchor for s in case.sections]


def test_the_same_letter_in_every_section(
    bring_in: Callable[..., FileReport], catalog: Catalog, case_text: CaseText
) -> None:
    """Sections keep their own text after what stands before them has become shorter."""
    bring_in(named(case_text(says="有限会社みのかさ屋では、原価を測っていなかった。", visibility="hub:13")))
    case = only(catalog)
    letters = {case.text_of(section.anchor).partition("、")[2] for section in case.sections}
    assert letters == {"A店では、原価を測っていなかった。"} or letters == {"A社では、原価を測っていなかった。"}


def test_what_is_not_certain_waits_and_nothing_of_it_enters(
    bring_in: Callable[..., FileReport], catalog: Catalog, case_text: CaseText, gate_over: OpenGate, queue: ReviewQueue
) -> None:
    text = case_text(says="みのかさが来て話した。", origin="contributed", visibility="hub:13")
    report = bring_in(text, gate=gate_over({"みのかさ": "firm"}))
    assert (report.state, report.entries, report.held) == ("held", 0, 1)
    assert list(catalog.entries("case")) == []
    (review,) = queue.waiting()
    doubt = queue.item(review.id).doubts[0]
    assert (doubt.kind, doubt.original) == ("firm", "みのかさ")
    assert "みのかさ" not in queue.item(review.id).proposed.body


def test_a_distinctive_description_waits(
    bring_in: Callable[..., FileReport], case_text: CaseText, queue: ReviewQueue
) -> None:
    report = bring_in(case_text(says="県内唯一の蔵で、1907年創業だった。", visibility="hub:13"))
    assert report.state == "held"
    kinds = {d.kind for d in queue.item(queue.waiting()[0].id).doubts}
    assert kinds == {"distinctive"}


def test_a_case_for_the_nation_always_waits_for_people(
    bring_in: Callable[..., FileReport], case_text: CaseText, queue: ReviewQueue
) -> None:
    """Even when nothing in it is doubtful; few alike are told with a proposal that says what it changes."""
    assert bring_in(case_text(origin="contributed")).state == "held"
    doubts = queue.item(queue.waiting()[0].id).doubts
    assert {d.kind for d in doubts} == {"combination", "national"}
    assert any("件です(5件必要)" in d.reason for d in doubts if d.kind == "combination")


def test_enough_cases_alike_are_no_combination_risk(
    bring_in: Callable[..., FileReport], case_text: CaseText, queue: ReviewQueue, catalog: Catalog
) -> None:
    """Cases of the catalog and of the same sheet count together."""
    rows = []
    for number in range(5):
        case = parse_markdown(case_text(f"case-09-1{number}"))
        record = {k: v for k, v in to_record(case).items() if k not in ("sections", "figures", "pages") and v}
        rows.append(json.dumps(record, ensure_ascii=False))
    report = bring_in("\n".join(rows), "five.jsonl")
    assert (report.held, report.warnings) == (5, ())
    for review in queue.waiting():
        assert {d.kind for d in queue.item(review.id).doubts} == {"national"}


def test_k_zero_asks_for_no_crowd(
    bring_in: Callable[..., FileReport], case_text: CaseText, gate_over: OpenGate, queue: ReviewQueue
) -> None:
    bring_in(case_text(), gate=gate_over(YOROZU_GATE_K="0"))
    assert {d.kind for d in queue.item(queue.waiting()[0].id).doubts} == {"national"}


def test_a_broken_detector_closes_the_gate(
    bring_in: Callable[..., FileReport], catalog: Catalog, case_text: CaseText, gate_over: OpenGate, queue: ReviewQueue
) -> None:
    """No case enters and none is held; a document that needs no gate comes in; the file is tried again next time."""
    report = bring_in(case_text(visibility="hub:13"), gate=gate_over(broken=True))
    assert report.state == "failed"
    assert "匿名化の検査が動かないため、事例は1件も登録していません" in report.reason
    assert list(catalog.entries("case")) == []
    assert queue.waiting() == []
    assert bring_in("補助金のお知らせ\n\n締切は来月です。\n", "n.txt", gate=gate_over(broken=True)).state == "added"
    assert bring_in(case_text(visibility="hub:13")).state == "added"


def test_documents_pass_unless_everything_is_judged(
    bring_in: Callable[..., FileReport], catalog: Catalog, gate_over: OpenGate
) -> None:
    text = "打合せの記録\n\n03-5550-1234 に電話した。\n"
    bring_in(text, "memo.txt")
    assert "03-5550-1234" in next(catalog.entries("policy")).body
    bring_in(text + "\n追記。\n", "memo.txt", gate=gate_over(YOROZU_GATE="everything"))
    (entry,) = catalog.entries("policy")
    assert "［電話番号］ に電話した。" in entry.body


def test_notes_of_a_case_are_judged_whatever_form_they_have(
    bring_in: Callable[..., FileReport], catalog: Catalog, gate_over: OpenGate
) -> None:
    """Without front matter, and when they come in as a document."""
    text = (
        "# 相談記録\n\n## 相談のきっかけ\n電話は03-5550-1234。\n\n## 打ち手\n原価を測った。\n\n## 結果\n利益が出た。\n"
    )
    assert bring_in(text, "note.md").state == "added"
    (entry,) = catalog.entries()
    assert "電話は［電話番号］。" in entry.body
    facts = {"kind": "policy", "id": "doc-1", "title": "記録", "category": "document", "publisher": "不明"}
    document = build_document(facts, [(h, None, "話した。") for h in ("相談のきっかけ", "打ち手", "学び")])
    assert gate_over().judges(document)
    assert not gate_over().judges(build_document(facts, [("打ち手", None, "本質的課題と前提条件と分かれ目を書く。")]))


def test_a_case_file_that_lost_its_front_matter_is_refused(
    bring_in: Callable[..., FileReport], catalog: Catalog, case_text: CaseText
) -> None:
    bring_in(case_text(visibility="hub:13"))
    report = bring_in("鷺沼さんの話。\n")
    assert report.state == "failed"
    assert "今回は事例として読めません" in report.reason
    assert only(catalog).id == "case-09-01"


def test_file_names_of_cases_are_kept_nowhere(
    bring_in: Callable[..., FileReport], catalog: Catalog, case_text: CaseText, tmp_path: Path
) -> None:
    """The catalog knows the file again by a keyed name, so an unchanged one is skipped and a vanished one retired."""
    name = "鷺沼製菓_相談記録.md"
    assert bring_in(case_text(visibility="hub:13"), name).state == "added"
    assert bring_in(case_text(visibility="hub:13"), name).state == "unchanged"
    for path in (tmp_path / "data").rglob("*"):
        if path.is_file():
            assert "鷺沼".encode() not in path.read_bytes()
    (tmp_path / "files" / name).unlink()
    bring_in("別の知らせです。\n", "b.txt")
    assert list(catalog.entries("case")) == []


def test_messages_tell_no_names(bring_in: Callable[..., FileReport], case_text: CaseText) -> None:
    """A refusal quotes the file; names of the record and numbers are taken out of it."""
    text = named(case_text(visibility="hub:13")).replace("size: s5", "size: 鷺沼 03-5550-1234")
    report = bring_in(text)
    assert report.state == "failed"
    assert "03-5550-1234" not in report.reason


def test_an_accepted_case_is_not_asked_about_again(
    bring_in: Callable[..., FileReport], catalog: Catalog, case_text: CaseText, queue: ReviewQueue
) -> None:
    """Also when the file has changed elsewhere; a rejected one stays out."""
    says = "県内唯一の蔵だった。"
    bring_in(case_text(says=says, visibility="hub:13"))
    (review,) = queue.waiting()
    queue.decide(review.id, review.version, "浅黄", "accept")
    assert "地域で数少ない" in only(catalog).body
    report = bring_in(case_text(says=says, visibility="hub:13") + "\n\n")
    assert (report.state, report.held) == ("unchanged", 0)
    assert queue.waiting() == []
    bring_in(case_text("case-09-02", says=says, visibility="hub:13"), "b.md")
    (review,) = queue.waiting()
    queue.decide(review.id, review.version, "浅黄", "reject")
    report = bring_in(case_text("case-09-02", says=says, visibility="hub:13") + "\n\n", "b.md")
    assert report.warnings == ("確認で却下された1件は登録していません。",)
    assert only(catalog).id == "case-09-01"


def test_a_mended_file_takes_back_what_waited(
    bring_in: Callable[..., FileReport], catalog: Catalog, case_text: CaseText, queue: ReviewQueue
) -> None:
    bring_in(case_text(says="県内唯一の蔵だった。", visibility="hub:13"))
    assert len(queue.waiting()) == 1
    bring_in(case_text(says="地域の蔵だった。", visibility="hub:13"))
    assert queue.waiting() == []
    assert "地域の蔵" in only(catalog).body


def test_the_hub_of_an_import_is_where_its_cases_stay(
    bring_in: Callable[..., FileReport], catalog: Catalog, case_text: CaseText
) -> None:
    """A contributed case that states no visibility is not for the nation."""
    bring_in(case_text(origin="contributed").replace("visibility: national\n", ""), hub="22")
    assert only(catalog).visibility == "hub:22"


@pytest.mark.parametrize("settings", [{"YOROZU_GATE": "off"}, {"YOROZU_GATE_K": "-1"}, {"YOROZU_GATE_K": "五"}])
def test_settings_that_cannot_be_read_stop_the_import(settings: dict[str, str]) -> None:
    with pytest.raises(GateError, match="で指定してください"):
        gate_rules(settings)


def test_names_given_for_one_entry_are_not_used_for_another(gate_over: OpenGate, case_text: CaseText) -> None:
    gate = gate_over()
    first = parse_markdown(case_text(says="白妙が来た。", visibility="hub:13"))
    second = parse_markdown(case_text("case-09-02", says="白妙が来た。", visibility="hub:13"))
    one, other = gate.examine([(first, [Known("白妙", "person")]), (second, [])])
    assert "白妙" not in one.proposed.body
    assert "白妙" in other.proposed.body


def test_members_of_an_archive_come_and_go_with_it(
    bring_in: Callable[..., FileReport], catalog: Catalog, case_text: CaseText, tmp_path: Path, gate_over: OpenGate
) -> None:
    """Each member has a line of its own; unchanged archives are skipped whole, a member that left is retired."""
    folder = tmp_path / "files"
    folder.mkdir()

    def pack(*numbers: int) -> dict[str, str]:
        with zipfile.ZipFile(folder / "記録.zip", "w") as archive:
            for number in numbers:
                archive.writestr(f"中/{number}.md", case_text(f"case-09-0{number}", visibility="hub:13"))
        report = pipeline.run([folder], catalog, lambda _p: None, gate=gate_over(), hub="13")
        return {file.path: file.state for file in report.files}

    assert pack(1, 2) == {"記録.zip/中/1.md": "added", "記録.zip/中/2.md": "added"}
    assert pack(1, 2) == {"記録.zip": "unchanged"}
    assert catalog.entry_ids() == ["case-09-01", "case-09-02"]
    assert pack(2, 3) == {
        "記録.zip/中/2.md": "unchanged",
        "記録.zip/中/3.md": "added",
        "(名前を伏せたファイル)": "retired",
    }
    assert catalog.entry_ids() == ["case-09-02", "case-09-03"]
    (folder / "記録.zip").unlink()
    (folder / "b.txt").write_text("知らせです。", encoding="utf-8")
    pipeline.run([folder], catalog, lambda _p: None, gate=gate_over(), hub="13")
    assert list(catalog.entries("case")) == []


def test_an_archive_that_must_not_be_opened_is_one_failure(
    catalog: Catalog, tmp_path: Path, gate_over: OpenGate
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("../../outside.md", "x")
    (folder / "b.txt").write_text("知らせです。", encoding="utf-8")
    report = pipeline.run([folder], catalog, lambda _p: None, gate=gate_over())
    assert {f.path: f.state for f in report.files} == {"a.zip": "failed", "b.txt": "added"}
    assert not (tmp_path / "outside.md").exists()


def test_what_waits_goes_with_its_file(
    bring_in: Callable[..., FileReport], case_text: CaseText, queue: ReviewQueue, tmp_path: Path
) -> None:
    bring_in(case_text(says="県内唯一の蔵だった。", visibility="hub:13"))
    assert len(queue.waiting()) == 1
    (tmp_path / "files" / "a.md").unlink()
    bring_in("知らせです。", "b.txt")
    assert queue.waiting() == []


def test_an_accepted_case_follows_its_renamed_file(
    bring_in: Callable[..., FileReport], catalog: Catalog, case_text: CaseText, queue: ReviewQueue, tmp_path: Path
) -> None:
    text = case_text(says="県内唯一の蔵だった。", visibility="hub:13")
    bring_in(text)
    (review,) = queue.waiting()
    queue.decide(review.id, review.version, "浅黄", "accept")
    (tmp_path / "files" / "a.md").unlink()
    bring_in(text, "b.md")
    assert "地域で数少ない" in only(catalog).body


def test_two_files_with_one_waiting_id_are_told(
    bring_in: Callable[..., FileReport], case_text: CaseText, queue: ReviewQueue
) -> None:
    bring_in(case_text(says="県内唯一の蔵だった。", visibility="hub:13"))
    report = bring_in(case_text(says="県内初の蔵だった。", visibility="hub:13"), "b.md")
    assert report.state == "failed"
    assert "すでに使われています" in report.reason
    assert len(queue.waiting()) == 1


def test_the_proposal_for_the_nation_says_less_where_a_field_can(
    bring_in: Callable[..., FileReport], case_text: CaseText, queue: ReviewQueue
) -> None:
    """The months of a rare case become whole years; what was, and how many are alike, is shown to the reviewer."""
    for number in range(5):
        other = case_text(f"case-09-1{number}", visibility="hub:13").replace(
            "owner_type: successor", "owner_type: founder"
        )
        bring_in(other, f"{number}.md")
    bring_in(case_text(origin="contributed"))
    item = queue.item(queue.waiting()[0].id)
    told = next(d.reason for d in item.doubts if d.kind == "combination")
    assert "経営者タイプ「後継者（二代目・三代目）」を伏せると6件になります" in told
    assert isinstance(item.original, Case)
    assert (item.original.owner_type, item.proposed.facets().get("owner_type")) == ("successor", None)
    assert isinstance(item.proposed, Case)
    assert (item.original.period, item.proposed.period) == ("2024-04/2025-03", "2024-01/2025-12")
