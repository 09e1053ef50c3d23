"""Where the service keeps its review queue: opened when it starts, or the sentence that tells why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.settings import Settings
from ingest.anonymise.detector import Detector
from ingest.anonymise.recogniser import GinzaRecogniser
from ingest.quarantine import QuarantineError
from ingest.review import ReviewError, ReviewQueue
from ingest.review.editing import Detects
from ingest.review.opening import open_queue
from knowledge.catalog import CatalogError
from knowledge.search import KnowledgeBase

_NOT_OPENED = "確認待ちの置き場を開いていません。python -m assistant serve で起動してください。"


class ReviewClosedError(RuntimeError):
    """Originals are not shown where other machines could read them: nobody's identity can be checked yet."""

    def __init__(self) -> None:
        super().__init__(
            "このサーバーはほかのコンピューターからも見えるため、原文を扱う画面を閉じています。利用者の確認の仕組みがまだないためです。"
            "見えてよい人だけがつながる環境であれば、YOROZU_REVIEW_PAGES=1 を指定して起動してください。"
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """The queue, or why there is none; chat works without it."""

    queue: ReviewQueue | None = None
    problem: str = _NOT_OPENED

    @classmethod
    def at(cls, settings: Settings, knowledge: KnowledgeBase, detector: Detects | None = None) -> Desk:
        """Open the queue of the data directory; what stands in the way becomes the sentence that the pages show."""
        try:
            chosen = detector or Detector(GinzaRecogniser())  # its model is loaded by the first decision
            return cls(open_queue(settings.data, knowledge.catalog, chosen))
        except (QuarantineError, ReviewError, CatalogError) as error:
            return cls(None, str(error))

    def require_open(self, settings: Settings) -> None:
        """Raise ReviewClosedError when originals and import reports may not be shown here."""
        if not settings.may_review:
            raise ReviewClosedError

    def opened(self, settings: Settings) -> ReviewQueue:
        """Return the queue; raise ReviewClosedError, or QuarantineError with the sentence that tells what to set."""
        self.require_open(settings)
        if self.queue is None:
            raise QuarantineError(self.problem)
        return self.queue


