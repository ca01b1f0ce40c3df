"""What surrounds the process under test: which network, which clock, who signs in.

`fake:PORT` is the harness's own server on a hurried clock. `wordpress:URL` is a real blog on the world's clock; its
user and application password come from the environment (PARLOUR_HARNESS_USER, PARLOUR_HARNESS_PASSWORD).
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from inbox.core.clock import Clock, SystemClock
from inbox.core.fetched import Batch
from inbox.core.model import Found, Place
from inbox.core.ports import Store
from inbox.networks import registry
from inbox.networks.api import Retry
from inbox.services import accounts, sync
from inbox.services.attempts import SessionsOf
from inbox.services.sessions import Sessions
from tests.outbox_harness import fake_network
from tests.outbox_harness.fake_network import FakeSessions

FASTER = 20.0
"""How much faster than the world's the hurried clock runs: settling times and back-off are the program's own, only
minutes become seconds."""
WORDPRESS_SETTLE_S = 4.0
"""Instead of the 30 s that WordPress declares; the proxy and the server are done within half of it."""
TARGETS = 12
"""People who wrote at each place of the fake network."""


class World(Protocol):
    clock: Clock
    pace: float
    """Seconds of its clock in one second of the world's."""

    def sessions(self) -> SessionsOf: ...
    def set_up(self, store: Store) -> None: ...
    def found(self, place: Place) -> Found:
        """As when somebody signs in there again."""

    def label(self, place: Place) -> str: ...


def world(name: str, folder: Path) -> World:
    kind, _, where = name.partition(":")
    return WordPressWorld(where, folder) if kind == "wordpress" else FakeWorld(int(where), folder)


class HurriedClock:
    """`core.clock.Clock` from one beginning through all restarts."""

    def __init__(self, folder: Path) -> None:
        beginning = folder / "beginning"
        if not beginning.exists():
            beginning.write_text(repr(time.time()), encoding="ascii")
        self._beginning = float(beginning.read_text(encoding="ascii"))

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._beginning + (time.time() - self._beginning) * FASTER, UTC)

    def monotonic(self) -> float:
        return time.monotonic() * FASTER


class FakeWorld:
    pace = FASTER

    def __init__(self, port: int, folder: Path) -> None:
        self.clock: Clock = HurriedClock(folder)
        self._port = port

    def sessions(self) -> SessionsOf:
        return FakeSessions(self._port, self.clock)

    def set_up(self, store: Store) -> None:
        for name in fake_network.RULES:
            place, _ = store.write(lambda write, name=name: write.add_place(fake_network.found(name), waits_from=None))
            messages = tuple(fake_network.target(name, number, self.clock) for number in range(TARGETS))
            sync.take_in(store, place, Batch(stream="all", messages=messages, cursor="1", first_fetch_done=True))

    def found(self, place: Place) -> Found:
        return fake_network.found(place.canonical)

    def label(self, place: Place) -> str:
        return place.canonical


class _Passwords:
    """`core.ports.Secrets` out of the environment."""

    sentence = ""

    def get(self, place: str, name: str) -> str | None:
        return os.environ.get("PARLOUR_HARNESS_PASSWORD")

    def put(self, place: str, name: str, value: str) -> None:
        """It is there."""

    def forget(self, place: str) -> None:
        """It stays."""


class WordPressWorld:
    pace = 1.0

    def __init__(self, url: str, folder: Path) -> None:
        self.clock: Clock = SystemClock()
        self._url = url
        self._folder = folder

    def sessions(self) -> Sessions:
        def sooner(rule: Retry) -> Retry:
            return replace(rule, settle_s=WORDPRESS_SETTLE_S)

        return Sessions(
            registry.declaration, registry.client, _Passwords(), self.clock, str(self._folder), retries=sooner
        )

    def set_up(self, store: Store) -> None:
        sessions = self.sessions()
        found = self._find(sessions)
        place, _ = accounts.add(store, _Passwords(), sessions, self.clock, found, self._fields(), waits_days=None)
        report = sync.sync_place(store, place, sessions, self.clock, lambda now, failures, patience: now)
        if report.sentence:
            raise SystemExit(report.sentence)
        sessions.close()

    def found(self, place: Place) -> Found:
        sessions = self.sessions()
        try:
            return self._find(sessions)
        finally:
            sessions.close()

    def label(self, place: Place) -> str:
        return place.network

    def _find(self, sessions: Sessions) -> Found:
        return accounts.find(sessions, ["wordpress"], self._url, self._fields())

    def _fields(self) -> Mapping[str, str]:
        return {
            "user": os.environ["PARLOUR_HARNESS_USER"],
            "app_password": os.environ["PARLOUR_HARNESS_PASSWORD"],
        }
