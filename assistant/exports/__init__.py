"""A plan as a file to take along: a form for the bank, a workbook that calculates, dates for the calendar, plain text."""

from assistant.exports.exported import FORMATS, Exported, UnknownFormatError, export

__all__ = ["FORMATS", "Exported", "UnknownFormatError", "export"]
