"""The words: one Markdown file for each prompt, and the loader."""

from prompts.loader import Prompt, PromptError, load

__all__ = ["Prompt", "PromptError", "load"]
