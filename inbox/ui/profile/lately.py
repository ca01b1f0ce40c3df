"""Lately: their last few public posts, fetched when somebody asks; each opens where it is read, liked and answered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.core.lately import Posted
from inbox.core.person import PersonView
from inbox.core.ports import Reading
from inbox.services import lately
from inbox.ui.look import layouts, times
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import IconButton, Paragraph, PlainLabel
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.profile.card import Around, PersonCard


class PostLine(QWidget):
    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._address = ""
        self._title = Paragraph(look)
        self._words = PlainLabel(look, "", Type.SMALL, "soft")
        self._when = PlainLabel(look, "", Type.TINY, "faint")
        self._open = IconButton(look, "external", "Open")
        look.fit(self._open, lambda: self._open.setFixedSize(look.px(24), look.px(20)))
        self._open.clicked.connect(lambda: self.opened.emit(self._address))
        self.setLayout(layouts.Column(look, self._title, self._words, layouts.Row(look, self._when, None, self._open)))

    def show_post(self, post: Posted, when: str) -> None:
        self._address = post.url
        self._title.setText(post.title or post.text)
        self._words.setText(post.text if post.title else "")
        self._words.setVisible(bool(self._words.text()))
        self._when.setText(when)
        self._open.rename(f"Open “{post.title or post.text}”, to like or answer it there")


class LatelyCard(PersonCard):
    """Absent where no network of theirs shows posts."""

    title = "Lately"
    part = 1

    def __init__(self, around: Around) -> None:
        self._look_now = Button(around.look, "Look", icon="eye", rank="quiet")
        self._look_now.setAccessibleName("Look at what they posted lately")
        super().__init__(around, self._look_now, spacing=7)
        self._look_now.clicked.connect(lambda: self.commanded.emit("people.lately"))
        self._said = Paragraph(self.look, "", Type.SMALL, "soft")
        self.lines: list[PostLine] = []
        self.column.addWidget(self._said)

    def fill(self, person: PersonView, reading: Reading, *, fresh: bool) -> None:
        seen = lately.seen_from(person.identities, reading.places(), lambda network: self.faces.dress(network).lately)
        self.setVisible(seen is not None)
        if fresh:
            self._say("Their last posts are fetched when you look.", ())

    def say_looking(self, person: int) -> None:
        if self._is_of(person):
            self._say("Looking…", ())

    def say_failed(self, person: int, sentence: str) -> None:
        if self._is_of(person):
            self._say(sentence, ())

    def show_posts(self, person: int, posts: Sequence[Posted]) -> None:
        """An answer about somebody who is no longer shown is dropped."""
        if self._is_of(person):
            self._say("" if posts else "Nothing public of theirs was posted there.", posts)

    def _is_of(self, person: int) -> bool:
        return self.person is not None and self.person.id == person

    def _say(self, sentence: str, posts: Sequence[Posted]) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))
        while len(self.lines) < len(posts):
            line = PostLine(self.look)
            line.opened.connect(self.linked)
            self.lines.append(line)
            self.column.addWidget(line)
        for at, line in enumerate(self.lines):
            line.setVisible(at < len(posts))
            if at < len(posts):
                line.show_post(posts[at], times.date(posts[at].at, self.now()))
