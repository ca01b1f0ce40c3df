"""What stands where there is nothing: nobody waits, nothing found, still reading, offline, something went wrong.

The middle has the room for the picture; the list beside it says the same in a short line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.ui.look import paint
from inbox.ui.look.controls import Button, Column, KeyLegend, Pane, Paragraph, Row
from inbox.ui.look.icons import draw_icon
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

PICTURES = {  # the icon, its ink and the disc behind it
    "cup": ("cup", "accent", "sel"),
    "search": ("search", "soft", "hover"),
    "quiet": ("inbox", "soft", "hover"),
    "people": ("people", "soft", "hover"),
    "offline": ("cloud-off", "warn", "warn_soft"),
    "trouble": ("warning", "warn", "warn_soft"),
}


@dataclass(frozen=True, slots=True)
class Emptiness:
    """`picture`: cup, search, quiet, people, loading, offline, trouble, or "" for a line without one. `action` is a
    button, `hint` a key and its words."""

    picture: str
    title: str
    words: str = ""
    action: str = ""
    hint: tuple[str, str] | None = None


def nobody_waits(words: str = "") -> Emptiness:
    return Emptiness("cup", "Nobody is waiting for you", words)


def nothing_here(view: str, words: str = "") -> Emptiness:
    return Emptiness("quiet", f"Nothing in {view}", words, hint=("G I", "back to Waiting on me"))


def nothing_found(query: str) -> Emptiness:
    return Emptiness(
        "search", "Nothing found", f"No person and no message has “{query}”.", hint=("Esc", "clear the search")
    )


def reading(place: str) -> Emptiness:
    return Emptiness("loading", f"Reading {place}", "Conversations appear here as they come in.")


def offline() -> Emptiness:
    return Emptiness("offline", "You are offline", "What you write now is sent when the connection is back.")


def trouble(sentence: str, title: str = "This did not work", action: str = "Try again") -> Emptiness:
    return Emptiness("trouble", title, sentence, action)


def in_a_line(state: Emptiness) -> Emptiness:
    """For the list; what is being read keeps its rows to come."""
    return state if state.picture == "loading" else Emptiness("", state.title)


def beside_the_list(state: Emptiness) -> Emptiness:
    """For the middle."""
    if state.picture != "loading":
        return state
    return replace(state, picture="cup", title="One moment", words=f"{state.title} for the first time.")


class Picture(QWidget):
    """An icon on a disc; for reading, two rows as they will look."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._kind = look, "cup"
        look.fit(self, lambda: self.setFixedSize(look.px(220), look.px(96)))

    def show_kind(self, kind: str) -> None:
        self._kind = kind
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        if self._kind == "loading":
            for row, opacity in enumerate((1.0, 0.5)):
                painter.setOpacity(opacity)
                self._paint_row(painter, look.px(4 + 48 * row))
            return
        icon, ink, ground = PICTURES[self._kind]
        middle, radius = QPointF(self.width() / 2, look.px(46)), look.px(44)
        paint.dot(painter, middle, radius, look.color(ground))
        for x, y, size in ((-70, 14, 5), (-58, -22, 3), (66, -14, 4), (74, 20, 3)):
            paint.dot(painter, middle + QPointF(look.px(x), look.px(y)), look.px(size), look.color(ground))
        size = look.px(44)
        spot = QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)
        draw_icon(painter, icon, spot, look.color(ink), 1.8 * look.scale)

    def _paint_row(self, painter: QPainter, top: int) -> None:
        look, ground = self._look, self._look.tokens.hover
        paint.dot(painter, QPointF(look.px(30), top + look.px(18)), look.px(16), ground)
        for line, width in enumerate((70, 140, 104)):
            bar = QRectF(look.px(58), top + look.px(2 + 13 * line), look.px(width), look.px(7))
            paint.rounded(painter, bar, bar.height() / 2, ground)


class EmptyState(Pane):
    """Takes the place of the rows. `acted` carries the shown `Emptiness` when its button is pressed."""

    acted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "win")
        self._look = look
        self._state: Emptiness | None = None
        scroll = Scroller(look, "")
        self._scroll = scroll
        self.setLayout(Column(look, scroll))
        self.show_state(nobody_waits())

    def show_state(self, state: Emptiness) -> None:
        if state == self._state:
            return
        self._state = state
        if state.picture:
            self._scroll.hold(self._page(state))
        else:
            page, line = QWidget(), Paragraph(self._look, state.title, Type.BODY, "soft", centre=True)
            page.setLayout(Column(self._look, line, None, margins=(24, 26, 24, 16)))
            self._scroll.hold(page)
        self._scroll.setAccessibleName(state.title)
        self._scroll.setAccessibleDescription(state.words)
        self.setAccessibleName(f"{state.title}. {state.words}".strip())

    def _page(self, state: Emptiness) -> QWidget:
        look, page = self._look, QWidget()
        picture = Picture(look)
        picture.show_kind(state.picture)
        column = Column(look, margins=(24, 16, 24, 16), spacing=4)
        column.addStretch(4)
        column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.gap(14)
        column.hold(Paragraph(look, state.title, Type.PAGE, centre=True))
        if state.words:
            column.hold(Paragraph(look, state.words, Type.BODY, "soft", centre=True))
        if state.action:
            button = Button(look, state.action)
            button.clicked.connect(lambda: self.acted.emit(state))
            column.hold(14, Row(look, None, button, None))
        if state.hint:
            legend = KeyLegend(look, (state.hint,))
            column.hold(12)
            column.addWidget(legend, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(6)
        page.setLayout(column)
        return page
