"""The window's frame: panes in a splitter, what folds at which width, and what of it is remembered.

All thresholds are widths at 100 % text: 1440 px at 150 % behaves as 960. Sizes set by hand win over sizes by width.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QSplitterHandle, QVBoxLayout, QWidget

from inbox.ui.look import paint
from inbox.ui.look.controls import Pane
from inbox.ui.look.theme import Look

WIDE_FROM = 1400
PANEL_FOLDS_BELOW = 1260
NARROW_BELOW = 1040
RAIL_BELOW = 900
ALONE_BELOW = 600
"""Too narrow for a list beside a conversation: one of them at a time."""
BY_WIDTH = ((WIDE_FROM, (232, 372)), (PANEL_FOLDS_BELOW, (208, 372)), (NARROW_BELOW, (200, 340)), (0, (184, 300)))
"""Sidebar and list, from the widest window down."""
RAIL = 52
PANEL = 316
FOCUS_WIDTH = 1096
"""What one conversation at a time is given, with the profile beside it."""
PANEL_FOLDS_BESIDE_ONE_BELOW = 820
SMALLEST = (640, 400)
FILE = "window.json"
MOST = 1 << 30
"""Qt's lengths are 32 bits wide."""


class Handle(QSplitterHandle):
    """One pixel to see; Qt widens the grip of handles of one or two pixels by itself."""

    def __init__(self, splitter: HairSplitter) -> None:
        super().__init__(Qt.Orientation.Horizontal, splitter)
        self._look = splitter.look

    def paintEvent(self, _: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._look.tokens.line)


class HairSplitter(QSplitter):
    def __init__(self, look: Look) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.look = look
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        return Handle(self)


class Drawer(QWidget):
    """The folded profile, opened over the conversation, with a shadow towards it."""

    REACH = 22

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(host)
        self._look = look
        self._row = QHBoxLayout(self)
        look.fit(self, lambda: self._row.setContentsMargins(look.px(self.REACH), 0, 0, 0))
        self.hide()

    def hold(self, panel: QWidget) -> None:
        self._row.addWidget(panel)
        panel.show()
        self.show()
        self.raise_()

    def paintEvent(self, _: QPaintEvent) -> None:
        reach = self._look.px(self.REACH)
        paint.shadow(QPainter(self), self.rect().toRectF().adjusted(reach, -40, 40, 40), 0, reach)


@dataclass(slots=True)
class Remembered:
    """What the next start brings back:

    kept in `window.json` of the profile, so that no database is needed to read it.
    """

    geometry: list[int] = field(default_factory=list)
    maximised: bool = False
    widths: list[int] = field(default_factory=list)
    panel: bool = True
    theme: str = "system"
    contrast: bool = False
    scale: int = 100
    state: str = "waiting"
    place: int = 0
    sort: str = "worth"
    by_person: bool = False
    people_sort: str = "contact"


def remember(folder: Path, what: Remembered) -> None:
    """Whole or not at all; a full disk only costs the memory of the window."""
    path = folder / FILE
    part = path.with_suffix(".part")
    try:
        part.write_text(json.dumps(asdict(what)), "utf-8")
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)


def recall(folder: Path) -> tuple[Remembered, str]:
    """What was remembered, and what is wrong with it: a broken or foreign file gives the first-time look."""
    fresh, wrong = Remembered(), f"{FILE} cannot be read, so the window looks as it did the first time."
    try:
        data = json.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return fresh, ""
    except (OSError, ValueError, RecursionError):
        return fresh, wrong
    if not isinstance(data, dict):
        return fresh, wrong
    for name, usual in asdict(fresh).items():
        value = data.get(name, usual)
        numbers = value if isinstance(value, list) else [value] if type(value) is int else []
        if type(value) is type(usual) and all(type(one) is int and abs(one) <= MOST for one in numbers):
            setattr(fresh, name, value)
    return fresh, ""


def on_a_screen(geometry: list[int]) -> QRect | None:
    """The remembered place, moved and cut so that the window can be grabbed on a screen that is there now."""
    if len(geometry) != 4:
        return None
    wanted = QRect(*geometry)
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if not screens or wanted.width() < 1 or wanted.height() < 1:
        return None

    def seen(screen: QRect) -> int:
        part = screen.intersected(wanted)
        return part.width() * part.height()

    home = max(screens, key=seen)
    size = wanted.size().boundedTo(home.size())
    left = min(max(wanted.left(), home.left()), home.right() + 1 - size.width())
    top = min(max(wanted.top(), home.top()), home.bottom() + 1 - size.height())
    return QRect(left, top, size.width(), size.height())


