"""What an address turned out to be: whose place, how much is there, from when it should wait, and how to sign in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from inbox.ui.look.controls import Avatar, Button, Card, Column, Hairline, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import LineField
from inbox.ui.look.paint import Face
from inbox.ui.look.segments import Choice, Segments
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type


@dataclass(frozen=True, slots=True)
class WaitChoice:
    """Conversations younger than `days` wait; None is all of them. `count` says how many that are, if known."""

    days: int | None
    count: int | None = None

    @property
    def words(self) -> str:
        span = "all" if self.days is None else f"{self.days} days"
        return span if self.count is None else f"{span} · {self.count}"


@dataclass(frozen=True, slots=True)
class SignInField:
    name: str
    label: str
    secret: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """`kind` is "WordPress blog"; `comments` and `people` are None where nobody counted."""

    title: str
    kind: str
    face: Face
    comments: int | None = None
    people: int | None = None
    people_is_floor: bool = False
    sentence: str = ""
    choices: tuple[WaitChoice, ...] = (WaitChoice(7), WaitChoice(30), WaitChoice(90), WaitChoice(None))
    chosen: int = 1
    fields: tuple[SignInField, ...] = ()
    sign_in_words: str = ""
    sign_in_page: str = ""
    """The place's own page that makes an application password, opened in the browser when asked."""
    signed_in_as: str = ""


@dataclass(frozen=True, slots=True)
class ReadWish:
    """What the person wants done with the found place. Secrets go to the keychain and nowhere else."""

    days: int | None
    values: Mapping[str, str] = field(default_factory=dict)


def how_much(found: FoundPlace) -> str:
    """ "214 public comments by 96 people." """
    if found.comments is None:
        return ""
    if not found.comments:
        return "No comments yet."
    comments = "1 comment" if found.comments == 1 else f"{found.comments} comments"
    if found.people is None:
        return f"{comments}."
    people = "1 person" if found.people == 1 else f"{found.people} people"
    return f"{comments} by {'at least ' if found.people_is_floor else ''}{people}."


class FoundCard(Card):
    """`read_wanted` carries a `ReadWish` without values, `sign_in_wanted` one with them."""

    read_wanted = Signal(object)
    sign_in_wanted = Signal(object)
    page_wanted = Signal(str)

    def __init__(self, look: Look, found: FoundPlace) -> None:
        super().__init__(look, edge="accent")
        self._look, self._found = look, found
        self.setAccessibleName(f"{found.title}, {found.kind}. {how_much(found)}")
        self.read_button = Button(look, "Read it", keys="Enter", rank="main")
        self.read_button.clicked.connect(self.read)
        self._since = Segments(
            look, "Let conversations wait from", tuple(Choice(each.words) for each in found.choices), found.chosen
        )
        self._fields = {
            asked.name: LineField(look, asked.label, asked.hint or asked.label, secret=asked.secret)
            for asked in found.fields
        }
        column = Column(look, self._head(), spacing=12, margins=(14, 12, 13, 13))
        if found.choices:
            column.hold(Hairline(look), self._waiting())
        if found.fields and not found.signed_in_as:
            column.hold(Hairline(look), self._sign_in())
        self.setLayout(column)

    @property
    def wish(self) -> ReadWish:
        choices = self._found.choices
        return ReadWish(choices[self._since.chosen_number()].days if choices else None)

    def read(self) -> None:
        self.read_wanted.emit(self.wish)

    def _head(self) -> Row:
        look, found = self._look, self._found
        title = Row(look, PlainLabel(look, found.title, Type.STRONG), PlainLabel(look, found.kind, ink="soft"), None)
        title.setSpacing(look.px(8))
        words = Column(look, title, spacing=1)
        signed_in = f"Signed in as {found.signed_in_as}." if found.signed_in_as else ""
        about = " ".join(part for part in (how_much(found), signed_in, found.sentence) if part)
        words.hold(Paragraph(look, about, Type.SMALL, "soft"))
        row = Row(look, Avatar(look, found.face, 36, "card"), spacing=12)
        row.addLayout(words, 1)
        row.addWidget(self.read_button)
        return row

    def _waiting(self) -> Column:
        look = self._look
        words = "How far back should conversations wait for you? Older ones stay under Earlier, unanswered."
        return Column(look, Paragraph(look, words, Type.SMALL, "soft"), Row(look, self._since), spacing=7)

    def _sign_in(self) -> Column:
        """Closed at first: reading needs none of it."""
        look, found = self._look, self._found
        self._more = Button(look, "Sign in to answer from here", icon="lock", rank="quiet", opens=True)
        self._more.clicked.connect(self.open_sign_in)
        self._form = QWidget()
        form = Column(look, spacing=8)
        if found.sign_in_words:
            form.hold(Paragraph(look, found.sign_in_words, Type.SMALL, "soft"))
        for asked in found.fields:
            box = self._fields[asked.name]
            box.line.returnPressed.connect(self._on_sign_in)
            form.hold(PlainLabel(look, asked.label, Type.SMALL_STRONG), box)
        self._wrong = Paragraph(look, "", Type.SMALL, "bad")
        self._wrong.hide()
        self._sign_in_button = Button(look, "Sign in and read")
        self._sign_in_button.clicked.connect(self._on_sign_in)
        form.hold(self._wrong, Row(look, self._sign_in_button, *self._page_button(), None, spacing=8))
        self._form.setLayout(form)
        self._form.hide()
        return Column(look, Row(look, self._more, None), self._form, spacing=8)

    def _page_button(self) -> tuple[QWidget, ...]:
        page = self._found.sign_in_page
        if not page:
            return ()
        button = Button(self._look, "Make an application password there", icon="external", rank="quiet")
        button.clicked.connect(lambda: self.page_wanted.emit(page))
        return (button,)

    def open_sign_in(self) -> None:
        if self._fields and not self._found.signed_in_as:
            self._more.hide()
            self._form.show()
            next(iter(self._fields.values())).line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_wrong(self, sentence: str) -> None:
        """Below the fields, which keep what was typed."""
        self.open_sign_in()
        self._wrong.setText(sentence)
        self._wrong.show()
        secrets = [self._fields[asked.name].line for asked in self._found.fields if asked.secret]
        for line in secrets[-1:]:  # most often it is this one
            line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            line.selectAll()
        for box in self._fields.values():
            box.be_wrong(True)
            box.line.setAccessibleDescription(sentence)
        self.be_busy(busy=False)

    def be_busy(self, *, busy: bool) -> None:
        """While the place is being read or signed in to."""
        self.read_button.setEnabled(not busy)
        if self._fields and not self._found.signed_in_as:
            self._sign_in_button.setEnabled(not busy)
            self._sign_in_button.say("Signing in …" if busy else "Sign in and read")

    def _on_sign_in(self) -> None:
        values = {name: box.line.text().strip() for name, box in self._fields.items()}
        missing = next((box for name, box in self._fields.items() if not values[name]), None)
        if missing is not None:
            missing.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.be_busy(busy=True)
        self.sign_in_wanted.emit(ReadWish(self.wish.days, values))
