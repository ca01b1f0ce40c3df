"""Where one talks with them, and what is between us, as facts."""

from __future__ import annotations

from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.ui import person_words as words
from inbox.ui.look.buttons import Button
from inbox.ui.profile.card import Around, FactLines, PersonCard

MOST_FACTS = 12


class WhereCard(PersonCard):
    """Each network of theirs, with what is theirs there and when something last passed."""

    title = "Where you talk"

    def __init__(self, around: Around) -> None:
        self._part = Button(around.look, "Part", rank="quiet")
        self._part.setAccessibleName("Part these handles again")
        super().__init__(around, self._part)
        self._part.clicked.connect(lambda: self.commanded.emit("people.part"))
        self._lines = FactLines(self.look)
        self.column.addWidget(self._lines)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        self._part.setVisible(len(person.identities) > 1)
        last = self.profile.last
        places = []
        for identity in person.identities[:MOST_FACTS]:
            dress = self.faces.dress(identity.look)
            sign = dress.badge.sign if dress.badge is not None else "globe"
            name, value = words.where(identity, dress)
            places.append((name, words.with_last(value, last.get(identity.id), self.now()), sign))
        self._lines.show_facts(places)


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
