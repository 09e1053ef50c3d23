"""A plan as a workbook that calculates."""

from assistant.exports.workbook.book import workbook
from assistant.exports.workbook.profit import formula_of

__all__ = ["formula_of", "workbook"]
