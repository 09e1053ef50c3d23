"""The coded fields of an entry said in words, so that premises can be searched like text."""

from __future__ import annotations

from knowledge import taxonomy
from knowledge.entries import Case, Entry, Guideline, Passage, Policy


def premises_in_words(entry: Entry) -> str:
    """Say the coded fields of an entry in Japanese labels, so that premises can be searched like text."""
    if isinstance(entry, Case):
        codes = [
            ("industry", entry.industry),
            ("owner_type", entry.owner_type),
            *(("owner_traits", t) for t in entry.owner_traits),
            ("stage", entry.stage),
            *(("topics", t) for t in entry.topics),
        ]
        return " ".join(taxonomy.VOCABULARIES[name].label_of(code) for name, code in codes if code)
    if isinstance(entry, Guideline):
        return taxonomy.MISSIONS.label_of(entry.mission)
    labels = [taxonomy.TOPICS.label_of(t) for t in entry.topics]
    if isinstance(entry, Policy) and entry.category != "document":  # which says nothing
        labels.insert(0, taxonomy.POLICY_CATEGORIES.label_of(entry.category))
    return " ".join(labels)


def context_text(entry: Entry, passage: Passage) -> str:
    """Return what stands above a passage: title and heading, and the entry's premises in words."""
    return f"{passage.context or entry.title} {premises_in_words(entry)}".strip()


def dense_context(entry: Entry, passage: Passage) -> str:
    """Return the context whose vector is mixed into a passage's: of the clause in a guideline, else one for the whole entry."""
    return context_text(entry, passage) if isinstance(entry, Guideline) else f"{entry.title} {premises_in_words(entry)}"
