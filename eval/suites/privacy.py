"""Suite: does the gate find everything that identifies someone, and what comes back of it when it is put into a question?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eval import privacy_inputs
from eval.echoes import echoes
from eval.hashes import sha256_of
from eval.labelled import Passage, Span, read_passages
from eval.privacy import Find, covered, group_of
from eval.privacy_questions import FILE, half_of
from eval.suite import Measure, Score, Setup, SuiteResult
from ingest.anonymise import Finding
from ingest.anonymise.tagger.suspects import SUSPECTED_CERTAINTY

_GROUPS = {
    "numbered": "番号・連絡先などを見つけた割合",
    "address": "住所を見つけた割合",
    "names-in-record": "記録の名簿にある名前を見つけた割合",
    "names-not-in-record": "名簿にない名前を見つけた割合",
}
_EXCERPT = 200


def run(setup: Setup) -> SuiteResult:
    """Read the half that confirms with the gate's detector; ``whole`` adds the tuning half and the rules alone."""
    halves = privacy_inputs.halves(setup.datasets)
    chosen = halves if setup.whole else {"test": halves["test"]}
    systems, missing = privacy_inputs.systems()
    system = "full" if "full" in systems else "rules"
    asked = {"": systems[system], **({"rules_": systems["rules"]} if setup.whole and system == "full" else {})}
    total = len(asked) * sum(map(len, chosen.values()))
    done = 0
    scores: dict[str, list[Score]] = {}
    for prefix, find in asked.items():
        for half, passages in chosen.items():
            for passage in passages:
                _read(passage, half, find, scores, prefix)
                done += 1
                setup.progress(done, total)
    asked_of = {"dev", "test"} if setup.whole else {"test"}
    questions = [q for q in read_passages(setup.datasets / FILE) if half_of(q) in asked_of]
    files = [*(setup.datasets / f"privacy-{half}.jsonl" for half in chosen), setup.datasets / FILE]
    return SuiteResult(
        suite="privacy",
        measures=(
            *(m for prefix in asked for m in _measures(scores, prefix)),
            *_of_questions(questions, privacy_inputs.asked(systems[system])),
            Measure(
                name="echoed",
                label="質問に書いた名前や番号が、回答のどこかに残った割合",
                scores=tuple(echoes(setup.assistant)),
                better="lower",
                kind="events",
            ),
        ),
        data={path.name: sha256_of(path) for path in files},
        notes=(
            "見つけた割合は、印をつけた部分のすべての文字が検出に入ったときだけ 1 と数えます。",
            *missing,
        ),
    )


def _measures(scores: Mapping[str, Sequence[Score]], prefix: str) -> list[Measure]:
    told = "(規則だけ)" if prefix else ""
    found = [
        Measure(name=f"{prefix}{group}", label=f"{label}{told}", scores=tuple(scores.get(f"{prefix}{group}", ())))
        for group, label in _GROUPS.items()
    ]
    alarms = Measure(
        name=f"{prefix}stray",
        label=f"検出のうち、印のないところだった割合{told}",
        scores=tuple(scores.get(f"{prefix}stray", ())),
        better="lower",
        kind="events",
    )
    clean = Measure(
        name=f"{prefix}clean_marked",
        label=f"識別情報のない文で、何かを検出した割合{told}",
        scores=tuple(scores.get(f"{prefix}clean", ())),
        better="lower",
        kind="events",
    )
    return [*found, alarms, clean]


def _of_questions(questions: Sequence[Passage], find: Callable[[str], Sequence[Finding]]) -> tuple[Measure, ...]:
    """Return how much of whom questions name is masked, in how many that name nobody, and in how many of these for the search too."""
    found: list[Score] = []
    marked: list[Score] = []
    lost: list[Score] = []
    for question in questions:
        half, text = half_of(question), question.text
        findings = find(text)
        found += [_span(question, half, number, span, findings) for number, span in enumerate(question.spans)]
        for scores, seen in ((marked, findings), (lost, [f for f in findings if f.certainty > SUSPECTED_CERTAINTY])):
            if not question.spans:
                told = "、".join(f.text for f in seen)
                scores.append(
                    Score(
                        sample=question.id, value=float(bool(seen)), slices={"half": half}, question=text, answer=told
                    )
                )
    rare: dict[str, Any] = {"better": "lower", "kind": "events"}
    return (
        Measure(name="question_found", label="質問に書かれた名前や番号を伏せた割合", scores=tuple(found)),
        Measure(name="question_marked", label="だれの名前もない質問で、何かを伏せた割合", scores=tuple(marked), **rare),
        Measure(
            name="question_lost",
            label="だれの名前もない質問で、検索にも使われない言葉があった割合",
            scores=tuple(lost),
            **rare,
        ),
    )


def _read(passage: Passage, half: str, find: Find, scores: dict[str, list[Score]], prefix: str) -> None:
    findings = list(find(passage.text, passage.known))
    for number, span in enumerate(passage.spans):
        scores.setdefault(f"{prefix}{group_of(span)}", []).append(_span(passage, half, number, span, findings))
    for number, finding in enumerate(findings):
        scores.setdefault(f"{prefix}stray", []).append(_finding(passage, half, number, finding))
    if not passage.spans:
        told = "、".join(passage.text[f.start : f.end] for f in findings)
        slices = {"half": half}
        scores.setdefault(f"{prefix}clean", []).append(
            Score(
                sample=passage.id,
                value=float(bool(findings)),
                slices=slices,
                question=passage.text[:_EXCERPT],
                answer=f"検出: {told or 'なし'}",
                why="誰のことか分かる情報はない文です。" if findings else "",
            )
        )


def _span(passage: Passage, half: str, number: int, span: Span, findings: Sequence[Finding]) -> Score:
    hit = covered(span, findings)
    text = passage.text[span.start : span.end]
    near = [f for f in findings if f.start < span.end and span.start < f.end]
    return Score(
        sample=f"{passage.id}/{number}",
        value=float(hit),
        slices={"type": span.type, "half": half, "way": "見つけにくい書き方" if span.evasive else "ふつうの書き方"},
        question=passage.text[max(0, span.start - 60) : span.end + 60],
        answer="検出: " + ("、".join(passage.text[f.start : f.end] for f in near) or "なし"),
        why="" if hit else f"「{text}」の全部が隠れていません。",
    )


def _finding(passage: Passage, half: str, number: int, finding: Finding) -> Score:
    stray = not any(finding.start < s.end and s.start < finding.end for s in passage.spans)
    return Score(
        sample=f"{passage.id}/f{number}",
        value=float(stray),
        slices={"type": finding.kind, "half": half},
        question=passage.text[max(0, finding.start - 60) : finding.end + 60],
        answer=f"検出: {passage.text[finding.start : finding.end]}",
        why="印のないところです(誤検出か、印のつけ忘れ)。" if stray else "",
    )
