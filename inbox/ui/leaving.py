"""Quitting with something waiting: send it now, or next time. Nothing is lost either way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from inbox.core.model import DeliveryState, PlaceStatus
from inbox.core.ports import Reading
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Column, Paragraph, PlainLabel, Row
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

LONGEST_MS = 30_000


class LeaveSheet(Sheet):
    send_now = Signal()
    next_time = Signal()
    wish = (440, 190)
    top = 180

    def __init__(self, look: Look, count: int) -> None:
        super().__init__(look, "Something is waiting to be sent")
        things = "One thing is" if count == 1 else f"{count} things are"
        title = PlainLabel(look, f"{things} waiting to be sent", Type.TITLE)
        about = Paragraph(look, "What waits is kept. It leaves when Parlour is open again.", Type.BODY, "soft")
        self._send = Button(look, f"Send {count} now", rank="main")
        later = Button(look, "Next time")
        stay = Button(look, "Stay", rank="quiet")
        self._send.clicked.connect(self.send_now)
        later.clicked.connect(self.next_time)
        stay.clicked.connect(self.done)
        buttons = Row(look, stay, None, later, self._send, spacing=8)
        self.setLayout(Column(look, title, 6.0, about, None, buttons, margins=(20, 18, 20, 16)))

    def first_focus(self) -> QWidget:
        return self._send


class Leaving(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._agreed = False
        self.is_sending = False
        """What waits is being sent, and the window goes when it has left."""
        self._limit = QTimer(self, interval=LONGEST_MS, singleShot=True)
        self._limit.timeout.connect(self._go)

    def on_closing(self, event: QCloseEvent) -> None:
        """Keeps the draft; asks once when something could leave now."""
        desk = self._desk
        if desk.engine is None or desk.engine.closed or self._agreed:
            return
        desk.window.composer.keep_draft()
        waiting = self._waiting()
        if not waiting:
            return
        event.ignore()
        sheet = LeaveSheet(desk.window.look, waiting)
        sheet.send_now.connect(self._send_now)
        sheet.next_time.connect(self._go)
        desk.window.overlay.open(sheet)

    def _waiting(self) -> int:
        """How many can leave now: a place that rests, or that nobody is signed in to, would keep them."""
        states = (DeliveryState.WAITING, DeliveryState.SENDING)

        def look(reading: Reading) -> int:
            open_places = {
                place.id for place in reading.places() if not place.paused and place.status is not PlaceStatus.NEEDS_YOU
            }
            return sum(one.state in states and one.place in open_places for one in reading.outbox())

        return self._desk.read(look)

    def _send_now(self) -> None:
        """The time to take it back is given up; the window goes when all has left, or after half a minute."""
        desk = self._desk
        self.is_sending = True
        desk.window.overlay.close_sheet()
        desk.say("Sending what waits, then closing.")
        desk.engine_now().changed.connect(self._on_changed)
        desk.act(lambda write: write.release_all(), quiet=True)
        self._limit.start()
        QTimer.singleShot(50, self, desk.send_due)

    def _on_changed(self, changes: object) -> None:
        if not self._waiting():
            self._go()
        else:
            QTimer.singleShot(200, self, self._desk.send_due)

    def _go(self) -> None:
        self._agreed = True
        self._limit.stop()
        self._desk.window.close()
