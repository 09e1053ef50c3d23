"""Suite: how much is lost when the same question is typed otherwise, by a rule or by somebody who writes another way?"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.answering import Question
from assistant.answering.answer import INTENTS
from assistant.answering.evidence import Finder
from assistant.answering.understand import understand
from eval.hashes import sha256_of
from eval.metrics import SEED, hit, ndcg
from eval.samples import DatasetError, Sample, read_samples
from eval.suite import Measure, Score, Setup, SuiteResult
from knowledge.words import Words

QUESTIONS = 60
FILE = "retrieval-hard.jsonl"
WRITTEN, OF = "robustness.jsonl", "retrieval-smoke.jsonl"
_KEYWORD = re.compile(r"[一-龯々]+|[ァ-ヴー]+|[A-Za-z0-9]+")
_PUNCTUATION = re.compile(r"[、。!?\uff01\uff1f・\s]")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_WORDS = re.compile(r"[一-龯々ぁ-ゖァ-ヺー]+")
_WAYS = {
    "width": "全角",
    "unpunctuated": "句読点なし",
    "keywords": "単語だけ",
    "typo": "隣の字と入れ替わり",
    "kana": "読みだけ",
    "by_hand_dialect": "方言(人手)",
    "by_hand_polite": "ていねい(人手)",
    "by_hand_typo": "打ち間違い(人手)",
    "by_hand_kana": "かな(人手)",
}
_ASKED = {
    "ndcg_drop": "nDCG@10 の低下",
    "hit1_drop": "Hit@1 の低下",
    "same_top": "同じ最上位",
    "same_intent": "同じ意図",
}


def keywords(text: str) -> str:
    """Return the question without particles and endings."""
    return " ".join(_KEYWORD.findall(text)) or text


def swapped(text: str) -> str:
    """Return the question with two neighbouring letters changed over, the same ones each time."""
    if len(text) < 2:
        return text
    at = random.Random(f"{SEED}{text}").randrange(len(text) - 1)  # noqa: S311 - not for secrets
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def changes() -> Mapping[str, Callable[[str], str]]:
    """Return the ways in which a rule types a question otherwise, by name."""
    read = Words().reading
    return {
        "width": lambda text: text.translate(_WIDE),
        "unpunctuated": lambda text: _PUNCTUATION.sub("", text),
        "keywords": keywords,
        "typo": swapped,
        "kana": lambda text: _WORDS.sub(lambda run: read(run[0]), text),  # signs and digits are not read aloud
    }


def read_written(path: Path) -> dict[str, dict[str, str]]:
    """Return way → question id → how a person wrote it; raise DatasetError with the line that cannot be used."""
    found: dict[str, dict[str, str]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            texts = {f"by_hand_{way}": row[way] for way in ("dialect", "polite", "typo", "kana") if way in row}
            if not texts or not all(isinstance(text, str) and text.strip() for text in texts.values()):
                raise ValueError("no way to write it")
            for way, text in texts.items():
                found.setdefault(way, {})[row["id"]] = text
        except (KeyError, TypeError, ValueError) as error:
            raise DatasetError(f"{path.name} の {number} 行目が読めません。") from error
    return found


def run(setup: Setup) -> SuiteResult:
    """Ask questions as they stand, as rules change them, and as people of other regions, manners and care wrote them."""
    samples = [s for s in read_samples(setup.datasets / FILE) if s.relevant][:QUESTIONS]
    written = read_written(setup.datasets / WRITTEN)
    others = {s.id: s for s in read_samples(setup.datasets / OF)}
    if strange := sorted({i for texts in written.values() for i in texts} - others.keys()):
        raise DatasetError(f"{WRITTEN} に、{OF} にない質問があります: {'、'.join(strange)}")
    asked = [(s, {way: change(s.question) for way, change in changes().items()}) for s in samples]
    by_id: dict[str, dict[str, str]] = {}
    for way, texts in written.items():
        for sample_id, text in texts.items():
            by_id.setdefault(sample_id, {})[way] = text
    asked += [(others[i], ways) for i, ways in by_id.items()]
    finder = Finder(setup.knowledge)

    def rank(text: str) -> list[str]:
        return [found.entry.id for found in setup.knowledge.search(text)]

    def intent(text: str, role: str) -> str:
        return finder.settle_intent(understand(Question(text=text, role=role))).intent

    return SuiteResult(
        suite="robustness",
        measures=measured(asked, rank, intent, setup.progress),
        data={name: sha256_of(setup.datasets / name) for name in (FILE, WRITTEN, OF)},
        notes=(
            "(人手)の付く書き方は、一人の書き手が各地の言葉やていねいさをまねて書いたもので、実際の相談者の言葉ではありません。",
            "(人手)のない書き方は、規則で質問を変えたものです。読みだけの質問の読みは形態素解析によるもので、人の読みと違うことがあります。",
        ),
    )


def measured(
    asked: Sequence[tuple[Sample, Mapping[str, str]]],
    rank: Callable[[str], Sequence[str]],
    intent: Callable[[str, str], str],
    progress: Callable[[int, int], None],
) -> tuple[Measure, ...]:
    """Return for each way the drop in nDCG@10 and Hit@1 (a question each), and how often first entry and intent agree."""
    scores: dict[tuple[str, str], list[Score]] = {}
    for number, (sample, ways) in enumerate(asked):
        plain, meant = rank(sample.question), intent(sample.question, sample.role)
        for way, text in ways.items():
            found, read = rank(text), intent(text, sample.role)
            values = {
                "ndcg_drop": ndcg(plain, sample.relevant) - ndcg(found, sample.relevant),
                "hit1_drop": hit(plain, sample.relevant) - hit(found, sample.relevant),
                "same_top": float(plain[:1] == found[:1]),
                "same_intent": float(read == meant),
            }
            answer = f"見つけた順: {'、'.join(found[:5]) or 'なし'}(意図: {INTENTS.get(read, read)})"
            why = f"もとは「{sample.question[:60]}」で {'、'.join(plain[:3])}、意図は {INTENTS.get(meant, meant)}"
            for name, value in values.items():
                slices = {"role": sample.role, "slice": sample.slice}
                score = Score(sample=sample.id, value=value, slices=slices, question=text, answer=answer, why=why)
                scores.setdefault((way, name), []).append(score)
        progress(number + 1, len(asked))
    return tuple(
        Measure(
            name=f"{way}_{name}",
            label=f"{_ASKED[name]}: {_WAYS[way]}",
            scores=tuple(found),
            better="lower" if name.endswith("drop") else "higher",
        )
        for (way, name), found in scores.items()
    )
