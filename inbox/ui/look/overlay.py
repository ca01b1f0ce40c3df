"""Sheets above the window: a scrim, a shadow, a focus that stays inside and is given back, Esc to leave."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from inbox.ui.look import paint
from inbox.ui.look.controls import Card
from inbox.ui.look.theme import Look


class Sheet(Card):
    """Content of an overlay. `wish` is its size at 100 %; it shrinks with the window and then scrolls.

    Emit `done` to be closed. Esc is the overlay's.
    """

    done = Signal()
    wish = (640, 400)
    top = 110

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look)
        self.look = look
        self.setAccessibleName(name)

    def first_focus(self) -> QWidget:
        """Where typing goes when the sheet opens."""
        return self

    def wished_height(self, width: int) -> int:
        """In pixels of now, at a width in pixels of now."""
        return self.look.px(self.wish[1])


class Overlay(QWidget):
    """One per window, above everything in `host`. Shows one sheet at a time."""

    covered = Signal(bool)  # single-letter commands rest while a sheet is open

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(host)
        self._look, self._host = look, host
        self._sheet: Sheet | None = None
        self._before: QWidget | None = None
        self._inside: QWidget | None = None
        self.hide()
        host.installEventFilter(self)
        app = QGuiApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        look.fit(self, self._lay_out)

    @property
    def sheet(self) -> Sheet | None:
        return self._sheet

    def open(self, sheet: Sheet) -> None:
        self.close_sheet()
        self._before, self._inside = QApplication.focusWidget(), None
        self._sheet = sheet
        sheet.setParent(self)
        sheet.done.connect(self.close_sheet)
        self._lay_out()
        self.show()
        self.raise_()
        sheet.show()
        sheet.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        self.covered.emit(True)

    def close_sheet(self) -> None:
        """Gives the focus back to where it was, if that can still be seen."""
        if not self._sheet:
            return
        sheet, self._sheet = self._sheet, None
        sheet.hide()
        sheet.deleteLater()
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.covered.emit(False)

    def _on_focus_changed(self, _was: object, now: object) -> None:
        """A pane to which something came late, as to a search, may ask for the keys: it has them after the sheet."""
        if self._sheet is None or not isinstance(now, QWidget) or now is self or now.window() is not self.window():
            return
        if self.isAncestorOf(now):
            self._inside = now
            return
        self._before = now
        inside = self._inside
        if inside is None or not isValid(inside) or not inside.isVisibleTo(self):
            inside = self._sheet.first_focus()
        inside.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self.setGeometry(self._host.rect())
        if not self._sheet:
            return
        sheet = self._sheet
        margin = min(self._look.px(24), self.width() // 20)
        width = min(self._look.px(sheet.wish[0]), self.width() - 2 * margin)
        height = min(sheet.wished_height(width), self.height() - 2 * margin)
        top = max(margin, min(self._look.px(sheet.top), (self.height() - height) // 2))
        sheet.setGeometry(QRect((self.width() - width) // 2, top, width, height))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._lay_out()
        return False

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.tokens.scrim)
        if self._sheet:
            paint.shadow(painter, QRectF(self._sheet.geometry()), self._look.px(10))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        now = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(now, QAbstractButton):
            now.click()  # Qt's buttons know Space only
        else:
            event.accept()  # nothing below the scrim hears keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._sheet and not self._sheet.geometry().contains(event.position().toPoint()):
            self.close_sheet()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the sheet; without this it walks into the panes under the scrim."""
        stops = self._stops()
        if not stops:
            return True
        now = QApplication.focusWidget()
        start = 0 if forward else -1
        place = stops.index(now) + (1 if forward else -1) if now in stops else start
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[place % len(stops)].setFocus(reason)
        return True

    def _stops(self) -> list[QWidget]:
        """In the order of Qt's focus chain, which follows the order of creation and `setTabOrder`."""
        if not self._sheet:
            return []
        stops: list[QWidget] = []
        widget: QWidget | None = self._sheet.nextInFocusChain()
        while widget is not None and widget is not self._sheet:
            takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
            if takes_tab and widget.isVisibleTo(self) and widget.isEnabled() and self._sheet.isAncestorOf(widget):
                stops.append(widget)
            widget = widget.nextInFocusChain()
        return stops
