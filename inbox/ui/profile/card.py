"""What a card of the profile is: built once, refilled for everybody, and silent about what it cannot say.

A card reads what it shows while it is filled, in the same look at the store as the rest of the profile, and writes by
telling what is to be done. It is listed in `cards.py`; the panel and the profile page each have one of every kind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.core.changes import Changes
from inbox.core.person import PersonView
from inbox.core.ports import Reading, Writing
from inbox.core.profile import Profile
from inbox.ui.faces import Faces
from inbox.ui.look import layouts
from inbox.ui.look.controls import Card, Icon, PlainLabel
from inbox.ui.look.icons import Sign
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

Act = Callable[[Writing], Changes]


@dataclass(frozen=True, slots=True)
class Around:
    """What a card is built with."""

    look: Look
    faces: Faces
    now: Callable[[], datetime]


class PersonCard(Card):
    """A small heading and a column below it. Subclasses say `title`, build themselves into `column` and `fill` it."""

    acted = Signal(object)
    """An `Act`: what is to be written, undoable as every act."""
    commanded = Signal(str)
    """The id of a command; it is about the person who is shown."""
    conversation_opened = Signal(object, object)
    """(conversation id, id of the message to stand on or None)"""
    person_opened = Signal(object)
    """An identity id: their profile page."""
    linked = Signal(str)
    """An address to open outside."""
    left = Signal()
    """What was to be written is written: the keys belong to the list again."""

    title: ClassVar[str]
    part: ClassVar[int | None] = 0
    """The column of the profile page it stands in: 0 who they are, 1 what is between us; None: in the panel only."""

    def __init__(self, around: Around, *beside: QWidget, spacing: float = 5) -> None:
        """`beside`: stands at the right of the heading."""
        super().__init__(around.look)
        self.look, self.faces, self.now = around.look, around.faces, around.now
        self.person: PersonView | None = None
        self.profile = Profile(0)
        """What is kept about who is shown, beside the messages."""
        self.setAccessibleName(self.title)
        self.column = layouts.Column(self.look, spacing=spacing, margins=(13, 10, 13, 12))
        self.heading = PlainLabel(self.look, self.title, Type.TINY_STRONG, "faint")
        self.column.hold(layouts.Row(self.look, self.heading, None, *beside))
        self.setLayout(self.column)

    def show_person(self, person: PersonView, profile: Profile, reading: Reading) -> None:
        fresh = self.person is None or self.person.id != person.id
        if fresh:
            self.finish(keep=True)
        self.person, self.profile = person, profile
        self.fill(person, reading, fresh=fresh)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        """Bounded questions only. `fresh`: somebody else than before, so that what was half typed goes. A card with
        nothing to say hides itself."""

    def begin(self) -> None:
        """Write in it: a key asked for it."""

    def finish(self, *, keep: bool) -> bool:
        """Leave what is being written, kept or not; False where nothing is. It is kept when somebody else comes."""
        return False

    def act(self, work: Callable[[int], Act]) -> None:
        """`work` gets the id of the person who is shown."""
        if self.person is not None:
            self.acted.emit(work(self.person.id))


class FactLine(QWidget):
    """A name on the left, its value on the right; the value elides, with `long_names` whichever is longer."""

    def __init__(self, look: Look, *, long_names: bool = False) -> None:
        super().__init__()
        self._icon = Icon(look, "globe", "soft", 14)
        self._name = PlainLabel(look, "", Type.BODY, "soft", firm=not long_names)
        self._value = PlainLabel(look, "", Type.BODY, "text", right=True)
        self.setLayout(layouts.Row(look, self._icon, self._name, None, self._value, spacing=8))

    def say(self, name: str, value: str, sign: Sign | None = None) -> None:
        self._icon.setVisible(sign is not None)
        if sign is not None:
            self._icon.show_sign(sign, "soft")
        self._name.setText(name)
        self._value.setText(value)


class FactLines(QWidget):
    """As many lines as there are facts; built when first needed."""

    def __init__(self, look: Look, *, long_names: bool = False) -> None:
        super().__init__()
        self._look, self._long_names = look, long_names
        self._lines: list[FactLine] = []
        self._column = layouts.Column(look, spacing=5)
        self.setLayout(self._column)

    def show_facts(self, facts: Sequence[tuple[str, str, Sign | None]]) -> None:
        while len(self._lines) < len(facts):
            self._lines.append(FactLine(self._look, long_names=self._long_names))
            self._column.addWidget(self._lines[-1])
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(facts))
            if at < len(facts):
                line.say(*facts[at])
