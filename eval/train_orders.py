"""``python -m eval.train_orders``: train what hears orders about an answer, and measure it on orders that it was not trained on.

A logistic regression on groups of letters. Orders: the payloads of ``injection.jsonl`` and the sentences of ``orders.jsonl``, with
ordinary words where the code word goes. Ordinary: every sentence of the starter knowledge and of the other data sets, and made-up
sentences of public papers. The threshold lies where three in a hundred of the ordinary sentences of ``orders.jsonl`` and of the
papers would be taken for an order, counted on folds that the weights were not trained on; of real papers it is about one in a hundred. ``--measure`` trains nothing.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from eval import ordinary_papers
from eval.attacks import read_payloads
from eval.metrics import share
from eval.samples import DATASETS
from ingest.instructions import instructs
from ingest.orders.learnt import SIZE, WEIGHTS, Learnt, load_learnt, places

Numbers: TypeAlias = NDArray[np.float64]
ORDERS = "orders.jsonl"
CORPUS = Path(__file__).parents[1] / "knowledge" / "corpus"
_FALSE_ALARMS = 0.03
_SHRINK, _STEPS, _PACE = 1e-5, 200, 0.05
_PAPERS, _HEADINGS = 5_000, 1_500
_FOLDS = 4
_ROUNDS, _AGAIN, _ROOM = 3, 16, 0.1
_ABOVE = 0.02  # log-odds over everything that is known and ordinary: the stored weights are rounded
_HARD = 8  # what one sentence counts that was written to be near to an order
_NOT_READ = ("injection.jsonl", ORDERS)
_SENTENCE = re.compile(r"[^。！？\n]{4,400}[。！？]?")
_LINE = re.compile(r"^(?:[-・]\s*)?(?:[^:：\n「]{1,12}[:：]\s*)?(.{4,400})$", re.MULTILINE)  # what stands after a label
_WORD = re.compile(r"[一-龠]{2,3}|[ァ-ヶー]{3,5}|[0-9]{2,3}")


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts as rows of weights to add up: ``at`` [marks] places, ``starts`` [texts] where each text's marks begin, ``scale`` [texts]."""

    at: NDArray[np.int64]
    starts: NDArray[np.int64]
    scale: Numbers

    def times(self, weights: Numbers) -> Numbers:
        """Return the sum of the weights of each text [texts]."""
        return np.add.reduceat(weights[self.at], self.starts) * self.scale

    def gathered(self, slopes: Numbers) -> Numbers:
        """Return the sum over the texts of each weight's slopes [SIZE]."""
        counts = np.diff(np.append(self.starts, len(self.at)))
        return np.bincount(self.at, np.repeat(slopes * self.scale, counts), SIZE).astype(np.float64)


def main(arguments: Sequence[str]) -> int:
    """Train and write the weights, and print what they find; return 0."""
    orders, ordinary, asked = read()
    if "--measure" not in arguments:
        train(orders, ordinary, asked).save()
        load_learnt.cache_clear()
        tqdm.write(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size:,} B")
    for line in measured(orders, ordinary, asked):
        tqdm.write(line)
    return 0


def read(datasets: Path = DATASETS) -> tuple[list[str], list[str], list[str]]:
    """Return orders (``{canary}`` in them), ordinary sentences, and those among the ordinary that ask their reader for something."""
    given = [json.loads(line) for line in (datasets / ORDERS).read_text(encoding="utf-8").splitlines()]
    orders = [p.text for p in read_payloads(datasets / "injection.jsonl")] + [g["text"] for g in given if g["order"]]
    asked = [g["text"] for g in given if not g["order"]] * _HARD + ordinary_papers.asking(_PAPERS)
    texts = [f.read_text(encoding="utf-8") for f in sorted(CORPUS.rglob("*.md"))]
    for file in sorted(datasets.rglob("*.jsonl")):
        if file.name not in _NOT_READ:
            texts += [t for line in file.read_text(encoding="utf-8").splitlines() for t in _texts(json.loads(line))]
    told = {
        s.strip() for text in texts for s in (*_SENTENCE.findall(text), *_LINE.findall(text)) if re.search("[ぁ-ん]", s)
    }
    return orders, [*sorted(told), *ordinary_papers.headings(_HEADINGS)], asked


def train(orders: Sequence[str], ordinary: Sequence[str], asked: Sequence[str]) -> Learnt:
    """Return the weights learnt from all of it, with the threshold from folds.

    What is known and ordinary counts more where it is blamed all the same: the starter knowledge is to be quotable whole.
    """
    unseen = np.concatenate([_fold(orders, ordinary, asked, fold)[2] for fold in range(_FOLDS)])
    threshold = float(np.quantile(unseen, 1 - _FALSE_ALARMS))
    blamed: list[str] = []
    for _ in range(_ROUNDS):
        weights, bias = _fit(_filled(orders, ordinary), [*ordinary, *asked, *blamed * _AGAIN])
        known = [*ordinary, *dict.fromkeys(asked)]
        scores = _rows(known).times(weights) + bias
        blamed += [text for text, score in zip(known, scores, strict=True) if score >= threshold - _ROOM]
    highest = float((_rows(ordinary).times(weights) + bias).max())
    return Learnt(weights.astype(np.float32), bias, max(threshold, highest + _ABOVE))


