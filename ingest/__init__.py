"""Files in, catalog entries out: load, check, split into passages, record."""
