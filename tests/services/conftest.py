from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outbox_desk import Desk, desk_in


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A real store with one place, and a network that says what the test wants."""
    with desk_in(tmp_path) as opened:
        yield opened
