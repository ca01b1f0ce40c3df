"""A small bar over the conversation: what to find in it, which of how many, and on to the next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from inbox.ui.look import layouts
from inbox.ui.look.controls import IconButton, Pane, PlainLabel
from inbox.ui.look.fields import LineField
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type


class FindBar(Pane):
    typed = Signal(str)
    stepped = Signal(int)
    """1 to the next, -1 to the one before."""
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "panel", "bottom")
        self.field = LineField(look, "Find in the conversation", "Find in the conversation", tall=30, icon="search")
        self.count = PlainLabel(look, "", Type.SMALL, "soft", firm=True)
        back = IconButton(look, "up", "Previous", "Shift Enter")
        on = IconButton(look, "down", "Next", "Enter")
        close = IconButton(look, "close", "Close", "Esc")
        row = layouts.Row(look, self.field, self.count, back, on, close, spacing=6, margins=(22, 6, 14, 7))
        row.setStretch(0, 1)
        self.setLayout(row)
        self.setFocusProxy(self.field)
        self.field.line.textChanged.connect(self.typed)
        self.field.line.installEventFilter(self)
        back.clicked.connect(lambda: self.stepped.emit(-1))
        on.clicked.connect(lambda: self.stepped.emit(1))
        close.clicked.connect(self.left)
        self.hide()

    def say(self, chosen: int, number: int) -> None:
        """ "2 of 7"; nothing while nothing is typed."""
        words = f"{chosen + 1:,} of {number:,}" if number else "not found" if self.field.line.text().strip() else ""
        self.count.setText(words)
        self.field.be_wrong(words == "not found")
        self.field.line.setAccessibleDescription(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and the arrows walk; a word that an input method composes keeps its Enter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            steps = {
                Qt.Key.Key_Return: -1 if back else 1,
                Qt.Key.Key_Enter: -1 if back else 1,
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
            }
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                self.stepped.emit(step)
                return True
        return super().eventFilter(watched, event)
