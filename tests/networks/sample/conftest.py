from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clocks import FrozenClock
from tests.networks.sample.worlds import Visit


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    made = Visit(tmp_path, FrozenClock())
    yield made
    made.close()
