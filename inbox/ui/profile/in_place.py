"""One value that is read, and written in its place: a press turns it into a field, Enter keeps it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.core.errors import Refused
from inbox.ui.look import layouts
from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.controls import Paragraph, PlainLabel, set_plain_tooltip
from inbox.ui.look.fields import LineField
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

Check = Callable[[str], object]
"""Raises Refused with a sentence for what cannot be kept."""


class Value(PaintedButton):
    """A value that can be changed: text like any other until the pointer or the keys come to it."""

    def __init__(self, look: Look, *, right: bool = False) -> None:
        super().__init__(look, "", Type.BODY)
        self._right, self._ink = right, "text"
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_value(self, name: str, value: str, empty: str = "") -> None:
        """`empty`: what stands there while there is none."""
        self._ink = "text" if value else "faint"
        self.say(value or empty)
        self.setAccessibleName(f"{name}: {value or 'nothing yet'}, change")
        set_plain_tooltip(self, value if QFontMetricsF(self.font()).horizontalAdvance(value) > self.width() else "")

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return QSize(int(width) + 2, self.look.line_height(Type.BODY) + self.look.px(4))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(40), self.sizeHint().height())

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        painter.setFont(self.font())
        painter.setPen(look.color("accent" if self.is_hot else self._ink))
        draw_line(painter, QRectF(self.rect()), self.text(), right=self._right)
        self.paint_ring(painter, look.px(6))


class InPlace(QWidget):
    """`written` carries what is to be kept; "" takes the value away."""

    written = Signal(str)
    left = Signal()
    """The field closed by Enter: the keys can go where they came from."""

    def __init__(
        self, look: Look, name: str, empty: str, *, named: bool = False, check: Check | None = None, most: int = 500
    ) -> None:
        """`named`: the name stands before the value. `empty`: what stands there, and in the field, without one."""
        super().__init__()
        self.name = name
        self._look, self._check, self._empty, self._kept = look, check, empty, ""
        self._most, self._begun = most, ""
        self._label = PlainLabel(look, name, Type.BODY, "soft", firm=True)
        self.value = Value(look, right=named)
        self.field = LineField(look, name, empty, tall=30)
        self._wrong = Paragraph(look, "", Type.SMALL, "bad")
        self._row = layouts.Row(look, spacing=6)
        if named:
            self._row.hold(self._label, None)
        self._row.addWidget(self.value, 0 if named else 1)
        self.setLayout(layouts.Column(look, self._row, self.field, self._wrong, spacing=3))
        self.field.hide()
        self._wrong.hide()
        self.value.clicked.connect(self.begin)
        self.field.line.returnPressed.connect(self._on_entered)
        self.field.line.textEdited.connect(lambda _: self._say_wrong(""))

    def rename(self, name: str, check: Check | None = None) -> None:
        """The same place for another value."""
        self.name, self._check = name, check
        self._label.setText(name)
        self.field.line.setAccessibleName(name)

    def add_beside(self, widget: QWidget) -> None:
        """Behind the value."""
        self._row.addWidget(widget)

    def show_value(self, value: str, said: str = "") -> None:
        """`said`: how the value is read, where that is not as it is written."""
        self._kept = value
        self.value.show_value(self.name, said or value, self._empty)

    @property
    def is_writing(self) -> bool:
        return not self.field.isHidden()

    def begin(self) -> None:
        # What a file brought in may be longer than what is typed here, or of several lines: untouched, it stays.
        self.field.line.setMaxLength(max(self._most, len(self._kept)))
        self.field.line.setText(self._kept)
        self._begun = self.field.line.text()
        self._say_wrong("")
        self.field.show()
        self.value.hide()
        self.field.line.selectAll()
        self.field.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self, *, keep: bool) -> bool:
        """False where nothing was being written. What cannot be kept is let go."""
        if not self.is_writing:
            return False
        typed = " ".join(self.field.line.text().split())
        if keep and self.field.line.text() != self._begun and typed != self._kept and not self._refusal(typed):
            self.written.emit(typed)
        self._close()
        return True

    def _on_entered(self) -> None:
        typed = " ".join(self.field.line.text().split())
        refusal = self._refusal(typed)
        self._say_wrong(refusal)
        if not refusal:
            self.finish(keep=True)
            self.left.emit()

    def _close(self) -> None:
        had_focus = self.field.line.hasFocus()
        self.field.hide()
        self._wrong.hide()
        self.value.show()
        if had_focus:
            self.value.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _refusal(self, typed: str) -> str:
        if len(typed) > self._most:
            return f"At most {self._most} characters are kept here. A note takes more."
        if self._check is None or not typed:
            return ""
        try:
            self._check(typed)
        except Refused as refused:
            return str(refused)
        return ""

    def _say_wrong(self, sentence: str) -> None:
        self.field.be_wrong(bool(sentence))
        self.field.line.setAccessibleDescription(sentence)
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
