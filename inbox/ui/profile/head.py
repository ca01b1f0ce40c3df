"""The head of a profile: face, name, what tells them from others, their local time, the ladder of stages."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from inbox.core.person import PersonView
from inbox.core.profile import Profile
from inbox.ui import person_words as words
from inbox.ui.ladder import StageLadder
from inbox.ui.look import layouts
from inbox.ui.look.controls import Avatar, Icon, PlainLabel
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Around


class ProfileHead(QWidget):
    def __init__(self, around: Around, *, size: int = 52, kind: Type = Type.HEAD, ground: str = "panel") -> None:
        super().__init__()
        look = around.look
        self._around = around
        self._known: tuple[PersonView, Profile] | None = None
        self._minute = QTimer(self, interval=60_000)  # their clock goes on
        self._minute.timeout.connect(self._say_line)
        self._minute.start()
        self._face = Avatar(look, around.faces.face("?", 0), size, ground)
        self.name = PlainLabel(look, "", kind)
        self.star = Icon(look, "star-full", "star", 15)
        self.line = PlainLabel(look, "", Type.SMALL, "soft")
        self.ladder = StageLadder(look)
        name = layouts.Row(look, self.name, self.star, None, spacing=6)
        beside = layouts.Column(look, None, name, self.line, None, spacing=1)
        head = layouts.Row(look, self._face, beside, spacing=9)
        head.setStretch(1, 1)
        self.setLayout(layouts.Column(look, head, self.ladder, spacing=13))

    def _say_line(self) -> None:
        if self._known is not None:
            person, profile = self._known
            clock, _ = words.local_time(profile.zone, self._around.now())
            there = f"{clock.partition(',')[0]} there" if clock else ""
            self.line.setText(" · ".join(filter(None, (words.first_line(person), there))))

    def show_person(self, person: PersonView, profile: Profile) -> None:
        first = person.identities[0] if person.identities else None
        look = first.look if first is not None else ""
        self._face.show_face(self._around.faces.face(person.name, person.id, look))
        self.name.setText(person.name)
        self.star.setVisible(person.starred)
        self._known = (person, profile)
        self._say_line()
        self.ladder.show_stage(person.stage)
