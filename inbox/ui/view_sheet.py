"""What a saved view is called, and its own key: a digit that opens it from anywhere."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inbox.core.text import plain_line
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Column, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import LineField
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.segments import Choice, Segments
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

LONGEST_NAME = 60
DIGITS = range(1, 10)
HOW = "The key opens it from anywhere. Without one it has the digit of its line, down to the ninth."
DELETE = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class ViewSheet(Sheet):
    """The proposed name is selected, so that typing replaces it; with `at_key` the keys choose the key first."""

    decided = Signal(str, int)
    """The name, and the key; 0 for none."""
    wish = (480, 262)
    top = 130

    def __init__(
        self,
        look: Look,
        title: str,
        about: str,
        proposed: str,
        key: int = 0,
        *,
        taken: Mapping[int, str],
        at_key: bool = False,
    ) -> None:
        """`taken`: the keys that other views have, with their names."""
        super().__init__(look, title)
        self._taken, self._at_key = taken, at_key
        self._field = LineField(look, "Name", "Name of the view")
        self._field.line.setMaxLength(LONGEST_NAME)
        self._field.line.setText(plain_line(proposed, LONGEST_NAME))
        self._field.line.selectAll()
        choices = (Choice("none"), *(Choice(str(digit)) for digit in DIGITS))
        self._keys = Segments(look, "Key of the view", choices, key)
        self._keys.chosen.connect(lambda _: self._say())
        self._said = Paragraph(look, HOW, Type.SMALL, "soft")
        keep = Button(look, "Save", keys="Enter", rank="main")
        keep.clicked.connect(self._on_entered)
        self.setLayout(
            Column(
                look,
                PlainLabel(look, title, Type.TITLE),
                PlainLabel(look, about, Type.SMALL, "soft"),
                8.0,
                self._field,
                10.0,
                Row(look, PlainLabel(look, "Key", Type.MEDIUM, firm=True), self._keys, None, spacing=10),
                4.0,
                self._said,
                None,
                Row(look, None, keep),
                spacing=3,
                margins=(18, 16, 18, 14),
            )
        )
        self._say()

    def first_focus(self) -> QWidget:
        return self._keys.segment(self._keys.chosen_number()) if self._at_key else self._field.line

    def said(self) -> str:
        return self._said.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit is the key, wherever it is not typed into the name; Enter saves."""
        typed = event.text()
        if len(typed) == 1 and typed in "0123456789":
            self._choose(int(typed))
        elif event.key() in DELETE:
            self._choose(0)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._on_entered()
        else:
            super().keyPressEvent(event)

    def _choose(self, key: int) -> None:
        self._keys.choose(key)
        self._keys.segment(key).setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._say()

    def _say(self) -> None:
        key = self._keys.chosen_number()
        other = self._taken.get(key, "")
        self._said.set_ink("warn" if other else "soft")
        self._said.setText(f"{key} belongs to “{other}”; it moves here." if other else HOW)
        self._keys.segment(key).setAccessibleDescription(self._said.text())

    def _on_entered(self) -> None:
        name = self._field.line.text().strip()
        self._field.be_wrong(not name)
        if not name:
            self._field.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        key = self._keys.chosen_number()
        self.done.emit()
        self.decided.emit(name, key)
