"""A look to draw with: light, at 100 %, until a test changes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.commands import keymap, registry
from inbox.runtime import paths
from inbox.ui.key_choice import Keys
from inbox.ui.look.theme import Look, Theme, Wish


@pytest.fixture
def look(qtbot: QtBot) -> Look:
    made = Look()
    made.name_keys(Keys(paths.resources() / keymap.FILE, Path("nowhere"), set(registry.commands())).names())
    return made


@pytest.fixture
def theme(qapp: QApplication, look: Look) -> Iterator[Theme]:
    before, font = qapp.palette(), qapp.font()
    made = Theme(qapp, look, Wish.LIGHT)
    yield made
    made.choose(Wish.SYSTEM)
    made.deleteLater()
    qapp.setPalette(before)
    qapp.setFont(font)