class Frame(Pane):
    """Top bar, the row of panes, status bar.

    Panes: sidebar, middle (list column), conversation, panel; or one `page`.
    """

    folded = Signal()

    def __init__(
        self,
        look: Look,
        top: QWidget,
        sidebar: QWidget,
        listing: QWidget,
        conversation: QWidget,
        panel: QWidget,
        status: QWidget,
    ) -> None:
        super().__init__(look, "win")
        self._look = look
        self.top, self.sidebar, self.listing, self.conversation, self.panel, self.status = (
            top, sidebar, listing, conversation, panel, status,
        )  # fmt: skip
        self.panel_wanted = True
        self.panel_makes_sense = False
        self._drawer_open = False
        self._by_hand: list[int] = []
        self._focused = self._reading = False
        self._page: QWidget | None = None
        self._splitter = HairSplitter(look)
        for place, pane in enumerate((sidebar, listing, conversation, panel)):
            self._splitter.addWidget(pane)
            self._splitter.setStretchFactor(place, 1 if pane is conversation else 0)
        self._read_from_left_to_right()
        self._splitter.splitterMoved.connect(self._on_moved)
        self._middle = QVBoxLayout()
        self._middle.addWidget(self._splitter, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addLayout(self._middle, 1)
        column.addWidget(status)
        self._drawer = Drawer(look, self)
        look.rescaled.connect(self.fold)

    # one page instead of the panes

    def show_page(self, page: QWidget | None) -> None:
        """A page of its own (welcome) in the place of the panes; None: the panes."""
        if self._page is not None and self._page is not page:
            self._page.hide()
        self._page = page
        if page is not None:
            if self._middle.indexOf(page) < 0:
                self._middle.addWidget(page, 1)
            page.show()
        self._splitter.setVisible(page is None)
        self.fold()

    @property
    def page(self) -> QWidget | None:
        return self._page

    # what folds

    def width_at_full_text(self) -> float:
        return self.width() / self._look.scale

    def has_room_for_panel(self) -> bool:
        return self.width_at_full_text() >= (PANEL_FOLDS_BESIDE_ONE_BELOW if self._focused else PANEL_FOLDS_BELOW)

    @property
    def is_alone(self) -> bool:
        """There is room for one pane only."""
        return self.width_at_full_text() < ALONE_BELOW

    @property
    def is_reading(self) -> bool:
        """The conversation stands where the list would be, because there is no room for both."""
        return self._reading and self.is_alone and not self._focused

    def show_reading(self, reading: bool) -> None:
        """Which of list and conversation is shown where only one finds room."""
        if reading != self._reading:
            self._reading = reading
            self.fold()

    def be_focused(self, focused: bool) -> None:
        """Only the conversation with the profile, in the middle of the window."""
        self._focused = focused
        self.fold()

    def toggle_panel(self) -> None:
        if self.has_room_for_panel():
            self.panel_wanted = not self.panel_wanted
        else:
            self._drawer_open = not self._drawer_open
        self.fold()

    def close_drawer(self) -> bool:
        """True when one was open."""
        if not self._drawer.isVisible():
            return False
        self._drawer_open = False
        self.fold()
        return True

    def panel_is_shown(self) -> bool:
        return self.panel.isVisible()

    def fold(self) -> None:
        rail = getattr(self.sidebar, "be_rail", None)
        if rail is not None:
            rail(self.width_at_full_text() < RAIL_BELOW)
        self.sidebar.setVisible(not self._focused)
        self.conversation.setVisible(self._focused or self._reading or not self.is_alone)
        self.listing.setVisible(not self._focused and not self.is_reading)
        aside = max(0, self.width() - self._look.px(FOCUS_WIDTH)) // 2 if self._focused else 0
        self._middle.setContentsMargins(aside, 0, aside, 0)
        self._place_panel()
        self._splitter.setSizes(self._by_hand_now() or [self._look.px(width) for width in self._usual()])
        self.folded.emit()

    def _read_from_left_to_right(self) -> None:
        """A splitter puts each new pane below the others, so that a screen reader would come to the last one first."""
        for pane in (self.panel, self.conversation, self.listing, self.sidebar):
            if pane.parentWidget() is self._splitter:
                pane.lower()

    def widths_by_hand(self) -> list[int]:
        return list(self._by_hand)

    def set_widths_by_hand(self, widths: list[int]) -> None:
        self._by_hand = widths if len(widths) == 4 else []
        self.fold()

    def _by_hand_now(self) -> list[int]:
        """Sizes by hand hold while the panes they were set for are there."""
        if not self._by_hand or self._focused or self.width_at_full_text() < RAIL_BELOW:
            return []
        return self._by_hand

    def _usual(self) -> tuple[int, int, int, int]:
        width = self.width_at_full_text()
        sidebar, listing = next(usual for least, usual in BY_WIDTH if width >= least)
        if width < RAIL_BELOW:
            sidebar, listing = RAIL, min(listing, max(200, round((width - RAIL) * 0.44)))
        return sidebar, 4000 if self.is_alone else listing, 4000, PANEL

    def _place_panel(self) -> None:
        wanted = self.panel_makes_sense and self._page is None
        if wanted and self.panel_wanted and self.has_room_for_panel():
            if self.panel.parentWidget() is not self._splitter:
                self._splitter.insertWidget(3, self.panel)
                self._read_from_left_to_right()
            self.panel.show()
            self._drawer.hide()
        elif wanted and self._drawer_open and not self.has_room_for_panel():
            self._drawer.hold(self.panel)
            width = self._look.px(PANEL + Drawer.REACH)
            top, bottom = self.top.height(), self.status.height()
            self._drawer.setGeometry(self.width() - width, top, width, self.height() - top - bottom)
        else:
            self.panel.hide()
            self._drawer.hide()

    def _on_moved(self) -> None:
        if self._focused:
            return  # of panes that are not there
        sizes = self._splitter.sizes()
        before = self._by_hand or [0, 0, 0, self._look.px(PANEL)]
        self._by_hand = [*sizes, before[3]] if len(sizes) == 3 else [*sizes[:3], sizes[3] or before[3]]
        self.folded.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fold()
