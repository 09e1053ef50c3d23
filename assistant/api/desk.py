"""Where the service finds its review queue: opened when it is first needed, or the sentence that tells why it cannot be."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from assistant.settings import Settings
from ingest.anonymise.detector import Detector
from ingest.anonymise.recogniser import GinzaRecogniser
from ingest.quarantine import QuarantineError
from ingest.review import ReviewError, ReviewQueue
from ingest.review.editing import Detects
from ingest.review.opening import FOLDER, open_queue
from knowledge.catalog import CatalogError
from knowledge.search import KnowledgeBase


class ReviewClosedError(RuntimeError):
    """Originals are not shown where other machines could read them: nobody's identity can be checked yet."""

    def __init__(self) -> None:
        super().__init__(
            "このサーバーはほかのコンピューターからも見えるため、原文を扱う画面を閉じています。利用者の確認の仕組みがまだないためです。"
            "見えてよい人だけがつながる環境であれば、YOROZU_REVIEW_PAGES=1 を指定して起動してください。"
        )


def _nowhere() -> ReviewQueue:
    raise QuarantineError("確認待ちの置き場を開いていません。python -m assistant serve で起動してください。")


class Desk:
    """Opens the queue once; a problem that is mended meanwhile (a key, a permission) is gone at the next request."""

    def __init__(self, opening: Callable[[], ReviewQueue] = _nowhere) -> None:
        self._opening = opening
        self._lock = threading.Lock()
        self._queue: ReviewQueue | None = None

    @classmethod
    def at(cls, settings: Settings, knowledge: KnowledgeBase, detector: Detects | None = None) -> Desk:
        """Return the desk of the data directory; where cases are held, what a stop cut off is finished now.

        Without a held case nothing is opened yet, so that no key is made before it is needed.
        """
        chosen = detector or Detector(GinzaRecogniser())  # its model is loaded by the first decision
        desk = cls(lambda: open_queue(settings.data, knowledge.catalog, chosen))
        if (settings.data / FOLDER).is_dir():
            with suppress(QuarantineError, CatalogError):  # told on the pages; chat works without it
                desk._opened()
        return desk

    def require_open(self, settings: Settings) -> None:
        """Raise ReviewClosedError when originals and import reports may not be shown here."""
        if not settings.may_review:
            raise ReviewClosedError

    def opened(self, settings: Settings) -> ReviewQueue:
        """Return the queue; raise ReviewClosedError, or QuarantineError with the sentence that tells what to set."""
        self.require_open(settings)
        return self._opened()

    def _opened(self) -> ReviewQueue:
        with self._lock:
            if self._queue is None:
                try:
                    self._queue = self._opening()
                except ReviewError as error:  # a setting, not a decision
                    raise QuarantineError(str(error)) from error
            return self._queue
