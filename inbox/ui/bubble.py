"""One message: a face, a card with the words, how it stands, and what can be done with it. Refilled, not rebuilt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.core.lookup import highlight_spans
from inbox.core.model import Can, DeliveryState, DeliveryView, Direction, Message
from inbox.rules import quoting
from inbox.ui import message_words as words
from inbox.ui.faces import Faces
from inbox.ui.look import layouts, paint, times
from inbox.ui.look.buttons import KEYBOARD_REASONS, Button
from inbox.ui.look.controls import Avatar, Card, IconButton, Paragraph, PlainLabel, set_plain_tooltip
from inbox.ui.look.flow import Flow
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.message_pictures import MessagePictures
from inbox.ui.message_words import Press
from inbox.ui.row_words import Chip
from inbox.ui.safe import SafeBrowser

MOST_CHARACTERS = 100_000
NARROW = 320
"""Width at 100 % text below which a message shows no icons."""


class Chips(QWidget):
    """Small marks side by side; those that find no room are left out."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._chips: tuple[Chip, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_chips(self, chips: tuple[Chip, ...]) -> None:
        self._chips = chips
        self.setAccessibleName(", ".join(text for text, _ in chips))
        self.setVisible(bool(chips))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        gap = self._look.px(5)
        width = sum(paint.chip_width(text, self._look) + gap for text, _ in self._chips)
        return QSize(int(width) + 1, self._look.px(18))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._look.px(18))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, left = QPainter(self), self._look, 0.0
        for text, kind in self._chips:
            room = QRectF(left, 0, self.width() - left, look.px(18))
            if room.width() < look.px(24):
                return
            left += paint.chip(painter, room, text, kind, look, look.tokens.card) + look.px(5)


class Presses(Flow):
    """Small buttons that stand for commands, in as many lines as they need."""

    pressed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._shown: tuple[Press, ...] = ()
        self.hide()

    def show_presses(self, presses: tuple[Press, ...]) -> None:
        if presses == self._shown:
            return
        self._shown = presses
        buttons = []
        for press in presses:
            button = Button(self._look, press.words, keys=press.keys, rank="quiet")
            button.clicked.connect(lambda _=False, command=press.command: self.pressed.emit(command))
            buttons.append(button)
        self.hold(buttons)


