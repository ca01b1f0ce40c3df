"""The words of a time that somebody typed: a clock, a day, a span. All by the wall; what is no such thing is None."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

MORNING: Final = timedelta(hours=9)
_AFTERNOON: Final = timedelta(hours=14)
EVENING: Final = timedelta(hours=18)
_NIGHT: Final = timedelta(hours=20)
_DAY: Final = timedelta(days=1)

FRIDAY, SATURDAY = 4, 5
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST: Final = 3
_PARTS = {
    "morning": MORNING,
    "noon": timedelta(hours=12),
    "midday": timedelta(hours=12),
    "afternoon": _AFTERNOON,
    "evening": EVENING,
    "night": _NIGHT,
    "midnight": _DAY,
}
"""Since the midnight that begins the day; the midnight of a day ends it."""
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS: Mapping[str, float] = {word: number for number, word in enumerate(_NUMBERS, 1)} | {
    "a": 1,
    "an": 1,
    "half": 0.5,
}
_UNITS = {
    "minutes": "m min mins minute minutes",
    "hours": "h hr hrs hour hours",
    "days": "d day days",
    "weeks": "w wk wks week weeks",
    "fortnights": "fortnight fortnights",
    "months": "mo month months",
    "years": "y yr yrs year years",
}
UNITS: Mapping[str, str] = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2})(?::[0-9]{2})?)?(am|pm|a|p|uhr)?")
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?")
_NUMERIC = re.compile(r"([0-9]{1,2})([./])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2})?)?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT = re.compile(r"([0-9]{1,5}(?:[.,][0-9]{1,2})?)([a-z]+)")


def clock(words: Sequence[str], *, bare: bool) -> timedelta | None:
    """Since midnight: "9:00", "9.30", "9am", "5:30 pm", "noon", "evening". `bare`: a number alone ("mon 9")."""
    said = "".join(words).replace("a.m.", "am").replace("p.m.", "pm")
    if said in _PARTS:
        return _PARTS[said]
    found = _CLOCK.fullmatch(said)
    if found is None or not (found[2] or found[3] or bare):
        return None
    hours, minutes, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half in ("a", "p"):
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "p" else 0)
    return timedelta(hours=hours, minutes=minutes) if hours < 24 and minutes < 60 else None


def day(words: Sequence[str], at: timedelta, now: datetime) -> date | None:
    """The day that is meant, for `at` on it; days without a date are the next to come.

    "next friday" is that of the calendar week after this one, "next weekend" likewise.
    """
    today, said = now.date(), " ".join(words)
    if said in ("today", "this"):
        return today if datetime.combine(today, datetime.min.time()) + at > now else None
    if said in ("tomorrow", "tmr", "tmrw"):
        return today + _DAY
    if said in ("day after tomorrow", "overmorrow"):
        return today + 2 * _DAY
    if _ISO.fullmatch(said):
        return _date(int(said[:4]), int(said[5:7]), int(said[8:]))
    first, rest = (words[0], words[1:]) if len(words) > 1 else ("", words)
    if first in ("this", "coming", "next") and len(rest) == 1:
        return _with_next(rest[0], at, now) if first == "next" else _week_day(rest[0], at, now)
    return _week_day(said, at, now) or _of_a_month(words, at, now)


def months_on(start: datetime, months: int) -> datetime:
    """The same day of a later month, or its last one."""
    year, month = start.year + (start.month - 1 + months) // 12, (start.month - 1 + months) % 12 + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))


def amounts(words: Sequence[str]) -> list[tuple[float, str]] | None:
    """Of a span: "3 days", "1h 30m", "1.5h", "two weeks", "half an hour" as (number, unit of `UNITS`)."""
    found: list[tuple[float, str]] = []
    number: float | None = None
    more = list(words[-3:]) == ["and", "a", "half"]
    for word in words[:-3] if more else words:
        together = _AMOUNT.fullmatch(word)
        if word in ("and", "an", "a") and (word == "and" or number is not None):
            continue
        if together and together[2] in UNITS and number is None:
            found.append((float(together[1].replace(",", ".")), UNITS[together[2]]))
        elif word in UNITS and number is not None:
            found.append((number, UNITS[word]))
            number = None
        elif number is None and (word in NUMBERS or re.fullmatch(r"[0-9]{1,5}(?:[.,][0-9]{1,2})?", word)):
            number = NUMBERS[word] if word in NUMBERS else float(word.replace(",", "."))
        else:
            return None
    if not found or number is not None:
        return None
    return [*found, (0.5, found[-1][1])] if more else found


def coming(weekday: int, at: timedelta, now: datetime) -> date:
    """The next day of the week on which `at` is ahead."""
    found = now.date() + timedelta(days=(weekday - now.weekday()) % 7)
    return found if _is_ahead(found, at, now) else found + timedelta(days=7)


def _is_ahead(found: date, at: timedelta, now: datetime) -> bool:
    return datetime.combine(found, datetime.min.time()) + at > now


def _named(word: str, names: Sequence[str]) -> int | None:
    """Its place among the names, which may be cut to three letters; also as "weds", "sept"."""
    if len(word) < _SHORTEST:
        return None
    cut = {"weds": "wed", "thurs": "thu", "tues": "tue", "sept": "sep"}.get(word, word)
    return next((number for number, name in enumerate(names) if name.startswith(cut)), None)


def _week_day(word: str, at: timedelta, now: datetime) -> date | None:
    weekday = SATURDAY if word == "weekend" else _named(word, _DAYS)
    return None if weekday is None else coming(weekday, at, now)


def _with_next(word: str, at: timedelta, now: datetime) -> date | None:
    today = now.date()
    monday = today + timedelta(days=7 - today.weekday())
    if word == "week":
        return monday
    if word == "month":
        return months_on(now.replace(day=1), 1).date()
    if word == "year":
        return _date(today.year + 1, 1, 1)
    weekday = SATURDAY if word == "weekend" else _named(word, _DAYS)
    return _month(word, at, now) if weekday is None else monday + timedelta(days=weekday)


def _of_a_month(words: Sequence[str], at: timedelta, now: datetime) -> date | None:
    """ "24 dec", "dec 24th 2027", "24.12.", "31/12/2026", "24th", "december"."""
    year = int(words[-1]) if len(words) > 1 and re.fullmatch("20[0-9]{2}", words[-1]) else None
    parts = words[:-1] if year is not None else words
    if len(parts) == 2:
        for number, name in (parts, parts[::-1]):
            found, month = _ORDINAL.fullmatch(number), _named(name, _MONTHS)
            if found and month is not None:
                return _to_come(int(found[1]), month + 1, year, at, now)
        return None
    if len(parts) != 1:
        return None
    if numeric := _NUMERIC.fullmatch(parts[0]):
        first, second = int(numeric[1]), int(numeric[3])
        if numeric[2] == "/" and second > 12:
            first, second = second, first  # 12/31 can only be that way round
        said = int(numeric[4]) if numeric[4] else None
        return _to_come(first, second, 2000 + said if said is not None and said < 100 else said or year, at, now)
    if year is None and (found := _ORDINAL.fullmatch(parts[0])) and not parts[0].isdecimal():
        return _day_of_month(int(found[1]), at, now)
    return _month(parts[0], at, now, year)


def _month(word: str, at: timedelta, now: datetime, year: int | None = None) -> date | None:
    month = _named(word, _MONTHS)
    return None if month is None else _to_come(1, month + 1, year, at, now)


def _to_come(day: int, month: int, year: int | None, at: timedelta, now: datetime) -> date | None:
    """Without a year the next one in which there is such a day."""
    if year is not None:
        return _date(year, month, day)
    found = (_date(now.year + later, month, day) for later in range(9))
    return next((one for one in found if one is not None and _is_ahead(one, at, now)), None)


def _day_of_month(day: int, at: timedelta, now: datetime) -> date | None:
    for later in range(13):
        month = months_on(now.replace(day=1), later)
        found = _date(month.year, month.month, day)
        if found is not None and _is_ahead(found, at, now):
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
