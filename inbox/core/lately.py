"""What somebody posted last, looked at when it was asked for; kept only where it is answered or liked from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inbox.core.fetched import FetchedMessage


@dataclass(frozen=True, slots=True)
class Posted:
    """One public post of theirs: its title or first words, and where it is read, liked and answered."""

    at: datetime
    title: str
    text: str
    url: str
    message: FetchedMessage | None = None
    """What it is as a message (`Kind.POST`), where the place it was seen from has a door to it; None: in the browser
    only."""
