"""What was queued leaves: once, or somebody is asked (decisions 15-20).

One round works for one place in order of queueing; places do not know of each other. What happens to one delivery is in
`services/attempts`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from inbox.core.changes import NOTHING, Changes
from inbox.core.clock import Clock
from inbox.core.faultpoints import fault_point
from inbox.core.model import DeliveryState
from inbox.core.ports import Priority, Store, Writing
from inbox.services import sync
from inbox.services.attempts import Absorb, Attempt, PlaceMustWait, SessionsOf

NAP_S = 0.5
"""How often a headless wait looks whether it is to stop."""


def recover(store: Store, clock: Clock, place: int | None = None) -> Changes:
    """At start, holding the instance lock and before any delivering: what was being sent is of unknown outcome. With a
    place only there: in its lane, after a round that broke off."""
    return store.write(lambda write: write.recover_sending(clock.now(), place), Priority.OUTBOX)


def due_places(store: Store, clock: Clock) -> list[int]:
    """Places that have something to deliver, or to look after, now; each is worth a `deliver_due` in its own lane."""

    def ask(write: Writing) -> list[int]:
        return list(dict.fromkeys(write.reading.delivery(each).place for each in write.due(clock.now())))

    return store.write(ask, Priority.OUTBOX)


def deliver_due(
    store: Store,
    sessions: SessionsOf,
    clock: Clock,
    place: int,
    *,
    absorb: Absorb = sync.absorb,
    dice: random.Random | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Changes:
    """One round for one place: each delivery that is due is worked on once, in order, at most one at a time.

    Run it in one lane a place, never twice at once for the same place. Raises StoreError; network errors become states.
    """
    attempt = Attempt(store, sessions, clock, absorb, dice or random.Random())
    changes = NOTHING
    done: set[int] = set()
    while not stop():
        ready = [each for each in _due(store, clock, place) if each not in done]
        if not ready:
            break
        done.add(ready[0])
        fault_point("deliver.chosen")
        try:
            changes |= attempt.deliver(ready[0])
        except PlaceMustWait as waiting:
            return changes | waiting.changes
    return changes


def deliver_until(
    store: Store,
    sessions: SessionsOf,
    clock: Clock,
    *,
    wait_s: float | None = None,
    absorb: Absorb = sync.absorb,
    nap: Callable[[float], None] = time.sleep,
    dice: random.Random | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Changes:
    """The headless `deliver`: rounds for all places until nothing is due and nothing is UNSURE.

    `wait_s` bounds it, and also waits for what becomes due within it; 0 works once on what is due and does not wait.
    Rows of a place that waits for its sign-in, or is paused, are not due.
    """
    started = clock.monotonic()
    changes = NOTHING
    while not stop():
        worked = False
        for place in due_places(store, clock):
            changes |= deliver_due(store, sessions, clock, place, absorb=absorb, dice=dice, stop=stop)
            worked = True
        left = None if wait_s is None else wait_s - (clock.monotonic() - started)
        if left is not None and left <= 0:
            break
        if worked:
            continue
        seconds = _seconds_to_next(store, clock, only_unsure=wait_s is None)
        if seconds is None or (left is not None and seconds > left):
            break
        nap(min(max(seconds, 0.01), NAP_S))
    return changes


def _seconds_to_next(store: Store, clock: Clock, *, only_unsure: bool) -> float | None:
    """Until something is due again; None when there is nothing to wait for."""
    now = clock.now()
    with store.reading() as reading:
        unsure = any(each.state is DeliveryState.UNSURE for each in reading.outbox())
    if only_unsure and not unsure:
        return None
    at = store.write(lambda write: write.next_due(), Priority.OUTBOX)
    return None if at is None else (at - now).total_seconds()


def _due(store: Store, clock: Clock, place: int) -> list[int]:
    def ask(write: Writing) -> list[int]:
        return [each for each in write.due(clock.now()) if write.reading.delivery(each).place == place]

    return store.write(ask, Priority.OUTBOX)
