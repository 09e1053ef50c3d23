"""The lying writer lies the same way every time, in sentences that nobody said."""

from eval.falsified import INVENTED
from eval.liar import invented


def test_lies_are_invented_and_the_same_every_time():
    told = invented("値上げの事例は?")
    assert told == invented("値上げの事例は?")
    assert set(told) <= set(INVENTED)
    assert len(set(told)) == len(told)
