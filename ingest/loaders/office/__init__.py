"""Word, Excel and PowerPoint: the loaders and what they share."""
