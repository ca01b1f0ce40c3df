"""Times as people say them. The app keeps aware UTC instants; here, and only here, they become local time.

Every function takes the instant, the instant of now, and a zone for tests; without one it is this computer's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def age(moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """For rows: "now", "5 min", "2 h", "yesterday", "3 d", "12 Nov", "12 Nov 2024"."""
    passed = now - moment
    if passed < timedelta(minutes=1):
        return "now" if passed > timedelta(minutes=-5) else ahead(moment, now, zone)
    if passed < timedelta(hours=1):
        return f"{passed // timedelta(minutes=1)} min"
    there, here = local(moment, zone), local(now, zone)
    days = (here.date() - there.date()).days
    if days == 0 or passed < timedelta(hours=6):
        return f"{passed // timedelta(hours=1)} h"
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"{days} d"
    return _date(there, here)


def ago(moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """Inside a sentence: "just now", "1 min ago", "yesterday", "on 12 Nov"."""
    said = age(moment, now, zone)
    if said == "now":
        return "just now"
    if said == "yesterday":
        return said
    return f"{said} ago" if said.split()[-1] in ("min", "h", "d") else f"on {said}"


def stamp(moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """For messages: "Today, 10:21", "Yesterday, 09:14", "12 Nov, 09:14", "12 Nov 2024, 09:14"."""
    there, here = local(moment, zone), local(now, zone)
    days = (here.date() - there.date()).days
    day = {0: "Today", 1: "Yesterday", -1: "Tomorrow"}.get(days) or _date(there, here)
    return f"{day}, {there:%H:%M}"


def ahead(moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """For what comes back: "today 18:00", "tomorrow 9:00", "Mon 9:00" within a week, "Mon 23 Nov, 9:00"."""
    there, here = local(moment, zone), local(now, zone)
    clock = f"{there.hour}:{there.minute:02}"
    days = (there.date() - here.date()).days
    if days in (0, 1):
        return f"{('today', 'tomorrow')[days]} {clock}"
    weekday = DAYS[there.weekday()]
    return f"{weekday} {clock}" if 1 < days < 7 else f"{weekday} {_date(there, here)}, {clock}"


def full(moment: datetime, zone: tzinfo | None = None) -> str:
    """For tooltips and screen readers: "Thu 12 Nov 2026, 09:14"."""
    there = local(moment, zone)
    return f"{DAYS[there.weekday()]} {there.day} {MONTHS[there.month - 1]} {there.year}, {there:%H:%M}"


def date(moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """For histories: "Today", "12 Nov", "12 Nov 2024"."""
    there, here = local(moment, zone), local(now, zone)
    return "Today" if there.date() == here.date() else _date(there, here)


def _date(there: datetime, here: datetime) -> str:
    """The year only when it is not clear: another year, and more than a quarter away."""
    short = f"{there.day} {MONTHS[there.month - 1]}"
    near = abs(there - here) < timedelta(days=90)
    return short if there.year == here.year or near else f"{short} {there.year}"


def local(moment: datetime, zone: tzinfo | None = None) -> datetime:
    """In the zone; an instant that no zone can hold (year 1, year 9999, before 1970 on Windows) stays in UTC."""
    try:
        return moment.astimezone(zone)
    except (OverflowError, OSError, ValueError):
        return moment.astimezone(UTC)
