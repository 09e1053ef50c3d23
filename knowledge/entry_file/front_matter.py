"""The YAML front matter of an entry: read without aliases, and its fields taken one by one with checks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

MAX_FRONT_MATTER = 20_000  # characters; more is not metadata


class EntryError(ValueError):
    """An entry that cannot be accepted; the message is the Japanese sentence the user sees."""


class _PlainLoader(yaml.SafeLoader):
    """Safe YAML without aliases, so that a few lines cannot grow into gigabytes; a date stays text until its field reads it."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (as the class above declares it)
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            raise EntryError("見出し情報(YAML)で別名(*)は使えません。値をそのまま書いてください。")
        return super().compose_node(parent, index)


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the fields and the body of an entry file; raise EntryError when it has no readable front matter."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if not text.startswith("---\n"):
        raise EntryError("先頭に「---」で囲んだ見出し情報(id、title など)がありません。")
    front, found, body = text[4:].partition("\n---\n")
    if not found:
        raise EntryError("見出し情報の終わりの「---」がありません。")
    return parse_front_matter(front), body.strip("\n")


def parse_front_matter(front: str) -> dict[str, Any]:
    """Read YAML fields; raise EntryError when they are too long, malformed, or not a mapping."""
    if len(front) > MAX_FRONT_MATTER:
        raise EntryError(f"見出し情報が長すぎます(上限 {MAX_FRONT_MATTER:,} 文字)。")
    try:
        fields = yaml.load(front, Loader=_PlainLoader)  # noqa: S506 (a SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, EntryError):
            raise
        mark = getattr(error, "problem_mark", None)
        line = f"{mark.line + 2}行目付近" if mark else "見出し情報"
        raise EntryError(f"{line}の書き方を読み取れません。「項目: 値」の形と字下げを確かめてください。") from error
    if not isinstance(fields, dict):
        raise EntryError("見出し情報は「項目: 値」の並びで書いてください。")
    return fields


def parse_date(text: str) -> date | None:
    """Return the date written as ``2026-11-21``, or None when there is no such day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def in_writing(value: object) -> str:
    """Return a value as text; refuse numbers that Python does not write out."""
    try:
        return str(value)
    except ValueError as error:
        raise EntryError("値に大きすぎる数があります。") from error


class Fields:
    """Typed access to front matter, refusing what is missing, misspelt or of another shape."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._read = {"kind"}

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text, stripped; without a default it must be there and not be empty."""
        value = self._get(name, default)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise EntryError(f"{name} は文字で書いてください。")
        text = in_writing(value).strip()
        if not text and default is None:
            raise EntryError(f"{name} が空です。")
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; absent: none."""
        value = self._get(name, [])
        if not isinstance(value, list) or not all(type(v) in (str, int) for v in value):
            raise EntryError(f"{name} は [値, 値] の形で書いてください。")
        return tuple(in_writing(v).strip() for v in value)

    def day(self, name: str) -> date | None:
        """Return a date, or None when it is absent or empty."""
        value = self._get(name, "")
        if type(value) is date:  # a datetime is a date too, but has no place here
            return value
        if value in ("", None):
            return None
        day = parse_date(in_writing(value))
        if day is None:
            raise EntryError(f"{name}「{value}」は 2026-11-21 の形の日付で書いてください。")
        return day

    def flag(self, name: str, default: bool) -> bool:
        """Return true or false."""
        value = self._get(name, default)
        if not isinstance(value, bool):
            raise EntryError(f"{name} は true か false で書いてください。")
        return value

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return a list of mappings; absent: none."""
        value = self._get(name, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise EntryError(f"{name} は「- 項目: 値」の並びで書いてください。")
        return value

    def finish(self) -> None:
        """Refuse fields that nobody read."""
        unknown = sorted(in_writing(k) for k in set(self._values) - self._read)
        if unknown:
            raise EntryError(f"知らない項目があります: {'、'.join(unknown)}。綴りを確かめてください。")

    def _get(self, name: str, default: Any) -> Any:
        self._read.add(name)
        value = self._values.get(name)
        if value is None:
            if default is None:
                raise EntryError(f"{name} がありません。")
            return default
        return value
