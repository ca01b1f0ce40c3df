"""What leaves the outbox behind the window: a round of sending for each place where something is due, and when to look
again. Lives on the interface's thread; the rounds themselves run in lanes, one a place."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from inbox.core.changes import NOTHING, Changes
from inbox.core.clock import Clock
from inbox.core.errors import InboxError
from inbox.core.ports import Store
from inbox.runtime.runner import Runner

if TYPE_CHECKING:
    from inbox.services.sessions import Sessions

REST_S = 60.0
"""After a fetch or a round of sending that did not end as it should (full disk, a bug) its place is left alone so long:
nothing was noted that would keep it from being tried again each second."""
LONGEST_WAIT = timedelta(minutes=15)
"""The outbox is looked at this often at least, whatever a clock that was wrong has stored."""
UNTIL_NOTED = timedelta(seconds=5)
"""After it was looked at, the outbox says when it goes on; until that is noted it is not looked at again."""


class Sending:
    """`deliver` calls something on the interface's thread; `failed` hears errors that are fit to show, `ended` each
    round that came to its end; `closed` says whether the window is gone."""

    def __init__(
        self,
        store: Store,
        sessions: Sessions,
        clock: Clock,
        runner: Runner,
        *,
        deliver: Callable[[Callable[[], None]], None],
        failed: Callable[[InboxError], None],
        ended: Callable[[], None],
        closed: Callable[[], bool],
    ) -> None:
        self._store, self._sessions, self._clock, self._runner = store, sessions, clock, runner
        self._hand_over, self._failed, self._ended, self._closed = deliver, failed, ended, closed
        self._next: datetime | None = None
        self._again: dict[int, float] = {}
        """Place: not before this on the monotonic clock. Set when a round begins, gone when it ended as it should."""
        self._broken: set[int] = set()
        """Places where a round did not end as it should."""

    def send_due(self) -> None:
        """Now, since somebody wants it: no place rests any longer."""
        self._again.clear()
        self.send_what_is_due()

    def send_what_is_due(self) -> None:
        """But for places that rest."""
        from inbox.services import delivery

        self._runner.run(
            "outbox", partial(delivery.due_places, self._store, self._clock), self._on_due, alive=self._is_alive
        )

    def see_when(self) -> None:
        """When the outbox is to be looked at next."""
        with self._store.reading() as reading:
            at = reading.outbox_goes_on()
        now = self._clock.now()
        if at is None:
            # What broke off stands as being sent, which is nothing to wait for.
            self._next = now if self._broken else None
        else:
            self._next = min(at, now + LONGEST_WAIT)

    def tick(self, now: datetime) -> None:
        if self._next is not None and self._next <= now:
            self._next = now + UNTIL_NOTED
            self.send_what_is_due()

    def _is_alive(self) -> bool:
        return not self._closed()

    def _on_due(self, places: list[int]) -> None:
        now = self._clock.monotonic()
        for place in [*places, *(self._broken - set(places))]:
            if self._again.get(place, now) > now:
                continue
            self._again[place] = now + REST_S
            self._runner.run(
                f"send-{place}",
                partial(self._deliver, place, after_a_break=place in self._broken),
                partial(self._on_sent, place),
                self._failed,
                alive=self._is_alive,
            )

    def _deliver(self, place: int, *, after_a_break: bool) -> Changes:
        """In a lane. A round that broke off, as on a full disk, may have left what it was sending of unknown outcome:
        nobody else sends there, so the next round begins as a start of the program does."""
        from inbox.services import delivery

        ended_well = False
        try:
            before = delivery.recover(self._store, self._clock, place) if after_a_break else NOTHING
            done = delivery.deliver_due(
                self._store, self._sessions, self._clock, place, dice=random.Random(), stop=self._runner.stopping
            )
            ended_well = True
            return before | done
        finally:
            if not ended_well:
                self._hand_over(partial(self._on_broken, place))

    def _on_broken(self, place: int) -> None:
        """Whoever asked when to go on while it was being sent was told "never"."""
        self._broken.add(place)
        if self._is_alive():
            self.see_when()

    def _on_sent(self, place: int, changes: Changes) -> None:
        self._again.pop(place, None)
        self._broken.discard(place)
        self.see_when()
        self._ended()
