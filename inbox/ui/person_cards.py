"""The cards of the profile. Each is built once and refilled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.core.person import HistoryEntry, Note
from inbox.ui.look import layouts, paint, times
from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.controls import Button, Card, Icon, IconButton, Paragraph, PlainLabel
from inbox.ui.look.fields import LineField, WritingBox
from inbox.ui.look.flow import Flow
from inbox.ui.look.icons import Sign, draw_icon
from inbox.ui.look.text import draw_line, paragraph
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.person_words import happened

MOST_FACTS = 12
HISTORY_STEP = 12


class FactCard(Card):
    """A small heading and a column below it."""

    def __init__(self, look: Look, heading: str, *beside: QWidget, spacing: float = 5) -> None:
        super().__init__(look)
        self.look = look
        self.setAccessibleName(heading)
        self.column = layouts.Column(look, spacing=spacing, margins=(13, 10, 13, 12))
        title = PlainLabel(look, heading, Type.TINY_STRONG, "faint")
        self.column.hold(layouts.Row(look, title, None, *beside))
        self.setLayout(self.column)


class FactLine(QWidget):
    """A name on the left, its value on the right; the value elides."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._icon = Icon(look, "globe", "soft", 14)
        self._name = PlainLabel(look, "", Type.BODY, "soft", firm=True)
        self._value = PlainLabel(look, "", Type.BODY, "text", right=True)
        self.setLayout(layouts.Row(look, self._icon, self._name, None, self._value, spacing=8))

    def say(self, name: str, value: str, sign: Sign | None = None) -> None:
        self._icon.setVisible(sign is not None)
        if sign is not None:
            self._icon.show_sign(sign, "soft")
        self._name.setText(name)
        self._value.setText(value)


class Facts(FactCard):
    def __init__(self, look: Look, heading: str) -> None:
        super().__init__(look, heading)
        self._lines: list[FactLine] = []

    def show_facts(self, facts: Sequence[tuple[str, str, Sign | None]]) -> None:
        while len(self._lines) < min(len(facts), MOST_FACTS):
            self._lines.append(FactLine(self.look))
            self.column.addWidget(self._lines[-1])
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(facts))
            if at < len(facts):
                line.say(*facts[at])


class TagChip(PaintedButton):
    """A tag; a press takes it away."""

    def __init__(self, look: Look, tag: str) -> None:
        super().__init__(look, tag, Type.TINY)
        self.setAccessibleName(f"Tag {tag}, take away")

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return QSize(int(words) + self.look.px(30), self.look.px(22))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens, box = QPainter(self), self.look, self.look.tokens, QRectF(self.rect())
        paint.rounded(painter, box, box.height() / 2, tokens.hover if self.is_hot else tokens.sel)
        painter.setFont(self.font())
        painter.setPen(tokens.accent)
        draw_line(painter, box.adjusted(look.px(9), 0, -look.px(20), 0), self.text())
        size = look.px(9)
        spot = QRectF(box.right() - look.px(8) - size, (box.height() - size) / 2, size, size)
        draw_icon(painter, "close", spot, tokens.accent, 1.3 * look.scale)
        self.paint_ring(painter, box.height() / 2)


