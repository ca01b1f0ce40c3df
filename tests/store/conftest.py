from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox.store.writer import SqliteStore, open_store
from tests.builders import a_place
from tests.clocks import FrozenClock
from tests.outbox_desk import Desk, desk_in
from tests.rules.tongues import shipped
from tests.store.by_hand import Shelf, shelf_at


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """A fresh file with an open transaction to fill it by hand."""
    with shelf_at(tmp_path / "parlour.sqlite") as filled:
        yield filled


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[SqliteStore]:
    """The whole store over a fresh folder, with its writer thread."""
    opened = open_store(tmp_path / "profile", clock)
    yield opened
    opened.close()


@pytest.fixture
def place(store: SqliteStore) -> int:
    """A blog of mine, of which nothing was read yet."""
    return a_place(store)


@pytest.fixture
def speaking(tmp_path: Path, clock: FrozenClock) -> Iterator[SqliteStore]:
    """The same, with the words of the languages that ship."""
    opened = open_store(tmp_path / "profile", clock, languages=shipped())
    yield opened
    opened.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A real store with one place, and a network that says what the test wants."""
    with desk_in(tmp_path) as opened:
        yield opened
