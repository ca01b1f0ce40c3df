"""The system's own word that the network is away or back (decision 32). Away: the places are looked at once, so that
each says at once that it does not answer. Back: every place is looked at and what waits is sent.

No foreign host is ever probed to find out. Where the system has no such signal, failed requests tell, and time.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

ONLINE = QNetworkInformation.Reachability.Online


class Reachability(QObject):
    back = Signal()
    """The network was away and is there again."""
    away = Signal()
    """The network was there and is gone."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was = ONLINE
        if QNetworkInformation.loadDefaultBackend():
            network = QNetworkInformation.instance()
            self._was = network.reachability()
            network.reachabilityChanged.connect(self.on_changed)

    def on_changed(self, now: QNetworkInformation.Reachability) -> None:
        before, self._was = self._was, now
        if now == ONLINE and before != ONLINE:
            self.back.emit()
        elif before == ONLINE and now == QNetworkInformation.Reachability.Disconnected:
            self.away.emit()
