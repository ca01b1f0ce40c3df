from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.clock import WallTime, on_the_wall
from inbox.rules.when import parse_when, presets

ZONE = "Europe/Berlin"


def wall(text: str) -> WallTime:
    return WallTime(datetime.fromisoformat(text), ZONE)


SATURDAY = wall("2026-11-21 10:20")
WEDNESDAY = wall("2026-11-18 10:20")


def offered(now: WallTime) -> dict[str, str]:
    return {preset.code: preset.at.at.isoformat(" ", "minutes") for preset in presets(now)}


def test_six_times_are_offered_on_a_wednesday_morning() -> None:
    assert offered(WEDNESDAY) == {
        "later_today": "2026-11-18 13:20",
        "this_evening": "2026-11-18 18:00",
        "tomorrow": "2026-11-19 09:00",
        "weekend": "2026-11-21 09:00",
        "next_week": "2026-11-23 09:00",
        "next_month": "2026-12-01 09:00",
    }


def test_late_in_the_evening_today_is_over() -> None:
    assert list(offered(wall("2026-11-18 22:30"))) == ["tomorrow", "weekend", "next_week", "next_month"]


def test_on_a_saturday_the_weekend_is_the_next_one_unless_it_has_not_begun() -> None:
    assert offered(SATURDAY)["weekend"] == "2026-11-28 09:00"
    assert offered(wall("2026-11-21 07:00"))["weekend"] == "2026-11-21 09:00"


def test_next_week_said_on_a_monday_is_the_monday_after() -> None:
    assert offered(wall("2026-11-23 08:00"))["next_week"] == "2026-11-30 09:00"


def test_next_month_said_on_the_last_of_january_is_february() -> None:
    assert offered(wall("2027-01-31 08:00"))["next_month"] == "2027-02-01 09:00"


