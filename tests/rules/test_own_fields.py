from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.errors import Refused
from inbox.rules.own_fields import BIRTHDAY, PHONE, checked, dialled, read_birthday, usual_name

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("1984-03-12", "1984-03-12", "12 March 1984"),
        ("12 March 1984", "1984-03-12", "12 March 1984"),
        ("March 12, 1984", "1984-03-12", "12 March 1984"),
        ("12.3.1984", "1984-03-12", "12 March 1984"),
        ("12th of march", "--03-12", "12 March"),
        ("29 Feb", "--02-29", "29 February"),
        ("03-12", "--03-12", "12 March"),
    ],
)
def test_a_birthday_is_understood_as_people_write_it(typed: str, kept: str, said: str) -> None:
    assert checked(BIRTHDAY, typed, TODAY) == kept
    born = read_birthday(kept)
    assert born is not None
    assert born.said() == said


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("soon", "is no birthday"),
        ("31 February", "no calendar has"),
        ("1.1.2190", "no day somebody now was born on"),
        ("1.1.1200", "no day somebody now was born on"),
        ("22 November 2026", "no day somebody now was born on"),
        ("12 foo 1984", "is no birthday"),
    ],
)
def test_what_is_no_birthday_is_said_plainly(typed: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        checked(BIRTHDAY, typed, TODAY)


@given(st.dates(date(1900, 1, 1), TODAY))
def test_every_day_is_read_back_as_it_was_kept(day: date) -> None:
    kept = checked(BIRTHDAY, day.isoformat(), TODAY)
    assert checked(BIRTHDAY, kept, TODAY) == kept
    born = read_birthday(kept)
    assert born is not None
    assert checked(BIRTHDAY, born.said(), TODAY) == kept


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("+44 113 496 0000", "tel:+441134960000"),
        ("0113 496 0000", "tel:01134960000"),
        ("+49 (0)89 123456", "tel:+4989123456"),
        ("ask Ann", ""),
    ],
)
def test_a_phone_number_can_be_called(written: str, called: str) -> None:
    assert dialled(written) == called


def test_a_phone_number_has_digits() -> None:
    assert checked(PHONE, " +44  113 4960000 ", TODAY) == "+44 113 4960000"
    with pytest.raises(Refused, match="no phone number"):
        checked(PHONE, "ask Ann", TODAY)


def test_the_usual_fields_are_known_however_they_are_written() -> None:
    assert usual_name(" phone ") == PHONE
    assert usual_name("Dog's  name") == "Dog's name"
