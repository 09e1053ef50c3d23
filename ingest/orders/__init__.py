"""Sentences that tell a machine what to answer: found by rules and by what was learnt, never quoted and never given to a model."""

from ingest.orders.orders import is_order, left_out, without_orders

__all__ = ["is_order", "left_out", "without_orders"]
