"""The bar above and the line below all panes."""

from __future__ import annotations

import sys

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from inbox.core.model import PlaceStatus
from inbox.ui.look import paint
from inbox.ui.look.controls import Button, IconButton, PaintedButton, Pane, PlainLabel, Row, set_plain_tooltip
from inbox.ui.look.fields import LineField
from inbox.ui.look.text import draw_line, one_line
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

STATUS_INKS = {
    PlaceStatus.FINE: "accent", PlaceStatus.LOOKING: "accent", PlaceStatus.OFFLINE: "warn",
    PlaceStatus.FAILING: "warn", PlaceStatus.NEEDS_YOU: "bad", PlaceStatus.PAUSED: "faint",
}  # fmt: skip
SEARCH = "Search people and conversations"
Hints = tuple[tuple[str, str], ...]


class SearchBox(LineField):
    def __init__(self, look: Look) -> None:
        super().__init__(look, SEARCH, SEARCH, tall=30, icon="search", keys="app.search")
        look.fit(self, lambda: self.setMaximumWidth(look.px(560)))
        look.fit(self, lambda: self.setMinimumWidth(look.px(140)))


class SyncState(PaintedButton):
    """A dot and a sentence: up to date, reading, offline, or a place that needs a look. A press fetches now."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", Type.SMALL)
        self._status = PlaceStatus.FINE
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_state(self, text: str, status: PlaceStatus, detail: str) -> None:
        self._status = status
        self.say(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)
        set_plain_tooltip(self, detail or text)
        self.setVisible(bool(text))

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return QSize(int(width) + self.look.px(26), self.look.px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(20), self.look.px(26))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, look, tokens = QPainter(self), self.look, self.look.tokens
        box = QRectF(self.rect())
        if self.is_hot:
            paint.rounded(painter, box, look.px(7), tokens.hover)
        centre, ink = QPointF(look.px(10), box.height() / 2 + 0.5), look.color(STATUS_INKS[self._status])
        if self._status is PlaceStatus.LOOKING:
            half = look.px(6) / 2
            ring = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
            paint.rounded(painter, ring, half, None, ink, 1.5)
        else:
            paint.dot(painter, centre, look.px(7) / 2, ink)
        painter.setFont(self.font())
        painter.setPen(tokens.soft)
        draw_line(painter, box.adjusted(look.px(20), 0, -look.px(4), 0), self.text())
        self.paint_ring(painter, look.px(7))


class TopBar(Pane):
    """Menu and title over the sidebar, search over the list, state and palette at the end.

    `menu` goes behind a button; on a Mac it is in the system's menu bar and there is no button.
    """

    search_typed = Signal(str)
    search_entered = Signal()
    sync_wanted = Signal()
    commands_wanted = Signal()
    theme_wanted = Signal()

    def __init__(self, look: Look, menu: QMenu | None = None, *, on_a_mac: bool = sys.platform == "darwin") -> None:
        super().__init__(look, "side", "bottom")
        self._look = look
        self.search = SearchBox(look)
        self._title = "Parlour"
        self.title = PlainLabel(look, self._title, Type.STRONG)
        self.sync = SyncState(look)
        self.theme_button = IconButton(look, "moon", "Switch between light and dark", "app.theme")
        self.menu_button = IconButton(look, "menu", "Menu") if menu is not None and not on_a_mac else None
        commands = Button(look, "Commands", keys="app.palette", rank="quiet")
        self._start = QWidget()
        self._start.setLayout(Row(look, self.menu_button or 6, self.title, None, spacing=6))
        items = (self._start, self.search, None, self.sync, commands, self.theme_button)
        row = Row(look, *items, spacing=8, margins=(9, 0, 10, 1))
        row.setStretch(1, 1000)
        self.setLayout(row)
        self._connect(commands, menu)
        self.show_sync("")
        look.recoloured.connect(self._show_theme)
        self._show_theme()
        look.fit(self, lambda: self.setFixedHeight(look.px(45)))

    def _connect(self, commands: Button, menu: QMenu | None) -> None:
        self.search.line.textChanged.connect(self.search_typed)
        self.search.line.returnPressed.connect(self.search_entered)
        self.sync.clicked.connect(self.sync_wanted)
        commands.clicked.connect(self.commands_wanted)
        self.theme_button.clicked.connect(self.theme_wanted)
        if self.menu_button is not None and menu is not None:
            button = self.menu_button
            button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))

    def show_sync(self, text: str, status: PlaceStatus = PlaceStatus.FINE, detail: str = "") -> None:
        """The gravest status of all places; `detail` is for the tooltip and screen readers."""
        self.sync.show_state(one_line(text), status, detail)

    def set_title(self, title: str) -> None:
        """All of it where there is room, else its first word."""
        self._title = title
        self._fit_title()

    def _fit_title(self) -> None:
        beside = self.menu_button.sizeHint().width() + self._look.px(12) if self.menu_button is not None else 0
        room = self._start.minimumWidth() - beside
        wide = QFontMetricsF(self.title.font()).horizontalAdvance(self._title) + 4 > room
        self.title.setText(self._title.split(" ")[0] if wide else self._title)

    def focus_search(self) -> None:
        self.search.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.line.selectAll()

    def align_search(self, left: int) -> None:
        """The search begins where the list begins, however wide the sidebar is; sooner where all else has no room."""
        least = self._look.px(104)
        self._start.setFixedWidth(least)
        room = least + self.width() - self.minimumSizeHint().width()
        self._start.setFixedWidth(max(min(left - self._look.px(9 + 8 - 10), room), least))
        self._fit_title()

    def _show_theme(self) -> None:
        dark = self._look.tokens.win.lightnessF() < 0.5
        self.theme_button.show_icon("sun" if dark else "moon", "soft")
        self.theme_button.rename("Switch to light" if dark else "Switch to dark")


class StatusBar(Pane):
    """A sentence, and the keys that make sense now: as many as fit, the last one ("?") always."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "side", "top")
        self._look = look
        self._sentence, self._share, self._pending = "", 0.0, ""
        self._hints: Hints = ()
        look.fit(self, lambda: self.setFixedHeight(look.px(31)))

    def say(self, sentence: str, hints: Hints = (), share: float = 0.0) -> None:
        """`hints` are (keys, what they do), the most useful first; `share` draws a thin line of progress."""
        self._sentence, self._hints, self._share = one_line(sentence), hints, share
        self.setAccessibleName(self._sentence)
        self.setAccessibleDescription(", ".join(f"{keys} {label}" for keys, label in hints))
        self.update()

    def show_pending(self, keys: str) -> None:
        """The beginning of a sequence, while the next key is waited for; "" ends it."""
        self._pending = keys
        self.update()

    def shown_hints(self) -> Hints:
        """Those that fit beside the sentence; the sentence keeps at least a third of the width."""
        if not self._hints:
            return ()
        *others, last = self._hints
        room = self._room() - self._hint_width(last)
        room -= min(self._sentence_width(), self._room() / 3) + self._look.px(24)
        shown: list[tuple[str, str]] = []
        for hint in others:
            room -= self._hint_width(hint)
            if room < 0:
                break
            shown.append(hint)
        return (*shown, last)

    def _room(self) -> float:
        return self.width() - 2 * self._look.px(14)

    def _sentence_width(self) -> float:
        return QFontMetricsF(self._look.font(Type.SMALL)).horizontalAdvance(self._sentence)

    def _hint_width(self, hint: tuple[str, str]) -> float:
        return paint.key_hint_width(*hint, self._look) + self._look.px(14)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, look, tokens = QPainter(self), self._look, self._look.tokens
        if self._share:
            painter.fillRect(QRectF(0, 0, self.width() * self._share, look.px(2)), tokens.accent)
        box = QRectF(self.rect()).adjusted(look.px(14), 1, -look.px(14), 0)
        middle = box.center().y()
        shown = self.shown_hints()
        left = box.right() + look.px(14) - sum(self._hint_width(hint) for hint in shown)
        if self._pending:
            width = paint.keycap_width(self._pending, look)
            paint.keycap(painter, box.left(), middle, self._pending, look, tokens.accent, tokens.card)
            box.setLeft(box.left() + width + look.px(8))
        painter.setFont(look.font(Type.SMALL))
        painter.setPen(tokens.soft)
        end = left - look.px(20) if shown else box.right()
        draw_line(painter, QRectF(box.left(), box.top(), max(0.0, end - box.left()), box.height()), self._sentence)
        for keys, label in shown:
            paint.key_hint(painter, left, middle, keys, label, look)
            left += self._hint_width((keys, label))
