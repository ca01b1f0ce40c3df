"""When two messages are one (decision 13): the same words posted twice, or come by two ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from inbox.core.text import comparable

DOUBLE_WITHIN: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Utterance:
    """Who said what, where and when. `identity` and `thread` are local ids."""

    identity: int
    thread: int
    text: str
    at: datetime


def is_double(one: Utterance, other: Utterance) -> bool:
    """Equal words, evened out, by the same identity in the same thread within 15 minutes. Near-equal ones are not,
    nor are two messages without words (two pictures may differ)."""
    return (
        one.identity == other.identity
        and one.thread == other.thread
        and abs(one.at - other.at) <= DOUBLE_WITHIN
        and (said := comparable(one.text)) != ""
        and said == comparable(other.text)
    )
