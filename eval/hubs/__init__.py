"""The quality of one hub, or of all: its own questions asked anew, and what became of the advice."""
