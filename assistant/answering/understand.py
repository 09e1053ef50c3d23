"""Reads a question: its intent, its premises, and the text to search with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.answering.answer import INTENTS, MAX_QUESTION, ROLES, Premise, Question, QuestionError
from assistant.answering.intent import told_intent
from assistant.answering.talk import follow
from ingest.anonymise import Masked, mask
from knowledge import taxonomy
from knowledge.filters import FIELDS

_DEFAULT_INTENT: Mapping[str, str] = {"co": "similar", "cco": "mentor", "owner": "plan"}
_SHORT = 24  # letters
_NARROWS = re.compile(r"限っ|限定|絞っ|だけ(?:に|で|を)|以外(?:も|で|に|を|は)|(?:も|を)(?:含め|入れ|足し|除い|外し)")
Hide = Callable[[str], Masked]


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it was read. ``query`` is the text to search with; ``excluded`` are ``field:code`` that it rules out.

    ``text`` has names, firms, numbers and addresses masked (``masked`` of them): nothing after this step sees them. In ``query``,
    which goes no further than the search, words that are only suspected of being a name stand as they were typed.
    ``anew``: it turns to another client, so that nothing said before holds.
    ``guessed``: no word told the intent, so it is the role's usual one until the evidence says better.
    """

    question: Question
    text: str
    query: str
    intent: str
    premises: tuple[Premise, ...]
    excluded: tuple[str, ...]
    guessed: bool = False
    masked: int = 0
    anew: bool = False

    def codes(self, fixed: bool | None = None) -> dict[str, tuple[str, ...]]:
        """Return premises as field → codes; only those set by a person, or only those inferred, when ``fixed`` says so."""
        found: dict[str, tuple[str, ...]] = {}
        for premise in self.premises:
            if fixed is None or premise.fixed == fixed:
                found[premise.field] = (*found.get(premise.field, ()), premise.code)
        return found

    def labels(self) -> list[str]:
        """Return the Japanese labels of the premises."""
        return list(dict.fromkeys(p.label for p in self.premises))


def understand(question: Question, hide: Hide = mask) -> Understood:
    """Read a question, masked by ``hide``; raise QuestionError when it cannot be answered as it stands."""
    masked = hide(_checked(question))
    text = masked.text
    earlier = [clean(e) for e in question.earlier if clean(e)]
    talk = follow(earlier, masked.searched)
    premises = [
        Premise(field=name, code=code, label=taxonomy.VOCABULARIES[name].label_of(code), fixed=True)
        for name, codes in question.premises.items()
        for code in dict.fromkeys(codes)
    ]
    fixed_fields = {p.field for p in premises}
    excluded = [e for e in talk.excluded if e.partition(":")[0] not in fixed_fields]
    premises += [
        p for p in talk.premises if p.field not in fixed_fields and f"{p.field}:{p.code}" not in question.removed
    ]
    told = (
        question.intent
        or told_intent(masked.searched, question.role)
        or _narrowed(earlier, text, question.role, talk.anew)
    )
    return Understood(
        question=question,
        text=text,
        query=talk.query,
        intent=told or _DEFAULT_INTENT[question.role],
        premises=tuple(premises),
        excluded=tuple(excluded),
        guessed=not told,
        masked=len(masked.findings),
        anew=talk.anew,
    )


def _narrowed(earlier: list[str], text: str, role: str, anew: bool) -> str:
    """Return the intent that was told last where a text only narrows or widens what was asked for, or ""."""
    if anew or len(text) > _SHORT or not _NARROWS.search(text):
        return ""
    return next((told for before in reversed(earlier) if (told := told_intent(before, role))), "")


def clean(text: str) -> str:
    """Return a question as it will be read: control and zero-width characters gone, NFKC, white space folded."""
    printable = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    lines = re.sub("[\u2028\u2029]", "\n", unicodedata.normalize("NFKC", printable))
    return re.sub(r"[ \t]+", " ", re.sub(r"\n{3,}", "\n\n", lines)).strip()


def _checked(question: Question) -> str:
    if len(question.text) > MAX_QUESTION:
        raise QuestionError(
            f"質問が長すぎます({len(question.text):,}文字)。{MAX_QUESTION:,}文字までに要点をしぼってお書きください。"
        )
    text = clean(question.text)
    if not text:
        raise QuestionError("質問が空です。困っていることを、そのままの言葉でお書きください。")
    if not any(unicodedata.category(c)[0] in "LN" for c in text):
        raise QuestionError("文字が読み取れませんでした。困っていることを、言葉でお書きください。")
    if question.role not in ROLES:
        raise QuestionError(f"役割「{question.role}」は使えません。co、cco、owner のどれかを選んでください。")
    if question.intent and question.intent not in INTENTS:
        raise QuestionError(
            f"知りたいこと「{question.intent}」は使えません。{'、'.join(INTENTS)} のどれかを選んでください。"
        )
    if question.hub:
        taxonomy.HUBS.require(question.hub)
    for name, codes in question.premises.items():
        if name not in FIELDS:
            raise QuestionError(f"前提「{name}」は使えません。使えるもの: {'、'.join(FIELDS)}")
        for code in codes:
            taxonomy.VOCABULARIES[name].require(code)
    for removed in question.removed:
        name, _, code = removed.partition(":")
        if name not in FIELDS:
            raise QuestionError(f"外す前提「{removed[:40]}」は使えません。「項目:符号」の形で書いてください。")
        taxonomy.VOCABULARIES[name].require(code)
    return text
