"""When something was, as people type it. All is wall time; the caller makes it an instant."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from inbox.core.clock import WallTime

NOON = time(12)
"""Of a day without a time: its middle is never more than half a day wrong."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNITS = {
    "m": timedelta(minutes=1), "min": timedelta(minutes=1), "minute": timedelta(minutes=1),
    "h": timedelta(hours=1), "hr": timedelta(hours=1), "hour": timedelta(hours=1),
    "d": timedelta(days=1), "day": timedelta(days=1), "w": timedelta(days=7), "week": timedelta(days=7),
    "month": timedelta(days=30), "y": timedelta(days=365), "year": timedelta(days=365),
}  # fmt: skip
_SPAN = re.compile(r"(?:(an?|[0-9]{1,4}) ?([a-z]+?)s? ago|([0-9]{1,4}) ?(m|min|h|hr|d|w))")
_CLOCK = re.compile(r"(?:^|,? )(?:at )?([0-9]{1,2})(?:[:.h]([0-9]{2}))? ?(am|pm|uhr)?$")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\.(?: ?([0-9]{4}))?")
_NAMED = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)? ([a-z]{3,9})\.?,?(?: ([0-9]{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,?(?: ([0-9]{4}))?")


def parse_past(typed: str, now: WallTime) -> WallTime | None:
    """ "just now", "2 h ago", "yesterday 15:00", "mon", "last friday", "12 Nov", "3.10.2025 9:30", "2025-10-03"; None
    for what is not understood, or is still to come. A day of the week or of the year is the last one that was."""
    text = " ".join(typed.lower().split())
    if text in ("now", "just now"):
        return WallTime(now.at.replace(second=0, microsecond=0), now.zone)
    at = _span(text, now.at) or _day_and_clock(text, now.at)
    return WallTime(at, now.zone) if at is not None and at <= now.at else None


def _span(text: str, now: datetime) -> datetime | None:
    found = _SPAN.fullmatch(text)
    unit = _UNITS.get(found[2] or found[4]) if found else None
    if found is None or unit is None:
        return None
    number = found[1] or found[3]
    try:
        return (now - unit * (int(number) if number.isdecimal() else 1)).replace(second=0, microsecond=0)
    except OverflowError:
        return None


def _day_and_clock(text: str, now: datetime) -> datetime | None:
    day, clock = _day(text, now.date()), None
    if day is None and (found := _CLOCK.search(text)):
        clock = _clock(*found.groups())
        named = text[: found.start()].rstrip(" ,")
        only_clock = not named and bool(found[2] or found[3])  # a bare number is no time of day
        day = now.date() if only_clock else _day(named, now.date())
        if clock is None or day is None:
            return None
        at = datetime.combine(day, clock)
        return at - timedelta(days=1) if only_clock and at > now else at
    if day is None:
        return None
    at = datetime.combine(day, NOON)
    return now.replace(second=0, microsecond=0) if at > now and day == now.date() else at


def _clock(hour: str, minute: str | None, half: str | None) -> time | None:
    hours, minutes = int(hour), int(minute or 0)
    if half in ("am", "pm"):
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def _day(text: str, today: date) -> date | None:
    near = {"today": 0, "this morning": 0, "yesterday": 1, "last night": 1, "the day before yesterday": 2}
    if text in near:
        return today - timedelta(days=near[text])
    name = text.removeprefix("last ").removeprefix("on ")
    weekday = next((at for at, one in enumerate(_DAYS) if len(name) >= 3 and one.startswith(name)), None)
    if weekday is not None:
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    return _of_calendar(name, today)


def _of_calendar(text: str, today: date) -> date | None:
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DOTTED.fullmatch(text):
        day, month, year = found.groups()
    else:
        if found := _NAMED.fullmatch(text):
            day, named, year = found.groups()
        elif found := _MONTH_FIRST.fullmatch(text):
            named, day, year = found.groups()
        else:
            return None
        if named[:3] not in _MONTHS:
            return None
        month = str(_MONTHS.index(named[:3]) + 1)
    years = [int(year)] if year else [today.year, today.year - 1]
    for one in years:
        try:
            when = date(one, int(month), int(day))
        except ValueError:
            continue
        if when <= today:
            return when
    return None
