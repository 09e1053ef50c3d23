"""Names, numbers and addresses taken out of a text by rules: ``find`` tells where they are, ``mask`` replaces them."""

from __future__ import annotations

from ingest.anonymise.detect import find
from ingest.anonymise.finding import LABELS, Finding
from ingest.anonymise.known import Known
from ingest.anonymise.masking import Masked, mask

__all__ = ["LABELS", "Finding", "Known", "Masked", "find", "mask"]
