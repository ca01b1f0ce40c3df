"""Where one talks with them, and what is between us, as facts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.core.model import Place
from inbox.core.person import IdentityView, PersonView
from inbox.core.ports import Reading
from inbox.ui import person_words as words
from inbox.ui.look import layouts
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Icon, PlainLabel, set_plain_tooltip
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Around, FactLines, PersonCard
from inbox.ui.profile.in_place import Value

MOST_FACTS = 12
MOST_WAYS = 6


class WayLine(QWidget):
    """A page or an address of theirs; a press opens it."""

    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._way = words.Way("", "", "", "globe")
        self._icon = Icon(look, "globe", "soft", 14)
        self._name = PlainLabel(look, "", Type.BODY, "soft", firm=True)
        self._value = Value(look, right=True)
        self._value.clicked.connect(lambda: self.opened.emit(self._way.address))
        self.setLayout(layouts.Row(look, self._icon, self._name, None, self._value, spacing=8))

    def show_way(self, way: words.Way) -> None:
        self._way = way
        self._icon.show_sign(way.sign, "soft")
        self._name.setText(way.name)
        self._value.show_value(way.name, way.value)
        noted = f"{way.value}, {way.note}" if way.note else way.value
        self._value.setAccessibleName(f"{way.name}: {noted}, open")
        set_plain_tooltip(self._value, noted)


class WhereCard(PersonCard):
    """Each network of theirs, with what is theirs there and when something last passed; then their own pages and
    addresses."""

    title = "Where you talk"

    def __init__(self, around: Around) -> None:
        self._part = Button(around.look, "Part", rank="quiet")
        self._part.setAccessibleName("Part these handles again")
        super().__init__(around, self._part)
        self._part.clicked.connect(lambda: self.commanded.emit("people.part"))
        self._lines = FactLines(self.look, long_names=True)
        self.ways: list[WayLine] = []
        self.column.addWidget(self._lines)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        places = reading.places()
        self._show_places(person, places)
        ways = words.ways(person.identities)[:MOST_WAYS]
        while len(self.ways) < len(ways):
            line = WayLine(self.look)
            line.opened.connect(self.linked)
            self.ways.append(line)
            self.column.addWidget(line)
        for at, line in enumerate(self.ways):
            line.setVisible(at < len(ways))
            if at < len(ways):
                line.show_way(ways[at])

    def _show_places(self, person: PersonView, mine: Sequence[Place]) -> None:
        self._part.setVisible(len(person.identities) > 1)
        last = self.profile.last
        places = []
        for identity in person.identities[:MOST_FACTS]:
            dress = self.faces.dress(identity.look)
            sign = dress.badge.sign if dress.badge is not None else "globe"
            name, value = words.where(identity, dress, _title(identity, mine))
            # Of one alone it stands below, in the facts between us.
            when = last.get(identity.id) if len(person.identities) > 1 else None
            places.append((name, words.with_last(value, when, self.now()), sign))
        self._lines.show_facts(places)


def _title(identity: IdentityView, mine: Sequence[Place]) -> str:
    """What my place is called at which they have this handle; "" where it is at none."""
    return next((one.title for one in mine if one.canonical == identity.instance), "")


class BetweenCard(PersonCard):
    title = "Between you"
    part = 1

    def __init__(self, around: Around) -> None:
        log = Button(around.look, "Add a conversation", icon="plus", rank="quiet")
        log.setAccessibleName("Write down a conversation that happened elsewhere")
        super().__init__(around, log)
        log.clicked.connect(lambda: self.commanded.emit("people.log"))
        self._lines = FactLines(self.look)
        self.column.addWidget(self._lines)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        facts = words.between(person, reading.relation(person.id).facts, self.now())
        self._lines.show_facts([(name, value, None) for name, value in facts])
