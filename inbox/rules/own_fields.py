"""Fields of one's own about somebody: the usual ones, what they may hold, and how they are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from inbox.core.errors import Refused

PHONE, BIRTHDAY = "Phone", "Birthday"
USUAL = (PHONE, BIRTHDAY, "How we met", "Preferred way", "What they want")
NAME_MOST, VALUE_MOST = 40, 500

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_ISO = re.compile(r"(?:([0-9]{4})-|--?)?([0-9]{1,2})-([0-9]{1,2})")
_DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\.(?: ?([0-9]{4}))?")
_NAMED = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)? (?:of )?([a-z]{3,9})\.?,?(?: ([0-9]{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,?(?: ([0-9]{4}))?")
_DIALLED = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Birthday:
    month: int
    day: int
    year: int | None = None

    def __str__(self) -> str:
        """As it is kept: "1984-03-12", or "--03-12" (ISO 8601, as vCard 4 writes a birthday without its year)."""
        return f"{f'{self.year:04}' if self.year else '-'}-{self.month:02}-{self.day:02}"

    def said(self) -> str:
        """ "12 March 1984"."""
        return f"{self.day} {_MONTHS[self.month - 1].capitalize()}{f' {self.year}' if self.year else ''}"


def usual_name(name: str) -> str:
    """The usual field of that name, however it is written; else the name as it is."""
    plain = " ".join(name.split())[:NAME_MOST]
    return next((one for one in USUAL if one.casefold() == plain.casefold()), plain)


def checked(name: str, value: str, today: date) -> str:
    """The value as it is kept. Raises Refused where it is none of its field."""
    plain = " ".join(value.split())[:VALUE_MOST]
    if not plain:
        return ""
    if name == BIRTHDAY:
        return str(birthday(plain, today))
    if name == PHONE and not 3 <= len(_DIALLED.findall(plain)) <= 20:
        raise Refused(f"“{plain}” is no phone number. Write its digits, with + and the country's number in front.")
    return plain


def birthday(typed: str, today: date) -> Birthday:
    """ "1984-03-12", "03-12", "12.3.1984", "12 March", "March 12, 1984". Raises Refused for what is no such day."""
    found = _parts(typed.strip().lower())
    if found is None:
        raise Refused(f"“{typed}” is no birthday. Write it like 12 March 1984, 12 March or 1984-03-12.")
    year, month, day = found
    try:
        date(year or 2000, month, day)  # a leap year, since 29 February is a birthday
    except ValueError:
        raise Refused(f"“{typed}” is a day that no calendar has. Look at day and month.") from None
    if year is not None and not (year >= 1900 and date(year, month, day) <= today):
        raise Refused(f"“{typed}” is no day somebody now was born on. Look at the year, or leave it out.")
    return Birthday(month, day, year)


def read_birthday(value: str) -> Birthday | None:
    """What `checked` kept."""
    found = _parts(value)
    return Birthday(found[1], found[2], found[0]) if found is not None else None


def dialled(value: str) -> str:
    """A `tel:` address (RFC 3966) of what was written as a phone number; "" where there is none."""
    digits = "".join(_DIALLED.findall(value.split("(0)")[0] + "".join(value.split("(0)")[1:])))
    return f"tel:{'+' if value.lstrip().startswith('+') else ''}{digits}" if len(digits) >= 3 else ""


def _parts(typed: str) -> tuple[int | None, int, int] | None:
    """(year or None, month, day) as written, not yet known to be a day."""
    if found := _ISO.fullmatch(typed):
        year, month, day = found.groups()
        return int(year) if year else None, int(month), int(day)
    if found := _DOTTED.fullmatch(typed):
        day, month, year = found.groups()
        return int(year) if year else None, int(month), int(day)
    if found := _NAMED.fullmatch(typed):
        day, name, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(typed):
        name, day, year = found.groups()
    else:
        return None
    number = next((at for at, month in enumerate(_MONTHS, 1) if month.startswith(name)), None)
    return None if number is None else (int(year) if year else None, number, int(day))
