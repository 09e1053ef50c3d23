"""What a judgement rests on: the strength of the evidence, danger and scope, what is taken for granted, what is missing."""
