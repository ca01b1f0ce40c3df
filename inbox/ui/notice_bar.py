"""One notice at a time, above the status bar: what just happened, and the key that takes it back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inbox.ui.look import paint
from inbox.ui.look.controls import Button, IconButton, Paragraph, Row
from inbox.ui.look.text import natural_width, spoken
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

SHADOW, WIDEST = 18, 620
MOVES = {QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide}
INKS = {"good": "accent", "warn": "warn", "bad": "bad"}


@dataclass(frozen=True, slots=True)
class Notice:
    """`tone`: good, warn or bad. With 0 seconds it stays until the next one or until it is closed."""

    text: str
    keys: str = ""
    action: str = ""
    tone: str = "good"
    seconds: float = 8.0


class NoticeBar(QWidget):
    """Floats in `host`. `acted` carries the notice whose button was pressed; its key is the key router's."""

    acted = Signal(object)
    hidden = Signal()
    stood = Signal(QRect)
    """Where its card lies in the host now; empty when it went."""

    def __init__(
        self,
        look: Look,
        host: QWidget,
        above: int = 31,
        *,
        over: QWidget | None = None,
        never_on: QWidget | None = None,
    ) -> None:
        """It begins where `over` begins, else it stands in the middle; above `never_on` where it would lie on it, as on
        what is being written."""
        super().__init__(host)
        self._look, self._host, self._above, self._over, self._never_on = look, host, above, over, never_on
        self._notice: Notice | None = None
        self._words = Paragraph(look, "", Type.BODY)
        self._act = Button(look, "", rank="quiet")
        close = IconButton(look, "close", "Close this notice")
        row = Row(look, spacing=8, margins=(SHADOW + 18, SHADOW + 6, SHADOW + 8, SHADOW + 6))
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        row.hold(self._act, close)
        self.setLayout(row)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._act.clicked.connect(self._on_acted)
        close.clicked.connect(self.dismiss)
        self._again = QTimer(self, interval=0, singleShot=True)
        self._again.timeout.connect(self._lay_out)
        for one in (host, over, never_on):
            if one is not None:
                one.installEventFilter(self)
        look.fit(self, self._lay_out)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        return self._notice

    def say(self, notice: Notice) -> None:
        """Replaces the one that is shown; takes no focus, and is read out by screen readers."""
        self._notice = notice
        self._words.setText(notice.text)
        self._act.say(notice.action, notice.keys)
        self._act.setVisible(bool(notice.action))
        self.setAccessibleName(spoken(notice.text))
        self._lay_out()
        self.show()
        self.raise_()
        self._start_timer()
        event = QAccessibleAnnouncementEvent(self, spoken(notice.text))
        if notice.tone == "bad":
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def dismiss(self) -> None:
        if self._notice is None:
            return
        self._timer.stop()
        self._notice = None
        self.hide()
        self.stood.emit(QRect())
        self.hidden.emit()

    def _start_timer(self) -> None:
        self._timer.stop()
        if self._notice is not None and self._notice.seconds > 0:
            self._timer.start(round(self._notice.seconds * 1000))

    def _on_acted(self) -> None:
        notice = self._notice
        self.dismiss()
        if notice is not None:
            self.acted.emit(notice)

    def sizeHint(self) -> QSize:
        look, text = self._look, self._notice.text if self._notice else ""
        sides = look.px(2 * SHADOW + 18 + 8 + 8) + look.px(38)
        if self._notice and self._notice.action:
            sides += self._act.sizeHint().width() + look.px(8)
        wish = max(int(natural_width(text, look.font(Type.BODY))) + 4, self._words.minimumSizeHint().width()) + sides
        width = min(wish, self._most(), self._host.width() - look.px(16))
        height = max(self._words.heightForWidth(width - sides), look.px(28)) + look.px(2 * SHADOW + 12)
        return QSize(width, height)

    def _most(self) -> int:
        """As wide as what it stands over, so that long sentences grow upwards instead of over the composer."""
        look = self._look
        if self._over is None or not self._over.isVisible():
            return look.px(WIDEST)
        return max(self._over.width() + look.px(2 * SHADOW - 20), look.px(340))

    def _lay_out(self) -> None:
        size = self.sizeHint()
        bottom = self._host.height() - self._look.px(self._above - SHADOW + 12)
        box = QRect(self._left(size.width()), bottom - size.height(), size.width(), size.height())
        self.setGeometry(self._out_of_the_way(box))
        if self._notice is not None:
            shadow = self._look.px(SHADOW)
            self.stood.emit(self.geometry().adjusted(shadow, shadow, -shadow, -shadow))

    def _out_of_the_way(self, box: QRect) -> QRect:
        """Moved up where it would lie on what it is never to cover."""
        shadow, kept = self._look.px(SHADOW), self._kept_clear()
        if box.adjusted(shadow, shadow, -shadow, -shadow).intersects(kept):
            box.moveBottom(kept.top() + shadow - self._look.px(10))
        return box

    def _kept_clear(self) -> QRect:
        """Empty where nothing is."""
        one = self._never_on
        if one is None or not one.isVisible():
            return QRect()
        return QRect(one.mapTo(self._host, QPoint(0, 0)), one.size())

    def _left(self, width: int) -> int:
        room = self._host.width() - width
        if self._over is None or not self._over.isVisible():
            kept = self._kept_clear()
            return max(0, min(kept.center().x() - width // 2, room)) if kept.isValid() else room // 2
        left = self._over.mapTo(self._host, self._over.rect().topLeft()).x()
        fits = width <= self._over.width() + 2 * self._look.px(SHADOW)
        left += (self._over.width() - width) // 2 if fits else self._look.px(10 - SHADOW)
        return max(0, min(left, room))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES and self._notice is not None:
            self._again.start()  # once all of them stand where they will
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()  # nobody should have to read against the clock
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._start_timer()
        super().leaveEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens = QPainter(self), self._look, self._look.tokens
        edge = look.px(SHADOW)
        box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        paint.shadow(painter, box, look.px(10), edge)
        paint.rounded(painter, box, look.px(10), tokens.card, tokens.line)
        if self._notice is not None:
            bar = QRectF(box.left() + look.px(7), box.top() + look.px(9), look.px(3), box.height() - look.px(18))
            paint.rounded(painter, bar, bar.width() / 2, look.color(INKS[self._notice.tone]))
