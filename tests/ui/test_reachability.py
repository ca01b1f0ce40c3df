"""The network goes and comes back: each is told once."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from inbox.ui.reachability import Reachability

Reach = QNetworkInformation.Reachability


def test_only_a_network_that_was_away_comes_back(qtbot: QtBot) -> None:
    owner = QObject()
    watched = Reachability(owner)
    told: list[None] = []
    watched.back.connect(lambda: told.append(None))
    lost: list[None] = []
    watched.away.connect(lambda: lost.append(None))
    watched.on_changed(Reach.Online)
    watched.on_changed(Reach.Online)
    before = len(told)
    lost.clear()
    watched.on_changed(Reach.Disconnected)
    watched.on_changed(Reach.Local)
    assert len(lost) == 1, "going away is told once"
    assert len(told) == before
    watched.on_changed(Reach.Online)
    assert len(told) == before + 1
