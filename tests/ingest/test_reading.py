"""Foreign formats are read in child processes: what goes wrong there costs one file and never the run."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from ingest.loaders import LoadError, RawFile
from ingest.reading import Reader, Readers


def pdf(text: str) -> bytes:
    """One page with a line of text."""
    made = io.BytesIO()
    page = canvas.Canvas(made)
    page.drawString(72, 720, text)
    page.save()
    return made.getvalue()


@pytest.fixture
def reader() -> Iterator[Reader]:
    """A reader with the usual limits."""
    reader = Reader()
    yield reader
    reader.close()


def children() -> list[int]:
    """Ids of the processes that this one has started and that still run."""
    found = Path(f"/proc/{os.getpid()}/task/{threading.get_native_id()}/children").read_text()
    return [int(pid) for pid in found.split()]


def test_a_pdf_is_read_in_a_child_and_a_text_here(reader: Reader) -> None:
    before = children()
    assert reader.load(RawFile("memo.txt", "値上げの相談でした。".encode())).entries
    assert children() == before
    assert "Price rise" in reader.load(RawFile("a.pdf", pdf("Price rise agreed"))).entries[0].body
    assert len(children()) == len(before) + 1


def test_refusals_come_back_as_their_sentence(reader: Reader) -> None:
    with pytest.raises(LoadError, match="PDF として読めません"):
        reader.load(RawFile("a.pdf", b"not a pdf at all"))


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read(reader: Reader) -> None:
    hasty = Reader(seconds=0.0)
    with pytest.raises(LoadError, match="終わりませんでした"):
        hasty.load(RawFile("slow.pdf", pdf("x")))
    assert reader.load(RawFile("b.pdf", pdf("it is still at work"))).pages == 1


def test_a_child_that_dies_costs_one_file(reader: Reader) -> None:
    before = set(children())
    reader.load(RawFile("a.pdf", pdf("first page of all")))
    (child,) = set(children()) - before
    os.kill(child, signal.SIGKILL)
    with pytest.raises(LoadError, match="途中で処理が止まりました"):
        reader.load(RawFile("b.pdf", pdf("the second document")))
    assert reader.load(RawFile("b.pdf", pdf("the second document"))).pages == 1


def test_memory_beyond_the_limit_is_a_sentence() -> None:
    reader = Reader(memory=400_000_000)
    try:
        with pytest.raises(LoadError, match=r"大きすぎ|止まりました"):
            reader.load(RawFile("big.pdf", b"%PDF-1.4\n" + bytes(250_000_000)))
    finally:
        reader.close()


def test_closing_leaves_no_process(reader: Reader) -> None:
    before = set(children())
    reader.load(RawFile("a.pdf", pdf("first page of all")))
    reader.close()
    assert set(children()) <= before


def test_a_child_ends_with_the_process_that_started_it() -> None:
    """Also when that one is killed."""
    program = (
        "import sys, time; sys.path.insert(0, '.')\n"
        "from ingest.reading import Reader; from ingest.loaders import LoadError, RawFile\n"
        "r = Reader()\n"
        "try: r.load(RawFile('a.pdf', b'x'))\n"
        "except LoadError: print(r._child[0].pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", program], cwd=root, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    for _ in range(200):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split(")")[1][:3]:
            return
        threading.Event().wait(0.05)
    pytest.fail("the reader outlived its parent")


def test_results_come_in_order_and_few_files_wait_in_memory() -> None:
    started: list[int] = []
    readers = Readers(2)

    def work(number: int, _reader: Reader) -> int:
        started.append(number)
        return number * number

    given = readers.each(range(50), work)
    first = [next(given) for _ in range(3)]
    assert len(started) <= 3 + 2 * 2 + 2
    assert [f.result() for _, f in [*first, *given]] == [n * n for n in range(50)]
    readers.close()
