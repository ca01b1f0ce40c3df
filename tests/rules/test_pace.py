"""The time that is left is a median, or nothing."""

from __future__ import annotations

import pytest

from inbox.rules.pace import minutes_left


@pytest.mark.parametrize(
    ("handled", "left", "minutes"),
    [
        ([60.0] * 9, 5, None),
        ([60.0] * 10, 5, 5),
        ([30.0] * 9 + [3_000.0] * 5, 20, 10),
        ([2.0] * 10, 3, 1),
        ([60.0] * 10, 0, None),
    ],
)
def test_what_is_left_takes_as_long_as_the_last_ones_did(handled: list[float], left: int, minutes: int | None) -> None:
    assert minutes_left(handled, left) == minutes
