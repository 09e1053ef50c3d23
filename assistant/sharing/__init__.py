"""From a closed consultation to shared know-how, who used it, and what the knowledge still lacks."""

from assistant.sharing.case_draft import CaseDraft, SharingError, drafted
from assistant.sharing.contributions import Contribution, Contributions, UnknownContributionError
from assistant.sharing.gaps import Gap, Gaps, OneSided
from assistant.sharing.uses import Uses

__all__ = [
    "CaseDraft",
    "Contribution",
    "Contributions",
    "Gap",
    "Gaps",
    "OneSided",
    "SharingError",
    "UnknownContributionError",
    "Uses",
    "drafted",
]
