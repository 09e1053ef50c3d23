"""The check that every entry of the starter knowledge must pass, and the coverage table it prints."""

from __future__ import annotations

import ast
import operator
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from knowledge import taxonomy
from knowledge.entries import Case, Entry
from knowledge.entry_file import EntryError, parse_front_matter, parse_markdown

CORPUS = Path(__file__).parent / "corpus"
CASE_LENGTH = range(700, 1401)  # characters of body
SHARED_RUN = 25  # characters that no two cases may share
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_HALF_WIDTH_KANA = re.compile(r"[\uff66-\uff9f]")
_POLITE = re.compile(r"(?:です|でした|ます|ました|ません|でしょう|ください)。")
_PLAIN = re.compile(r"(?:だ|である|(?<![まで])した|ない|った|いる|れる|する|なる|れた)。")
_QUOTED = re.compile(r"「[^「」]*」")
_FORBIDDEN = ("必ず採択", "絶対に", "確実に儲か", "するべきです", "しなければなりません")
_OPERATORS: Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """An entry with the file it came from and its front matter."""

    path: Path
    entry: Entry
    front: Mapping[str, Any]


def read_corpus(folder: Path = CORPUS) -> tuple[list[CorpusFile], list[str]]:
    """Read every entry file below ``folder``; return the entries and the problems, one Japanese line each."""
    files, problems = [], []
    for path in sorted(folder.rglob("*.md")):
        if path.name in {"README.md", "SOURCES.md"}:
            continue
        try:
            text = path.read_text(encoding="utf-8").removeprefix("\ufeff")
            entry = parse_markdown(text)
        except EntryError as error:
            problems.append(f"{path.name}: {error}")
            continue
        except UnicodeDecodeError:
            problems.append(f"{path.name}: UTF-8 で書かれていません")
            continue
        front = parse_front_matter(text[4:].partition("\n---\n")[0])
        files.append(CorpusFile(path, entry, front))
    return files, problems


def check(files: Iterable[CorpusFile]) -> list[str]:
    """Return every problem of the entries as one Japanese line each; an empty list means that all is well."""
    files = list(files)
    problems = []
    seen: dict[str, str] = {}
    for file in files:
        if file.entry.id in seen:
            problems.append(f"{file.path.name}: id {file.entry.id} は {seen[file.entry.id]} にもあります")
        seen[file.entry.id] = file.path.name
        if file.path.stem != file.entry.id:
            problems.append(f"{file.path.name}: ファイル名と id({file.entry.id})が違います")
        problems += [f"{file.path.name}: {p}" for p in _check_text(file)]
        if isinstance(file.entry, Case):
            problems += [f"{file.path.name}: {p}" for p in _check_case(file, file.entry)]
    cases = [f.entry for f in files if isinstance(f.entry, Case)]
    return problems + _check_groups(cases) + _check_shared_runs(cases)


def _check_text(file: CorpusFile) -> list[str]:
    problems = []
    body = file.entry.body
    if _HALF_WIDTH_KANA.search(body):
        problems.append("半角カナがあります")
    problems += [f"使わない言い回し「{phrase}」があります" for phrase in _FORBIDDEN if phrase in body]
    if file.entry.kind == "guideline":
        return problems  # clauses mix dialogue and explanation by design
    for section in file.entry.sections:
        text = _QUOTED.sub("", body[section.start : section.end])
        if _POLITE.search(text) and _PLAIN.search(text):
            problems.append(f"「{section.heading}」で です・ます と だ・である が混ざっています")
    return problems


def _check_case(file: CorpusFile, case: Case) -> list[str]:
    problems = []
    length = len(re.sub(r"^##.*$|\s", "", case.body, flags=re.MULTILINE))
    if length not in CASE_LENGTH:
        problems.append(f"本文が {length} 文字です({CASE_LENGTH.start}〜{CASE_LENGTH.stop - 1} 文字)")
    if not 10 <= len(case.title) <= 60:
        problems.append(f"題名が {len(case.title)} 文字です(10〜60 文字)")
    if case.origin != "synthetic":
        problems.append("origin は synthetic です")
    if not case.id.startswith(f"case-{case.industry}-"):
        problems.append(f"id は case-{case.industry}- で始めてください")
    written = numbers_in(case.body)
    for line in file.front.get("arithmetic") or []:
        problem = check_sum(str(line), written)
        if problem:
            problems.append(problem)
    for figure in case.figures:
        for value in (figure.before, figure.after):
            if value is not None and Decimal(str(value)).normalize() not in written:
                problems.append(f"figures の {figure.name} {value} が本文にありません")
    return problems


