"""The closed vocabularies: codes and labels, everyday words, and where they stand in a text."""

from knowledge.taxonomy.codes import (
    HUBS,
    INDUSTRIES,
    INDUSTRY_SECTIONS,
    MISSIONS,
    ORIGINS,
    OUTCOMES,
    OWNER_TRAITS,
    OWNER_TYPES,
    PARTNERS,
    PHASES,
    POLICY_CATEGORIES,
    SEARCHED,
    SIZES,
    STAGES,
    TOPICS,
    VOCABULARIES,
    check_visibility,
)
from knowledge.taxonomy.mentions import Mention, mentions
from knowledge.taxonomy.terms import Term, UnknownCodeError, Vocabulary

__all__ = [
    "HUBS",
    "INDUSTRIES",
    "INDUSTRY_SECTIONS",
    "MISSIONS",
    "ORIGINS",
    "OUTCOMES",
    "OWNER_TRAITS",
    "OWNER_TYPES",
    "PARTNERS",
    "PHASES",
    "POLICY_CATEGORIES",
    "SEARCHED",
    "SIZES",
    "STAGES",
    "TOPICS",
    "VOCABULARIES",
    "Mention",
    "Term",
    "UnknownCodeError",
    "Vocabulary",
    "check_visibility",
    "mentions",
]