def measured(orders: Sequence[str], ordinary: Sequence[str], asked: Sequence[str]) -> list[str]:
    """Return a Markdown table: what is found of the fold of the orders that the weights were not trained on, and what is blamed."""
    threshold = load_learnt().threshold
    folds = [_fold(orders, ordinary, asked, fold) for fold in range(_FOLDS)]
    heard = [bool(s >= threshold) for _, found, _ in folds for s in found]
    ruled = [instructs(text) for texts, _, _ in folds for text in texts]
    new = [not text_known for texts, _, _ in folds for text_known in (t in set(_payloads(orders)) for t in texts)]
    blamed = [bool(s >= threshold) for _, _, unseen in folds for s in unseen]
    lines = ["| | n | found |", "|---|---|---|", _line("orders of both files, by what was learnt", heard)]
    written = [(h, r) for h, r, n in zip(heard, ruled, new, strict=True) if n]
    lines.append(_line("orders.jsonl, by what was learnt", [h for h, _ in written]))
    lines.append(_line("orders.jsonl, by the rules", [r for _, r in written]))
    lines.append(_line("orders.jsonl, by either", [h or r for h, r in written]))
    return [*lines, _line("sentences that ask a reader, blamed", blamed)]


def _payloads(orders: Sequence[str]) -> list[str]:
    return list(orders[: len(read_payloads())])


def _line(name: str, said_so: Sequence[bool]) -> str:
    found = share("", sum(said_so), len(said_so))
    return f"| {name} | {found.n} | {found.mean:.3f} ({found.low:.3f}–{found.high:.3f}) |"


def _fold(
    orders: Sequence[str], ordinary: Sequence[str], asked: Sequence[str], fold: int
) -> tuple[list[str], Numbers, Numbers]:
    """Train without a fold of the orders and of those that ask; return its orders, their scores, and the scores of the others."""
    held = [list(dict.fromkeys(texts))[fold::_FOLDS] for texts in (orders, asked)]
    unseen = [set(texts) for texts in held]
    kept = [[t for t in texts if t not in out] for texts, out in zip((orders, asked), unseen, strict=True)]
    weights, bias = _fit(_filled(kept[0], ordinary), [*ordinary, *kept[1]])
    words = _words(ordinary)
    filled = [_with_word(text, words, random.Random(at)) for at, text in enumerate(held[0])]  # noqa: S311
    return held[0], _rows(filled).times(weights) + bias, _rows(held[1]).times(weights) + bias


def _filled(orders: Sequence[str], ordinary: Sequence[str]) -> list[str]:
    """Return each order with three ordinary words for its code word, after a few words of a subject, and cut in half."""
    draw, words, made = random.Random(5), _words(ordinary), []  # noqa: S311
    for text in orders:
        made += [_with_word(text, words, draw) for _ in range(3)]
        made.append(f"{draw.choice(words)}の{draw.choice(words)}では、{_with_word(text, words, draw)}")
        made += [_with_word(half, words, draw) for half in _halves(text) if "{canary}" in half and len(half) > 14]
    return made


def _halves(text: str) -> tuple[str, ...]:
    places_ = [m.end() for m in re.finditer(r"[、。,. ]", text)] or [len(text) // 2]
    at = min(places_, key=lambda p: abs(p - len(text) // 2))
    return (text[:at], text[at:]) if 0 < at < len(text) else ()


def _with_word(text: str, words: Sequence[str], draw: random.Random) -> str:
    return text.replace("{canary}", draw.choice(words))


def _words(texts: Sequence[str]) -> list[str]:
    return [word for text in texts[:: max(1, len(texts) // 3_000)] for word in _WORD.findall(text)]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inside in value.values() if isinstance(value, dict) else value:
            yield from _texts(inside)


def _rows(texts: Sequence[str]) -> Rows:
    found = [places(text) for text in texts]
    counts = np.array([len(f) for f in found])
    return Rows(np.concatenate(found), np.concatenate(([0], np.cumsum(counts)[:-1])), counts**-0.5)


def _fit(orders: Sequence[str], others: Sequence[str]) -> tuple[Numbers, float]:
    """Return weights [SIZE] and bias of a ridge logistic regression in which both sides weigh the same (Adam, all texts a step)."""
    rows = _rows([*orders, *others])
    truth = np.r_[np.ones(len(orders)), np.zeros(len(others))]
    share_ = np.where(truth == 1, 0.5 / len(orders), 0.5 / len(others))
    at, first, second = np.zeros((3, SIZE + 1))
    for step in range(1, _STEPS + 1):
        slope = (1 / (1 + np.exp(-rows.times(at[:-1]) - at[-1])) - truth) * share_
        full = np.append(rows.gathered(slope) + _SHRINK * at[:-1], slope.sum())
        first, second = 0.9 * first + 0.1 * full, 0.999 * second + 0.001 * full**2
        at -= _PACE * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return at[:-1], float(at[-1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
