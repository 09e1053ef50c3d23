"""Plans that get done: the intake and the plan as values, the arithmetic, drafting and editing."""
