from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.clock import WallTime
from inbox.rules.past import parse_past

NOW = WallTime(datetime.fromisoformat("2026-11-21T10:30"), "UTC")  # a Saturday


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("just now", "2026-11-21 10:30"),
        ("today", "2026-11-21 10:30"),
        ("today 9:15", "2026-11-21 09:15"),
        ("9:15", "2026-11-21 09:15"),
        ("15:00", "2026-11-20 15:00"),
        ("yesterday", "2026-11-20 12:00"),
        ("yesterday at 3pm", "2026-11-20 15:00"),
        ("2 h ago", "2026-11-21 08:30"),
        ("3d", "2026-11-18 10:30"),
        ("an hour ago", "2026-11-21 09:30"),
        ("a week ago", "2026-11-14 10:30"),
        ("mon", "2026-11-16 12:00"),
        ("saturday", "2026-11-14 12:00"),
        ("last friday, 18:30", "2026-11-20 18:30"),
        ("12 Nov", "2026-11-12 12:00"),
        ("Nov 12, 9:00", "2026-11-12 09:00"),
        ("24 December", "2025-12-24 12:00"),
        ("3.10.2025 9:30", "2025-10-03 09:30"),
        ("2025-10-03", "2025-10-03 12:00"),
    ],
)
def test_what_has_been_is_understood_as_people_type_it(typed: str, when: str) -> None:
    found = parse_past(typed, NOW)
    assert found is not None
    assert f"{found.at:%Y-%m-%d %H:%M}" == when


@pytest.mark.parametrize("typed", ["", "soon", "tomorrow", "today 23:00", "2027-01-01", "31 February", "7", "25:00"])
def test_what_is_no_time_or_still_to_come_is_not(typed: str) -> None:
    assert parse_past(typed, NOW) is None


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_time_that_has_been_or_none(typed: str) -> None:
    found = parse_past(typed, NOW)
    assert found is None or found.at <= NOW.at
