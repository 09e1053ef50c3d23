"""What a sentence says without the listed words: learnt from labelled sentences, beside the rules and never instead of them."""

from assistant.answering.undertone.heads import HEADS, Heads, load_heads
from assistant.answering.undertone.undertone import Undertone

__all__ = ["HEADS", "Heads", "Undertone", "load_heads"]
