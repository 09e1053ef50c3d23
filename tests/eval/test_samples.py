import json

import pytest

from eval.samples import DatasetError, Sample, read_beir, read_samples

ROW = {"id": "q-1", "question": "値上げが怖い", "role": "owner", "slice": "short", "relevant": {"case-09-01": 2}}


def test_samples_are_read_in_order_and_blank_lines_skipped(tmp_path):
    """Two rows with an empty line between them are two samples."""
    path = tmp_path / "set.jsonl"
    rows = [ROW, {**ROW, "id": "q-2"}]
    path.write_text("\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", "utf-8")
    samples = read_samples(path)
    assert [sample.id for sample in samples] == ["q-1", "q-2"]
    assert samples[0] == Sample("q-1", "値上げが怖い", {"case-09-01": 2}, "short", "owner", "dev")


def test_role_and_slice_may_be_left_out(tmp_path):
    """A row needs an id, a question and its judgements; a coordinator is assumed."""
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "q-1", "question": "資金繰り", "relevant": {"playbook-cash": 2}}', "utf-8")
    assert read_samples(path) == [Sample("q-1", "資金繰り", {"playbook-cash": 2}, "", "co", "dev")]


def test_broken_line_is_named_by_file_and_number(tmp_path):
    """The message says which line of which file to mend."""
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(ROW) + "\n{broken\n", "utf-8")
    with pytest.raises(DatasetError, match=r"set\.jsonl の 2 行目"):
        read_samples(path)


def test_missing_file_is_named(tmp_path):
    """A file that is not there is one sentence, not an operating system's error."""
    with pytest.raises(DatasetError, match=r"none\.jsonl を開けません"):
        read_samples(tmp_path / "none.jsonl")


def test_beir_folder_is_read_with_documents_questions_and_grades(write_beir):
    """Documents keep title and text, questions their judgements."""
    beir = read_beir(write_beir(qrels=[("q1", "d1", 2), ("q1", "d4", 1), ("q2", "d2", 1)]))
    assert beir.name == "small"
    assert [document.id for document in beir.documents] == ["d1", "d2", "d3", "d4", "d5", "d6"]
    assert beir.documents[0].title == "どら焼きの値上げ"
    assert {sample.id: dict(sample.relevant) for sample in beir.samples} == {"q1": {"d1": 2, "d4": 1}, "q2": {"d2": 1}}


def test_qrels_without_a_header_lose_no_row(write_beir):
    """The first line counts when it is a judgement."""
    beir = read_beir(write_beir(qrels=[("q1", "d1", 1), ("q2", "d2", 1)], header=False))
    assert [sample.id for sample in beir.samples] == ["q1", "q2"]


def test_zero_grades_are_not_relevant(write_beir):
    """A judged zero is left out, and a question with zeros only is no sample."""
    beir = read_beir(write_beir(qrels=[("q1", "d1", 1), ("q1", "d2", 0), ("q2", "d2", 0), ("q3", "d3", -1)]))
    assert {sample.id: dict(sample.relevant) for sample in beir.samples} == {"q1": {"d1": 1}}


def test_judgements_of_unknown_questions_are_left_out(write_beir):
    """A judgement whose question is not in the folder makes no sample."""
    beir = read_beir(write_beir(qrels=[("q1", "d1", 1), ("q99", "d2", 1)]))
    assert [sample.id for sample in beir.samples] == ["q1"]


def test_test_split_is_preferred_and_another_is_taken_without_it(write_beir):
    """train.tsv is read when it is alone, and ignored beside test.tsv."""
    folder = write_beir(qrels=[("q1", "d1", 1)], split="train")
    assert [sample.id for sample in read_beir(folder).samples] == ["q1"]
    write_beir(qrels=[("q2", "d2", 1)], split="test")
    assert [sample.id for sample in read_beir(folder).samples] == ["q2"]


def test_document_without_title_is_read(write_beir):
    """BEIR corpora without titles are common."""
    folder = write_beir()
    (folder / "corpus.jsonl").write_text('{"_id": 7, "text": "本文だけ"}\n', "utf-8")
    assert [(d.id, d.title, d.text) for d in read_beir(folder).documents] == [("7", "", "本文だけ")]


@pytest.mark.parametrize("missing", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_folder_without_a_part_is_named(write_beir, missing):
    """Each of the three parts is asked for by name."""
    folder = write_beir()
    (folder / missing).unlink()
    with pytest.raises(DatasetError, match=missing.split("/")[0].replace(".", r"\.")):
        read_beir(folder)
