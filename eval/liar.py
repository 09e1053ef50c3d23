"""A writer that adds invented sentences to true ones, under true citations: what does the assistant let through, and to whom?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering import Assistant, Block, Question, Sentence
from assistant.answering.judge import Judgement
from assistant.answering.writing.desk import Desk
from assistant.answering.written import Check, EvidenceWriter, Written
from eval.falsified import INVENTED
from eval.samples import Sample
from eval.suite import Score, Setup

_MOST = 2  # invented sentences an answer
_SUPPORTED = ("verified", "paraphrase", "computed")


class Liar:
    """Writes as the evidence writer does, and invents."""

    def write(self, desk: Desk, judgement: Judgement, check: Check) -> Iterator[Written]:
        """Yield the whole answer with invented sentences in a block of their own, cited like the true ones."""
        for written in EvidenceWriter().write(desk, judgement, check):
            cited = [s.citations[:1] for block in written.blocks for s in block.all_sentences() if s.citations]
            lies = [
                Sentence(text=text, citations=citations, status="verified")
                for text, citations in zip(invented(desk.understood.text), cited, strict=False)
            ]
            more = [Block(kind="summary", heading="", sentences=tuple(lies))] if lies else []
            yield Written([*more, *written.blocks])


def invented(question: str) -> list[str]:
    """Return what is invented for a question, the same every time."""
    start = sum(map(ord, question)) % len(INVENTED)
    return [INVENTED[(start + step) % len(INVENTED)] for step in range(_MOST)]


def lies(setup: Setup, samples: Sequence[Sample]) -> dict[str, list[Score]]:
    """Ask as an owner and as an adviser: ``owner`` 1 when an invented sentence was shown, ``adviser`` 1 when without its mark."""
    assistant = Assistant(setup.knowledge, lambda: setup.today, writer=Liar())
    scores: dict[str, list[Score]] = {"owner": [], "adviser": []}
    for sample in samples:
        for role, name in (("owner", "owner"), ("co", "adviser")):
            answer = assistant.answer(Question(text=sample.question, role=role))
            told = [s for s in answer.sentences() if s.text in INVENTED]
            bad = told if role == "owner" else [s for s in told if s.status in _SUPPORTED]
            scores[name].append(
                Score(
                    sample=f"{sample.id}-{role}",
                    value=float(bool(bad)),
                    slices={"role": role, "intent": answer.intent},
                    question=sample.question,
                    answer="".join(s.text for s in bad),
                    why="出典にない文が、そのまま示されました。" if bad else "",
                )
            )
    return scores
