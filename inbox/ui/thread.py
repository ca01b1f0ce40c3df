"""The conversation: a heading, what is folded, one card a message. Long threads are drawn in slices.

Knows no store: it is shown values, and says by signals what is wanted. Buttons stand for commands by their names and
mean the message in focus, which is why a press moves the focus first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inbox.core.model import ConversationView, DeliveryView, Direction, Message
from inbox.ui.bubble import Bubble
from inbox.ui.faces import Faces
from inbox.ui.look import layouts
from inbox.ui.look.controls import Button, IconButton, Pane, PlainLabel
from inbox.ui.look.layouts import beside_the_measure
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.message_words import EDIT, about_thread, folded_words

HEADING = 76  # at 100 %, as high as the list's
FIRST, SLICE, AT_ONCE = 20, 50, 10
"""Messages shown when a conversation opens, by one more press of the fold, and in one go between two frames."""


class ThreadView(Pane):
    commanded = Signal(str)
    """The name of a command; it means the conversation, or the message in focus."""
    message_focused = Signal(object)
    """The id of the message that N and P stand on."""
    edit_wanted = Signal(object)
    """The id of a delivery whose words are to be written anew."""
    picture_wanted = Signal(str)
    link_chosen = Signal(object)
    """A `safe.Link`."""

    def __init__(self, look: Look, faces: Faces, now: Callable[[], datetime]) -> None:
        super().__init__(look, "win")
        self._faces, self._now = faces, now
        self._view: ConversationView | None = None
        self._deliveries: dict[int, DeliveryView] = {}
        self._all: list[Message] = []
        self._first = 0  # of `_all`, what is shown begins here
        self._wanted_first = 0
        self._unfolded = False
        self._focused: int | None = None
        self._bubbles: list[Bubble] = []
        self._spare: list[Bubble] = []
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._next_slice)
        self._scroll = Scroller(look, "Messages")
        self._page = QWidget()
        self._fold = Button(look, "", icon="right", rank="quiet")
        self._fold.clicked.connect(self.unfold)
        self._fold.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        # Its words are cut before the messages are.
        look.fit(self._fold, lambda: self._fold.setMinimumWidth(look.px(60)))
        self._fold_row = QWidget()
        self._fold_row.setLayout(layouts.Row(look, 40.0, self._fold, None))
        self._column = layouts.Column(look, self._fold_row, None, spacing=14, margins=(22, 12, 22, 16))
        self._page.setLayout(self._column)
        self._scroll.hold(self._page)
        self._head = self._heading(look)
        outer = layouts.Column(look, self._head, self._scroll)
        outer.setStretch(1, 1)
        self.setLayout(outer)
        look.fit(self, lambda: self.setMinimumWidth(look.px(240)))
        look.rescaled.connect(lambda: self._bring(self._focused))
        look.rescaled.connect(self._keep_measure)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_measure()

    def _keep_measure(self) -> None:
        """Lines stay short enough to read in a wide window: everything stands in the middle."""
        side = beside_the_measure(self.width(), self._look)
        self._head.setContentsMargins(side, 0, side, 0)
        self._page.setContentsMargins(side, 0, side, 0)

    def _heading(self, look: Look) -> Pane:
        heading = Pane(look, "win", "bottom")
        look.fit(heading, lambda: heading.setFixedHeight(look.px(HEADING)))
        self._title = PlainLabel(look, "", Type.HEAD)
        self._about = PlainLabel(look, "", Type.SMALL, "soft")
        self._browser = Button(look, "open in browser", icon="external", keys="navigate.browser", rank="quiet")
        self._star = IconButton(look, "star", "Star", "people.star")
        self.panel_button = IconButton(look, "panel", "Profile", "people.panel")
        buttons: dict[QAbstractButton, str] = {
            self._star: "people.star",
            IconButton(look, "snooze", "Snooze", "triage.snooze"): "triage.snooze",
            IconButton(look, "done", "Done", "triage.done"): "triage.done",
            self.panel_button: "people.panel",
        }
        self._browser.clicked.connect(lambda: self.commanded.emit("navigate.browser"))
        for button, command in buttons.items():
            button.clicked.connect(lambda _=False, command=command: self.commanded.emit(command))
        title = layouts.Row(look, self._title, None, *buttons, spacing=2)
        below = layouts.Row(look, self._about, self._browser, None, spacing=6)
        heading.setLayout(layouts.Column(look, title, below, margins=(22, 10, 14, 8)))
        return heading

    # what is shown

    def show_conversation(self, view: ConversationView, deliveries: Sequence[DeliveryView] = ()) -> None:
        """With those of its deliveries that are still open. The same conversation again keeps focus and place."""
        same = self._view is not None and self._view.row.id == view.row.id
        known = {message.id for message in self._all}
        self._view = view
        self._deliveries = {one.id: one for one in deliveries}
        if not same:
            self._unfolded, self._focused = False, view.focus
        self._fill_heading(view)
        shown_first = self._all[self._first].id if same and self._first < len(self._all) else None
        self._gather(shown_first)
        ids = [message.id for message in self._all]
        if self._focused not in ids:
            self._focused = view.focus if view.focus in ids else ids[-1] if ids else None
        bar = self._scroll.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        grown = same and bool(ids) and ids[-1] not in known
        self._draw()
        if not same:
            self._slices.stop()
            self._bring(ids[-1] if ids else None)
            self._bring(self._focused)
        elif grown and (at_end or self._all[-1].direction is Direction.OUT):
            self._bring(ids[-1])

    def _fill_heading(self, view: ConversationView) -> None:
        starred = view.row.starred
        self._title.setText(view.thread_title or view.row.subject or view.row.name)
        muted = " · muted" if view.muted else ""
        self._about.setText(about_thread(view) + muted)
        self._browser.setVisible(bool(view.url))
        self._star.show_icon("star-full" if starred else "star", "star" if starred else "soft")
        self._star.rename("Take the star away" if starred else "Star")
        self.setAccessibleName(f"Conversation: {self._title.text()}")

    def _gather(self, shown_first: int | None) -> None:
        """All that may be shown, and where it begins: as before, or with the newest few."""
        assert self._view is not None
        own = self._view.messages
        both = [*own, *self._view.others] if self._unfolded else own
        self._all = sorted(both, key=lambda message: (message.sort_at, message.id))
        place = {message.id: at for at, message in enumerate(self._all)}
        first = place.get(shown_first, -1) if shown_first is not None else -1
        if first < 0:
            first = max(0, len(self._all) - FIRST)
        focus = place.get(self._focused, first) if self._focused is not None else first
        self._first = self._wanted_first = min(first, focus)

    def _draw(self) -> None:
        """Bubbles for what is to be shown: the same messages keep theirs, others take over spare ones."""
        assert self._view is not None
        messages = self._all[self._first :]
        old = {bubble.message.id: bubble for bubble in self._bubbles if bubble.message is not None}
        kept = {message.id: old.pop(message.id) for message in messages if message.id in old}
        self._spare += old.values()
        self._bubbles = [kept.get(message.id) or self._take_bubble() for message in messages]
        for at, (bubble, message) in enumerate(zip(self._bubbles, messages, strict=True)):
            delivery = self._deliveries.get(message.delivery) if message.delivery is not None else None
            bubble.show_message(message, self._view.can, delivery, self._view.row.network)
            if self._column.indexOf(bubble) != at + 1:
                self._column.removeWidget(bubble)
                self._column.insertWidget(at + 1, bubble)
            bubble.show()
        for bubble in self._spare:
            bubble.hide()
        self._say_fold()
        self._outline()
        self._tick()

    def _take_bubble(self) -> Bubble:
        if self._spare:
            return self._spare.pop()
        bubble = Bubble(self._look, self._faces, self._now)
        bubble.picked.connect(self._on_picked)
        bubble.commanded.connect(self._on_commanded)
        bubble.picture_wanted.connect(self.picture_wanted)
        bubble.link_chosen.connect(self.link_chosen)
        return bubble

    def _say_fold(self) -> None:
        assert self._view is not None
        hidden = list(self._all[: self._wanted_first])
        if not self._unfolded:
            hidden += self._view.others
        self._fold_row.setVisible(bool(hidden))
        if hidden:
            first = self._all[self._wanted_first].sort_at if self._all else None
            self._fold.say(folded_words(self._view, hidden, first))

    def show_picture(self, address: str, picture: QPixmap) -> None:
        """A picture that was asked for and came, in the place of its name."""
        for bubble in self._bubbles:
            bubble.show_picture(address, picture)

    def picture_failed(self, address: str) -> None:
        for bubble in self._bubbles:
            bubble.picture_failed(address)

    # folded and in slices

    def unfold(self) -> None:
        """Another slice of what is older, and with the first press the others of the thread."""
        if self._view is None or not self._fold_row.isVisibleTo(self):
            return
        if not self._unfolded:
            self._unfolded = True
            self._gather(self._all[self._first].id if self._all else None)
            self._draw_above()
        self._wanted_first = max(0, self._first - SLICE)
        self._say_fold()
        self._slices.start()

    def _next_slice(self) -> None:
        if self._first <= self._wanted_first:
            self._slices.stop()
            return
        self._first = max(self._wanted_first, self._first - AT_ONCE)
        self._draw_above()

    def _draw_above(self) -> None:
        """More above, while what is read stays where it is."""
        bar = self._scroll.verticalScrollBar()
        below = bar.maximum() - bar.value()
        wanted = self._wanted_first
        self._draw()
        self._wanted_first = wanted
        self._settle()
        bar.setValue(bar.maximum() - below)

    def _settle(self) -> None:
        """Lay out now, so that positions can be asked for."""
        self._column.activate()
        width = self._scroll.viewport().width()
        height = max(self._page.heightForWidth(width), self._scroll.viewport().height())
        self._page.resize(width, height)

    # the message in focus

    def focused_message(self) -> Message | None:
        return next((message for message in self._all if message.id == self._focused), None)

    def answered_message(self) -> Message | None:
        """What an answer goes to: the message in focus, or the newest of theirs while one of mine is in focus."""
        focused = self.focused_message()
        if focused is not None and focused.direction is Direction.IN:
            return focused
        target = self._view.focus if self._view is not None else None
        return next((message for message in self._all if message.id == target), None)

    def focus_message(self, message: int) -> None:
        if message != self._focused and any(one.id == message for one in self._all):
            has_focus = any(bubble.hasFocus() for bubble in self._bubbles)
            self._focused = message
            self._outline()
            self._bring(message)
            if has_focus:
                self.take_focus()
            self.message_focused.emit(message)

    def step_message(self, by: int) -> None:
        """N and P. Above the first one another slice unfolds."""
        shown = [bubble.message.id for bubble in self._bubbles if bubble.message is not None]
        if not shown:
            return
        at = shown.index(self._focused) + by if self._focused in shown else len(shown) - 1
        if at < 0 and self._first > 0:
            self.unfold()
            self._next_slice()
            self.step_message(by)
            return
        self.focus_message(shown[max(0, min(at, len(shown) - 1))])

    def take_focus(self) -> None:
        """The keyboard's focus goes to the message in focus (F6, Enter in the list)."""
        bubble = self._bubble_of(self._focused)
        if bubble is not None:
            bubble.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bubble_of(self, message: int | None) -> Bubble | None:
        return next((one for one in self._bubbles if one.message is not None and one.message.id == message), None)

    def _outline(self) -> None:
        target = self.answered_message()
        for bubble in self._bubbles:
            id = bubble.message.id if bubble.message is not None else None
            bubble.focus_here(id == self._focused, answered=target is not None and id == target.id)

    def _bring(self, message: int | None) -> None:
        """Into sight: all of it where it fits, else its beginning."""
        bubble = self._bubble_of(message)
        if bubble is None:
            return
        self._settle()
        bar, room = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
        top = bubble.mapTo(self._page, QPoint(0, 0)).y()
        bottom, margin = top + bubble.height(), self._look.px(16)
        if bubble.height() + 2 * margin > room or top - margin < bar.value():
            bar.setValue(top - margin)
        elif bottom + margin > bar.value() + room:
            bar.setValue(bottom + margin - room)

    def _on_picked(self, message: object) -> None:
        if isinstance(message, int):
            self.focus_message(message)

    def _on_commanded(self, message: object, command: str) -> None:
        self._on_picked(message)
        if command != EDIT:
            self.commanded.emit(command)
        elif (focused := self.focused_message()) is not None and focused.delivery is not None:
            self.edit_wanted.emit(focused.delivery)

    def _tick(self) -> None:
        counts = [bubble.tick() for bubble in self._bubbles]
        if any(counts) and not self._clock.isActive():
            self._clock.start()
        elif not any(counts):
            self._clock.stop()
