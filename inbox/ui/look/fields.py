"""Where something is typed or chosen: a line, some lines, a switch. The box around shows the focus."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QTextEdit, QWidget

from inbox.ui.look import paint
from inbox.ui.look.controls import Card, Column, Icon, IconButton, KeyCap, PaintedButton, PlainLabel, Row
from inbox.ui.look.scrolling import float_scroll_bar
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type


class Line(QLineEdit):
    """A field without a box of its own, for use inside one."""

    focused = Signal(bool)

    def __init__(self, look: Look, name: str, placeholder: str = "", kind: Type = Type.BODY) -> None:
        super().__init__()
        self.own_keys: tuple[str, ...] = ()
        """Keys that mean something here for now and are no commands."""
        self.setFrame(False)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        look.fit(self, lambda: self.setFont(look.font(kind)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)


class _Box(Card):
    """A card whose edge says whether the field inside has the focus or is wrong."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._on = self._wrong = False

    def be_wrong(self, wrong: bool) -> None:
        self._wrong = wrong
        self._show_edge()

    def _on_focused(self, on: bool) -> None:
        self._on = on
        self._show_edge()

    def _show_edge(self) -> None:
        ink = "bad" if self._wrong else "accent" if self._on else "line"
        self.set_edge(ink, 2 if self._on else 1)


class LineField(_Box):
    """One line to type in. `tall` is the height at 100 %; `secret` shows dots."""

    def __init__(
        self,
        look: Look,
        name: str,
        placeholder: str = "",
        *,
        kind: Type = Type.BODY,
        tall: int = 36,
        icon: str = "",
        keys: str = "",
        secret: bool = False,
    ) -> None:
        super().__init__(look)
        self.line = Line(look, name, placeholder, kind)
        self.line.focused.connect(self._on_focused)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        parts = [*([Icon(look, icon, "faint", 15)] if icon else []), self.line, *([KeyCap(look, keys)] if keys else [])]
        self.setLayout(Row(look, *parts, spacing=7, margins=(10, 0, 8, 0)))
        self.setFocusProxy(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.fit(self, lambda: self.setFixedHeight(look.px(tall)))


class Writing(QTextEdit):
    """Plain text with comfortable lines. QPlainTextEdit cannot space its lines; rich text is refused instead."""

    focused = Signal(bool)

    def __init__(self, look: Look, name: str, placeholder: str = "", kind: Type = Type.READ) -> None:
        super().__init__()
        self._look, self._kind = look, kind
        self.setAcceptRichText(False)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        float_scroll_bar(self, look)
        look.fit(self, self._fit)

    def _fit(self) -> None:
        self.setFont(self._look.font(self._kind))
        self.setViewportMargins(0, 0, self._look.px(9), 0)  # the scroll handle floats there
        self._space_lines()

    def write(self, text: str) -> None:
        """Replaces everything, as if it had always been there: the first undo does not bring the old text back."""
        self.setPlainText(text)
        self._space_lines()
        self.moveCursor(QTextCursor.MoveOperation.End)

    def _space_lines(self) -> None:
        spacing = QTextBlockFormat()
        height = self._look.line_height(self._kind)
        spacing.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)
        self.document().clearUndoRedoStacks()  # else the first undo takes the spacing away

    def sizeHint(self) -> QSize:
        return QSize(200, round(2.6 * self._look.line_height(self._kind)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._look.line_height(self._kind))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)


class WritingBox(_Box):
    """The rounded field around some lines."""

    def __init__(self, look: Look, name: str, placeholder: str = "", kind: Type = Type.READ) -> None:
        super().__init__(look)
        self.text = Writing(look, name, placeholder, kind)
        self.text.focused.connect(self._on_focused)
        self.setLayout(Column(look, self.text, margins=(13, 9, 4, 8)))
        self.setFocusProxy(self.text)


class Switch(PaintedButton):
    """On or off, with its words; Space turns it."""

    def __init__(self, look: Look, text: str, *, on: bool = False) -> None:
        super().__init__(look, text, Type.BODY)
        self.setCheckable(True)
        self.setChecked(on)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(48) + self.fontMetrics().horizontalAdvance(self.text()) + 2, self.look.px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(80), self.look.px(26))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens = QPainter(self), self.look, self.look.tokens
        paint.switch(painter, 2, self.height() / 2, look, on=self.isChecked())
        painter.setFont(self.font())
        painter.setPen(tokens.text if self.isEnabled() else tokens.faint)
        draw_line(painter, QRectF(self.rect()).adjusted(look.px(44), 0, -2, 0), self.text())
        self.paint_ring(painter, look.px(8))


class Stepper(Card):
    """A number between two ends, by two buttons; shown as `words` say ("{} seconds")."""

    stepped = Signal(int)

    def __init__(self, look: Look, name: str, ends: tuple[int, int], step: int, value: int, words: str = "{}") -> None:
        super().__init__(look)
        self._look, self._name, self._ends, self._step, self._words = look, name, ends, step, words
        self.value = value
        self.setAccessibleName(name)
        self._said = PlainLabel(look, "", Type.MEDIUM, centre=True)
        self._less = IconButton(look, "minus", f"{name}: less")
        self._more = IconButton(look, "plus", f"{name}: more")
        self._less.clicked.connect(lambda: self.step(-1))
        self._more.clicked.connect(lambda: self.step(1))
        row = Row(look, self._less, self._said, self._more, margins=(2, 2, 2, 2))
        row.setStretch(1, 1)
        self.setLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.fit(self, lambda: self.setMinimumWidth(look.px(160)))
        self.show_value(value)

    def focus_widget(self) -> QWidget:
        """The part of it that can have the focus."""
        return self._less if self._less.isEnabled() else self._more

    def show_value(self, value: int) -> None:
        """Without a signal."""
        low, high = self._ends
        self.value = max(low, min(high, value))
        self._said.setText(self._words.format(self.value))
        self._less.setEnabled(self.value > low)
        self._more.setEnabled(self.value < high)
        self.setAccessibleDescription(self._said.text())

    def step(self, by: int) -> None:
        before = self.value
        self.show_value(self.value + by * self._step)
        if self.value != before:
            self.stepped.emit(self.value)
