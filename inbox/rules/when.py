"""Until when: the snooze presets, and a time somebody typed. All is wall time; the caller makes it an instant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from inbox.core.clock import WallTime, on_the_wall, parse_rfc3339

MORNING: Final = time(9)
EVENING: Final = time(18)
LATER: Final = timedelta(hours=3)

_SATURDAY, _MONDAY = 5, 0
_LONGEST: Final = timedelta(days=3660)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ALSO = {
    "later": "later_today",
    "evening": "this_evening",
    "tonight": "this_evening",
    "tmr": "tomorrow",
    "this_weekend": "weekend",
    "week": "next_week",
    "month": "next_month",
}
_UNITS = {"m": "minutes", "min": "minutes", "minute": "minutes", "h": "hours", "hr": "hours", "hour": "hours"}
_UNITS |= {"d": "days", "day": "days", "w": "weeks", "week": "weeks"}
_SPAN = re.compile(r"(?:in )?([0-9]{1,5}) ?([a-z]+?)s?")
_CLOCK = r"(?:at )?([0-9]{1,2})(?:[:.h]([0-9]{2})(?::[0-9]{2})?)? ?(am|pm|uhr)?"
_DAY_AND_CLOCK = re.compile(rf"(today|tomorrow|[a-z]{{3,9}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:[ t]{_CLOCK})?")
_ONLY_CLOCK = re.compile(_CLOCK)


@dataclass(frozen=True, slots=True)
class Preset:
    """One line of the snooze popover. `code` is also what may be typed for it."""

    code: str
    title: str
    at: WallTime


def presets(now: WallTime) -> tuple[Preset, ...]:
    """What makes sense at `now` (what the wall shows, with its zone), in order: no "later today" that would be
    tomorrow, no evening that has begun. "Next month" is its first morning."""
    today = now.at.date()
    # Three hours of real time, also across a change to summer time.
    later = on_the_wall((now.instant() + LATER).replace(microsecond=0), now.zone)
    candidates = [
        Preset("later_today", "Later today", later),
        Preset("this_evening", "This evening", WallTime(datetime.combine(today, EVENING), now.zone)),
        Preset("tomorrow", "Tomorrow", _morning(today + timedelta(days=1), now)),
        Preset("weekend", "Weekend", _morning(_coming(_SATURDAY, MORNING, now), now)),
        Preset("next_week", "Next week", _morning(today + timedelta(days=7 - today.weekday()), now)),
        Preset("next_month", "Next month", _morning((today.replace(day=1) + timedelta(days=32)).replace(day=1), now)),
    ]
    return tuple(
        preset
        for preset in candidates
        if preset.at.at > now.at and (preset.code != "later_today" or preset.at.at.date() == today)
    )


def parse_when(typed: str, now: WallTime) -> WallTime | None:
    """A preset's name, a span ("3d", "2h", "in 3 days"), a day and a time ("tomorrow 9:00", "mon 14:30", "9pm"),
    or an ISO date or instant; None when it is not understood or lies more than ten years ahead.

    A day without a time is its morning; a span of days keeps the time of day; a time without a day, or a day of the
    week, is the next one to come. Only an ISO date can lie in the past: the caller says so.
    """
    text = " ".join(typed.split())
    exact = parse_rfc3339(text) if re.search(r"[0-9] ?(?:[zZ]|[+-][0-9]{2}:?[0-9]{2})$", text) and ":" in text else None
    if exact is not None:
        return _if_near(on_the_wall(exact, now.zone), now)
    text = text.lower()
    code = re.sub(r"[ \-]", "_", text)
    code = _ALSO.get(code, code)
    named = next((preset.at for preset in presets(now) if preset.code == code), None)
    if code == "later_today" and named is None:
        named = on_the_wall(now.instant() + LATER, now.zone)
    return named or _if_near(_span(text, now) or _day_and_clock(text, now), now)


def _if_near(at: WallTime | None, now: WallTime) -> WallTime | None:
    return at if at is not None and at.at - now.at <= _LONGEST else None


def _span(text: str, now: WallTime) -> WallTime | None:
    found = _SPAN.fullmatch(text)
    unit = _UNITS.get(found[2]) if found else None
    if found is None or unit is None:
        return None
    span = timedelta(**{unit: int(found[1])})
    if span > _LONGEST or not span:
        return None
    if unit in ("days", "weeks"):
        return WallTime((now.at + span).replace(second=0, microsecond=0), now.zone)
    return on_the_wall((now.instant() + span).replace(microsecond=0), now.zone)


def _day_and_clock(text: str, now: WallTime) -> WallTime | None:
    found = _ONLY_CLOCK.fullmatch(text)
    if found:
        clock = _clock(*found.groups())
        # A bare number is no time of day.
        if clock is None or not (found[2] or found[3]):
            return None
        today = WallTime(datetime.combine(now.at.date(), clock), now.zone)
        return today if today.at > now.at else WallTime(today.at + timedelta(days=1), now.zone)
    found = _DAY_AND_CLOCK.fullmatch(text)
    if found is None:
        return None
    clock = _clock(*found.groups()[1:]) if found[2] else MORNING
    day = None if clock is None else _day(found[1], clock, now)
    return None if day is None or clock is None else WallTime(datetime.combine(day, clock), now.zone)


def _clock(hour: str, minute: str | None, half: str | None) -> time | None:
    hours, minutes = int(hour), int(minute or 0)
    if half in ("am", "pm"):
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def _day(name: str, clock: time, now: WallTime) -> date | None:
    if name in ("today", "tomorrow"):
        day = now.at.date() + timedelta(days=name == "tomorrow")
        return day if datetime.combine(day, clock) > now.at else None
    if name[0].isdigit():
        try:
            return date.fromisoformat(name)
        except ValueError:
            return None
    weekday = next((number for number, day in enumerate(_DAYS) if day.startswith(name)), None)
    return None if weekday is None else _coming(weekday, clock, now)


def _coming(weekday: int, clock: time, now: WallTime) -> date:
    day = now.at.date() + timedelta(days=(weekday - now.at.weekday()) % 7)
    return day if datetime.combine(day, clock) > now.at else day + timedelta(days=7)


def _morning(day: date, now: WallTime) -> WallTime:
    return WallTime(datetime.combine(day, MORNING), now.zone)
