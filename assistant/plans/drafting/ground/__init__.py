"""What a plan is drafted from: the intake without names, what was found for it, and how sentences are chosen and quoted."""
