from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.clock import (
    Clock,
    SystemClock,
    WallTime,
    from_micros,
    on_the_wall,
    parse_rfc3339,
    to_micros,
    zone_named,
)
from tests.clocks import FrozenClock

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
INSTANTS = st.datetimes(timezones=st.just(UTC))


@given(INSTANTS)
def test_an_instant_survives_the_store_to_the_microsecond(instant: datetime) -> None:
    assert from_micros(to_micros(instant)) == instant


def test_a_time_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="zone"):
        to_micros(NOW.replace(tzinfo=None))


def test_an_unreadable_date_is_none() -> None:
    assert parse_rfc3339("0000-00-00T00:00:00") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-21T20:05:09", datetime(2026, 11, 21, 20, 5, 9, tzinfo=UTC)),
        ("2026-11-21T20:05:09Z", datetime(2026, 11, 21, 20, 5, 9, tzinfo=UTC)),
        (" 2026-11-21 20:05:09z ", datetime(2026, 11, 21, 20, 5, 9, tzinfo=UTC)),
        ("2026-11-21T20:05:09+01:00", datetime(2026, 11, 21, 19, 5, 9, tzinfo=UTC)),
        ("2026-11-21T20:05:09-0530", datetime(2026, 11, 22, 1, 35, 9, tzinfo=UTC)),
        ("2026-11-21T20:05:09.123456789Z", datetime(2026, 11, 21, 20, 5, 9, 123456, tzinfo=UTC)),
        ("2026-11-21T20:05", datetime(2026, 11, 21, 20, 5, tzinfo=UTC)),
        ("2026-11-21", datetime(2026, 11, 21, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("9999-12-31T23:59:59-05:00", datetime.max.replace(tzinfo=UTC)),
        ("0001-01-01T00:00:00+05:00", datetime.min.replace(tzinfo=UTC)),
        ("0000-00-00T00:00:00", None),
        ("2026-13-01T00:00:00Z", None),
        ("2026-02-30", None),
        ("2026-11-21T25:00:00Z", None),
        ("yesterday", None),
        ("", None),
        ("2026-11-21T20:05:09+99:00", None),
    ],
)
def test_dates_are_read_as_services_write_them(text: str, expected: datetime | None) -> None:
    assert parse_rfc3339(text) == expected


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    read = parse_rfc3339(text)
    assert read is None or read.tzinfo is UTC


@given(INSTANTS)
def test_what_python_writes_is_read_back(instant: datetime) -> None:
    assert parse_rfc3339(instant.isoformat()) == instant


def test_nine_in_the_morning_is_another_instant_in_another_zone() -> None:
    morning = datetime(2026, 11, 22, 9, 0)  # noqa: DTZ001
    assert WallTime(morning, "Europe/Berlin").instant() == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    assert WallTime(morning, "America/New_York").instant() == datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def test_an_hour_skipped_by_summer_time_is_read_with_the_offset_before_it() -> None:
    skipped = WallTime(datetime(2026, 3, 29, 2, 30), "Europe/Berlin")  # noqa: DTZ001
    assert on_the_wall(skipped.instant(), "Europe/Berlin").at == datetime(2026, 3, 29, 3, 30)  # noqa: DTZ001


def test_an_hour_that_comes_twice_is_its_first_coming() -> None:
    twice = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert WallTime(twice, "Europe/Berlin").instant() == first
    assert WallTime(twice.replace(fold=1), "Europe/Berlin").instant() == first


@given(
    st.datetimes(),
    st.sampled_from(["", "Europe/Berlin", "Pacific/Apia", "Asia/Kathmandu", "No/Where", "../etc", "Europe"]),
)
def test_every_wall_time_is_an_instant(at: datetime, zone: str) -> None:
    assert WallTime(at, zone).instant().tzinfo is not None


@given(
    st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2037, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["Europe/Berlin", "Asia/Tokyo", "America/St_Johns", "Australia/Lord_Howe"]),
)
def test_what_the_wall_shows_leads_back_to_the_instant_or_to_the_same_reading(instant: datetime, zone: str) -> None:
    wall = on_the_wall(instant, zone)
    assert on_the_wall(wall.instant(), zone) == wall


def test_a_wall_has_no_offset() -> None:
    with pytest.raises(ValueError, match="offset"):
        WallTime(NOW)


def test_unknown_zones_have_no_name() -> None:
    assert zone_named("Europe/Berlin") is not None
    assert [zone_named(name) for name in ("No/Where", "../../etc/passwd", "", "Europe", "\0")] == [None] * 5


def test_the_clock_of_tests_is_a_clock() -> None:
    clocks: list[Clock] = [SystemClock(), FrozenClock()]
    assert all(clock.now().utcoffset() == timedelta(0) for clock in clocks)
    assert SystemClock().monotonic() <= SystemClock().monotonic()


def test_offsets_are_kept_as_evidence_elsewhere_and_lost_here() -> None:
    there = datetime(2026, 11, 21, 20, 0, tzinfo=timezone(timedelta(hours=9)))
    assert from_micros(to_micros(there)).utcoffset() == timedelta(0)
