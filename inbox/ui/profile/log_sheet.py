"""A conversation that happened elsewhere, written down: how, when, how long, and what it was about."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inbox.core.clock import on_the_wall
from inbox.core.profile import Contact, How
from inbox.rules.past import parse_past
from inbox.ui.look import times
from inbox.ui.look.controls import Button, Column, PlainLabel, Row
from inbox.ui.look.fields import LineField, WritingBox
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.segments import Choice, Segments
from inbox.ui.look.text import isolate
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

WAYS: dict[How, Choice] = {
    How.CALL: Choice("Call", "phone"),
    How.MEETING: Choice("Meeting", "cup"),
    How.STALL: Choice("Stall", "house"),
    How.LETTER: Choice("Letter", "mail"),
    How.OTHER: Choice("Other", "dots"),
}
WHEN = "When"
NOT_A_TIME = "That is no time that has been. Try “yesterday 15:00”, “2 h ago” or “12 Nov”."


class LogSheet(Sheet):
    """Of a contact that is known already, the same to change it, or take it away."""

    logged = Signal(object)
    """A `Contact`; its id is 0 for a new one."""
    removed = Signal(object)
    wish = (520, 424)

    def __init__(self, look: Look, name: str, now: datetime, zone: str = "", contact: Contact | None = None) -> None:
        super().__init__(look, f"A conversation with {name}")
        self._now, self._wall, self._id = now, on_the_wall(now, zone), contact.id if contact is not None else 0
        self._ways = Segments(look, "How", tuple(WAYS.values()))
        self._when = LineField(look, WHEN, "when: today, yesterday 15:00, mon, 12 Nov, 2 h ago", icon="calendar")
        self._hint = PlainLabel(look, "", Type.SMALL, "faint")
        self._minutes = LineField(look, "How many minutes", "minutes")
        self._minutes.line.setMaxLength(4)
        self._words = WritingBox(look, "What it was about", "What was it about? Only you see this.", Type.BODY)
        keep = Button(look, "Keep", keys="Ctrl Enter", rank="main")
        drop = Button(look, "Cancel", keys="Esc")
        keep.clicked.connect(self._on_kept)
        drop.clicked.connect(self.done)
        remove = Button(look, "Remove it")
        remove.clicked.connect(self._on_removed)
        remove.setVisible(contact is not None)
        title = PlainLabel(look, f"A conversation with {isolate(name)}", Type.TITLE)
        when = Row(look, self._when, self._minutes, spacing=8)
        when.setStretch(0, 1)
        look.fit(self._minutes, lambda: self._minutes.setFixedWidth(look.px(96)))
        column = Column(look, title, self._ways, when, self._hint, spacing=10, margins=(18, 16, 18, 16))
        column.addWidget(self._words, 1)
        column.hold(Row(look, remove, None, drop, keep, spacing=8))
        self.setLayout(column)
        self._when.line.textChanged.connect(self._on_typed)
        self._when.line.returnPressed.connect(self._on_kept)
        self._minutes.line.returnPressed.connect(self._on_kept)
        self._minutes.line.textEdited.connect(lambda _: self._minutes.be_wrong(False))
        self._words.text.installEventFilter(self)
        self._fill(contact)

    def _fill(self, contact: Contact | None) -> None:
        if contact is None:
            self._when.line.setText("today")
            return
        there = on_the_wall(contact.at, self._wall.zone).at
        self._ways.choose(list(WAYS).index(contact.how))
        self._when.line.setText(f"{there:%Y-%m-%d %H:%M}")
        self._minutes.line.setText(str(contact.minutes or ""))
        self._words.text.write(contact.words)

    def first_focus(self) -> QWidget:
        return self._words.text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            chord = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if chord and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_kept()
                return True
        return super().eventFilter(watched, event)

    def _on_typed(self, typed: str) -> None:
        wall = parse_past(typed, self._wall)
        self._when.be_wrong(False)
        self._hint.set_ink("faint")
        self._hint.setText(times.full(wall.instant()) if wall is not None else "")

    def _on_kept(self) -> None:
        wall = parse_past(self._when.line.text(), self._wall)
        if wall is None:
            self._when.be_wrong(True)
            self._hint.set_ink("bad")
            self._hint.setText(NOT_A_TIME)
            self._when.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        typed = self._minutes.line.text().strip()
        if typed and not (typed.isdecimal() and 0 < int(typed) <= 24 * 60):
            self._minutes.be_wrong(True)
            self._hint.set_ink("bad")
            self._hint.setText("Write the minutes as a number, or leave them out.")
            self._minutes.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        how = list(WAYS)[self._ways.chosen_number()]
        at = min(wall.instant(), self._now)
        contact = Contact(how, at, int(typed) if typed else None, self._words.text.toPlainText().strip(), self._id)
        self.done.emit()
        self.logged.emit(contact)

    def _on_removed(self) -> None:
        self.done.emit()
        self.removed.emit(self._id)
