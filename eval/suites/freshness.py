"""Suite: of two editions of a scheme, is the newer told first, the older told to be one; and is what has expired told to have expired?

The schemes are invented: each with an older edition (ended, or without an end) and one that holds, or with an ended one alone,
imported like any document. What has ended is worked out from the dates written here, not by the rule of the product.
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
_KINDS = 4  # schemes in turn: an ended edition alone, an older one without an end, and twice one that has ended
_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Scheme:
    """An invented scheme: amounts (万円) of its older and of its present edition (0: there is none), and when each ends (or not)."""

    number: int
    name: str
    before: int
    now: int
    ended: date | None
    ends: date

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield (name, content) of each edition."""
        yield self._file(1, self.before, self.ended)
        if self.now:
            yield self._file(2, self.now, self.ends)

    def entry_id(self, edition: int) -> str:
        """Return the id of an edition."""
        return f"fresh-{self.number}-{edition}"

    def title(self, edition: int) -> str:
        """Return the title of an edition."""
        return f"{self.name} 第{edition}回公募要領"

    def _file(self, edition: int, amount: int, ends: date | None) -> tuple[str, str]:
        since = (ends or self.ends - timedelta(days=365)) - timedelta(days=365)
        front = {
            "kind": "policy",
            "id": self.entry_id(edition),
            "title": self.title(edition),
            "category": "subsidy",
            "publisher": "見本の町",
            "as_of": since,
            "valid_from": since,
            **({"valid_until": ends} if ends else {}),
            "scheme": self.name,
            "edition": edition,
        }
        body = (
            f"## 補助の内容\n{self.name}の補助上限額は{amount}万円です。{self.name}の補助率は2分の1です。\n"
            f"## 申請の期限\n{self.name}の申請の期限は{ends or '予算がなくなる日'}です。"
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
            now=0 if number % _KINDS == 0 else 35 + 10 * number,
            ended=None if number % _KINDS == 1 else today - timedelta(days=40 + 7 * number),
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
    labels = {
        "newest_first": "新しい版が、古い版より先に示された割合",
        "superseded_told": "古い版に、新しい版があると書かれた割合",
        "expired_told": "期限の切れた版に、切れていると書かれた割合",
        "current_unmarked": "有効な版に、期限切れと書かれなかった割合",
    }
    scores: dict[str, list[Score]] = {name: [] for name in labels}
    with closing(KnowledgeBase(folder / "data", embedder(), today=lambda: setup.today)) as knowledge:
        pipeline.run([files], knowledge.catalog, knowledge.update)
        assistant = Assistant(knowledge, lambda: setup.today)
        for done, scheme in enumerate(made, 1):
            for question in (f"{scheme.name}の上限額はいくらですか。", f"{scheme.name}はいつまで申請できますか。"):
                answer = assistant.answer(Question(text=question, role="owner" if done % 2 else "co"))
                for name, score in _judged(scheme, answer):
                    scores[name].append(score)
            setup.progress(done, len(made))
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
    if old in shown and scheme.now:
        told = _superseded(answer, shown[old], scheme)
        yield "superseded_told", _score(scheme, answer, told, "" if told else "新しい版があると書かれていません。")
    if old in shown and scheme.ended:
        told = _marked(answer, shown[old], old, scheme.ended)
        yield "expired_told", _score(scheme, answer, told, "" if told else "期限が切れていると書かれていません。")
    elif not scheme.now:
        yield "expired_told", _score(scheme, answer, False, "期限の切れた版しかないのに、示されていません。")
    if new in shown:
        marked = _marked(answer, shown[new], new, scheme.ends)
        yield "current_unmarked", _score(scheme, answer, not marked, "有効な版に期限切れとあります。" if marked else "")


def _superseded(answer: Answer, block: Block, scheme: Scheme) -> bool:
    """Tell whether both the source and the words of the older edition name the newer one."""
    source = next((s for s in answer.sources if s.entry_id == scheme.entry_id(1)), None)
    said = any(scheme.title(2) in s.text for s in block.all_sentences() if s.status == "note")
    return bool(source and source.newer and source.newer.entry_id == scheme.entry_id(2)) and said


def _marked(answer: Answer, block: Block, entry_id: str, ends: date) -> bool:
    """Tell whether both the source and the words say that it has ended on its day."""
    source = next((s for s in answer.sources if s.entry_id == entry_id), None)
    said = any("切れ" in s.text and str(ends) in s.text for s in block.all_sentences() if s.status == "note")
    return bool(source and source.expired) and said


def _score(scheme: Scheme, answer: Answer, right: bool, why: str) -> Score:
    text = "".join(s.text for s in answer.sentences())[:_EXCERPT]
    kind = (
        "期限切れの版だけ"
        if not scheme.now
        else "新しい版がある"
        if scheme.ended
        else "新しい版がある(古い版に期限なし)"
    )
    return Score(
        sample=f"fresh-{scheme.number}/{answer.question}",
        value=float(right),
        slices={"role": answer.role, "kind": kind},
        question=answer.question,
        answer=text,
        why=why,
    )
