"""What a page of ours could load, run or say: found by parsing it, and held against a list of what is allowed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_TAGS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "link",
        "script",
        "body",
        "a",
        "header",
        "footer",
        "nav",
        "div",
        "p",
        "span",
        "img",
        "main",
        "aside",
        "section",
        "article",
        "h1",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "form",
        "label",
        "textarea",
        "button",
        "input",
        "select",
        "option",
        "optgroup",
        "dialog",
        "fieldset",
        "legend",
        "small",
        "strong",
        "em",
        "mark",
        "time",
        "br",
        "hr",
        "svg",
        "path",
        "hgroup",
        "blockquote",
        "q",
        "abbr",
        "template",
        "sup",
    ]
)
_ADDRESSES = frozenset(
    [
        "href",
        "src",
        "srcset",
        "action",
        "formaction",
        "poster",
        "data",
        "background",
        "xlink:href",
        "ping",
        "cite",
        "manifest",
    ]
)
_OWN = re.compile(r"(?:/(?![/\\])[^\s\\]*|#[^\s]*)?")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.alien: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._script = tag in ("script", "style")
        if tag not in _TAGS:
            self.alien.append(f"<{tag}>")
        for name, value in given.items():
            if name in _ADDRESSES and not _OWN.fullmatch(value):
                self.alien.append(f"{name}={value[:80]}")
            if name.startswith("on") or name in ("style", "srcdoc", "http-equiv"):
                self.alien.append(f"{name}={value[:80]}")

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.alien.append("inline script or style")


def alien(page: str) -> list[str]:
    """Return what a page holds that ours never do: elements, handlers, styles, addresses of elsewhere."""
    parsed = _Page()
    parsed.feed(page)
    parsed.close()
    return parsed.alien
