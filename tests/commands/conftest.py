"""The sample people for a terminal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.terminal import Terminal


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample profile that was filled once; tests that write copy it."""
    folder = tmp_path_factory.mktemp("sample")
    assert Terminal(folder, always=("--sample",)).run("places").code == 0
    return folder


@pytest.fixture
def sample(read_once: Path, tmp_path: Path) -> Terminal:
    """The sample people, for this test alone."""
    shutil.copytree(read_once, tmp_path / "profile")
    return Terminal(tmp_path / "profile", always=("--sample",))


@pytest.fixture
def look(read_once: Path) -> Terminal:
    """The sample people, for tests that change nothing."""
    return Terminal(read_once, always=("--sample",))
