"""All defects, by name."""

from __future__ import annotations

from collections.abc import Mapping

from eval.mutation.answers import ANSWERS
from eval.mutation.defect import Defect
from eval.mutation.judging import JUDGING
from eval.mutation.safety import SAFETY
from eval.mutation.searching import SEARCHING

DEFECTS: Mapping[str, Defect] = {d.name: d for d in (*ANSWERS, *JUDGING, *SEARCHING, *SAFETY)}
