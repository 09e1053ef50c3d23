import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

DOCUMENTS = {
    "d1": ("どら焼きの値上げ", "和菓子店が材料の値上がりに合わせて、どら焼きの売値を改めた話です。"),
    "d2": ("求人の書き方", "応募が来ない工場が、求人票の仕事の内容を働く人の言葉に直した話です。"),
    "d3": ("浸水からの再開", "大雨で倉庫に水が入った卸会社が、三日後に銀行へ相談した話です。"),
    "d4": ("漬物の通販", "送料を引くと一袋いくら残るかを、家族で計算した話です。"),
    "d5": ("銭湯の燃料", "湯船にふたをして、燃料の使い方を見直した銭湯の話です。"),
    "d6": ("塾の退塾", "やめた家庭に電話をかけ、講師の交代が理由だと分かった塾の話です。"),
}
QUESTIONS = {
    "q1": "どら焼きの値段を上げた和菓子店",
    "q2": "求人を出しても応募が来ない工場",
    "q3": "大雨で倉庫に水が入った",
    "q4": "漬物を通販で売ると送料でいくら残る",
    "q5": "湯船のふたと銭湯の燃料",
    "q6": "塾をやめた家庭に電話",
}
QRELS = [(q, d, 1) for q, d in zip(QUESTIONS, DOCUMENTS, strict=True)]


@pytest.fixture
def write_beir(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a BEIR folder from documents, questions and judgements."""

    def write(
        documents: Mapping[str, tuple[str, str]] = DOCUMENTS,
        questions: Mapping[str, str] = QUESTIONS,
        qrels: Sequence[tuple[str, str, int]] = QRELS,
        header: bool = True,
        split: str = "test",
    ) -> Path:
        folder = tmp_path / "small"
        (folder / "qrels").mkdir(parents=True, exist_ok=True)
        rows = [{"_id": i, "title": title, "text": text} for i, (title, text) in documents.items()]
        (folder / "corpus.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
        asked = [{"_id": i, "text": text} for i, text in questions.items()]
        (folder / "queries.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in asked), "utf-8")
        lines = ["query-id\tcorpus-id\tscore"] if header else []
        lines += [f"{q}\t{d}\t{grade}" for q, d, grade in qrels]
        (folder / "qrels" / f"{split}.tsv").write_text("\n".join(lines) + "\n", "utf-8")
        return folder

    return write
