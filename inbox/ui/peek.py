"""Peek: the newest message of the row in front, in a light popover beside it. Nothing is opened and nothing is read.

It has no focus: the list keeps the keys, so J and K move it along, and every act means the row as ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from inbox.core.model import Message, Row
from inbox.ui import message_words as words
from inbox.ui.bubble import MOST_CHARACTERS, Chips
from inbox.ui.faces import Faces
from inbox.ui.look import layouts, paint, times
from inbox.ui.look.controls import Avatar, Card, PlainLabel
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.safe import SafeBrowser

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

WIDTH, HEIGHT = 440, 340
"""At 100 %; less where the window or the words are smaller."""
SHADOW = 18


class PeekCard(QWidget):
    """The popover with its shadow. Says itself to those who listen, since it never has the focus."""

    def __init__(self, look: Look, faces: Faces, host: QWidget) -> None:
        super().__init__(host)
        self._look, self._faces, self._host = look, faces, host
        self._card = Card(look)
        self._face = Avatar(look, faces.face("?", 0), 32, "card")
        self._name = PlainLabel(look, "", Type.STRONG)
        self._when = PlainLabel(look, "", Type.SMALL, "soft", firm=True)
        self._about = PlainLabel(look, "", Type.SMALL, "soft")
        self._chips = Chips(look)
        self._text = SafeBrowser(look)
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._page = QWidget()
        self._page.setLayout(layouts.Column(look, self._text, None, margins=(0, 2, 10, 0)))
        self._scroll = Scroller(look, "Newest message")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.hold(self._page)
        head = layouts.Row(look, self._name, None, self._when, spacing=8)
        top = layouts.Row(look, self._face, layouts.Column(look, head, self._about, spacing=1), spacing=10)
        top.setStretch(1, 1)
        column = layouts.Column(look, top, self._chips, self._scroll, spacing=7, margins=(14, 12, 6, 12))
        column.setStretch(2, 1)
        self._card.setLayout(column)
        self._column = layouts.Column(look, self._card, margins=(SHADOW, SHADOW, SHADOW, SHADOW))
        self.setLayout(self._column)
        self.hide()

    def show_message(self, row: Row, message: Message, *, stamp: str, spoken: str) -> None:
        self._face.show_face(self._faces.face(message.author, message.identity, row.network))
        self._name.setText(words.author_of(message))
        self._when.setText(stamp)
        self._about.setText(row.subject or row.place_title)
        self._chips.show_chips(tuple(words.chips_of(message)))
        if message.html:
            self._text.show_html(message.html)
        else:
            self._text.show_text(message.text[:MOST_CHARACTERS])
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # links give it one
        self._scroll.verticalScrollBar().setValue(0)
        self.setAccessibleName(spoken)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def words(self) -> str:
        return self._text.words()

    def stand_beside(self, row: QRect, pane: QRect) -> None:
        """`row` and the list it is in, in the coordinates of the host: to the right where there is room, else below
        the row or above it, over the list."""
        look = self._look
        room = self._host.rect().adjusted(look.px(6), look.px(6), -look.px(6), -look.px(6))
        width = min(look.px(WIDTH), room.width())
        inner = width - look.px(14 + 6 + 10)
        fixed = self._card.sizeHint().height() - self._scroll.sizeHint().height()
        height = min(look.px(HEIGHT), fixed + self._text.heightForWidth(inner) + look.px(8), room.height())
        beside = room.right() - pane.right() >= width
        left = pane.right() + look.px(6) if beside else max(room.left(), pane.left() + look.px(8))
        top = row.top() if beside else row.bottom() + look.px(2)
        if not beside and top + height > room.bottom():
            top = row.top() - height - look.px(2)
        top = max(room.top(), min(top, room.bottom() - height))
        left = min(left, room.right() - width)
        edge = look.px(SHADOW)
        self.setGeometry(QRect(left, top, width, height).adjusted(-edge, -edge, edge, edge))

    def paintEvent(self, _: QPaintEvent) -> None:
        edge = self._look.px(SHADOW)
        box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        paint.shadow(QPainter(self), box, self._look.px(10), edge)


class Peeking(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk, self._window = desk, desk.window
        self.card = PeekCard(desk.window.look, desk.faces, desk.window.frame)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._show)
        for pane in (self._window.inbox, self._window.results):
            pane.current_changed.connect(self.on_moved)
        self._window.lists.currentChanged.connect(lambda _: self.close())
        self._window.inbox.model.modelReset.connect(self.close)
        self._window.frame.folded.connect(self.on_moved)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def is_open(self) -> bool:
        return self.card.isVisible()

    def toggle(self) -> None:
        if not self.close():
            self._show()

    def close(self) -> bool:
        """True when it was open."""
        was = self.is_open
        self._soon.stop()
        self.card.hide()
        return was

    def _on_focus_changed(self, _before: object, now: object) -> None:
        """Who goes elsewhere than to the list is done with it."""
        if self.is_open and now is not None and not self._window.holds_focus(self._window.lists):
            self.close()

    def on_moved(self, _: object = None) -> None:
        if self.is_open:
            self._soon.start()

    def _show(self) -> None:
        desk, pane = self._desk, self._desk.list_pane()
        if desk.engine is None or desk.engine.closed:
            return
        current = desk.current()
        rows = getattr(pane, "rows", None)
        if current is None or not isinstance(rows, QTableView) or not rows.isVisible():
            self.close()
            return
        try:
            view = desk.read(lambda reading: reading.conversation(current))
        except KeyError:
            self.close()
            return
        if not view.messages:
            return
        newest, now = view.messages[-1], desk.clock.now()
        self.card.show_message(
            view.row, newest, stamp=times.stamp(newest.sort_at, now), spoken=words.spoken(newest, newest.text, now)
        )
        frame = self._window.frame
        place = rows.visualRect(rows.currentIndex())
        place.moveTopLeft(rows.viewport().mapTo(frame, place.topLeft()))
        self.card.stand_beside(place, QRect(pane.mapTo(frame, QPoint(0, 0)), pane.size()))
        self.card.show()
        self.card.raise_()
