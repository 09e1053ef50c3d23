"""Is everything in order? Looks at the catalog, the hub's own records and the indexes; says in words what is wrong and what to do.

The indexes are opened in a child process: a damaged vector index can kill the process that opens it.
"""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.catalog import Catalog, CatalogError
from knowledge.embedding import load_embedder
from knowledge.entries import KINDS
from knowledge.indexes.projection import Projection
from knowledge.indexes.vectors import BrokenIndexError
from knowledge.keeping.erase import erase
from knowledge.keeping.erased_rows import PENDING
from knowledge.keeping.further_health import examine_present, finish_erasures
from knowledge.words import Words

PROBES = 200  # passages that must find themselves
_TOLERATED = 0.02  # of the probes: a nearest-neighbour index is allowed to miss a few
_REBUILD = "python -m knowledge rebuild で索引を作り直してください。"
_RESTORE = "控え(バックアップ)の catalog.db に戻してください。控えがなければ、元のファイルを登録し直してください。"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: a name for programs, whether it is fine, and what is to be said in Japanese."""

    name: str
    fine: bool
    said: str


@dataclass(frozen=True, slots=True)
class Examination:
    """Everything that was found; ``counts`` are the catalog's."""

    findings: tuple[Finding, ...]
    counts: dict[str, int]

    @property
    def fine(self) -> bool:
        """Tell whether nothing is wrong."""
        return all(f.fine for f in self.findings)

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        findings = [{"name": f.name, "fine": f.fine, "said": f.said} for f in self.findings]
        return {"fine": self.fine, "counts": self.counts, "findings": findings}

    def as_text(self) -> str:
        """Return lines for a terminal."""
        lines = [f"[{'正常' if f.fine else '異常'}] {f.said}" for f in self.findings]
        return "\n".join([*lines, "問題はありません。" if self.fine else "直すところがあります。"])


def examine(data: Path, embedding: str) -> Examination:
    """Examine a data directory that has a catalog; ``embedding`` is the embedder's name in the settings."""
    found = examine_databases(data)
    if any(f.name == "catalog" and not f.fine for f in found.findings):
        return found
    return Examination((*found.findings, *_index_findings_apart(data, embedding)), found.counts)


def examine_databases(data: Path) -> Examination:
    """Examine the catalog and the databases beside it, without the indexes."""
    try:
        catalog = Catalog.at(data)
        try:
            said, counts = catalog.integrity(), catalog.counts()
        finally:
            catalog.close()
    except CatalogError:
        said, counts = "開けません", {}
    if said != "ok":
        return Examination(
            (Finding("catalog", False, f"知識の台帳(catalog.db)が壊れています({said[:200]})。{_RESTORE}"),), counts
        )
    kinds = "、".join(f"{kind} {counts.get(kind, 0)}件" for kind in KINDS)
    findings = (
        Finding("catalog", True, "知識の台帳(catalog.db)は壊れていません。"),
        Finding("counts", True, f"台帳には {kinds}、節 {counts['passages']}件があります。"),
        *_content_findings(data),
        *records_findings(data),
    )
    return Examination(findings, counts)


def repair(data: Path, embedding: str, found: Examination) -> None:
    """Mend what can be mended from the catalog: finish erasures that were stopped, and build the indexes anew.

    Raise EraseError while something that is to be erased is in use.
    """
    broken = {f.name for f in found.findings if not f.fine}
    for file in examine_present(data):
        if file.pending and not file.damage:
            finish_erasures(data, file)
    if broken & {"catalog", "contents"} or not broken - {"records", "traces"}:
        return  # only a backup helps, and an operator chooses which; or nothing else is wrong
    catalog = Catalog.at(data)
    try:
        projection = Projection(data, catalog, load_embedder(embedding), Words())
        if json.loads(catalog.note(PENDING) or "[]"):
            erase(data, catalog, projection, [])
        else:
            projection.update(rebuild=True)
    finally:
        catalog.close()


def records_findings(data: Path) -> list[Finding]:
    """Return what is to be said of the files beside the catalog: whole, and free of what was erased."""
    findings = []
    for file in examine_present(data):
        if file.damage:
            said = f"拠点の記録({file.name})が壊れています({file.damage})。控え(バックアップ)の {file.name} に戻してください。"
        else:
            said = f"拠点の記録({file.name})は壊れていません。"
        findings.append(Finding("records", not file.damage, said))
        if file.pending:
            said = f"拠点の記録({file.name})に、消した記録の跡が{file.pending}件残っています。python -m knowledge doctor --repair で消し終えてください。"
            findings.append(Finding("traces", False, said))
    return findings


def _content_findings(data: Path) -> list[Finding]:
    """Compare every entry with its digest and every vector with length 1: SQLite's own check does not see a flipped bit."""
    catalog = Catalog.at(data)
    try:
        damaged, vectors = catalog.damaged_entries(), catalog.damaged_vectors()
        pending = json.loads(catalog.note(PENDING) or "[]")
    except CatalogError:
        return [Finding("contents", False, f"台帳の中身を読めないところがあります。{_RESTORE}")]
    finally:
        catalog.close()
    findings = [Finding("contents", True, "台帳の中身は、書いたときのままです。")]
    if damaged or vectors:
        said = f"書いたときと違う知識が{len(damaged)}件({'、'.join(damaged[:3])})、ベクトルが{vectors}件あります。{_RESTORE}"
        findings = [Finding("contents", False, said)]
    if pending:
        said = f"途中で止まった消去があります({'、'.join(pending)})。python -m knowledge doctor --repair で終えてください。"
        findings.append(Finding("erasure", False, said))
    return findings


def _index_findings_apart(data: Path, embedding: str) -> list[Finding]:
    """Look at the indexes in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            return pool.submit(index_findings, data, embedding).result()
        except BrokenProcessPool:
            return [Finding("index", False, f"索引が壊れていて、開くと異常終了します。{_REBUILD}")]


def index_findings(data: Path, embedding: str) -> list[Finding]:
    """Return what is to be said of the indexes: there, up to date, readable, and answering."""
    catalog = Catalog.at(data)
    try:
        projection = Projection(data, catalog, load_embedder(embedding), Words())
        manifest = projection.current()
        if manifest is None and (before := projection.in_use()):
            said = f"検索の索引は、前の埋め込みモデル({before.setting or before.model})で作ったものです。{_REBUILD}"
            return [Finding("index", False, said)]
        if manifest is None:
            return [Finding("index", False, f"検索の索引がありません。{_REBUILD}")]
        try:
            asked, lost = projection.lost(manifest, PROBES)
        except BrokenIndexError as error:
            return [Finding("index", False, str(error))]
        findings = [Finding("index", True, f"検索の索引 {manifest.generation} を開けます({manifest.passages}節)。")]
        changed = len(catalog.changed_since(manifest.head))
        if changed:
            said = f"索引は台帳より古く、{changed}件の変更が入っていません。{_REBUILD}"
            findings.append(Finding("current", False, said))
        else:
            findings.append(Finding("current", True, "索引は台帳と同じところまで進んでいます。"))
        if len(lost) > _TOLERATED * asked:
            said = f"{asked}節を自身の文で検索し、{len(lost)}節が見つかりません。{_REBUILD}"
            findings.append(Finding("answers", False, said))
        else:
            said = f"{asked}節を自身の文で検索し、{asked - len(lost)}節が見つかりました。"
            findings.append(Finding("answers", True, said))
        return findings
    finally:
        catalog.close()
