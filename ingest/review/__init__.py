"""Held cases wait here until people have decided: what they see, how they edit it, and how it is published."""

from __future__ import annotations

from ingest.review.item import Edits, Item
from ingest.review.problems import DecidedReviewError, ReviewError, StaleReviewError, UnknownReviewError
from ingest.review.queue import ReviewQueue

__all__ = [
    "DecidedReviewError",
    "Edits",
    "Item",
    "ReviewError",
    "ReviewQueue",
    "StaleReviewError",
    "UnknownReviewError",
]
