"""Times as people say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.ui.look import times

LEEDS = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def _before(**passed: float) -> datetime:
    return NOW - timedelta(**passed)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW, "now"),
        (_before(seconds=-30), "now"),
        (_before(minutes=5), "5 min"),
        (_before(hours=2, minutes=50), "2 h"),
        (_before(hours=11), "11 h"),
        (_before(hours=13), "yesterday"),
        (_before(hours=35), "yesterday"),
        (_before(days=2), "2 d"),
        (_before(days=9), "12 Nov"),
        (_before(days=100), "13 Aug"),
        (_before(days=400), "17 Oct 2025"),
        (NOW + timedelta(days=1), "tomorrow 12:00"),
    ],
)
def test_the_age_of_a_message(moment: datetime, said: str) -> None:
    assert times.age(moment, NOW, LEEDS) == said


def test_a_message_of_late_last_night_is_some_hours_old() -> None:
    early = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
    assert times.age(early - timedelta(hours=4), early, LEEDS) == "4 h"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (_before(seconds=3), "just now"),
        (_before(minutes=1), "1 min ago"),
        (_before(days=1), "yesterday"),
        (_before(days=9), "on 12 Nov"),
    ],
)
def test_the_age_in_a_sentence(moment: datetime, said: str) -> None:
    assert times.ago(moment, NOW, LEEDS) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (_before(hours=1, minutes=39), "Today, 10:21"),
        (_before(days=1), "Yesterday, 12:00"),
        (datetime(2026, 11, 12, 9, 14, tzinfo=UTC), "12 Nov, 09:14"),
        (datetime(2025, 12, 30, 9, 14, tzinfo=UTC), "30 Dec 2025, 09:14"),
    ],
)
def test_the_stamp_of_a_message(moment: datetime, said: str) -> None:
    assert times.stamp(moment, NOW, LEEDS) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW + timedelta(hours=6), "today 18:00"),
        (NOW + timedelta(hours=21), "tomorrow 9:00"),
        (NOW + timedelta(days=2, hours=-3), "Mon 9:00"),
        (NOW + timedelta(days=9), "Mon 30 Nov, 12:00"),
    ],
)
def test_when_something_comes_back(moment: datetime, said: str) -> None:
    assert times.ahead(moment, NOW, LEEDS) == said


def test_local_time_is_that_of_the_zone() -> None:
    assert times.stamp(NOW, NOW, ZoneInfo("Asia/Tokyo")) == "Today, 21:00"
    assert times.full(NOW, ZoneInfo("Asia/Tokyo")) == "Sat 21 Nov 2026, 21:00"


def test_a_year_is_left_out_while_it_is_clear() -> None:
    january = datetime(2026, 1, 5, 12, tzinfo=UTC)
    assert times.date(datetime(2025, 12, 30, 12, tzinfo=UTC), january, LEEDS) == "30 Dec"
    assert times.date(datetime(2025, 2, 1, 12, tzinfo=UTC), january, LEEDS) == "1 Feb 2025"


ENDS = st.sampled_from([datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC), NOW])
ANY = st.datetimes(timezones=st.just(UTC)) | ENDS


@given(ANY, ANY, st.integers(-14, 14))
def test_any_two_instants_have_a_name_in_any_zone(moment: datetime, now: datetime, hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    for say in (times.age, times.ago, times.stamp, times.ahead, times.date):
        assert say(moment, now, zone)
        assert say(moment, now)
    assert times.full(moment, zone)
