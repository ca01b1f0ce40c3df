from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox.store.writer import SqliteStore, open_store
from tests.clocks import FrozenClock


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[SqliteStore]:
    opened = open_store(tmp_path / "profile", clock)
    yield opened
    opened.close()
