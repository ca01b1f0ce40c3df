from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from inbox.core.manners import Said
from inbox.rules.slow_down import slow_down

FIRST = datetime(2026, 11, 3, 8, tzinfo=UTC)


def written(*kinds: str) -> list[Said]:
    return [Said(FIRST + n * timedelta(days=6), kind) for n, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        ((), ""),
        (("mail",), ""),
        (("mail", "message"), "The third time you write without an answer (mail 3/11, message 9/11)."),
        (
            ("answer",) * 6,
            "The seventh time you write without an answer (…, answer 15/11, answer 21/11, answer 27/11, answer 3/12).",
        ),
    ],
)
def test_a_pause_is_offered_from_the_third_time_on(kinds: tuple[str, ...], sentence: str) -> None:
    assert slow_down(written(*kinds), lambda at: f"{at.day}/{at.month}") == sentence


@pytest.mark.parametrize(("before", "said"), [(9, "tenth"), (10, "11th"), (11, "12th"), (20, "21st"), (21, "22nd")])
def test_every_number_is_said_in_order(before: int, said: str) -> None:
    assert slow_down(written(*["mail"] * before), str).startswith(f"The {said} time")
