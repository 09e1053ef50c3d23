"""Worked questions in users' words with the numbers that must be shown, or the words in which it is said that there is none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.answer import Answer
from eval.halves import half_of
from eval.quantities import fold, quantities
from eval.samples import DatasetError

#: What a sum may be said in: worked out from the question, or a note beside it (the refusals are notes).
_OWN = ("computed", "note")
LAST_SEEN = 100  # the number in an id; the rules were written before later questions
NO_SUM = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSum:
    """A question with ``shows``: numbers, each with the spellings that are right; and ``says``: for a refusal, words by alternatives.

    ``worked`` is how each shown number comes about; ``never`` are numbers that a mixed-up reading gives. A question of the
    kind ``none`` has numbers but asks for no sum: nothing may be worked out.
    """

    id: str
    kind: str
    question: str
    shows: tuple[tuple[str, ...], ...] = ()
    says: tuple[tuple[str, ...], ...] = ()
    worked: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    role: str = "owner"

    @property
    def half(self) -> str:
        """Return ``fresh`` for a question that was written after the rules, else ``dev`` or ``test`` by the hash of the id."""
        number = self.id.rpartition("-")[2]
        return "fresh" if number.isdecimal() and int(number) > LAST_SEEN else half_of(self.id)


def read_asked_sums(path: Path) -> list[AskedSum]:
    """Read the worked questions; raise DatasetError with the line that cannot be used."""
    read = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            row |= {name: tuple(map(tuple, row.get(name, ()))) for name in ("shows", "says")}
            row |= {name: tuple(row.get(name, ())) for name in ("worked", "never")}
            one = AskedSum(**row)
        except (TypeError, ValueError, AttributeError) as error:
            raise DatasetError(f"{path.name} の {number} 行目が読めません。") from error
        if not (one.shows or one.says or one.kind == NO_SUM):
            raise DatasetError(f"{path.name} の {number} 行目に、答えの数も言葉もありません。")
        read.append(one)
    return read


def answered(asked: AskedSum, answer: Answer) -> tuple[float, str]:
    """Return 0 or 1, and what is missing: every number shown as worked out, every word said, nothing that must not be."""
    own = [s.text for b in answer.blocks for s in b.all_sentences() if s.status in _OWN]
    worked = _worked(answer)
    missing = [" または ".join(one) for one in asked.shows if not any(shown(text, worked) for text in one)]
    silent = [" または ".join(one) for one in asked.says if not any(fold(text) in fold("".join(own)) for text in one)]
    wrong = [text for text in asked.never if shown(text, worked)]
    why = [f"示していない数: {'、'.join(missing)}"] if missing else []
    why += [f"言っていないこと: {'、'.join(silent)}"] if silent else []
    why += [f"示してはいけない数: {'、'.join(wrong)}"] if wrong else []
    why += ["頼まれていない計算をした"] if asked.kind == NO_SUM and worked else []
    return float(not why), "。".join(why)


def misread(asked: AskedSum, answer: Answer) -> bool:
    """Tell whether numbers are shown that are not the ones asked for: worse than no result."""
    worked = _worked(answer)
    if not worked:
        return False
    if asked.kind == NO_SUM or any(shown(text, worked) for text in asked.never):
        return True
    return bool(asked.shows) and not any(shown(text, worked) for one in asked.shows for text in one)


def _worked(answer: Answer) -> list[str]:
    return [s.text for b in answer.blocks for s in b.all_sentences() if s.status == "computed"]


def shown(number: str, sentences: Sequence[str]) -> bool:
    """Tell whether the number stands in one of the sentences with its unit."""
    (wanted,) = quantities(number)
    return any(one.value == wanted.value and one.unit == wanted.unit for s in sentences for one in quantities(s))
