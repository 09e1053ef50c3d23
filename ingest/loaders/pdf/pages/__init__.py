"""One page of a PDF: characters and drawings → tables and strips → reading order → paragraphs."""
