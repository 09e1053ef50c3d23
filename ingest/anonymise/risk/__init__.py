"""What points at a client without naming it: distinctive descriptions, and combinations of premises that few cases share."""

from __future__ import annotations

from ingest.anonymise.risk.combination import combination
from ingest.anonymise.risk.crowd import Crowd, Traits, traits_of
from ingest.anonymise.risk.distinctive import distinctive
from ingest.anonymise.risk.doubt import Doubt

__all__ = ["Crowd", "Doubt", "Traits", "combination", "distinctive", "traits_of"]
