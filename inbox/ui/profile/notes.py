"""Notes about somebody: read, added and edited in place."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inbox.core.person import Note, PersonView
from inbox.core.ports import Reading
from inbox.ui.look import layouts, times
from inbox.ui.look.controls import Button, IconButton, Paragraph, PlainLabel
from inbox.ui.look.fields import WritingBox
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Around, PersonCard


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


class NotesCard(PersonCard):
    title = "Notes"
    part = 1

    def __init__(self, around: Around) -> None:
        look = around.look
        self._add = Button(look, "Add", icon="plus", keys="people.note", rank="quiet")
        super().__init__(around, self._add, spacing=7)
        self._lines: list[NoteLine] = []
        self._editing: Note | None = None
        self._box = WritingBox(look, "A note", "Only you see this", Type.BODY)
        look.fit(self._box, lambda: self._box.setFixedHeight(look.px(84)))
        keep, drop = Button(look, "Keep", keys="Ctrl Enter", rank="main"), Button(look, "Cancel")
        keep.clicked.connect(lambda: self.finish(keep=True))
        drop.clicked.connect(lambda: self.finish(keep=False))
        for button in (keep, drop):
            button.clicked.connect(self.left)
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
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    @property
    def is_editing(self) -> bool:
        return not self._editor.isHidden()

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        notes = person.notes
        while len(self._lines) < len(notes):
            line = NoteLine(self.look)
            line.edit_wanted.connect(self.begin)
            self._lines.append(line)
            self._list.addWidget(line)
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(notes))
            if at < len(notes):
                line.show_note(notes[at], self.now())

    def begin(self, note: object = None) -> None:
        """A new note, or this one once more."""
        self.finish(keep=True)
        self._editing = note if isinstance(note, Note) else None
        self._box.text.write(self._editing.text if self._editing is not None else "")
        self._editor.show()
        self._add.hide()
        self._box.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self, *, keep: bool) -> bool:
        """Nothing is kept that was not changed; a new note without words is none."""
        if not self.is_editing:
            return False
        text = self._box.text.toPlainText().strip()
        editing, self._editing = self._editing, None
        self._editor.hide()
        self._add.show()
        if keep and editing is None and text:
            self.act(lambda identity: lambda write: write.add_note(identity, text))
        elif keep and editing is not None and text != editing.text:
            note = editing.id
            self.acted.emit(lambda write: write.edit_note(note, text))
        return True
