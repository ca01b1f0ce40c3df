from __future__ import annotations

from decimal import Decimal

import pytest

from inbox.rules.money import amount_of, currency_of


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("120", "120"),
        ("120.50", "120.50"),
        ("120,5", "120.5"),
        ("1.250,00", "1250.00"),
        ("1,250.00", "1250.00"),
        ("1 250", "1250"),
        ("1'250.75", "1250.75"),
        ("1.250", "1250"),
        ("0.250", "0.250"),
        ("1.234.567", "1234567"),
        ("-12", "-12"),
    ],
)
def test_an_amount_is_read_as_it_is_typed_in_any_country(typed: str, amount: str) -> None:
    assert amount_of(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "a lot", "12.5.3.1,2.2", "1e9", "=1+1", "٣", "9" * 40, "12,5,5"])
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert amount_of(typed) is None


def test_a_currency_is_three_letters() -> None:
    assert currency_of(" eur ") == "EUR"
    assert currency_of("€") is None