class TagsCard(FactCard):
    changed = Signal(object)
    """All tags as they should be, a tuple."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Tags", spacing=7)
        self._tags: tuple[str, ...] = ()
        self._flow = Flow(look)
        self._field = LineField(look, "Add a tag", "Add a tag", kind=Type.SMALL, tall=28)
        self._field.line.setMaxLength(60)
        self._field.line.returnPressed.connect(self._on_added)
        self.column.hold(self._flow, self._field)

    def show_tags(self, tags: tuple[str, ...], *, fresh: bool) -> None:
        """`fresh`: of somebody else, so that a half typed tag goes."""
        if fresh:
            self._field.line.clear()
        if tags != self._tags or fresh:
            self._tags = tags
            chips = [TagChip(self.look, tag) for tag in tags]
            for chip, tag in zip(chips, tags, strict=True):
                chip.clicked.connect(lambda _=False, tag=tag: self._change(tuple(t for t in self._tags if t != tag)))
            self._flow.hold(chips)

    def begin(self) -> None:
        self._field.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_added(self) -> None:
        typed = [" ".join(part.split()) for part in self._field.line.text().split(",")]
        known = {tag.casefold() for tag in self._tags}
        new = tuple(tag for tag in dict.fromkeys(typed) if tag and tag.casefold() not in known)
        self._field.line.clear()
        if new:
            self._change((*self._tags, *new))

    def _change(self, tags: tuple[str, ...]) -> None:
        """Shown at once, so that a second change builds on the first."""
        self.show_tags(tags, fresh=False)
        self.changed.emit(tags)


class NoteLine(QWidget):
    """A note; a press on it, or Enter, edits it in place."""

    edit_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._note: Note | None = None
        self._words = Paragraph(look)
        self._when = PlainLabel(look, "", Type.TINY, "faint")
        self._edit = IconButton(look, "note", "Edit this note")
        self._edit.clicked.connect(lambda: self.edit_wanted.emit(self._note))
        row = layouts.Row(look, self._when, None, self._edit)
        look.fit(self._edit, lambda: self._edit.setFixedSize(look.px(22), look.px(20)))
        self.setLayout(layouts.Column(look, self._words, row))

    def show_note(self, note: Note, now: datetime) -> None:
        self._note = note
        self._words.setText(note.text)
        self._when.setText(times.date(note.created_at, now))
        self._edit.rename(f"Edit the note “{note.text[:40]}”")


class NotesCard(FactCard):
    added = Signal(str)
    edited = Signal(object, str)
    """(note id, its new text); an empty text removes it."""
    finished = Signal()
    """By Ctrl Enter or a button: the keys belong to the list again."""

    def __init__(self, look: Look, now: Callable[[], datetime]) -> None:
        self._add = Button(look, "Add", icon="plus", keys="people.note", rank="quiet")
        super().__init__(look, "Notes", self._add, spacing=7)
        self._now = now
        self._notes: tuple[Note, ...] = ()
        self._lines: list[NoteLine] = []
        self._editing: Note | None = None
        self._box = WritingBox(look, "A note", "Only you see this", Type.BODY)
        look.fit(self._box, lambda: self._box.setFixedHeight(look.px(84)))
        keep, drop = Button(look, "Keep", keys="Ctrl Enter", rank="main"), Button(look, "Cancel")
        keep.clicked.connect(lambda: self.finish(keep=True))
        drop.clicked.connect(lambda: self.finish(keep=False))
        for button in (keep, drop):
            button.clicked.connect(self.finished)
        self._editor = QWidget()
        self._editor.setLayout(
            layouts.Column(look, self._box, layouts.Row(look, None, drop, keep, spacing=7), spacing=7)
        )
        self._editor.hide()
        self._list = layouts.Column(look, spacing=7)
        self.column.hold(self._editor, self._list)
        self._add.clicked.connect(lambda _=False: self.begin(None))
        self._box.text.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl Enter keeps what is written, as it sends in the composer."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            chord = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if chord and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.finish(keep=True)
                self.finished.emit()
                return True
        return super().eventFilter(watched, event)

    @property
    def is_editing(self) -> bool:
        return not self._editor.isHidden()

    def show_notes(self, notes: tuple[Note, ...]) -> None:
        self._notes = notes
        while len(self._lines) < len(notes):
            line = NoteLine(self.look)
            line.edit_wanted.connect(self.begin)
            self._lines.append(line)
            self._list.addWidget(line)
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(notes))
            if at < len(notes):
                line.show_note(notes[at], self._now())

    def begin(self, note: object = None) -> None:
        """A new note, or this one once more."""
        self.finish(keep=True)
        self._editing = note if isinstance(note, Note) else None
        self._box.text.write(self._editing.text if self._editing is not None else "")
        self._editor.show()
        self._add.hide()
        self._box.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self, *, keep: bool) -> None:
        """Closes the field. Nothing is kept that was not changed; a new note without words is none."""
        if not self.is_editing:
            return
        text = self._box.text.toPlainText().strip()
        editing, self._editing = self._editing, None
        self._editor.hide()
        self._add.show()
        if not keep:
            return
        if editing is None and text:
            self.added.emit(text)
        elif editing is not None and text != editing.text:
            self.edited.emit(editing.id, text)


class HistoryLine(PaintedButton):
    """When, and what; opens its conversation."""

    opened = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", Type.SMALL)
        self._when, self._days = "", 0
        self._conversation: int | None = None
        self.clicked.connect(lambda: self.opened.emit(self._conversation))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_entry(self, entry: HistoryEntry, when: str, days: int) -> None:
        """`days`: how wide the column of days is."""
        self._when, self._days, self._conversation = when, days, entry.conversation
        self.say(happened(entry))
        self.setEnabled(entry.conversation is not None)
        self.setAccessibleName(f"{when}: {self.text()}")

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = max(1, width - self._days)
        return round(paragraph(self.text(), self.font(), room, self.look.line_height(Type.SMALL))[1]) + self.look.px(6)

    def sizeHint(self) -> QSize:
        width = max(self.width(), self.look.px(200))
        return QSize(self.look.px(200), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(120), self.look.px(23))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens = QPainter(self), self.look, self.look.tokens
        height = look.line_height(Type.SMALL)
        painter.setFont(self.font())
        painter.setPen(tokens.faint)
        draw_line(painter, QRectF(0, look.px(3), self._days - look.px(6), height), self._when)
        painter.setPen(tokens.accent if self.is_hot else tokens.text)
        layout, _height = paragraph(self.text(), self.font(), self.width() - self._days, height)
        layout.draw(painter, QPointF(self._days, look.px(3)))
        self.paint_ring(painter, look.px(6))


class HistoryCard(FactCard):
    opened = Signal(object)
    """A conversation's id."""

    def __init__(self, look: Look, now: Callable[[], datetime]) -> None:
        super().__init__(look, "History", spacing=1)
        self._now = now
        self._entries: Sequence[HistoryEntry] = ()
        self._most = HISTORY_STEP
        self._lines: list[HistoryLine] = []
        self._list = layouts.Column(look, spacing=1)
        self._more = Button(look, "", rank="quiet")
        self._more.clicked.connect(self._on_more)
        self.column.hold(self._list, layouts.Row(look, self._more, None))
        look.rescaled.connect(self._fill)

    def show_entries(self, entries: Sequence[HistoryEntry], *, fresh: bool) -> None:
        self._entries = entries
        if fresh:
            self._most = HISTORY_STEP
        self._fill()

    def _fill(self) -> None:
        shown = self._entries[: self._most]
        whens = [times.date(entry.at, self._now()) for entry in shown]
        metrics = QFontMetricsF(self.look.font(Type.SMALL))
        days = int(max(map(metrics.horizontalAdvance, (*whens, "28 Aug")))) + self.look.px(12)
        while len(self._lines) < len(shown):
            line = HistoryLine(self.look)
            line.opened.connect(self.opened)
            self._lines.append(line)
            self._list.addWidget(line)
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(shown))
            if at < len(shown):
                line.show_entry(shown[at], whens[at], days)
        left = len(self._entries) - len(shown)
        self._more.say(f"{left:,} more")
        self._more.setVisible(left > 0)
        self.setVisible(bool(self._entries))

    def _on_more(self) -> None:
        self._most += 4 * HISTORY_STEP
        self._fill()