class RingedCard(Card):
    """With a ring inside its edge while the keyboard stands on it: the edge itself says what an answer goes to."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._ring_look, self._ringed = look, False

    def ring(self, ringed: bool) -> None:
        self._ringed = ringed
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._ringed:
            look = self._ring_look
            inset = look.px(4)
            box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            paint.rounded(QPainter(self), box, look.px(7), None, look.tokens.accent, 1.5)


class Bubble(QWidget):
    commanded = Signal(object, str)
    """(message id, command name): one of its buttons was pressed."""
    picked = Signal(object)
    """The message's id: it was clicked or got the focus."""
    picture_wanted = Signal(str)
    link_chosen = Signal(object)

    def __init__(self, look: Look, faces: Faces, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._look, self._faces, self._now = look, faces, now
        self._message: Message | None = None
        self._delivery: DeliveryView | None = None
        self._can = Can.NOTHING
        self._network = ""
        self._focused = self._answered = False
        self._card = RingedCard(look)
        self._face = Avatar(look, faces.face("?", 0), 36, "win")
        self._name = PlainLabel(look, "", Type.STRONG)
        self._chips = Chips(look)
        self._when = PlainLabel(look, "", Type.SMALL, "soft", firm=True)
        self._like = IconButton(look, "heart", "Like", "reply.like")
        self._spam = IconButton(look, "spam", "Spam", "moderate.spam")
        self._trash = IconButton(look, "trash", "Trash", "moderate.trash")
        self._text = SafeBrowser(look)
        self._quotes = Button(look, quoting.GAP, opens=False, rank="quiet")
        self._folds = self._unfolded = False
        self._notes = Paragraph(look, "", Type.SMALL, "faint")
        self.pictures = MessagePictures(look, self.picture_wanted.emit)
        self._state = Paragraph(look, "", Type.SMALL, "soft")
        self._presses = Presses(look)
        self._build(look)
        self._connect()

    def _build(self, look: Look) -> None:
        self._icons = (self._like, self._spam, self._trash)
        look.fit(self, self._fit_icons)
        head = layouts.Row(look, self._name, None, *self._icons, 4.0, self._when, spacing=6)
        quotes = layouts.Row(look, self._quotes, None)
        column = layouts.Column(
            look, head, self._chips, self._text, quotes, self._notes, self.pictures, self._state, self._presses,
            spacing=3, margins=(15, 10, 15, 11),
        )  # fmt: skip
        self._card.setLayout(column)
        row = layouts.Row(look, self._face, self._card, spacing=9)
        row.setStretch(1, 1)
        row.setAlignment(self._face, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _fit_icons(self) -> None:
        """Lower than elsewhere, so that they do not make the line of the name higher."""
        for icon in self._icons:
            icon.setFixedSize(self._look.px(24), self._look.px(20))

    def _connect(self) -> None:
        for icon, command in zip(self._icons, ("reply.like", "moderate.spam", "moderate.trash"), strict=True):
            icon.clicked.connect(lambda _=False, command=command: self._command(command))
        self._presses.pressed.connect(self._command)
        self._text.link_chosen.connect(self.link_chosen)
        self._quotes.clicked.connect(self.toggle_quotes)
        self._text.viewport().installEventFilter(self)

    # what is shown

    @property
    def message(self) -> Message | None:
        return self._message

    def show_message(self, message: Message, can: Can, delivery: DeliveryView | None = None, network: str = "") -> None:
        """`network`: whose badge the face carries."""
        same = (message, can, network) == (self._message, self._can, self._network)
        self._network = network
        self._delivery = delivery
        if not same:
            self._fill(message, can)
        self.tick()

    def _fill(self, message: Message, can: Can) -> None:
        before, self._message, self._can = self._message, message, can
        own = message.direction is Direction.OUT
        self._card.set_ground("mine" if own else "card")
        self._face.show_face(self._faces.face(message.author, message.identity, self._network))
        self._name.setText(words.author_of(message))
        self._when.setText(times.stamp(message.sort_at, self._now()))
        set_plain_tooltip(self._when, times.full(message.created_at))
        self._chips.show_chips(tuple(words.chips_of(message)))
        if before is None or (before.html, before.text) != (message.html, message.text):
            self._unfolded = self._unfolded and before is not None and before.id == message.id
            self._show_words(message)
        spoken = words.spoken(message, self._text.words(), self._now())
        self.setAccessibleName(spoken)
        self._text.setAccessibleName(f"{words.author_of(message)}, {self._when.text()}")
        self._notes.setText("\n".join(message.notes))
        self._notes.setVisible(bool(message.notes))
        self.pictures.offer(message.images, after=self._quotes)
        self._presses.show_presses(words.presses(message, can))
        self._like.show_icon("heart", "accent" if message.liked else "soft")
        self._like.rename("Take the like back" if message.liked else "Like")
        self._show_edge()

    def _show_words(self, message: Message) -> None:
        """What is said anew; quotations and the signature behind a button."""
        html, text = message.html, message.text[:MOST_CHARACTERS]
        folded_html, lines = quoting.fold_html(html) if html else (html, 0)
        folded_text, lines = (text, lines) if html else quoting.fold_text(text)
        self._folds = bool(lines)
        if html:
            self._text.show_html(html if self._unfolded else folded_html)
        else:
            self._text.show_text(text if self._unfolded else folded_text)
        lines_words = words.counted(lines, "line")
        self._quotes.setAccessibleName(
            "Fold what is quoted" if self._unfolded else f"Show {lines_words} that are quoted or signed"
        )
        self._quotes.setVisible(self._folds)
        # Level by level, or whoever asks at once where something stands is told by the words before.
        self._card.updateGeometry()
        self.updateGeometry()

    def toggle_quotes(self) -> bool:
        """False where nothing folds."""
        message = self._message
        if message is None or not self._folds:
            return False
        self._unfolded = not self._unfolded
        self._show_words(message)
        self.setAccessibleName(words.spoken(message, self._text.words(), self._now()))
        return True

    def mark(self, query: str) -> int:
        """Marks the words of `query`, "" for none; how many there are. What is quoted unfolds where they are in it."""
        number = self._text.mark(query)
        if query and self._folds and not self._unfolded:
            message = self._message
            if message is not None and len(highlight_spans(message.text, query)) > number:
                self.toggle_quotes()
                number = self._text.mark(query)
        return number

    @property
    def browser(self) -> SafeBrowser:
        return self._text

    def tick(self) -> bool:
        """Says anew what became of the answer. True while a second makes a difference."""
        message = self._message
        said = words.delivery_words(message, self._delivery, self._now()) if message is not None else None
        self._state.setVisible(said is not None)
        if said is not None:
            self._state.setText(said[0])
            self._state.set_ink("warn" if said[1] == "question" else "soft")
        counts = message is not None and message.delivery_state is DeliveryState.WAITING
        return counts and self._delivery is not None and self._delivery.not_before is not None

    def focus_here(self, focused: bool, *, answered: bool) -> None:
        """`focused`: N and P stand here. `answered`: an answer goes to this message, which outlines it."""
        self._focused = focused
        message = self._message
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if focused else Qt.FocusPolicy.ClickFocus)
        moderated = (
            message is not None and words.is_moderated(message, self._can) and not self._presses.isVisibleTo(self)
        )
        likes = message is not None and bool(self._can & Can.LIKE) and message.direction is Direction.IN
        roomy = self.width() >= self._look.px(NARROW)
        self._like.setVisible(likes and (focused or (message is not None and message.liked)) and roomy)
        self._spam.setVisible(focused and moderated and roomy)
        self._trash.setVisible(focused and moderated and roomy)
        self._answered = answered
        self._show_edge()

    def _show_edge(self) -> None:
        own = self._message is not None and self._message.direction is Direction.OUT
        if self._answered:
            self._card.set_edge("accent", 2)
        elif self._focused:
            self._card.set_edge("faint", 2)
        else:
            self._card.set_edge(None if own else "line")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow card gives the room of its icons to name and time; their keys work all the same."""
        super().resizeEvent(event)
        edge = self._look.px(NARROW)
        if (event.size().width() < edge) != (event.oldSize().width() < edge):
            self.focus_here(self._focused, answered=self._answered)

    # pointer and focus

    def _command(self, command: str) -> None:
        if self._message is not None:
            self.commanded.emit(self._message.id, command)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._message is not None:
            self.picked.emit(self._message.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click into the words selects them, and picks the message as well."""
        if event.type() == QEvent.Type.MouseButtonPress and self._message is not None:
            self.picked.emit(self._message.id)
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._card.ring(event.reason() in (*KEYBOARD_REASONS, Qt.FocusReason.OtherFocusReason))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._card.ring(False)
