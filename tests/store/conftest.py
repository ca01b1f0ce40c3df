from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.by_hand import Shelf, shelf_at


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """A fresh file with an open transaction to fill it by hand."""
    with shelf_at(tmp_path / "parlour.sqlite") as filled:
        yield filled
