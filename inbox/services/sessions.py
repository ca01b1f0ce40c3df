"""Open sessions of places, one a place, kept until something about the place changes.

The networks are bound from outside (`app.py`): services import no client.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from inbox.core.clock import Clock
from inbox.core.errors import StoreError, Unreachable
from inbox.core.model import Place, Verb
from inbox.core.ports import Secrets

if TYPE_CHECKING:
    from inbox.networks.api import Client, Declaration, NetworkSession, Retry, Surroundings

LOG_LINES = 500


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the network log: never a query, a header or a body."""

    at: datetime
    method: str
    host: str
    template: str
    status: int
    size: int
    ms: float


class Slot:
    """The secrets of one place (`networks.api.SecretSlot`)."""

    def __init__(self, secrets: Secrets, place: str) -> None:
        self._secrets = secrets
        self._place = place

    def get(self, name: str) -> str | None:
        """Raises Unreachable for a keychain that is locked: the place says so, and is tried again ever more rarely,
        since each try may ask the person to unlock it."""
        try:
            return self._secrets.get(self._place, name)
        except StoreError as error:
            raise Unreachable(str(error)) from error

    def put(self, name: str, value: str) -> None:
        self._secrets.put(self._place, name, value)


def secret_name(place: Place) -> str:
    """The name a place's secrets are kept under: its stable key, so that adding it again finds them."""
    return f"{place.network}:{place.canonical}"


class Sessions:
    """Callable: `Place -> NetworkSession`. A session is used by its place's lane only."""

    def __init__(
        self,
        declaration: Callable[[str], Declaration],
        client: Callable[[str], Client],
        secrets: Secrets,
        clock: Clock,
        folder: str,
        retries: Callable[[Retry], Retry] = lambda rule: rule,
    ) -> None:
        """`retries` lets a test harness shorten settling times; the program leaves the rules as declared."""
        self._declaration = declaration
        self._client = client
        self._secrets = secrets
        self._clock = clock
        self._folder = folder
        self._stop: Callable[[], bool] = lambda: False
        self._retries = retries
        self._open: dict[int, tuple[Place, NetworkSession]] = {}
        self._guard = threading.Lock()
        self._all = [self]
        self.log: deque[Request] = deque(maxlen=LOG_LINES)

    def __call__(self, place: Place) -> NetworkSession:
        key = _what_matters(place)
        with self._guard:
            kept = self._open.get(place.id)
            if kept is not None and _what_matters(kept[0]) == key:
                return kept[1]
        self._close_one(place.id)
        slot = Slot(self._secrets, secret_name(place))
        session = self._client(place.network).open_place(place, slot, self.around(place.settings.get("local") == "yes"))
        with self._guard:
            self._open[place.id] = (place, session)
        return session

    def beside(self) -> Sessions:
        """A second set for the same places, for lanes that run beside the ones of this. Both are dropped together."""
        other = Sessions(
            self._declaration, self._client, self._secrets, self._clock, self._folder, retries=self._retries
        )
        self._all.append(other)
        other._all = self._all
        return other

    def stop_when(self, stop: Callable[[], bool]) -> None:
        """For sessions opened from now on: long work looks at `stop()` and ends early."""
        self._stop = stop

    def around(self, local_allowed: bool) -> Surroundings:
        from inbox.networks.api import Surroundings

        return Surroundings(
            now=self._clock.now, stop=self._stop, log=self._note, local_allowed=local_allowed, folder=self._folder
        )

    def declaration(self, network: str) -> Declaration:
        return self._declaration(network)

    def client(self, network: str) -> Client:
        return self._client(network)

    def retry_rule(self, place: Place, verb: Verb) -> Retry:
        return self._retries(self._declaration(place.network).retries[verb])

    def drop(self, place: int) -> None:
        """Close the sessions of a place whose sign-in changed or that was removed: here and in the sets beside."""
        for each in self._all:
            each._close_one(place)

    def close(self) -> None:
        for place in list(self._open):
            self._close_one(place)

    def _close_one(self, place: int) -> None:
        with self._guard:
            kept = self._open.pop(place, None)
        if kept is not None:
            kept[1].close()

    def _note(self, method: str, host: str, template: str, status: int, size: int, ms: float) -> None:
        self.log.append(Request(self._clock.now(), method, host, template, status, size, ms))


def _what_matters(place: Place) -> tuple[object, ...]:
    return (
        place.network,
        place.canonical,
        place.address,
        place.user,
        place.can,
        place.signed_in,
        tuple(sorted(place.settings.items())),
    )
