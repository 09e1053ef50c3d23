"""Every text that the program says is there, needs only what it is given, and is said in the words of the role."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from prompts import Prompt, PromptError, load

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "prompts"
NAMES = sorted(path.stem for path in FOLDER.glob("*.md") if path.name != "README.md")
ROLES = {"co", "cco", "owner"}
KEY = re.compile(r"[a-z]+\.[a-z-]*[a-z]")


def variables(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def keys_in(node: ast.AST) -> set[str]:
    """Return the strings below a node that look like the key of a text."""
    found = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return {text for text in found if KEY.fullmatch(text)}


def said_in_the_source() -> Iterator[tuple[str, str, set[str]]]:
    """Yield (function, key, names of the values passed) for every text that an answering function says or notes.

    A key that stands in the call is said with that call's values; one that stands elsewhere in the function is held in
    a variable and said by the calls that have no key of their own.
    """
    for path in sorted((ROOT / "assistant" / "answering").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            place = f"{path.stem}.{function.name}"
            loose, open_values = keys_in(function), set()
            for call in ast.walk(function):
                if (
                    isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Attribute)
                    and call.func.attr in ("say", "notes")
                ):
                    given = {k.arg for k in call.keywords if k.arg}
                    asked = keys_in(call.args[-1] if call.func.attr == "notes" else call.args[0])
                    yield from ((place, key, given) for key in asked)
                    loose -= asked
                    open_values |= set() if asked else given
            yield from ((place, key, open_values) for key in loose)


SAID = list(said_in_the_source())


def test_the_source_says_something() -> None:
    """The search finds what it looks for."""
    assert len({key for _, key, _ in SAID}) >= 30


def test_every_text_that_is_said_exists_and_gets_its_values() -> None:
    """A key in the source is a text in the file, and each variant of it needs only what the caller passes."""
    texts = load("evidence").texts
    missing = []
    for place, key, given in SAID:
        variants = [text for name, text in texts.items() if name.partition("@")[0] == key]
        if not variants:
            missing.append(f"{place}: no text {key}")
        missing += [f"{place}: {key} needs {name}" for text in variants for name in variables(text) - given]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_file_is_well_formed(name: str) -> None:
    """Id, version, and texts that are there once, are not empty, and have plain variables; roles are known."""
    prompt = load(name)
    assert (prompt.id, prompt.version >= 1) == (name, True)
    heads = re.findall(r"^## +(\S+) *$", (FOLDER / f"{name}.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(heads) == sorted(prompt.texts)
    for key, text in prompt.texts.items():
        assert text
        assert all(v.isidentifier() for v in variables(text)), key
        base, _, role = key.partition("@")
        assert not role or role in ROLES
        assert base in prompt.texts


def test_a_role_has_its_own_words_where_there_are_any() -> None:
    """The owner's variant is used for the owner, the plain text for everyone else."""
    prompt = Prompt("p", 1, {"a": "{n}件", "a@owner": "{n}つ", "b": "同じ"})
    assert prompt.say("a", n=3) == prompt.say("a", "co", n=3) == "3件"
    assert prompt.say("a", "owner", n=3) == "3つ"
    assert prompt.say("b", "owner") == "同じ"


def test_unknown_names_are_mistakes_of_the_program() -> None:
    """A file, key or variable that is not there is a PromptError that names it."""
    with pytest.raises(PromptError, match=r"no prompt file nowhere\.md"):
        load("nowhere")
    with pytest.raises(PromptError, match=r"evidence: no text 'no\.key'"):
        load("evidence").say("no.key")
    with pytest.raises(PromptError, match="'a' needs the variable 'n'"):
        Prompt("p", 1, {"a": "{n}件"}).say("a")
    with pytest.raises(PromptError, match="no text"):
        Prompt("p", 1, {"a@owner": "私"}).say("a", "co")
