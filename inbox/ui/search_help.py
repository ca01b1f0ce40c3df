"""Under the search field: how the word at the cursor may go on, what was searched for lately, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.core.views import SearchValues
from inbox.rules.search_words import OPERATORS, Completion, Operator, complete
from inbox.ui.look import paint
from inbox.ui.look.buttons import PaintedButton
from inbox.ui.look.controls import Card, Column, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import Line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

MOST = 10
SHORTEST = 2
"""Letters of an operator that bring its name up by themselves; Down asks for all of them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """`text` becomes the field's, with the cursor at `cursor`."""

    title: str
    says: str
    text: str
    cursor: int


def offers_of(
    text: str, cursor: int, values: SearchValues, *, asked: bool, known: Sequence[Operator] = OPERATORS
) -> list[Offer]:
    """`asked`: also where nothing of a word is typed yet."""
    word = text[:cursor].split(" ")[-1]
    if not asked and ":" not in word and len(word.lstrip("-")) < SHORTEST:
        return []
    return [_offer(text, one) for one in complete(text, cursor, values, known)[:MOST]]


def _offer(text: str, one: Completion) -> Offer:
    whole = text[: one.start] + one.insert + text[one.end :]
    return Offer(one.insert.strip(), one.says, whole, one.start + len(one.insert))


class OfferLine(PaintedButton):
    def __init__(self, look: Look, offer: Offer) -> None:
        super().__init__(look, offer.title, Type.BODY)
        self.offer = offer
        self.is_chosen = False
        self.setAccessibleName(f"{offer.title}, {offer.says}" if offer.says else offer.title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        name = PlainLabel(look, offer.title, Type.MEDIUM)
        says = PlainLabel(look, offer.says, Type.SMALL, "soft", right=True)
        row = Row(look, name, says, spacing=12, margins=(10, 0, 10, 0))
        row.setStretch(1, 1)
        self.setLayout(row)
        look.fit(self, lambda: self.setFixedHeight(look.px(30)))

    def paintEvent(self, _: QPaintEvent) -> None:
        if self.is_chosen or self.is_hot:
            tokens = self.look.tokens
            fill = tokens.sel if self.is_chosen else tokens.hover
            paint.rounded(QPainter(self), QRectF(self.rect()), self.look.px(7), fill)


class SearchHelp(Card):
    """Lies in `host` below the field. The keys stay in the field: Down and Up choose, Enter takes, Esc puts it away."""

    taken = Signal(str)
    """The field's words after an offer was taken."""

    def __init__(
        self,
        look: Look,
        host: QWidget,
        line: Line,
        values: Callable[[], SearchValues],
        history: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__(look)
        self.setParent(host)
        self._host, self._line, self._values, self._history = host, line, values, history
        self.operators: Callable[[], Sequence[Operator]] = lambda: OPERATORS
        """What the field understands."""
        self._lines: list[OfferLine] = []
        self._at = -1
        self._wrong = Paragraph(look, "", Type.SMALL, "bad")
        wrong = Row(look, self._wrong, margins=(10, 4, 10, 4))
        self._column = Column(look, wrong, spacing=1, margins=(5, 5, 5, 5))
        self.setLayout(self._column)
        self.setAccessibleName("Suggestions for the search")
        self.hide()
        line.installEventFilter(self)
        line.textEdited.connect(lambda _: self._on_edited())
        line.textChanged.connect(lambda text: self.say_wrong("") if not text else None)
        line.focused.connect(lambda on: self.put_away() if not on else None)
        host.installEventFilter(self)
        self._box = line.parentWidget() or line
        if self._box is not line:
            self._box.installEventFilter(self)

    def offered(self) -> list[str]:
        return [line.offer.title for line in self._lines] if self.isVisible() else []

    def wrong(self) -> str:
        return self._wrong.text() if self.isVisible() else ""

    def say_wrong(self, sentence: str) -> None:
        """Stays until the words are right or gone."""
        self._wrong.setText(sentence)
        self._show()

    def put_away(self) -> None:
        self._fill(())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
            return False
        if watched is self._box:
            if event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.isVisible():
                self._place()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._hear(Qt.Key(event.key()))
        return False

    def _hear(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_Down if not self._lines:
                self._ask()
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self._lines:
                self._choose(self._at + (1 if key is Qt.Key.Key_Down else -1))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._at >= 0:
                self._take(self._lines[self._at].offer)
            case Qt.Key.Key_Escape if self._lines:
                self.put_away()
            case _:
                return False
        return True

    def _ask(self) -> None:
        """Down in the empty field brings what was searched for; else how the words may go on."""
        text = self._line.text()
        if text.strip():
            self._fill(self._offers(text, asked=True))
        else:
            self._fill([Offer(said, "", said, len(said)) for said in self._history()[:MOST]])
        self._choose(0)

    def _on_edited(self) -> None:
        text = self._line.text()
        self._fill(self._offers(text, asked=False))

    def _offers(self, text: str, *, asked: bool) -> list[Offer]:
        return offers_of(text, self._line.cursorPosition(), self._values(), asked=asked, known=self.operators())

    def _fill(self, offers: Sequence[Offer]) -> None:
        for old in self._lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lines, self._at = [OfferLine(self._look, offer) for offer in offers], -1
        for number, line in enumerate(self._lines):
            line.clicked.connect(lambda _=False, offer=line.offer: self._take(offer))
            self._column.insertWidget(number, line)
            line.show()
        self._line.own_keys = ("Esc",) if self._lines else ()
        self._show()

    def _choose(self, at: int) -> None:
        if not self._lines:
            return
        self._at = at % len(self._lines)
        for number, line in enumerate(self._lines):
            line.is_chosen = number == self._at
            line.update()
        self._line.setAccessibleDescription(self._lines[self._at].accessibleName())

    def _take(self, offer: Offer) -> None:
        self._line.setText(offer.text)
        self._line.setCursorPosition(offer.cursor)
        self._line.setAccessibleDescription("")
        self._on_edited()
        self.taken.emit(offer.text)

    def _show(self) -> None:
        wrong = bool(self._wrong.text()) and self._line.hasFocus()
        self._wrong.setVisible(wrong)
        shown = (bool(self._lines) or wrong) and self._line.hasFocus()
        self.setVisible(shown)
        if shown:
            self._place()

    def _place(self) -> None:
        box = self._box
        below = box.mapTo(self._host, QPoint(0, box.height() + self._look.px(4)))
        self._column.activate()
        width = box.width()
        wrong = 0
        if self._wrong.isVisibleTo(self):
            wrong = self._wrong.heightForWidth(width - self._look.px(30))
        height = len(self._lines) * self._look.px(31) + wrong + self._look.px(18 if wrong else 11)
        self.setGeometry(below.x(), below.y(), width, height)
        self.raise_()
