"""PDF documents: characters → ruling lines and tables → reading order → paragraphs, page by page."""

from ingest.loaders.pdf.loading import load

__all__ = ["load"]
