"""What a rule would have caught, while it is made: how many, and the newest of them as lines that open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inbox.core.automation import DAYS, RulePreview
from inbox.core.model import Row as ListRow
from inbox.core.views import MOST
from inbox.services.ruling import NEWEST, Progress
from inbox.ui.look import paint, times
from inbox.ui.look.buttons import Button, PaintedButton
from inbox.ui.look.controls import Column, Paragraph, Row
from inbox.ui.look.text import draw_line, natural_width
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.row_words import context_of

NAME_WIDTH = 180
LOOKING = f"Looking through the last {DAYS} days…"
NOT_YET = f"Once it is complete, this shows what it would have caught in the last {DAYS} days."


class CaughtLine(PaintedButton):
    """Who, where and what they wrote, on one line; opens the conversation."""

    def __init__(self, look: Look, row: ListRow, now: datetime) -> None:
        super().__init__(look, "", Type.MEDIUM)
        self._row, self._age = row, times.age(row.at, now)
        self.setAccessibleName(f"{row.called}, {context_of(row)}, {times.ago(row.at, now)}: {row.snippet}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(240), self.look.px(30))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens, box = QPainter(self), self.look, self.look.tokens, QRectF(self.rect())
        if self.is_hot:
            paint.rounded(painter, box, look.px(7), tokens.hover)
        inner = box.adjusted(look.px(8), 0, -look.px(8), 0)
        painter.setFont(look.font(Type.SMALL))
        painter.setPen(tokens.faint)
        inner.setRight(inner.right() - draw_line(painter, inner, self._age, right=True) - look.px(10))
        who = QRectF(inner.left(), inner.top(), min(inner.width(), look.px(NAME_WIDTH)), inner.height())
        name = natural_width(self._row.called, look.font(Type.MEDIUM)) + 1
        painter.setFont(look.font(Type.MEDIUM))
        painter.setPen(tokens.text)
        draw_line(painter, QRectF(who.left(), who.top(), min(who.width(), name), who.height()), self._row.called)
        rest = QRectF(who.right() + look.px(10), inner.top(), inner.right() - who.right() - look.px(10), inner.height())
        if rest.width() > look.px(40):
            painter.setFont(look.font(Type.SMALL))
            painter.setPen(tokens.soft)
            draw_line(painter, rest, self._row.snippet)
        self.paint_ring(painter, look.px(7))


class Preview(QWidget):
    open_wanted = Signal(object)
    """A conversation's id."""
    all_wanted = Signal(object)
    """The `RulePreview`: all of it in the list."""
    stop_wanted = Signal()
    """What was found until now is enough."""

    def __init__(self, look: Look, now: datetime) -> None:
        super().__init__()
        self._look, self._now = look, now
        self.found: RulePreview | None = None
        self._count = Paragraph(look, NOT_YET, Type.MEDIUM)
        self._lines = Column(look, spacing=1)
        self._all = Button(look, "All of them in the list", rank="quiet")
        self._all.clicked.connect(lambda: self.all_wanted.emit(self.found))
        self._all.hide()
        self._stop = Button(look, "Stop looking", rank="quiet")
        self._stop.clicked.connect(self.stop_wanted)
        self._stop.hide()
        held = QWidget()
        held.setLayout(self._lines)
        self.setLayout(Column(look, self._count, held, Row(look, self._all, self._stop, None), spacing=5))

    def said(self) -> str:
        return self._count.text()

    def be_looking(self) -> None:
        """What was found before stays until it is known better."""
        self.found = None
        self._say(LOOKING, "soft")

    def show_progress(self, progress: Progress, rows: Sequence[ListRow]) -> None:
        """`rows`: the newest of what was found so far."""
        self._say(looking(progress), "soft")
        self._fill(rows)
        self._stop.show()

    def show_nothing(self, why: str = NOT_YET) -> None:
        self.found = None
        self._say(why, "soft")
        self._fill(())

    def show_found(self, found: RulePreview, rows: Sequence[ListRow]) -> None:
        """`rows`: the newest of what it found."""
        self.found = found
        self._say(sentence(found), "text")
        self._fill(rows)

    def _say(self, words: str, ink: str) -> None:
        if self._stop.hasFocus():
            self.focusNextChild()
        self._stop.hide()
        self._count.set_ink(ink)
        self._count.setText(words)

    def _fill(self, rows: Sequence[ListRow]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, QWidget):
                widget.hide()
                widget.deleteLater()
        for row in rows[:NEWEST]:
            line = CaughtLine(self._look, row, self._now)
            line.clicked.connect(lambda _=False, id=row.id: self.open_wanted.emit(id))
            self._lines.addWidget(line)
        number = len(self.found.conversations) if self.found is not None else 0
        self._all.setVisible(number > len(rows))
        self._all.say(f"All {number:,} in the list" if number <= MOST else f"The newest {MOST} in the list")


def looking(progress: Progress) -> str:
    """How far it is, as a sentence."""
    days = "1 day" if progress.done == 1 else f"{progress.done} days"
    return f"{LOOKING} {days} so far: {_conversations(progress.found)}."


def sentence(found: RulePreview) -> str:
    span = f"the last {found.days} days" if found.days > 1 else "the last day"
    said = f"It would have caught {_conversations(len(found.conversations))} in {span}."
    return said if found.is_whole else f"{said} You stopped there: what is older was not looked through."


def _conversations(number: int) -> str:
    return "nothing" if not number else f"{number:,} conversation{'' if number == 1 else 's'}"
