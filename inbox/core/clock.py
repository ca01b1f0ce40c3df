"""The one place of time: instants are aware UTC everywhere, local time is a `WallTime` until somebody has to see it."""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
COMPUTER = ""
"""The zone of a `WallTime` that means "wherever this computer is then": "tomorrow 9:00" follows the traveller."""

_MICROSECOND = timedelta(microseconds=1)
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)

# RFC 3339 section 5.6, widened by what services really send: a space for the T, no seconds, no colon in the offset,
# no offset (WordPress' `date_gmt`), a bare date.
_RFC3339 = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,30}))?)?\s?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)


class Clock(Protocol):
    """What the time is; tests hand in one that stands still."""

    def now(self) -> datetime:
        """Aware UTC."""

    def monotonic(self) -> float:
        """Seconds from an unknown start that never jump back: for waiting and measuring, never for storing."""


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


def to_micros(instant: datetime) -> int:
    """Whole microseconds since 1970, as the store keeps instants. ValueError for a time without a zone."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return (instant - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The inverse of `to_micros`."""
    return EPOCH + timedelta(microseconds=micros)


def parse_rfc3339(text: str) -> datetime | None:
    """The instant as aware UTC, or None when it is no date (also in the year 0, which Python cannot hold).

    Without an offset the time is taken as UTC. A leap second is read as the second before it; more than six digits of
    a second are cut.
    """
    found = _RFC3339.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    try:
        written = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            59 if second == "60" else int(second or 0),
            int((fraction or "0")[:6].ljust(6, "0")),
            tzinfo=_offset(offset),
        )
    except ValueError:
        return None
    try:
        return written.astimezone(UTC)
    except OverflowError:
        return _LATEST if written.year > 1 else _EARLIEST


def _offset(text: str | None) -> timezone:
    if not text or text in "Zz":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-shift if text[0] == "-" else shift)


@dataclass(frozen=True, slots=True)
class WallTime:
    """What a clock on the wall will show: a time without an offset, and the IANA zone it belongs to (or COMPUTER)."""

    at: datetime
    zone: str = COMPUTER

    def __post_init__(self) -> None:
        if self.at.tzinfo is not None:
            raise ValueError("The time on a wall has no offset.")

    def instant(self) -> datetime:
        """Aware UTC. An hour that summer time skips is read with the offset before it (2:30 becomes 3:30), an hour that
        comes twice is its first coming, as RFC 5545 section 3.3.5 has it. A zone nobody knows is read as UTC."""
        first = self.at.replace(fold=0)
        try:
            if self.zone == COMPUTER:
                return first.astimezone(UTC)
            return first.replace(tzinfo=zone_named(self.zone) or UTC).astimezone(UTC)
        except (OverflowError, OSError):
            # The ends of the calendar, and on Windows everything the C library cannot convert.
            return first.replace(tzinfo=UTC)


def on_the_wall(instant: datetime, zone: str = COMPUTER) -> WallTime:
    """What the wall shows at `instant`: in the named zone, or here."""
    local = instant.astimezone() if zone == COMPUTER else instant.astimezone(zone_named(zone) or UTC)
    return WallTime(local.replace(tzinfo=None, fold=0), zone)


def notice_zone() -> None:
    """Read again which zone the computer is in, since a program that runs goes on with the one it began in. Windows has
    no such call: there it is noticed at the next start."""
    if sys.platform != "win32":
        time.tzset()


def zone_named(name: str) -> ZoneInfo | None:
    """The zone with this IANA name; None for one that is unknown here."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        # ZoneInfoNotFoundError is a KeyError; "../x" is a ValueError; a folder such as "Europe" an OSError.
        return None
