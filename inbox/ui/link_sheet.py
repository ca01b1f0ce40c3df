"""The links of a message as a list: each with the host it really goes to, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inbox.ui.look.controls import Button, Card, Column, Hairline, KeyLegend, Paragraph, PlainLabel, Row
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.safe import Link, is_opened, real_host

MOST = 60


class LinkSheet(Sheet):
    """Also asks before a link with a warning is opened: then it is shown alone."""

    open_wanted = Signal(object)  # Link, http, https or mailto only
    copy_wanted = Signal(object)  # Link
    wish = (600, 380)

    def __init__(self, look: Look, links: tuple[Link, ...]) -> None:
        super().__init__(look, "Links in this message" if len(links) != 1 else "Open this link?")
        self._links = links[:MOST]
        self._buttons: list[Button] = []
        page = QWidget()
        column = Column(look, spacing=10, margins=(16, 12, 16, 12))
        for link in self._links:
            column.hold(self._card(link))
        if not links:
            column.hold(Paragraph(look, "There is no link in this message.", Type.BODY, "soft"))
        column.addStretch(1)
        page.setLayout(column)
        scroll = Scroller(look, self.accessibleName())
        scroll.hold(page)
        title = PlainLabel(look, self.accessibleName(), Type.HEAD)
        legend = KeyLegend(look, (("Tab", "next"), ("Space", "press"), ("Esc", "close")))
        outer = Column(look, margins=(1, 0, 1, 6))
        outer.hold(Row(look, title, margins=(18, 12, 18, 12)), Hairline(look))
        outer.addWidget(scroll, 1)
        outer.hold(Row(look, legend, margins=(18, 6, 18, 0)))
        self.setLayout(outer)

    def first_focus(self) -> QWidget:
        return self._buttons[0] if self._buttons else self

    def wished_height(self, width: int) -> int:
        rows = sum(128 if link.warning else 86 for link in self._links)
        return self.look.px(min(self.wish[1], 106 + max(60, rows)))

    def _card(self, link: Link) -> Card:
        look = self.look
        card = Card(look, edge="warn" if link.warning else "line")
        words = Column(look, PlainLabel(look, link.text or link.href, Type.STRONG), spacing=2)
        words.hold(PlainLabel(look, real_host(link.href) or link.href, Type.SMALL, "soft"))
        if link.warning:
            words.hold(Paragraph(look, link.warning, Type.SMALL, "warn"))
        buttons = Row(look, None, spacing=8)
        copy = Button(look, "Copy the address")
        copy.clicked.connect(lambda: self._leave(link, opened=False))
        buttons.hold(copy)
        self._buttons.append(copy)
        if is_opened(link.href):
            open_it = Button(look, "Open it anyway" if link.warning else "Open")
            open_it.clicked.connect(lambda: self._leave(link, opened=True))
            buttons.hold(open_it)
            if not link.warning:
                self._buttons[-1] = open_it
        card.setLayout(Column(look, words, buttons, spacing=6, margins=(14, 10, 12, 10)))
        return card

    def _leave(self, link: Link, *, opened: bool) -> None:
        self.done.emit()
        if opened:
            self.open_wanted.emit(link)
        else:
            self.copy_wanted.emit(link)
