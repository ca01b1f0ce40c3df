"""Where one talks with them, and what is between us, as facts."""

from __future__ import annotations

from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.ui import person_words as words
from inbox.ui.profile.card import Around, FactLines, PersonCard

MOST_FACTS = 12


class WhereCard(PersonCard):
    title = "Where you talk"

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._lines = FactLines(self.look)
        self.column.addWidget(self._lines)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        places = []
        for identity in person.identities[:MOST_FACTS]:
            dress = self.faces.dress(identity.look)
            sign = dress.badge.sign if dress.badge is not None else "globe"
            places.append((*words.where(identity, dress), sign))
        self._lines.show_facts(places)


class BetweenCard(PersonCard):
    title = "Between you"
    part = 1

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._lines = FactLines(self.look)
        self.column.addWidget(self._lines)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        self._lines.show_facts([(name, value, None) for name, value in words.between(person, self.now())])
