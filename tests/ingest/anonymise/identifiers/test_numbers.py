"""Check digits, against published and synthetic values."""

from __future__ import annotations

import pytest

from ingest.anonymise.identifiers.numbers import corporate_check, luhn_check, my_number_check


@pytest.mark.parametrize("number", ["7123456789012", "7010705000725", "4011001098993"])
def test_published_corporate_numbers_pass(number: str) -> None:
    assert corporate_check(number)
    wrong = str((int(number[0]) + 1) % 10) + number[1:]
    assert not corporate_check(wrong)


@pytest.mark.parametrize("number", ["123456789018", "000000000019"])
def test_synthetic_my_numbers_pass(number: str) -> None:
    assert my_number_check(number)
    assert not my_number_check(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize(
    ("number", "passes"), [("4111111111111111", True), ("378282246310005", True), ("4111111111111112", False)]
)
def test_cards(number: str, passes: bool) -> None:
    assert luhn_check(number) is passes


@pytest.mark.parametrize("number", ["", "1", "12345678901", "12345678901234"])
def test_other_lengths_fail(number: str) -> None:
    assert not corporate_check(number.ljust(1, "0")) if len(number) != 13 else True
    assert not my_number_check(number.ljust(1, "0")) if len(number) != 12 else True
