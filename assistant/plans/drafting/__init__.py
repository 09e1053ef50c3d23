"""From what an owner told to a drafted action plan, in the entries' own sentences and the arithmetic's numbers."""

from assistant.plans.drafting.draft import Drafter
from assistant.plans.drafting.rewording import Rewording

__all__ = ["Drafter", "Rewording"]
