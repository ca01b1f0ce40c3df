"""An amount as somebody types it, in whichever country: "1.250,00", "1,250.00", "12.5", "1 250"."""

from __future__ import annotations

import re
from decimal import Decimal

_AMOUNT = re.compile(r"-?[0-9]+(?:[.,'’  \u202f ][0-9]+)*")
_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")
_SPACES = re.compile(r"['’  \u202f ]")
_CURRENCY = re.compile(r"[A-Z]{3}")
LONGEST = 30


def amount_of(typed: str) -> Decimal | None:
    """None for what is no amount. The last point or comma is the decimal one, unless it sets thousands apart: a single
    one with three digits behind it does."""
    text = typed.strip()
    if len(text) > LONGEST or not _AMOUNT.fullmatch(text):
        return None
    text = _SPACES.sub("", text)
    bare = text.removeprefix("-")
    marks = [sign for sign in bare if sign in ".,"]
    if _GROUPS.fullmatch(bare) and len(set(marks)) == 1:
        text = text.replace(marks[0], "")
    elif marks:
        whole, _, cents = text.rpartition(marks[-1])
        if any(sign in whole for sign in marks[-1]):
            return None
        text = f"{re.sub('[.,]', '', whole)}.{cents}"
    return Decimal(text)


def currency_of(typed: str) -> str | None:
    """ISO 4217 in capitals; None for what cannot be one."""
    said = typed.strip().upper()
    return said if _CURRENCY.fullmatch(said) else None
