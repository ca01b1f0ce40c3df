"""What one knows about somebody: their name here, local time, the line of intention, own fields, their pictures."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from inbox.core.errors import Refused
from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.core.profile import OwnField
from inbox.rules import own_fields
from inbox.ui import person_words as words
from inbox.ui.look import layouts, times
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import IconButton, Paragraph, PlainLabel
from inbox.ui.look.fields import LineField, Switch
from inbox.ui.look.flow import Flow
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Around, PersonCard
from inbox.ui.profile.in_place import InPlace, Value


class IntentionCard(PersonCard):
    title = "What I mean to do for them"

    def __init__(self, around: Around) -> None:
        super().__init__(around, spacing=3)
        self._line = InPlace(self.look, "Intention", "One line: introduce to Ann", most=200)
        self._line.written.connect(self._on_written)
        self._line.left.connect(self.left)
        self.column.addWidget(self._line)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        self._line.show_value(self.profile.intention)

    def begin(self) -> None:
        self._line.begin()

    def finish(self, *, keep: bool) -> bool:
        return self._line.finish(keep=keep)

    def _on_written(self, line: str) -> None:
        self.act(lambda person: lambda write: write.set_intention(person, line))


class FieldRow(QWidget):
    """One field: its name, its value, and for a phone number a way to call it."""

    written = Signal(str, str)
    """(name, value); no value takes the field away."""
    called = Signal(str)
    """A `tel:` address."""

    def __init__(self, look: Look, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._address = ""
        self.line = InPlace(look, "", "nothing takes it away", named=True, most=own_fields.VALUE_MOST)
        self._call = IconButton(look, "phone", "Call")
        look.fit(self._call, lambda: self._call.setFixedSize(look.px(24), look.px(22)))
        self._call.clicked.connect(lambda: self.called.emit(self._address))
        self.line.add_beside(self._call)
        self.line.written.connect(lambda value: self.written.emit(self.line.name, value))
        self.setLayout(layouts.Column(look, self.line))

    def show_field(self, field: OwnField) -> None:
        name = field.name
        self.line.rename(name, lambda typed: own_fields.checked(name, typed, times.local(self._now()).date()))
        born = own_fields.read_birthday(field.value) if name == own_fields.BIRTHDAY else None
        self.line.show_value(field.value, born.said() if born is not None else "")
        self._address = own_fields.dialled(field.value) if name == own_fields.PHONE else ""
        self._call.setVisible(bool(self._address))
        self._call.rename(f"Call {field.value}")


class NewField(QWidget):
    """Name and value of a field in one line; the usual names are a press away."""

    written = Signal(str, str)
    closed = Signal()

    def __init__(self, look: Look, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._look, self._now = look, now
        self._names = Flow(look)
        self.line = LineField(look, "A field", "Any name: what you know", tall=30)
        self._wrong = Paragraph(look, "", Type.SMALL, "bad")
        self._wrong.hide()
        self.setLayout(layouts.Column(look, self._names, self.line, self._wrong, spacing=5))
        self.line.line.returnPressed.connect(lambda: self.finish(keep=True, by_enter=True))
        self.line.line.textEdited.connect(lambda _: self._say_wrong(""))

    def begin(self, taken: Collection[str], name: str = "") -> None:
        chips = []
        for usual in own_fields.USUAL:
            if usual not in taken:
                chip = Button(self._look, usual, rank="quiet")
                chip.clicked.connect(lambda _=False, usual=usual: self._start(usual))
                chips.append(chip)
        self._names.hold(chips)
        self._say_wrong("")
        self.show()
        self._start(name)

    def _start(self, name: str) -> None:
        self.line.line.setText(f"{name}: " if name else "")
        self.line.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self, *, keep: bool, by_enter: bool = False) -> None:
        """Whatever makes no sense is said after Enter, and let go where the keys went elsewhere."""
        name, colon, value = (part.strip() for part in self.line.line.text().partition(":"))
        if by_enter and name and not (colon and value):
            self._say_wrong("Write a name, a colon and what you know, like Phone: +44 113 4960000.")
            return
        if keep and name and value:
            name = own_fields.usual_name(name)
            try:
                own_fields.checked(name, value, times.local(self._now()).date())
            except Refused as refused:
                if by_enter:
                    self._say_wrong(str(refused))
                    return
            else:
                self.written.emit(name, value)
        self.hide()
        self.closed.emit()

    def _say_wrong(self, sentence: str) -> None:
        self.line.be_wrong(bool(sentence))
        self.line.line.setAccessibleDescription(sentence)
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))


class AboutCard(PersonCard):
    """Fields of one's own, each changed where it stands; local time and pictures, which are of the same kind."""

    title = "About them"

    def __init__(self, around: Around) -> None:
        super().__init__(around, spacing=4)
        look = self.look
        self._time = Value(look, right=True)
        self._time.clicked.connect(lambda: self.commanded.emit("people.zone"))
        self._source = PlainLabel(look, "", Type.SMALL, "faint", right=True)
        self.rows: list[FieldRow] = []
        self._fields = layouts.Column(look, spacing=2)
        self._more = Button(look, "Add a field", icon="plus", rank="quiet")
        self._more.clicked.connect(lambda _=False: self.begin())
        self.new = NewField(look, self.now)
        self.new.hide()
        self.new.written.connect(self._on_written)
        self.new.closed.connect(self._on_closed)
        self._minute = QTimer(self, interval=60_000)  # their clock goes on
        self._minute.timeout.connect(self._say_time)
        self._minute.start()
        self._pictures = Switch(look, "Always load their pictures")
        self._pictures.clicked.connect(self._on_pictures)
        name = PlainLabel(look, "Local time", Type.BODY, "soft", firm=True)
        self.name = InPlace(look, "Name", "as they call themselves", named=True, most=80)
        self.name.written.connect(self._on_named)
        self.name.left.connect(self.left)
        self._own = PlainLabel(look, "", Type.SMALL, "faint", right=True)
        self.column.hold(self.name, self._own)
        self.column.hold(layouts.Row(look, name, None, self._time, spacing=6), self._source, self._fields)
        self.column.hold(self.new, layouts.Row(look, self._more, None), self._pictures)

    def _say_time(self) -> None:
        clock, source = words.local_time(self.profile.zone, self.now())
        self._time.show_value("Local time", clock, "not known")
        self._source.setText(source)
        self._source.setVisible(bool(source))

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        profile = self.profile
        self.name.show_value(person.name)
        own = words.call_themselves(person)
        self._own.setText(own)
        self._own.setVisible(bool(own))
        self._say_time()
        self._pictures.setChecked(profile.keeps_pictures)
        while len(self.rows) < len(profile.fields):
            row = FieldRow(self.look, self.now)
            row.written.connect(self._on_written)
            row.called.connect(self.linked)
            row.line.left.connect(self.left)
            self.rows.append(row)
            self._fields.addWidget(row)
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(profile.fields))
            if at < len(profile.fields):
                row.show_field(profile.fields[at])

    def begin(self, name: str = "") -> None:
        """A new field."""
        self._more.hide()
        self.new.begin([row.line.name for row in self.rows if row.isVisibleTo(self)], name)

    def begin_name(self) -> None:
        self.name.begin()

    def finish(self, *, keep: bool) -> bool:
        writing = [line for line in (self.name, *(row.line for row in self.rows)) if line.finish(keep=keep)] != []
        if self.new.isVisibleTo(self):
            self.new.finish(keep=keep)
            return True
        return writing

    def _on_closed(self) -> None:
        self._more.show()
        self.left.emit()

    def _on_written(self, name: str, value: str) -> None:
        self.act(lambda person: lambda write: write.set_field(person, name, value))

    def _on_named(self, name: str) -> None:
        self.act(lambda person: lambda write: write.call(person, name))

    def _on_pictures(self) -> None:
        keeps = self._pictures.isChecked()
        self.act(lambda person: lambda write: write.keep_pictures(person, keeps))
