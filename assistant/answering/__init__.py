"""Question → mask and understand → evidence → judge → write → verify → Answer."""

from assistant.answering.answer import Answer, Block, Citation, Premise, Question, QuestionError, Row, Sentence, Source
from assistant.answering.assistant import Assistant, Event

__all__ = [
    "Answer",
    "Assistant",
    "Block",
    "Citation",
    "Event",
    "Premise",
    "Question",
    "QuestionError",
    "Row",
    "Sentence",
    "Source",
]