def test_three_hours_later_are_three_real_hours_also_when_the_clocks_change() -> None:
    [later] = [preset for preset in presets(wall("2026-03-29 01:30")) if preset.code == "later_today"]
    assert later.at == wall("2026-03-29 05:30")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("later today", "2026-11-18 13:20"),
        ("later", "2026-11-18 13:20"),
        ("This Evening", "2026-11-18 18:00"),
        ("tonight", "2026-11-18 18:00"),
        ("tomorrow", "2026-11-19 09:00"),
        ("weekend", "2026-11-21 09:00"),
        ("next-week", "2026-11-23 09:00"),
        ("next_month", "2026-12-01 09:00"),
        ("3d", "2026-11-21 10:20"),
        ("in 3 days", "2026-11-21 10:20"),
        ("1w", "2026-11-25 10:20"),
        ("2h", "2026-11-18 12:20"),
        ("90 min", "2026-11-18 11:50"),
        ("tomorrow 9:00", "2026-11-19 09:00"),
        ("tomorrow at 14.30", "2026-11-19 14:30"),
        ("tomorrow 7", "2026-11-19 07:00"),
        ("today 18:00", "2026-11-18 18:00"),
        ("mon", "2026-11-23 09:00"),
        ("mon 14:30", "2026-11-23 14:30"),
        ("Friday 9pm", "2026-11-20 21:00"),
        ("wed 11:00", "2026-11-18 11:00"),
        ("wed 10:00", "2026-11-25 10:00"),
        ("11:00", "2026-11-18 11:00"),
        ("9:00", "2026-11-19 09:00"),
        ("9am", "2026-11-19 09:00"),
        ("12am", "2026-11-19 00:00"),
        ("12 pm", "2026-11-18 12:00"),
        ("2026-12-24", "2026-12-24 09:00"),
        ("2026-12-24 18:15", "2026-12-24 18:15"),
        ("2026-12-24T18:15:00", "2026-12-24 18:15"),
        ("2026-12-24T18:15:00Z", "2026-12-24 19:15"),
        ("2026-12-24T18:15+09:00", "2026-12-24 10:15"),
        ("2020-01-01", "2020-01-01 09:00"),
        ("thu 9", "2026-11-19 09:00"),
        ("thurs", "2026-11-19 09:00"),
        ("weds 9am", "2026-11-25 09:00"),
        ("on friday", "2026-11-20 09:00"),
        ("this friday", "2026-11-20 09:00"),
        ("next friday", "2026-11-27 09:00"),
        ("next mon 9", "2026-11-23 09:00"),
        ("next weekend", "2026-11-28 09:00"),
        ("monday at 9", "2026-11-23 09:00"),
        ("9am mon", "2026-11-23 09:00"),
        ("9:30 on friday", "2026-11-20 09:30"),
        ("day after tomorrow", "2026-11-20 09:00"),
        ("tomorrow noon", "2026-11-19 12:00"),
        ("Friday afternoon", "2026-11-20 14:00"),
        ("friday midnight", "2026-11-21 00:00"),
        ("noon", "2026-11-18 12:00"),
        ("midnight", "2026-11-19 00:00"),
        ("morning", "2026-11-19 09:00"),
        ("this afternoon", "2026-11-18 14:00"),
        ("at 9", "2026-11-19 09:00"),
        ("5:30 p.m.", "2026-11-18 17:30"),
        ("9 uhr", "2026-11-19 09:00"),
        ("in 2 weeks", "2026-12-02 10:20"),
        ("two weeks", "2026-12-02 10:20"),
        ("a fortnight", "2026-12-02 10:20"),
        ("in 3 months", "2027-02-18 10:20"),
        ("1y", "2027-11-18 10:20"),
        ("in an hour", "2026-11-18 11:20"),
        ("half an hour", "2026-11-18 10:50"),
        ("an hour and a half", "2026-11-18 11:50"),
        ("1h 30m", "2026-11-18 11:50"),
        ("1.5h", "2026-11-18 11:50"),
        ("3 days 9:00", "2026-11-21 09:00"),
        ("in 2 weeks at 9", "2026-12-02 09:00"),
        ("31.12.", "2026-12-31 09:00"),
        ("31.12", "2026-12-31 09:00"),
        ("1.2.27", "2027-02-01 09:00"),
        ("3/4", "2027-04-03 09:00"),
        ("12/31", "2026-12-31 09:00"),
        ("24 dec", "2026-12-24 09:00"),
        ("Dec 24th, 2027", "2027-12-24 09:00"),
        ("24th of december 18:15", "2026-12-24 18:15"),
        ("dec 24 9", "2026-12-24 09:00"),
        ("18 nov", "2027-11-18 09:00"),
        ("18 nov 11:00", "2026-11-18 11:00"),
        ("feb 29", "2028-02-29 09:00"),
        ("the 24th", "2026-11-24 09:00"),
        ("the 10th", "2026-12-10 09:00"),
        ("the 31st", "2026-12-31 09:00"),
        ("in december", "2026-12-01 09:00"),
        ("november", "2027-11-01 09:00"),
        ("next january", "2027-01-01 09:00"),
        ("next year", "2027-01-01 09:00"),
        ("end of day", "2026-11-18 18:00"),
        ("eow", "2026-11-20 18:00"),
        ("end of month", "2026-11-30 09:00"),
    ],
)
def test_typed_times_are_understood(typed: str, expected: str) -> None:
    assert parse_when(typed, WEDNESDAY) == wall(expected)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "9",
        "25:00",
        "9:75",
        "13pm",
        "0h",
        "99999d",
        "today 8:00",
        "2026-13-01",
        "2026-02-30",
        "9999-01-01",
        "d",
        "3x",
        "mo",
        "until",
        "at",
        "9 9",
        "mon tue",
        "30 feb",
        "32nd",
        "31.2.2027",
        "3 days 25:00",
        "2h at 9",
        "in",
        "a",
        "half",
        "next",
        "next 9",
        "and",
        "12 years",
        "week 9:00 9:00",
    ],
)
def test_what_is_not_understood_is_no_time(typed: str) -> None:
    assert parse_when(typed, WEDNESDAY) is None


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_none(typed: str) -> None:
    found = parse_when(typed, WEDNESDAY)
    assert found is None or found.zone == ZONE


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_preset_is_ahead_and_can_be_typed(instant: datetime) -> None:
    now = on_the_wall(instant, ZONE)
    for preset in presets(now):
        assert preset.at.at > now.at
        assert preset.at.at - now.at < timedelta(days=33)
        assert parse_when(preset.code, now) == preset.at
        assert parse_when(preset.title, now) == preset.at
