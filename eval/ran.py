"""Runs suites one after another; one that fails is told in a sentence, and the others go on."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from eval.samples import DatasetError
from eval.suite import Setup, SuiteResult
from eval.suites import SuiteError, load

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ran:
    """A suite that ran, or ``error``: why it could not."""

    name: str
    result: SuiteResult | None
    seconds: float
    error: str = ""


def run_suites(names: Sequence[str], setup: Setup, quiet: bool = False) -> list[Ran]:
    """Run each suite with a progress bar of its own (none when ``quiet``)."""
    return [_one(name, setup, quiet, f"{at}/{len(names)} {name}") for at, name in enumerate(names, 1)]


def _one(name: str, setup: Setup, quiet: bool, told: str) -> Ran:
    began = time.perf_counter()
    with tqdm(desc=told, unit="件", file=sys.stderr, disable=quiet, mininterval=1) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        try:
            result = load(name)(replace(setup, progress=progress))
        except (SuiteError, DatasetError) as error:
            return Ran(name, None, time.perf_counter() - began, str(error))
        except Exception as error:  # whatever a suite dies of, the others still have something to say
            _LOG.debug("%s failed", name, exc_info=True)
            last = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(last.filename).name} の {last.lineno} 行目"
            told = f"{name} は途中で止まりました({type(error).__name__}: {error}、{where})。"
            return Ran(name, None, time.perf_counter() - began, told)
    return Ran(name, result, time.perf_counter() - began)
