"""Two people side by side, before they are said to be one; and who leaves, when one is parted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QWidget

from inbox.core.person import IdentityView, PersonView
from inbox.rules import naming
from inbox.ui import same_words as words
from inbox.ui.faces import Faces
from inbox.ui.ladder import StageLadder
from inbox.ui.look import times
from inbox.ui.look.controls import Avatar, Button, Card, Column, Hairline, Icon, KeyLegend, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import LineField, Switch
from inbox.ui.look.flow import Flow
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.text import isolate
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

MOST_SHOWN = 6
_Scroll = QAbstractSlider.SliderAction
SCROLLS = {
    Qt.Key.Key_Down: _Scroll.SliderSingleStepAdd,
    Qt.Key.Key_Up: _Scroll.SliderSingleStepSub,
    Qt.Key.Key_PageDown: _Scroll.SliderPageStepAdd,
    Qt.Key.Key_PageUp: _Scroll.SliderPageStepSub,
    Qt.Key.Key_End: _Scroll.SliderToMaximum,
    Qt.Key.Key_Home: _Scroll.SliderToMinimum,
}
"""The keys of both buttons: there is nothing else on the sheet that could take them."""
KEPT = (
    "Nothing is rewritten: stars, tags and notes stay with the handle they were set on, the name can be changed later, "
    "and they can be parted again."
)


@dataclass(frozen=True, slots=True)
class Side:
    """A person as they are compared: `last_words` is the newest they wrote, `at` when."""

    person: PersonView
    last_words: str = ""
    at: datetime | None = None


class _Column(Card):
    """One of both."""

    def __init__(self, look: Look, faces: Faces, side: Side, now: datetime) -> None:
        super().__init__(look, "win")
        person = side.person
        self.setAccessibleName(f"{person.name}: {words.counts(person)}")
        first = person.identities[0] if person.identities else None
        face = Avatar(look, faces.face(person.name, person.id, first.look if first is not None else ""), 44)
        name = PlainLabel(look, person.name, Type.HEAD)
        star = Icon(look, "star-full", "star", 15)
        star.setVisible(person.starred)
        beside = Column(look, None, Row(look, name, star, None, spacing=6), _line(look, words.counts(person)), None)
        head = Row(look, face, beside, spacing=9)
        head.setStretch(1, 1)
        ladder = StageLadder(look)
        ladder.show_stage(person.stage)
        column = Column(look, head, ladder, spacing=10, margins=(14, 14, 14, 14))
        column.hold(_part(look, "Handles", [words.handle(one, faces) for one in person.identities]))
        if person.tags:
            column.hold(_part(look, "Tags", [" · ".join(person.tags)]))
        if person.notes:
            column.hold(_part(look, "Notes", [note.text for note in person.notes]))
        if side.last_words and side.at is not None:
            column.hold(_part(look, f"Last words, {times.date(side.at, now)}", [side.last_words]))
        column.addStretch(1)
        self.setLayout(column)


class NameChoice(QWidget):
    """What they are to be called: one of their names at a press, or what is typed."""

    def __init__(self, look: Look, names: Sequence[str]) -> None:
        super().__init__()
        self.field = LineField(look, "Called from now on", "as each calls themselves", tall=30)
        self.field.line.setMaxLength(80)
        self.field.line.setText(names[0])
        flow = Flow(look)
        heading = PlainLabel(look, "Called from now on", Type.TINY_STRONG, "faint")
        self.setLayout(Column(look, heading, self.field, flow, spacing=5))
        buttons = [Button(look, isolate(name), rank="quiet") for name in names if len(names) > 1]
        for button, name in zip(buttons, names, strict=False):
            button.setAccessibleName(f"Call them {name}")
            button.clicked.connect(lambda _=False, name=name: self.field.line.setText(name))
        flow.hold(buttons)

    def name(self) -> str:
        return " ".join(self.field.line.text().split())


class CompareSheet(Sheet):
    merged = Signal(str)
    """The one name they have from now on; "" where both keep theirs."""
    wish = (760, 560)
    top = 60

    def __init__(self, look: Look, faces: Faces, sides: tuple[Side, Side], clues: Sequence[str], now: datetime) -> None:
        one, other = (side.person.name for side in sides)
        super().__init__(look, f"Are {one} and {other} one person?")
        self._do = Button(look, "Merge", keys="Ctrl Enter", rank="main")
        cancel = Button(look, "Cancel", keys="Esc")
        self._do.clicked.connect(self._on_merged)
        cancel.clicked.connect(self.done)
        page = QWidget()
        both = Row(look, *(_Column(look, faces, side, now) for side in sides), spacing=12)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        column = Column(look, spacing=12, margins=(18, 14, 18, 14))
        column.addLayout(both)
        self.called = NameChoice(look, naming.names_of(*(side.person for side in sides)))
        column.hold(self.called)
        if clues:
            column.hold(_part(look, "What speaks for it", list(clues)))
        column.hold(Paragraph(look, KEPT, Type.SMALL, "soft"), None)
        page.setLayout(column)
        self._scroll = Scroller(look, "Both people")
        self._scroll.hold(page)
        title = PlainLabel(look, f"Are {isolate(one)} and {isolate(other)} one person?", Type.HEAD)
        outer = Column(look, margins=(1, 0, 1, 6))
        outer.hold(Row(look, title, margins=(22, 12, 22, 12)), Hairline(look))
        outer.addWidget(self._scroll, 1)
        foot = Row(
            look,
            KeyLegend(look, (("↑↓", "scroll"), ("Tab", "next"))),
            cancel,
            self._do,
            spacing=8,
            margins=(22, 8, 16, 2),
        )
        outer.hold(Hairline(look), foot)
        self.setLayout(outer)
        self.installEventFilter(self)
        self.called.field.line.installEventFilter(self)
        self._do.installEventFilter(self)
        cancel.installEventFilter(self)

    def first_focus(self) -> QWidget:
        return self._do

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if is_chord(event):
            self._on_merged()
            return True
        if watched is self.called.field.line:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in SCROLLS:
            self._scroll.verticalScrollBar().triggerAction(SCROLLS[Qt.Key(event.key())])
            return True
        return super().eventFilter(watched, event)

    def _on_merged(self) -> None:
        name = self.called.name()
        self.done.emit()
        self.merged.emit(name)


class PartSheet(Sheet):
    parted = Signal(object)
    """Ids of the identities that leave, as a tuple."""
    wish = (520, 320)

    def __init__(self, look: Look, faces: Faces, person: PersonView) -> None:
        super().__init__(look, f"Which handles are not {person.name}?")
        self._switches: dict[int, Switch] = {}
        column = Column(look, spacing=8, margins=(22, 14, 22, 14))
        for identity in person.identities:
            column.hold(self._made(look, faces, identity))
        column.addStretch(1)
        page = QWidget()
        page.setLayout(column)
        scroll = Scroller(look, "Handles")
        scroll.hold(page)
        self._why = PlainLabel(look, "", Type.SMALL, "soft")
        self._do = Button(look, "Part", keys="Ctrl Enter", rank="main")
        cancel = Button(look, "Cancel", keys="Esc")
        self._do.clicked.connect(self._on_parted)
        cancel.clicked.connect(self.done)
        title = PlainLabel(look, f"Which handles are not {isolate(person.name)}?", Type.HEAD)
        about = "Those that leave become a person of their own, with what was set on them."
        outer = Column(look, margins=(1, 0, 1, 6))
        outer.hold(Column(look, title, Paragraph(look, about, Type.SMALL, "soft"), spacing=3, margins=(22, 12, 22, 12)))
        outer.hold(Hairline(look))
        outer.addWidget(scroll, 1)
        foot = Row(look, self._why, cancel, self._do, spacing=8, margins=(22, 8, 16, 2))
        foot.setStretch(0, 1)
        outer.hold(Hairline(look), foot)
        self.setLayout(outer)
        for watched in (*self._switches.values(), self._do, cancel):
            watched.installEventFilter(self)
        self._say()

    def first_focus(self) -> QWidget:
        return next(iter(self._switches.values()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if is_chord(event):
            self._on_parted()
            return True
        return super().eventFilter(watched, event)

    def _made(self, look: Look, faces: Faces, identity: IdentityView) -> Switch:
        switch = Switch(look, f"{isolate(identity.name)} · {words.handle(identity, faces)}")
        switch.setAccessibleName(f"{identity.name}, {words.handle(identity, faces)}: leaves")
        switch.toggled.connect(lambda _: self._say())
        self._switches[identity.id] = switch
        return switch

    def leaving(self) -> tuple[int, ...]:
        return tuple(id for id, switch in self._switches.items() if switch.isChecked())

    def _say(self) -> None:
        leaving = len(self.leaving())
        every = leaving == len(self._switches)
        self._do.setEnabled(0 < leaving < len(self._switches))
        self._why.setText("At least one has to stay." if every else "" if leaving else "Switch on who leaves.")

    def _on_parted(self) -> None:
        if self._do.isEnabled():
            leaving = self.leaving()
            self.done.emit()
            self.parted.emit(leaving)


def is_chord(event: QEvent) -> bool:
    """Ctrl Enter, as it sends in the composer."""
    if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
        return False
    chord = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    return bool(chord) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _line(look: Look, text: str) -> PlainLabel:
    return PlainLabel(look, text, Type.SMALL, "soft")


def _part(look: Look, heading: str, lines: Sequence[str]) -> QWidget:
    part = QWidget()
    shown = [Paragraph(look, line) for line in lines[:MOST_SHOWN]]
    more = len(lines) - len(shown)
    if more > 0:
        shown.append(Paragraph(look, f"and {more} more", Type.SMALL, "soft"))
    part.setLayout(Column(look, PlainLabel(look, heading, Type.TINY_STRONG, "faint"), *shown, spacing=3))
    return part
