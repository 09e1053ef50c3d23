"""What people say of answers: a sheet for two readers, and how far they, a judge model and the rules agree."""
