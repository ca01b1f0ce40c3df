"""From any thread to the thread of the interface: the one place of `runtime` that knows Qt (QtCore only)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from inbox.core.changes import NOTHING, Changes

FRAME_MS = 16


class QtBridge(QObject):
    """`deliver` runs a callable on the interface's thread. Changes are gathered and told once a frame."""

    changed = Signal(object)
    """One `Changes`: everything committed since the last frame."""
    _called = Signal(object)
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pending = NOTHING
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self._on_frame)
        self._called.connect(self._on_called, Qt.ConnectionType.QueuedConnection)
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def deliver(self, call: Callable[[], None]) -> None:
        self._called.emit(call)

    def hear(self, changes: Changes) -> None:
        """For `Store.on_changes`: may be called on any thread."""
        self._heard.emit(changes)

    def _on_called(self, call: Callable[[], None]) -> None:
        call()

    def _on_heard(self, changes: Changes) -> None:
        self._pending = self._pending | changes
        if not self._frame.isActive():
            self._frame.start()

    def _on_frame(self) -> None:
        changes, self._pending = self._pending, NOTHING
        self.changed.emit(changes)
