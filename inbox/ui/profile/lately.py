"""Their last few public posts: fetched when somebody looks, answered or liked from here where there is a door."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.core.lately import Posted
from inbox.core.model import Verb
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
    taken_up = Signal(object, object)
    """(the `Posted`, a `Verb`: REPLY or LIKE)"""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._post: Posted | None = None
        self.title = Paragraph(look)
        self._words = PlainLabel(look, "", Type.SMALL, "soft")
        self._when = PlainLabel(look, "", Type.TINY, "faint")
        self.answer = Button(look, "Answer", icon="reply", rank="quiet")
        self.like = IconButton(look, "heart", "Like")
        self._open = IconButton(look, "external", "Open")
        look.fit(self.like, lambda: self.like.setFixedSize(look.px(24), look.px(22)))
        look.fit(self._open, lambda: self._open.setFixedSize(look.px(24), look.px(22)))
        self.answer.clicked.connect(lambda: self.taken_up.emit(self._post, Verb.REPLY))
        self.like.clicked.connect(lambda: self.taken_up.emit(self._post, Verb.LIKE))
        self._open.clicked.connect(self._on_open)
        below = layouts.Row(look, self._when, None, self.answer, self.like, self._open, spacing=2)
        self.setLayout(layouts.Column(look, self.title, self._words, below))

    def _on_open(self) -> None:
        if self._post is not None:
            self.opened.emit(self._post.url)

    def show_post(self, post: Posted, when: str, doors: Collection[Verb]) -> None:
        self._post, name = post, post.title or post.text
        self.title.setText(name)
        self._words.setText(post.text if post.title else "")
        self._words.setVisible(bool(self._words.text()))
        self._when.setText(when)
        for button, verb, does in ((self.answer, Verb.REPLY, "Answer"), (self.like, Verb.LIKE, "Like")):
            button.setVisible(verb in doors and post.message is not None)
            button.setAccessibleName(f"{does} “{name}”")
        self._open.rename(f"Open “{name}” in the browser")


class LatelyCard(PersonCard):
    """Absent where no network of theirs shows posts."""

    taken_up = Signal(object, object)
    """As `PostLine.taken_up`."""

    title = "Lately"
    part = 1

    def __init__(self, around: Around) -> None:
        self._look_now = Button(around.look, "Look", icon="eye", rank="quiet")
        self._look_now.setAccessibleName("Look at what they posted lately")
        super().__init__(around, self._look_now, spacing=7)
        self._look_now.clicked.connect(lambda: self.commanded.emit("people.lately"))
        self._said = Paragraph(self.look, "", Type.SMALL, "soft")
        # Made once, so that Tab comes to them where they stand.
        self.lines = [PostLine(self.look) for _ in range(lately.MOST)]
        self.column.hold(self._said, layouts.Column(self.look, *self.lines, spacing=9))
        for line in self.lines:
            line.hide()
            line.opened.connect(self.linked)
            line.taken_up.connect(self.taken_up)

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

    def show_posts(self, person: int, posts: Sequence[Posted], doors: Collection[Verb]) -> None:
        """`doors`: what can be done with them from here. An answer about somebody who is no longer shown is dropped."""
        if self._is_of(person):
            self._say("" if posts else "Nothing public of theirs was posted there.", posts, doors)

    def _is_of(self, person: int) -> bool:
        return self.person is not None and self.person.id == person

    def _say(self, sentence: str, posts: Sequence[Posted], doors: Collection[Verb] = ()) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))
        for at, line in enumerate(self.lines):
            line.setVisible(at < len(posts))
            if at < len(posts):
                line.show_post(posts[at], times.date(posts[at].at, self.now()), doors)
