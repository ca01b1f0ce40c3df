"""Says that something is held back: the ground moved under what waits to be sent, and the person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inbox.core.changes import Changes
from inbox.core.views import HeldBack

if TYPE_CHECKING:
    from inbox.ui.desk import Desk


class HeldNews(QObject):
    """Asks in a lane after what came in; each held delivery is told of once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._told: set[int] = set()

    def on_changed(self, changes: object) -> None:
        if isinstance(changes, Changes) and (changes.outbox or changes.new_waiting or changes.conversations):
            self.ask()

    def ask(self) -> None:
        engine = self._desk.engine
        if engine is None or engine.closed:
            return
        store = engine.store

        def look() -> list[HeldBack]:
            with store.reading() as reading:
                return reading.held_back() if reading.outbox_open() else []

        engine.runner.run("held", look, self._tell, alive=lambda: not engine.closed)

    def show(self) -> None:
        """The outbox, standing on the first that is held back."""
        held = self._desk.read(lambda reading: reading.held_back())
        self._desk.screen.show_outbox()
        if held:
            self._desk.window.notices.dismiss()  # it says that one should come here, and lies on what one came for
            self._desk.window.outbox.go_to(held[0].delivery.id)
        else:
            self._desk.say("Nothing is held back.")

    def _tell(self, held: list[HeldBack]) -> None:
        ids = {one.delivery.id for one in held}
        new, self._told = ids - self._told, ids
        if new:
            key = self._desk.keys.shown("navigate.outbox")
            many = "Something you wrote is" if len(new) == 1 else f"{len(new)} things you wrote are"
            self._desk.say(f"{many} held back, since something moved. Decide in the outbox ({key}).", tone="warn")
