"""The first page: one question, and what the answer turned out to be. Draws what it is given, asks nobody itself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from inbox.ui.look import paint
from inbox.ui.look.controls import Button, Column, Icon, PaintedButton, Pane, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import LineField
from inbox.ui.look.icons import Sign, draw_sign
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.text import draw_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.welcome_found import FoundCard, FoundPlace

QUESTION = "Where do people talk to you?"
INTRO = "Paste the address of your blog. Reading its public comments needs no password."
WIDTH, TILES_IN_A_ROW = 640, 5


@dataclass(frozen=True, slots=True)
class NetworkTile:
    """A network to choose; `example` is what one of its addresses looks like."""

    id: str
    title: str
    sign: Sign
    example: str


class PlaceTile(PaintedButton):
    """A network's sign and name."""

    def __init__(self, look: Look, tile: NetworkTile) -> None:
        super().__init__(look, tile.title, Type.SMALL)
        self._sign = tile.sign
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(116), self.look.px(40))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(60), self.look.px(40))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens, box = QPainter(self), self.look, self.look.tokens, QRectF(self.rect())
        paint.rounded(painter, box, look.px(9), tokens.hover if self.is_hot else tokens.card, tokens.line)
        size = look.px(16)
        spot = QRectF(look.px(9), box.center().y() - size / 2, size, size)
        draw_sign(painter, self._sign, spot, tokens.soft, 1.5 * look.scale)
        painter.setFont(self.font())
        painter.setPen(tokens.text)
        draw_line(painter, box.adjusted(look.px(31), 0, -look.px(4), 0), self.text())
        self.paint_ring(painter, look.px(9))


