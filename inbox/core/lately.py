"""What somebody posted last, looked at when it was asked for and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Posted:
    """One public post of theirs: its title or first words, and where it is read, liked and answered."""

    at: datetime
    title: str
    text: str
    url: str
