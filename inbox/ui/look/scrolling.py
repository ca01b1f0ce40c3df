"""A scroll handle that floats over its pane: rows keep their full width, and no style sheet is needed.

The area's own scroll bar stays the model (keys, wheel, screen readers); it is only not shown.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QScrollArea, QWidget
from shiboken6 import isValid

from inbox.ui.look import paint
from inbox.ui.look.theme import Look

REST, AWAKE = 0.30, 0.75
SETTLE_MS = 20  # a page that grows is laid out in a few rounds of events


class ScrollHandle(QWidget):
    def __init__(self, look: Look, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._look, self._area, self._bar = look, area, area.verticalScrollBar()
        self._grip: float | None = None
        self._bar.rangeChanged.connect(self._follow)
        self._bar.valueChanged.connect(self._follow)
        area.installEventFilter(self)
        self.setMouseTracking(True)
        look.fit(self, self._follow)

    def _follow(self) -> None:
        if not isValid(self._bar):
            return
        width = self._look.px(9)
        self.setGeometry(self._area.width() - width, 0, width, self._area.height())
        self.setVisible(self._bar.maximum() > self._bar.minimum())
        self.raise_()
        self.update()

    def _handle(self) -> QRectF:
        span = self._bar.maximum() - self._bar.minimum()
        whole = max(1, span + self._bar.pageStep())
        length = max(self._look.px(36), self.height() * self._bar.pageStep() / whole)
        top = (self.height() - length) * (self._bar.value() - self._bar.minimum()) / max(1, span)
        return QRectF(2, top, self.width() - 4, length).adjusted(0, 2, 0, -2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:  # the last one comes while the area dies
            self._follow()
        return False

    def paintEvent(self, _: QPaintEvent) -> None:
        if not isValid(self._bar):
            return
        painter, handle = QPainter(self), self._handle()
        painter.setOpacity(AWAKE if self.underMouse() or self._grip is not None else REST)
        paint.rounded(painter, handle, handle.width() / 2, self._look.tokens.faint)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        handle, height = self._handle(), event.position().y()
        grips = handle.contains(self.width() / 2, height)
        self._grip = height - handle.top() if grips else handle.height() / 2
        self._drag(height)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None
        self.update()

    def _drag(self, height: float) -> None:
        room = max(1.0, self.height() - self._handle().height())
        share = (height - (self._grip or 0)) / room
        self._bar.setValue(round(self._bar.minimum() + share * (self._bar.maximum() - self._bar.minimum())))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()


def float_scroll_bar(area: QAbstractScrollArea, look: Look) -> None:
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    ScrollHandle(look, area)
    look.fit(area, lambda: area.verticalScrollBar().setSingleStep(look.px(24)))


class Scroller(QScrollArea):
    """A page that scrolls when it must, on the ground of whatever lies below it."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.own_keys = ("Up", "Down", "Home", "End", "PageUp", "PageDown")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab stops at what is on the page, never at the page
        self.setWidgetResizable(True)
        self.setAccessibleName(name)
        self.viewport().setAutoFillBackground(False)
        self._look = look
        float_scroll_bar(self, look)
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.timeout.connect(self._show_focus)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Whoever got the focus by a key is to be seen; after the layout had its turn."""
        page = self.widget()
        if now is not None and page is not None and page.isAncestorOf(now):
            self._follow.start(SETTLE_MS)

    def _show_focus(self) -> None:
        page, now = self.widget(), QApplication.focusWidget()
        if now is not None and page is not None and page.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, self._look.px(16))

    def end_above(self, height: int) -> None:
        """Leaves so many pixels free at its lower edge; who stood at the end of the page stands there again."""
        if self.viewportMargins().bottom() == height:
            return
        bar = self.verticalScrollBar()
        was_at_end = bar.value() == bar.maximum()
        self.setViewportMargins(0, 0, 0, height)
        if was_at_end:
            bar.setValue(bar.maximum())

    def hold(self, page: QWidget) -> None:
        """Shows a page and deletes the one before it."""
        self.setWidget(page)
        page.setAutoFillBackground(False)  # after setWidget, which turns it on
