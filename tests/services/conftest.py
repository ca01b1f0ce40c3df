from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox.store.writer import SqliteStore, open_store
from tests.clocks import FrozenClock
from tests.outbox_desk import Desk, desk_in


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A real store with one place, and a network that says what the test wants."""
    with desk_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[SqliteStore]:
    opened_store = open_store(tmp_path / "profile", clock)
    yield opened_store
    opened_store.close()
