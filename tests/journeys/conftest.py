"""A desk with the sample people, ready for keys. A journey that begins elsewhere has a `desk` of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.desk import Desk, running
from tests.journeys.sample_people import copied, filled, ready


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as it is after its first start: to be copied, never written to."""
    return filled(tmp_path_factory.mktemp("filled") / "sample")


@pytest.fixture
def desk(sample: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with running(copied(sample, tmp_path / "sample"), qtbot, "--sample", sample=True) as made:
        yield ready(made)
