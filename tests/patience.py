"""How long a test waits for something that comes: for hangs only, so that a machine with much else to do fails nothing.

What must not come is waited for in milliseconds that the test itself gives.
"""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot

PATIENCE_S = 180.0
PATIENCE_MS = int(PATIENCE_S * 1000)


class PatientBot(QtBot):  # type: ignore[misc]  # pytest-qt's own types are not complete
    """pytest-qt's bot, whose waits end when what they wait for is there."""

    def waitUntil(self, callback: Any, *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **more)
