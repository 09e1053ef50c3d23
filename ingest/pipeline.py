"""PATH… → load → gate → passages → catalog → indexes; unchanged skipped, changed replaced, vanished retired."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ingest import chunker
from ingest.admission import Admission, Gate, GateError
from ingest.files import ReadFile, find, read
from ingest.loaders import Loaded, LoadError
from ingest.reading import Readers
from ingest.report import FileReport, ImportReport
from knowledge.catalog import Catalog, ErasedEntryError, ForeignEntryError, Source
from knowledge.catalog.passage_vectors import Ahead, PassageVectors
from knowledge.entries import Case, Entry, Passage
from knowledge.indexes.projection import Progress, no_progress

UpdateIndexes = Callable[[Progress], object]


@dataclass
class _Taken:
    """What became of the entries of one file so far."""

    entries: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    passages: int = 0
    held: int = 0
    rejected: int = 0
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def run(
    paths: Sequence[Path],
    catalog: Catalog,
    update_indexes: UpdateIndexes,
    progress: Progress = no_progress,
    *,
    gate: Gate | None = None,
    vectors: PassageVectors | None = None,
    hub: str = "",
) -> ImportReport:
    """Import files and folders; one bad file is reported and never stops the rest.

    ``gate`` None is for the knowledge that ships with the program: contributed cases are refused then. With ``vectors``,
    passages are embedded while later files are read. ``hub`` is the number of the importing hub, "" for none.
    Raise LoadError when a path does not exist (nothing is read then), CatalogError when the catalog cannot be written.
    """
    began = time.perf_counter()
    for path in paths:
        if not path.exists():
            raise LoadError(f"{path} が見つかりません。場所と名前を確かめてください。")
    unreadable: list[OSError] = []
    found = list(find(paths, unreadable.append))
    reports = [_unreadable_folder(error) for error in unreadable]
    with _embedding(vectors) as ahead:
        present = frozenset(str(f.path.resolve()) for f in found)
        work = _Import(catalog, gate, ahead, hub, progress, paths, present)
        with closing(Readers()) as readers:
            for done, (_file, results) in enumerate(readers.each(found, work.read), 1):
                reports += filter(None, map(work.take, results.result()))
                progress("read", done, len(found))
        if not unreadable:  # else a file that cannot be seen would pass for one that is gone
            reports += work.retire_vanished()
    indexing = time.perf_counter()
    update_indexes(progress)
    ended = time.perf_counter()
    return ImportReport(tuple(reports), ended - began, ended - indexing)


def _unreadable_folder(error: OSError) -> FileReport:
    name = os.fsencode(error.filename or "").decode("utf-8", "replace")
    return FileReport(
        name, "failed", reason=f"フォルダを読めません({error.strerror})。この回は取り下げを見送りました。"
    )


@contextmanager
def _embedding(vectors: PassageVectors | None) -> Iterator[Ahead | None]:
    if vectors is None:
        yield None
        return
    with vectors.ahead() as ahead:
        yield ahead


class _Import:
    """One run: knows what was recorded before, and writes what is new."""

    def __init__(
        self,
        catalog: Catalog,
        gate: Gate | None,
        ahead: Ahead | None,
        hub: str,
        progress: Progress,
        roots: Sequence[Path],
        present: frozenset[str],
    ) -> None:
        self._catalog = catalog
        self._gate = gate
        self._ahead = ahead
        self._progress = progress
        folders = [str(root.resolve()) for root in roots if root.is_dir()]
        self._prefixes = [folder + os.sep for folder in folders]
        self._hidden_prefixes = tuple(self._hidden(folder) + "/" for folder in folders) if gate else ()
        self._before = catalog.sources()
        self._seen = set(present) | {self._hidden(key) for key in present}
        self.read = partial(read, known=self._recorded, hub=hub)

    def take(self, file: ReadFile) -> FileReport | None:
        """Gate and write the entries of one file; return what to report (None of an archive that was opened)."""
        seconds = round(file.seconds, 4)
        if file.state == "unchanged" and file.key.lower().endswith(".zip"):  # so are its members
            folder = self._hidden(file.key) + "/"
            self._seen |= {key for key in self._before if key.startswith((file.key + "/", folder))}
        if file.loaded is None:
            reason = self._clean(file.reason)
            return FileReport(file.shown, file.state, reason=reason, seconds=seconds, private=_private(file.shown))
        if not file.loaded.entries and not file.loaded.errors:  # an archive: its members follow
            key = self._hidden(file.key)  # a folder of records is often named after a client too
            self._catalog.put_source(Source(key, str(Path(key).parent), file.digest, "read"))
            return None
        began = time.perf_counter()
        try:
            report = self._record(file, file.loaded)
        except LoadError as error:
            reason = self._clean(str(error), file.loaded)
            report = FileReport(file.shown, "failed", reason=reason, private=_private(file.shown))
        except GateError as error:
            report = FileReport(file.shown, "failed", reason=str(error), private=True)
        return report.lasting(seconds + time.perf_counter() - began)

    def _record(self, file: ReadFile, loaded: Loaded) -> FileReport:
        """Write the entries of one file; the file counts as read only after all of them are on disk."""
        gated = self._gate is not None and any(self._gate.judges(e) for e in loaded.entries)
        key = self._hidden(file.key) if gated else file.key
        aliases = {file.key, self._hidden(file.key)}  # a file that is judged now and was not before, or the other way
        self._seen |= aliases
        before = {e for alias in aliases for e in self._catalog.entries_of(alias)}
        if _no_longer_a_case(self._catalog.get_many(list(before)).values(), loaded.entries):
            raise LoadError(
                "前回は事例として登録したファイルですが、今回は事例として読めません。先頭の見出し情報(--- の間)を確かめてください。"
            )
        taken = _Taken(errors=[self._clean(e, loaded) if gated else e for e in loaded.errors])
        for entry, admission in self._admitted(loaded, key):
            if admission.entry is not None:
                self._write(admission.entry, key, aliases, taken)
            elif admission.held:
                taken.held += 1
                taken.entries.add(entry.id)  # what was accepted before stays until a person has decided
            elif admission.decided == "accepted" and (accepted := self._catalog.get(entry.id)):
                self._write(accepted, key, aliases, taken)  # as people left it; the file may have another name now
            elif admission.decided:
                taken.rejected += 1
            else:
                taken.errors.append(admission.reason)
        if taken.rejected:
            taken.notes.append(f"確認で却下された{taken.rejected}件は登録していません。")
        if not taken.entries and taken.errors:
            raise LoadError(taken.errors[0])
        self._catalog.retire(before - taken.entries)
        state = "partly" if taken.errors else "read"
        self._catalog.put_source(Source(key, str(Path(key).parent), file.digest, state, "\n".join(taken.errors)))
        for alias in aliases - {key}:
            self._catalog.forget_source(alias)
        same = taken.states <= {"unchanged"} and before == taken.entries and not taken.held
        told = "unchanged" if same else "changed" if before or "added" not in taken.states else "added"
        return FileReport(
            file.shown,
            "held" if taken.held and not taken.states else told,
            len(taken.entries) - taken.held,
            loaded.pages,
            taken.passages,
            held=taken.held,
            private=gated,
            warnings=(*(self._clean(w, loaded) if gated else w for w in loaded.warnings), *taken.notes, *taken.errors),
        )

    def _admitted(self, loaded: Loaded, key: str) -> Iterator[tuple[Entry, Admission]]:
        """Yield each entry with what the gate says of it; entries that need no gate pass as they are."""
        if self._gate is None:
            yield from ((e, _without_gate(e)) for e in loaded.entries)
            return
        gate = self._gate
        free = [e for e in loaded.entries if not gate.judges(e)]
        yield from ((e, Admission(e)) for e in free)
        judged = [(e, loaded.names.get(e.id, ())) for e in loaded.entries if gate.judges(e)]
        if judged:
            told = partial(self._told, total=len(judged))
            for (entry, _names), admission in zip(judged, gate.admit(judged, key, told), strict=True):
                yield entry, admission

    def _told(self, done: int, total: int) -> None:
        if total > 1:
            self._progress("gate", done, total)

    def _write(self, entry: Entry, key: str, aliases: Set[str], taken: _Taken) -> None:
        pieces = chunker.passages_of(entry)
        try:
            taken.states.add(self._put(entry, pieces, key, aliases))
        except (ForeignEntryError, ErasedEntryError) as error:
            taken.errors.append(self._clean(str(error)))
            return
        if self._ahead:
            self._ahead.add(entry, pieces)
        taken.entries.add(entry.id)
        taken.passages += len(pieces)

    def _put(self, entry: Entry, pieces: list[Passage], key: str, aliases: Set[str]) -> str:
        """Write an entry; take over its id when the file that it came from is gone (the folder was moved or renamed)."""
        try:
            return self._catalog.put(entry, pieces, key)
        except ForeignEntryError as error:
            if error.source not in aliases and not self._gone(error.source):
                raise
            self._catalog.retire([entry.id])
            self._catalog.put(entry, pieces, key)
            if not self._catalog.entries_of(error.source):
                self._catalog.forget_source(error.source)  # should the old file come back, it is read again
            return "changed"

    def retire_vanished(self) -> list[FileReport]:
        """Retire the entries of files that were below the folders of this run and are gone."""
        reports = []
        for key in sorted(self._catalog.sources()):
            prefix = next((p for p in self._prefixes if key.startswith(p)), "")
            if key in self._seen or not (prefix or key.startswith(self._hidden_prefixes)):
                continue
            count = self._catalog.retire(self._catalog.entries_of(key))
            self._catalog.forget_source(key)
            if self._gate:
                self._gate.withdraw(key)
            shown = key.removeprefix(prefix) if prefix else "(名前を伏せたファイル)"
            reports.append(FileReport(shown, "retired", reason=f"元のファイルがなくなりました({count}件)"))
        return reports

    def _gone(self, key: str) -> bool:
        if key in self._seen:
            return False
        return key.startswith(self._hidden_prefixes) or (key.startswith(os.sep) and not Path(key).exists())

    def _recorded(self, key: str) -> Source | None:
        return self._before.get(key) or (self._before.get(self._hidden(key)) if self._gate else None)

    def _hidden(self, key: str) -> str:
        return self._gate.hidden_key(key) if self._gate else key

    def _clean(self, text: str, loaded: Loaded | None = None) -> str:
        """Return a message as it may be stored and shown: names from the file are not part of it."""
        if self._gate is None or not text:
            return text
        known = [name for names in loaded.names.values() for name in names] if loaded else []
        return self._gate.clean(text, known)


def _private(shown: str) -> bool:
    """Tell whether a file that could not be read may have been the record of a client, by its format."""
    return not shown.lower().endswith((".pdf", ".pptx", ".html", ".htm"))


def _no_longer_a_case(before: Iterable[Entry], now: Iterable[Entry]) -> bool:
    """Tell whether a half-edited case would come in as a plain document, past what is asked of cases."""
    return any(isinstance(e, Case) for e in before) and not any(isinstance(e, Case) for e in now)


def _without_gate(entry: Entry) -> Admission:
    if entry.kind == "case" and entry.origin == "contributed":
        return Admission(
            None, reason=f"「{entry.id}」は拠点から提供された事例です。匿名化の確認を通さずには登録できません。"
        )
    return Admission(entry)
