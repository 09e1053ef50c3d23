"""Suite: of two editions of a scheme, is the newer told first; and is what has expired told to have expired?

The schemes are invented: each with an edition that has ended and one that holds, or with an ended one alone, imported like any
document. What has ended is worked out from the dates written here, not by the rule of the product.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from assistant.answering import Answer, Assistant, Block, Question
from eval.opening import embedder
from eval.suite import Measure, Score, Setup, SuiteResult
from ingest import pipeline
from knowledge.search import KnowledgeBase

_TOWNS = ("青葉", "若草", "朝霧", "千歳野", "白波", "紅葉谷", "常盤", "桜坂", "松風", "竹富野", "岩清水", "虹原")
_AIMS = ("設備更新", "店舗改装", "省エネ機器", "販路づくり", "人材定着", "デジタル化")
_LONE = 4  # one in how many schemes has no newer edition
_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Scheme:
    """An invented scheme: amounts (万円) of its ended and of its present edition (0: there is none), and when each ends."""

    number: int
    name: str
    before: int
    now: int
    ended: date
    ends: date

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield (name, content) of each edition."""
        yield self._file(1, self.before, self.ended)
        if self.now:
            yield self._file(2, self.now, self.ends)

    def entry_id(self, edition: int) -> str:
        """Return the id of an edition."""
        return f"fresh-{self.number}-{edition}"

    def _file(self, edition: int, amount: int, ends: date) -> tuple[str, str]:
        since = ends - timedelta(days=365)
        front = {
            "kind": "policy",
            "id": self.entry_id(edition),
            "title": f"{self.name} 第{edition}回公募要領",
            "category": "subsidy",
            "publisher": "見本の町",
            "as_of": since,
            "valid_from": since,
            "valid_until": ends,
            "scheme": self.name,
            "edition": edition,
        }
        body = (
            f"## 補助の内容\n{self.name}の補助上限額は{amount}万円です。{self.name}の補助率は2分の1です。\n"
            f"## 申請の期限\n{self.name}の申請の期限は{ends.isoformat()}です。"
        )
        lines = "\n".join(f"{name}: {value}" for name, value in front.items())
        return f"{self.entry_id(edition)}.md", f"---\n{lines}\n---\n{body}\n"


def schemes(today: date) -> list[Scheme]:
    """Return the schemes as of a day."""
    return [
        Scheme(
            number=number,
            name=f"{town}町{_AIMS[number % len(_AIMS)]}補助金",
            before=30 + 10 * number,
            now=0 if number % _LONE == 0 else 35 + 10 * number,
            ended=today - timedelta(days=40 + 7 * number),
            ends=today + timedelta(days=60 + 7 * number),
        )
        for number, town in enumerate(_TOWNS)
    ]


def run(setup: Setup) -> SuiteResult:
    """Import the schemes apart from everything else, and ask for each."""
    made = schemes(setup.today)
    folder = Path(tempfile.mkdtemp(dir=setup.scratch))
    files = folder / "files"
    files.mkdir()
    for scheme in made:
        for name, content in scheme.files():
            (files / name).write_text(content, encoding="utf-8")
    scores: dict[str, list[Score]] = {"newest_first": [], "expired_told": [], "current_unmarked": []}
    with closing(KnowledgeBase(folder / "data", embedder(), today=lambda: setup.today)) as knowledge:
        pipeline.run([files], knowledge.catalog, knowledge.update)
        assistant = Assistant(knowledge, lambda: setup.today)
        for done, scheme in enumerate(made, 1):
            for question in (f"{scheme.name}の上限額はいくらですか。", f"{scheme.name}はいつまで申請できますか。"):
                answer = assistant.answer(Question(text=question, role="owner" if done % 2 else "co"))
                for name, score in _judged(scheme, answer):
                    scores[name].append(score)
            setup.progress(done, len(made))
    labels = {
        "newest_first": "新しい版が、古い版より先に示された割合",
        "expired_told": "期限の切れた版に、切れていると書かれた割合",
        "current_unmarked": "有効な版に、期限切れと書かれなかった割合",
    }
    return SuiteResult(
        suite="freshness",
        measures=tuple(Measure(name=n, label=label, scores=tuple(scores[n])) for n, label in labels.items()),
        notes=("制度はどれも架空のものです。実際の公募要領の書き方の違いは、ここでは測れません。",),
    )


def _judged(scheme: Scheme, answer: Answer) -> Iterator[tuple[str, Score]]:
    shown = {b.entry_id: b for b in answer.blocks if b.entry_id}
    order = [b.entry_id for b in answer.blocks if b.entry_id]
    old, new = scheme.entry_id(1), scheme.entry_id(2)
    if scheme.now:
        first = new in order and (old not in order or order.index(new) < order.index(old))
        yield "newest_first", _score(scheme, answer, first, "" if first else "新しい版が先にありません。")
    if old in shown:
        told = _marked(answer, shown[old], old, scheme.ended)
        yield "expired_told", _score(scheme, answer, told, "" if told else "期限が切れていると書かれていません。")
    elif not scheme.now:
        yield "expired_told", _score(scheme, answer, False, "期限の切れた版しかないのに、示されていません。")
    if new in shown:
        marked = _marked(answer, shown[new], new, scheme.ends)
        yield "current_unmarked", _score(scheme, answer, not marked, "有効な版に期限切れとあります。" if marked else "")


def _marked(answer: Answer, block: Block, entry_id: str, ends: date) -> bool:
    """Tell whether both the source and the words say that it has ended on its day."""
    source = next((s for s in answer.sources if s.entry_id == entry_id), None)
    said = any("切れ" in s.text and str(ends) in s.text for s in block.all_sentences() if s.status == "note")
    return bool(source and source.expired) and said


def _score(scheme: Scheme, answer: Answer, right: bool, why: str) -> Score:
    text = "".join(s.text for s in answer.sentences())[:_EXCERPT]
    kind = "新しい版がある" if scheme.now else "期限切れの版だけ"
    return Score(
        sample=f"fresh-{scheme.number}/{answer.question}",
        value=float(right),
        slices={"role": answer.role, "kind": kind},
        question=answer.question,
        answer=text,
        why=why,
    )
