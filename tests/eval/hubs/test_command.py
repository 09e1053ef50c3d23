"""The reports of hubs: each has its own words only, the one over all has none, and nothing is ranked."""

import json
import shutil
from datetime import date
from types import SimpleNamespace

import pytest

from assistant.consultations.consultations import Consultations
from assistant.records import Records
from eval.__main__ import main
from eval.hubs.command import over_all
from eval.hubs.own import Feedback
from eval.hubs.quality import measured
from eval.suite import Measure, Score, SuiteResult

ASKED = {
    "13": ("ラーメン店の値上げに踏み切れない", "飲食店で人が辞め続ける", "カフェの原価が上がった"),
    "27": ("町工場の後継ぎがいない",),
}


@pytest.fixture(scope="module")
def written(starter_data, tmp_path_factory):
    """Run the command over two hubs."""
    folder = tmp_path_factory.mktemp("hubs")
    data = shutil.copytree(starter_data, folder / "data")
    kept = Consultations(Records.at(data), today=lambda: date(2026, 11, 21))
    for hub, titles in ASKED.items():
        for title in titles:
            kept.open(hub, title, topics=("pricing",))
    out = folder / "out"
    status = main(["hubs", "--data", str(data), "--out", str(out)])
    return SimpleNamespace(status=status, out=out)


def test_every_hub_that_asked_gets_a_report_with_its_own_words_only(written):
    assert written.status == 0
    assert sorted(path.name for path in written.out.iterdir() if path.is_dir()) == ["13", "27"]
    for hub, titles in ASKED.items():
        text = "".join(path.read_text("utf-8") for path in (written.out / hub).iterdir())
        assert any(title in text for title in titles)  # of what fell short the words are shown
        assert not any(title in text for other, others in ASKED.items() if other != hub for title in others)


def test_report_over_all_holds_nobodys_words(written):
    for path in (p for p in written.out.iterdir() if p.is_file()):
        text = path.read_text("utf-8")
        assert not any(title in text for titles in ASKED.values() for title in titles)
    measures = json.loads((written.out / "results.json").read_text("utf-8"))["suites"]["hubs"]["measures"]
    assert measures["substance"]["n"] == 4
    assert measures["premises"]["n"] == 4


def _result(hub, n):
    scores = tuple(
        Score(sample=f"c-{i}", value=1.0, slices={"hub": hub, "industry": "76"}, question="問", why="わけ")
        for i in range(n)
    )
    empty = measured([], [])
    return SuiteResult(suite="hubs", measures=(Measure(name="substance", label="測る", scores=scores), *empty[1:]))


def test_hub_with_few_questions_is_counted_and_not_named():
    found = over_all({"13": _result("13", 6), "27": _result("27", 2), "47": _result("47", 2)})
    scores = found.measures[0].scores
    assert len({s.sample for s in scores}) == len(scores) == 10
    assert not any("27" in s.sample for s in scores)
    assert {s.slices.get("hub", "") for s in scores} == {"13", ""}
    assert all(set(s.slices) <= {"hub"} and not (s.question or s.why) for s in scores)


def test_what_became_of_advice_is_measured_by_its_kind():
    told = [
        Feedback(id="c-1/p-a", hub="13", kind="action", value=1.0, what="値札を替える", why=""),
        Feedback(id="c-1/p-b", hub="13", kind="action", value=0.0, what="棚を替える", why="人手がなかった"),
        Feedback(id="c-1/p-c", hub="13", kind="referral", value=1.0, what="金融機関へ", why=""),
    ]
    by_name = {m.name: [s.value for s in m.scores] for m in measured([], told)}
    assert (by_name["carried_out"], by_name["reached"]) == ([1.0, 0.0], [1.0])


def test_what_cannot_be_measured_is_one_sentence(tmp_path, capsys):
    assert main(["hubs", "--data", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["hubs", "--data", str(tmp_path), "--hub", "13"]) == 2
    assert "まだ一つもありません" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["hubs", "--data", str(tmp_path), "--hub", "99"])
    assert "01 から 47" in capsys.readouterr().err
