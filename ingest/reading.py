"""Loaders at work in child processes: a file that hangs, eats the memory or crashes a parser costs that file, never the run."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import TypeVar

from ingest.loaders import Loaded, LoadError, RawFile, load

OWN_FORMATS = frozenset({".md", ".markdown", ".jsonl", ".ndjson", ".json", ".txt"})  # read by linear code of ours
SECONDS = 300  # for one file; 2,000 pages take about 40
MEMORY = 4_000_000_000  # bytes of address space of a child
_File = TypeVar("_File")
_Result = TypeVar("_Result")


class Reader:
    """One child process, started when a foreign format first needs it and again after it had to be killed.

    Used by one thread at a time. Takes the seconds that one file may last, and the bytes of memory that it may need.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: tuple[subprocess.Popen[bytes], Connection] | None = None

    def load(self, file: RawFile) -> Loaded:
        """Read one file; raise LoadError with one Japanese sentence when nothing of it can be used."""
        if file.suffix in OWN_FORMATS:
            return load(file)
        _child, link = self._child or self._start()
        try:
            link.send(file)
            if not link.poll(self._seconds):
                self.close()
                raise LoadError(
                    f"読み取りが{self._seconds:g}秒で終わりませんでした。ファイルを分けるか、保存し直してください。"
                )
            answer: Loaded | LoadError = link.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise LoadError(
                "読み取りの途中で処理が止まりました。壊れているか大きすぎるため、元のファイルから保存し直してください。"
            ) from error
        if isinstance(answer, LoadError):
            raise answer
        return answer

    def close(self) -> None:
        """End the child."""
        if self._child:
            child, link = self._child
            link.close()
            child.kill()
            child.wait()
            self._child = None

    def _start(self) -> tuple[subprocess.Popen[bytes], Connection]:
        # A program of its own and no fork, which would copy the locks of our threads; it ends when our side closes.
        ours, theirs = socket.socketpair()
        with theirs:
            child = subprocess.Popen(  # noqa: S603 (our own program)
                [
                    sys.executable,
                    "-c",
                    "from ingest.reading import serve; serve()",
                    str(theirs.fileno()),
                    str(self._memory),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p) or os.curdir},
            )
        self._child = (child, Connection(ours.detach()))
        return self._child


class Readers:
    """Several readers side by side; results come in the order of the files, a few of which are read ahead."""

    def __init__(self, count: int = 2) -> None:
        self._readers = [Reader() for _ in range(count)]
        self._free = deque(self._readers)
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="reading")

    def each(
        self, files: Iterable[_File], work: Callable[[_File, Reader], _Result]
    ) -> Iterator[tuple[_File, Future[_Result]]]:
        """Yield each file with the future of ``work(file, reader)``; at most two files for each reader wait in memory."""
        waiting: deque[tuple[_File, Future[_Result]]] = deque()
        for file in files:
            waiting.append((file, self._pool.submit(self._with_reader, work, file)))
            if len(waiting) > 2 * len(self._readers):
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()

    def close(self) -> None:
        """End the children."""
        self._pool.shutdown(cancel_futures=True)
        for reader in self._readers:
            reader.close()

    def _with_reader(self, work: Callable[[_File, Reader], _Result], file: _File) -> _Result:
        reader = self._free.popleft()  # there are as many readers as threads
        try:
            return work(file, reader)
        finally:
            self._free.append(reader)


def serve() -> None:
    """Load what comes over the socket named by the first argument, within the memory named by the second."""
    memory = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with Connection(int(sys.argv[1])) as link:
        while True:
            try:
                link.send(_answer(link.recv()))
            except (EOFError, BrokenPipeError, ConnectionResetError):
                return


def _answer(file: RawFile) -> Loaded | LoadError:
    try:
        return load(file)
    except LoadError as error:
        return LoadError(str(error))  # without its cause, which may not survive the way
    except MemoryError:
        return LoadError("大きすぎて読み取れません。ファイルを分けてから登録してください。")
    except Exception as error:
        return LoadError(f"読み込み中に想定外の誤りが起きました({type(error).__name__})。")
