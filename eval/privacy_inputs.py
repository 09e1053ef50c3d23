"""What the privacy suite reads: the labelled set, texts without clients, and the systems that are here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from eval.labelled import Passage, read_passages
from eval.privacy import Find
from ingest import anonymise
from ingest.anonymise import Finding
from ingest.anonymise.detector import Detector
from ingest.anonymise.recogniser import GinzaRecogniser, RecogniserError
from ingest.anonymise.tagger.second_opinion import SecondOpinion
from ingest.loaders import LoadError, RawFile, load
from knowledge.corpus_check import read_corpus
from knowledge.entries import Case

SHARED_PDFS = Path(__file__).resolve().parents[2] / "shared" / "data" / "policy-pdf"


def halves(folder: Path) -> dict[str, list[Passage]]:
    """Read ``privacy-test.jsonl`` and ``privacy-dev.jsonl``; test stands first, as it is the headline."""
    return {half: read_passages(folder / f"privacy-{half}.jsonl") for half in ("test", "dev")}


def asked(find: Find) -> Callable[[str], Sequence[Finding]]:
    """Return what a question loses under the system that ``find`` belongs to."""
    detector = getattr(find, "__self__", None)
    return detector.find_asked if isinstance(detector, Detector) else lambda text: find(text, ())


def systems() -> tuple[dict[str, Find], list[str]]:
    """Return the rules alone and, when its parts load, the full detector; else a sentence that says what is missing."""
    found: dict[str, Find] = {"rules": anonymise.find}
    try:
        recogniser = GinzaRecogniser()
        found["full"] = Detector(recogniser, SecondOpinion(recogniser)).find
    except RecogniserError as error:
        return found, [f"固有表現の認識を使えないため、規則だけで測りました({error})"]
    return found, []


def texts_without_clients(pdfs: Path = SHARED_PDFS) -> tuple[Mapping[str, Sequence[str]], list[str]]:
    """Return the bodies of the starter cases and, when they are there, of the policy PDFs; else a sentence."""
    texts = {"starter-cases": [f.entry.body for f in read_corpus()[0] if isinstance(f.entry, Case)]}
    notes = []
    files = sorted(pdfs.glob("*.pdf"))
    if not files:
        return texts, ["施策の PDF がこの場所にないため、PDF での誤検出は測っていません。"]
    bodies = []
    for file in files:
        try:
            loaded = load(RawFile(file.name, file.read_bytes()))
        except LoadError as error:
            notes.append(f"{file.name} を読み取れず、誤検出の数に含めていません({error})")
            continue
        bodies += [entry.body for entry in loaded.entries]
    texts["policy-pdf"] = bodies
    return texts, notes
