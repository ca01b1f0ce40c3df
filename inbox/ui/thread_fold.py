"""The line in a conversation that stands for messages which are folded."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.ui.look import layouts
from inbox.ui.look.controls import Button
from inbox.ui.look.theme import Look


class FoldRow(QWidget):
    """A line for what is folded; a press brings a slice of it back."""

    pressed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.button = Button(look, "", icon="right", rank="quiet")
        self.button.clicked.connect(self.pressed)
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        # Its words are cut before the messages are.
        look.fit(self.button, lambda: self.button.setMinimumWidth(look.px(60)))
        self.setLayout(layouts.Row(look, 40.0, self.button, None))