class Welcome(Pane):
    """One state at a time below the field: asked, looking, found, or a sentence about what is wrong.

    Enter asks about the address, and reads the place once it is found; typing goes back to asking.
    """

    address_entered = Signal(str)
    looking_cancelled = Signal()
    read_wanted = Signal(object)  # ReadWish
    sign_in_wanted = Signal(object)  # ReadWish with values
    page_wanted = Signal(str)  # an address to open in the browser
    sample_wanted = Signal()
    own_wanted = Signal()
    """From the sample back to one's own people."""

    def __init__(self, look: Look, tiles: tuple[NetworkTile, ...] = (), *, in_sample: bool = False) -> None:
        """`in_sample`: no address is asked for, as looking at it would leave the computer."""
        super().__init__(look, "win")
        self._in_sample = in_sample
        self._look = look
        self._card: FoundCard | None = None
        self._shown: QWidget | None = None
        self.address = LineField(look, QUESTION, "blog.example.com", kind=Type.FIELD, tall=46)
        self._look_button = Button(look, "Look", keys="Enter", rank="main")
        self._intro = Paragraph(look, INTRO, Type.INTRO, "soft")
        self._below = Column(look, 12)
        self._connect()
        page, middle = QWidget(), QWidget()
        look.fit(middle, lambda: middle.setMaximumWidth(look.px(WIDTH)))
        middle.setLayout(self._in_the_sample() if in_sample else self._ask(tiles))
        row = Row(look, None, middle, None, margins=(24, 0, 24, 0))
        row.setStretch(1, 1000)
        column = Column(look, margins=(0, 20, 0, 20))
        column.addStretch(4)
        column.addLayout(row)
        column.addStretch(5)
        page.setLayout(column)
        self._scroll = Scroller(look, "Welcome")
        self._scroll.hold(page)
        self.setLayout(Column(look, self._scroll))
        self.ask()

    def _connect(self) -> None:
        self.address.line.returnPressed.connect(self._on_entered)
        self.address.line.textEdited.connect(self.ask)
        self.address.line.textChanged.connect(lambda text: self._look_button.setEnabled(bool(text.strip())))
        self._look_button.clicked.connect(self._on_entered)
        self._look_button.setEnabled(False)

    def _ask(self, tiles: tuple[NetworkTile, ...]) -> Column:
        look = self._look
        sample = Button(look, "Look around with sample people", icon="people")
        sample.clicked.connect(self.sample_wanted)
        column = Column(look, Paragraph(look, QUESTION, Type.HERO), 5, self._intro, 20)
        column.hold(Row(look, self.address, self._look_button, spacing=10))
        column.hold(self._below)
        if len(tiles) > 1:
            column.hold(20, PlainLabel(look, "or choose a place", Type.BODY, "soft"), 10, self._tiles(tiles))
        column.hold(20, Row(look, sample, None), 8)
        about = "Everybody in the sample is made up, and nothing you do there leaves this computer."
        column.hold(Paragraph(look, about, Type.SMALL, "faint"))
        return column

    def _in_the_sample(self) -> Column:
        look = self._look
        self._own = Button(look, "Back to your own people", rank="main")
        self._own.clicked.connect(self.own_wanted)
        column = Column(look, Paragraph(look, "You are looking around", Type.HERO), 5, self._intro, 20)
        self._intro.setText("These people are made up. Your own places are added among your own people.")
        column.hold(Row(look, self._own, None))
        for unused in (self.address, self._look_button):
            unused.setParent(self)
            unused.hide()
        return column

    def _tiles(self, tiles: tuple[NetworkTile, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self._look.px(8))
        for number, tile in enumerate(tiles):
            button = PlaceTile(self._look, tile)
            button.clicked.connect(lambda _on=False, tile=tile: self._on_tile(tile))
            grid.addWidget(button, number // TILES_IN_A_ROW, number % TILES_IN_A_ROW)
        return grid

    # states

    def focus_field(self) -> None:
        field = self._own if self._in_sample else self.address.line
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self) -> None:
        """The beginning: only the question. Keeps what stands in the field."""
        self._show(None)

    def show_looking(self, address: str) -> None:
        """Until `show_found` or `show_error`; the person can stop it."""
        look, waiting = self._look, QWidget()
        cancel = Button(look, "Stop", rank="quiet")
        cancel.clicked.connect(self.looking_cancelled)
        cancel.clicked.connect(self.ask)
        words = PlainLabel(look, f"Looking at {address} …", Type.BODY, "soft")
        waiting.setLayout(Row(look, Icon(look, "search", "accent", 16), words, None, cancel, spacing=9))
        waiting.setAccessibleName(words.text())
        self._show(waiting)
        self._look_button.setEnabled(False)

    def show_found(self, found: FoundPlace) -> None:
        """`Enter` in the field reads it now."""
        card = FoundCard(self._look, found)
        card.read_wanted.connect(self._on_read)
        card.sign_in_wanted.connect(self.sign_in_wanted)
        card.page_wanted.connect(self.page_wanted)
        self._show(card)
        self._card = card
        self._look_button.hide()

    def show_error(self, sentence: str) -> None:
        """At the field: what is wrong with this address and what to do."""
        look, error = self._look, QWidget()
        words = Paragraph(look, sentence, Type.BODY, "bad")
        row = Row(look, spacing=9)
        row.addWidget(Icon(look, "warning", "bad", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        error.setLayout(row)
        self._show(error)
        self.address.be_wrong(True)
        self.address.line.setAccessibleDescription(sentence)
        self.focus_field()

    def open_sign_in(self) -> None:
        """The fields of the found place at once: reading is not the question."""
        if self._card is not None:
            self._card.open_sign_in()

    def show_sign_in_error(self, sentence: str) -> None:
        """In the card of the found place, at its fields."""
        if self._card is not None:
            self._card.show_wrong(sentence)

    def _show(self, widget: QWidget | None) -> None:
        if self._shown is not None:
            self._below.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = widget
        self._card = None
        self.address.be_wrong(False)
        self.address.line.setAccessibleDescription("")
        self._look_button.setVisible(not self._in_sample)
        self._look_button.setEnabled(bool(self.address.line.text().strip()))
        if widget is not None:
            self._below.addWidget(widget)
            widget.show()  # now, not with the next layout: its fields may be asked to take the focus

    # what the person does

    def _on_entered(self) -> None:
        address = self.address.line.text().strip()
        if self._card is not None:
            self._card.read()
        elif address:
            self.address_entered.emit(address)

    def _on_read(self, wish: object) -> None:
        if self._card is not None:
            self._card.be_busy(busy=True)
        self.read_wanted.emit(wish)

    def _on_tile(self, tile: NetworkTile) -> None:
        self.address.line.setPlaceholderText(tile.example)
        self.focus_field()
