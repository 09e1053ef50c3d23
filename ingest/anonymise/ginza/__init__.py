"""The name recogniser of GiNZA, trimmed to what the gate asks of it."""
