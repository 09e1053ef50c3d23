"""Indexes that are made from the catalog, checked before they serve, and made anew when they break."""
