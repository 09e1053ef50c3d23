"""Rows of spreadsheets: read from workbooks and delimited text, mapped to cases or set as a form's text."""