def numbers_in(text: str) -> set[Decimal]:
    """Return the numbers written in ``text`` with digits (full or half width, thousands separators dropped)."""
    folded = unicodedata.normalize("NFKC", text)
    return {Decimal(m.group().replace(",", "").rstrip(".")).normalize() for m in _NUMBER.finditer(folded)}


def check_sum(line: str, written: set[Decimal]) -> str:
    """Recompute ``EXPRESSION = RESULT``; return the problem in Japanese, or "" when it adds up and is written."""
    expression, _, result = line.partition("=")
    try:
        stated = Decimal(result.strip().replace(",", ""))
        computed = _evaluate(ast.parse(expression.strip().replace(",", ""), mode="eval").body)
        digits = Decimal(1).scaleb(int(stated.as_tuple().exponent))
        rounded = computed.quantize(digits, ROUND_HALF_UP)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        return f"計算「{line}」を読み取れません(「420 * 0.31 = 130.2」の形)"
    if rounded != stated:
        return f"計算が合いません: {line}(正しくは {computed:.3f})"
    if stated.normalize() not in written:
        return f"計算「{line}」の答え {stated} が本文にありません"
    return ""


def _evaluate(node: ast.expr) -> Decimal:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Decimal(str(node.value))
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_evaluate(node.left), _evaluate(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand)
    raise ValueError("only + - * / and numbers")


def _check_groups(cases: list[Case]) -> list[str]:
    problems = []
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.contrast_group:
            groups[case.contrast_group].append(case)
    for name, members in sorted(groups.items()):
        if len({c.outcome for c in members}) < 2:
            problems.append(f"対比の組 {name}: 結果の違う事例がそろっていません({len(members)}件)")
        if len({c.industry for c in members}) > 1:
            problems.append(f"対比の組 {name}: 業種がそろっていません")
        if not set.intersection(*(set(c.topics) for c in members)):
            problems.append(f"対比の組 {name}: 共通のテーマがありません")
    return problems


def _check_shared_runs(cases: list[Case]) -> list[str]:
    problems = []
    owner: dict[str, str] = {}
    reported: set[tuple[str, str]] = set()
    for case in cases:
        text = re.sub(r"\s", "", re.sub(r"^##.*$", "", case.body, flags=re.MULTILINE))
        for at in range(len(text) - SHARED_RUN + 1):
            run = text[at : at + SHARED_RUN]
            first = owner.setdefault(run, case.id)
            if first != case.id and (first, case.id) not in reported:
                reported.add((first, case.id))
                problems.append(f"{first} と {case.id} が同じ文を使っています: 「{run}」")
    return problems


def coverage(files: Iterable[CorpusFile]) -> dict[str, dict[str, int]]:
    """Count cases by each coded field, and entries by kind; labels in Japanese, zero counts of closed lists kept."""
    entries = [f.entry for f in files]
    cases = [e for e in entries if isinstance(e, Case)]
    table: dict[str, dict[str, int]] = {"種類": dict(Counter(e.kind for e in entries))}
    for field in ("outcome", "industry", "size", "owner_type", "owner_traits", "stage", "topics", "phase"):
        vocabulary = taxonomy.VOCABULARIES[field]
        counts = Counter(code for case in cases for code in case.facets().get(field, ()))
        shown = vocabulary if field != "industry" else [c for c in vocabulary if counts[c]]
        table[vocabulary.label] = {vocabulary[c].label: counts[c] for c in shown}
    groups = Counter(c.contrast_group for c in cases if c.contrast_group)
    table["対比の組"] = {"組": len(groups), "組に入る事例": sum(groups.values())}
    return table
