"""When a place is fetched next. Pure schedule and a tick; no thread and no Qt of its own.

After a success: the network's own pace with jitter, so that fifty places do not knock at once. After failures: doubling
from one minute to an hour. `Retry-After` is kept to. Waits inside the process are re-judged at every tick against the
clock, and a stored time further away than the longest wait is clamped (a clock that was wrong does not silence a
place).
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from inbox.core.model import Place

FIRST_BACK_OFF_S = 60.0
LONGEST_S = 3600.0
JITTER = 0.15


def next_sync(
    now: datetime, every_s: float, failures: int, dice: random.Random, retry_after_s: float | None = None
) -> datetime:
    """The instant of the next fetch, never further than `due` believes. `failures`: how many in a row."""
    wait = min(every_s, LONGEST_S) if failures == 0 else min(LONGEST_S, FIRST_BACK_OFF_S * 2 ** min(failures - 1, 10))
    wait *= 1 + dice.uniform(-JITTER, JITTER)
    if retry_after_s is not None:
        wait = max(wait, min(retry_after_s, LONGEST_S))
    return now + timedelta(seconds=wait)


def due(places: Iterable[Place], now: datetime) -> list[Place]:
    """Places to fetch now, the longest waiting first."""
    horizon = now + timedelta(seconds=LONGEST_S * (1 + JITTER))
    ready = [
        place
        for place in places
        if not place.paused
        and (place.next_sync_at is None or place.next_sync_at <= now or place.next_sync_at > horizon)
    ]
    return sorted(ready, key=lambda place: (place.next_sync_at is not None, place.next_sync_at))
