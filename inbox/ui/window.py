"""The window:

every pane in its frame, and nothing that knows the store. `desk.py` fills it, `screen.py` moves in it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from inbox.core.model import Row
from inbox.ui.bars import StatusBar, TopBar
from inbox.ui.composer import Composer
from inbox.ui.empty import EmptyState, nobody_waits
from inbox.ui.faces import Faces
from inbox.ui.frame import SMALLEST, Frame, Remembered, on_a_screen
from inbox.ui.inbox_view import InboxView
from inbox.ui.look.controls import Pane
from inbox.ui.look.overlay import Overlay
from inbox.ui.look.theme import Look
from inbox.ui.notice_bar import NoticeBar
from inbox.ui.outbox_pane import OutboxPane
from inbox.ui.person import PersonPane
from inbox.ui.results import Results
from inbox.ui.sidebar import Sidebar
from inbox.ui.thread import ThreadView

USUAL_SIZE = (1280, 820)
LOW = 520
"""Height at 100 % text below which the composer waits as one line."""
LOWEST = 400
"""Below this it waits out of sight, and headings are one line."""


class Window(QMainWindow):
    closing = Signal(object)
    """The close event, before the window goes: whoever hears it may ignore it."""
    sample_wanted = Signal()
    own_wanted = Signal()
    painted = Signal()
    """Once, after the first paint."""

    def __init__(
        self,
        look: Look,
        faces: Faces,
        now: Callable[[], datetime],
        read: Callable[[Sequence[int]], list[Row]],
        icon: Path,
    ) -> None:
        super().__init__()
        self.look = look
        self.setWindowTitle("Parlour")
        self.setWindowIcon(QIcon(str(icon)))
        self.setMinimumSize(*SMALLEST)
        self.menu = QMenu("Parlour", self)
        self.top = TopBar(look, self.menu)
        self.sidebar = Sidebar(look)
        self.inbox = InboxView(look, faces, now, read)
        self.results = Results(look, faces, now)
        self.outbox = OutboxPane(look, now)
        self.drafts = Results(look, faces, now)
        self.lists = QStackedWidget()
        for pane in (self.inbox, self.results, self.outbox, self.drafts):
            self.lists.addWidget(pane)
        look.fit(self.lists, lambda: self.lists.setMinimumWidth(look.px(200)))
        self.conversation = ThreadView(look, faces, now)
        self.composer = Composer(look, now)
        self.nothing = EmptyState(look)
        self.nothing.show_state(nobody_waits())
        self.person = PersonPane(look, faces, now)
        self.status = StatusBar(look)
        self.frame = Frame(look, self.top, self.sidebar, self.lists, self._middle(look), self.person, self.status)
        self.setCentralWidget(self.frame)
        self.overlay = Overlay(look, self.frame)
        self.notices = NoticeBar(look, self.frame, over=self.lists, never_on=self.composer)
        self.notices.stood.connect(lambda card: self.conversation.make_room(self.frame, card))
        self.frame.folded.connect(self._align)
        self._has_painted = False

    def _middle(self, look: Look) -> QWidget:
        middle = Pane(look, "win")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.conversation, 1)
        column.addWidget(self.composer)
        column.addWidget(self.nothing, 1)
        self.show_conversation_panes(shown=False)
        return middle

    def show_conversation_panes(self, *, shown: bool) -> None:
        """The conversation with its composer, or the page that says there is none."""
        self.conversation.setVisible(shown)
        self.composer.setVisible(shown)
        self.nothing.setVisible(not shown)

    def take_place(self, remembered: Remembered) -> None:
        """Where and how large it was, on a screen that is there now."""
        place = on_a_screen(remembered.geometry)
        if place is not None:
            self.setGeometry(place)
        else:
            width, height = USUAL_SIZE
            room = QApplication.primaryScreen().availableGeometry()
            size = QRect(0, 0, min(width, room.width()), min(height, room.height()))
            size.moveCenter(room.center())
            self.setGeometry(size)
        self.frame.panel_wanted = remembered.panel
        self.frame.set_widths_by_hand(remembered.widths)
        if remembered.maximised:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def what_to_remember(self, remembered: Remembered) -> None:
        """Fill in how the window stands."""
        normal = self.normalGeometry() if self.isMaximized() or self.isFullScreen() else self.geometry()
        remembered.geometry = [normal.x(), normal.y(), normal.width(), normal.height()]
        remembered.maximised = self.isMaximized()
        remembered.widths = self.frame.widths_by_hand()
        remembered.panel = self.frame.panel_wanted

    def set_menus(self, menus: list[QMenu]) -> None:
        """Into the system's bar on a Mac, behind one button elsewhere."""
        for menu in menus:
            if sys.platform == "darwin":
                self.menuBar().addMenu(menu)
            else:
                self.menu.addMenu(menu)

    def holds_focus(self, pane: QWidget) -> bool:
        focus: QWidget | None = self.focusWidget()
        return pane is focus or (focus is not None and pane.isAncestorOf(focus))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)  # accepts it: whoever wants to stay must have the last word
        self.closing.emit(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_painted:
            self._has_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def _align(self) -> None:
        lowest = self.height() < self.look.px(LOWEST)
        self.composer.be_low(self.height() < self.look.px(LOW), lowest=lowest)
        self.conversation.heading.be_low(lowest)
        self.inbox.heading.be_low(lowest)
        left = self.sidebar.width() if self.sidebar.isVisible() else self.look.px(208)
        self.top.align_search(left)
