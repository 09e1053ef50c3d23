"""What is known: entries, their catalog, and the indexes that find them."""
