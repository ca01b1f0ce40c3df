"""Until when: the snooze presets, and a time somebody typed. All is wall time; the caller makes it an instant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from inbox.core.clock import WallTime, on_the_wall, parse_rfc3339
from inbox.rules import when_words
from inbox.rules.when_words import EVENING, FRIDAY, MORNING, SATURDAY

LATER: Final = timedelta(hours=3)

_LONGEST: Final = timedelta(days=3660)
_ALSO = {
    "later": "later_today",
    "evening": "this_evening",
    "tonight": "this_evening",
    "tmr": "tomorrow",
    "this_weekend": "weekend",
    "tmrw": "tomorrow",
    "week": "next_week",
    "month": "next_month",
}
_DAYS = {"minutes": 1 / 1440, "hours": 1 / 24, "days": 1, "weeks": 7, "fortnights": 14, "months": 31, "years": 366}
"""About how long a unit is: enough to see what is too far ahead."""
_FILLERS = ("on", "the", "of", "by", "until", "till", "um")


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
        Preset("this_evening", "This evening", _wall(today, EVENING, now)),
        Preset("tomorrow", "Tomorrow", _morning(today + timedelta(days=1), now)),
        Preset("weekend", "Weekend", _morning(when_words.coming(SATURDAY, MORNING, now.at), now)),
        Preset("next_week", "Next week", _morning(today + timedelta(days=7 - today.weekday()), now)),
        Preset("next_month", "Next month", _morning((today.replace(day=1) + timedelta(days=32)).replace(day=1), now)),
    ]
    return tuple(
        preset
        for preset in candidates
        if preset.at.at > now.at and (preset.code != "later_today" or preset.at.at.date() == today)
    )


def parse_when(typed: str, now: WallTime) -> WallTime | None:
    """A preset's name, a span ("3d", "in two weeks", "1h 30m"), a day and a time in either order ("tomorrow 9:00", "tue
    9", "9pm friday", "24 dec", "31.12.", "next month", "noon"), or an ISO date or instant; None when it is not
    understood or lies more than ten years ahead.

    A day without a time is its morning; a span of days or longer keeps the time of day; a time without a day, or a day
    without a date, is the next one to come. "next friday" is that of the week after this one; of two numbers the day
    comes first unless it cannot. Only a date with its year can lie in the past: the caller says so.
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
    if named is not None:
        return named
    words = re.sub(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})t(?=[0-9])", r"\1 ", text).replace(",", " ").split()
    words = [word for word in words if word not in _FILLERS]
    return _if_near(_ends(words, now) or _span(words, now) or _day_and_clock(words, now), now) if words else None


def _if_near(at: WallTime | None, now: WallTime) -> WallTime | None:
    return at if at is not None and at.at - now.at <= _LONGEST else None


def _ends(words: Sequence[str], now: WallTime) -> WallTime | None:
    """The end of the day is its evening, of the week Friday's, of the month the morning of its last day."""
    said = " ".join(words)
    today = now.at.date()
    if said in ("eod", "end day") and _wall(today, EVENING, now).at > now.at:
        return _wall(today, EVENING, now)
    if said in ("eow", "end week"):
        return _wall(when_words.coming(FRIDAY, EVENING, now.at), EVENING, now)
    if said in ("eom", "end month"):
        first = when_words.months_on(now.at.replace(day=1), 1)
        last = (first - timedelta(days=1)).date()
        after = (when_words.months_on(first, 1) - timedelta(days=1)).date()
        return _morning(last, now) if _morning(last, now).at > now.at else _morning(after, now)
    return None


def _span(words: Sequence[str], now: WallTime) -> WallTime | None:
    """ "in 3 days", "3d", "2 weeks 9am": a time of day may follow."""
    words = words[1:] if words[0] == "in" else words
    for end in range(len(words), 0, -1):
        found = when_words.amounts(words[:end])
        rest = [word for word in words[end:] if word != "at"]
        clock = when_words.clock(rest, bare="at" in words[end:]) if rest else None
        if found is not None and (clock is not None) == bool(words[end:]):
            return _after(found, clock, now)
    return None


def _after(found: Sequence[tuple[float, str]], clock: timedelta | None, now: WallTime) -> WallTime | None:
    days = sum(number * _DAYS[unit] for number, unit in found)
    if not days or timedelta(days=days) > _LONGEST:
        return None
    if all(unit in ("minutes", "hours") for _, unit in found):
        later = (now.instant() + timedelta(days=days)).replace(microsecond=0)
        return on_the_wall(later, now.zone) if clock is None else None
    at = now.at.replace(second=0, microsecond=0)
    for number, unit in found:
        if unit in ("months", "years"):
            at = when_words.months_on(at, round(number * (12 if unit == "years" else 1)))
        else:
            at += timedelta(days=number * _DAYS[unit])
    return WallTime(at, now.zone) if clock is None else _wall(at.date(), clock, now)


def _day_and_clock(words: Sequence[str], now: WallTime) -> WallTime | None:
    """In either order; the longest day that makes sense."""
    words = words[1:] if words[0] == "in" and len(words) > 1 else words
    for end in range(len(words), 0, -1):
        for day, rest in ((words[:end], words[end:]), (words[-end:], words[:-end])):
            said = [word for word in rest if word != "at"]
            clock = when_words.clock(said, bare=True) if said else MORNING
            if clock is None or bool(rest) != bool(said):
                continue
            found = when_words.day(day, clock, now.at)
            if found is not None:
                return _wall(found, clock, now)
    clock = when_words.clock([word for word in words if word != "at"], bare=words[0] == "at")
    if clock is None:
        return None
    today = _wall(now.at.date(), clock, now)
    return today if today.at > now.at else _wall(now.at.date() + timedelta(days=1), clock, now)


def _wall(day: date, since_midnight: timedelta, now: WallTime) -> WallTime:
    return WallTime(datetime.combine(day, datetime.min.time()) + since_midnight, now.zone)


def _morning(day: date, now: WallTime) -> WallTime:
    return _wall(day, MORNING, now)
