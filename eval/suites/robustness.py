"""Suite: how much is lost when the same question is typed otherwise? Changes that a rule makes; no dialect yet."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Mapping, Sequence

from assistant.answering import Question
from eval.metrics import SEED, hit, ndcg
from eval.samples import Sample, read_samples
from eval.suite import Measure, Score, Setup, SuiteResult
from knowledge.words import Words

QUESTIONS = 60
FILE = "retrieval-hard.jsonl"
_KEYWORD = re.compile(r"[一-龯々]+|[ァ-ヴー]+|[A-Za-z0-9]+")
_PUNCTUATION = re.compile(r"[、。!?\uff01\uff1f・\s]")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


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
    """Return the ways to type a question otherwise, by name."""
    return {
        "width": lambda text: text.translate(_WIDE),
        "unpunctuated": lambda text: _PUNCTUATION.sub("", text),
        "keywords": keywords,
        "typo": swapped,
        "kana": Words().reading,
    }


def run(setup: Setup) -> SuiteResult:
    """Ask the first questions of the harder set as they are, and in each other way."""
    samples = [s for s in read_samples(setup.datasets / FILE) if s.relevant][:QUESTIONS]

    def rank(text: str) -> list[str]:
        return [found.entry.id for found in setup.knowledge.search(text)]

    def intent(text: str) -> str:
        return setup.assistant.answer(Question(text=text)).intent

    return SuiteResult(
        suite="robustness",
        measures=measured(samples, changes(), rank, intent, setup.progress),
        data={FILE: hashlib.sha256((setup.datasets / FILE).read_bytes()).hexdigest()},
        notes=("方言・敬語・人が打った誤字の質問は、まだ含みません。",),
    )


def measured(
    samples: Sequence[Sample],
    ways: Mapping[str, Callable[[str], str]],
    rank: Callable[[str], Sequence[str]],
    intent: Callable[[str], str],
    progress: Callable[[int, int], None],
) -> tuple[Measure, ...]:
    """Return for each way the drop in nDCG@10 and Hit@1 (a question each), and how often first entry and intent agree."""
    drops: dict[tuple[str, str], list[Score]] = {}
    for number, sample in enumerate(samples):
        plain, meant = rank(sample.question), intent(sample.question)
        for way, change in ways.items():
            text = change(sample.question)
            found = rank(text)
            values = {
                "ndcg_drop": ndcg(plain, sample.relevant) - ndcg(found, sample.relevant),
                "hit1_drop": hit(plain, sample.relevant) - hit(found, sample.relevant),
                "same_top": float(plain[:1] == found[:1]),
                "same_intent": float(intent(text) == meant),
            }
            for name, value in values.items():
                score = Score(sample=sample.id, value=value, slices={"way": way, "role": sample.role}, question=text)
                drops.setdefault((way, name), []).append(score)
        progress(number + 1, len(samples))
    labels = {
        "ndcg_drop": "nDCG@10 の低下",
        "hit1_drop": "Hit@1 の低下",
        "same_top": "同じ最上位",
        "same_intent": "同じ意図",
    }
    return tuple(
        Measure(
            name=f"{way}/{name}",
            label=f"{labels[name]}({way})",
            scores=tuple(scores),
            better="lower" if name.endswith("drop") else "higher",
        )
        for (way, name), scores in drops.items()
    )
