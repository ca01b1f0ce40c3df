"""The conversation: a heading, what is folded, one card a message. Long threads fold around what matters, and are drawn
in slices.

Knows no store: it is shown values, and says by signals what is wanted. Buttons stand for commands by their names and
mean the message in focus, which is why a press moves the focus first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from inbox.core.joining import JoinedThread
from inbox.core.model import ConversationView, DeliveryView, Direction, Message
from inbox.ui.bubble import Bubble
from inbox.ui.faces import Faces
from inbox.ui.find_bar import FindBar
from inbox.ui.look import layouts
from inbox.ui.look.controls import Pane
from inbox.ui.look.layouts import beside_the_measure
from inbox.ui.look.scrolling import Scroller
from inbox.ui.look.theme import Look
from inbox.ui.message_words import EDIT, folded_words
from inbox.ui.thread_between import Between, threads_of
from inbox.ui.thread_fold import FoldRow
from inbox.ui.thread_heading import ThreadHeading
from inbox.ui.thread_shown import Shown


class ThreadView(Pane):
    commanded = Signal(str)
    """The name of a command; it means the conversation, or the message in focus."""
    message_focused = Signal(object)
    """The id of the message that N and P stand on."""
    edit_wanted = Signal(object)
    """The id of a delivery whose words are to be written anew."""
    part_wanted = Signal(object)
    """`JoinedThread.link`: what was joined is to be parted."""
    picture_wanted = Signal(str)
    link_chosen = Signal(object)
    """A `safe.Link`."""
    drawn = Signal()
    """Other messages are shown, or they are shown anew."""

    def __init__(self, look: Look, faces: Faces, now: Callable[[], datetime]) -> None:
        super().__init__(look, "win")
        self._faces, self._now = faces, now
        self._view: ConversationView | None = None
        self._deliveries: dict[int, DeliveryView] = {}
        self._shown = Shown()
        self._focused: int | None = None
        self._part: tuple[QWidget, int, int] | None = None
        """What of a message was brought into sight last, with its top and bottom; None: a whole message was."""
        self._bubbles: list[Bubble] = []
        self._spare: list[Bubble] = []
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._next_slice)
        self._scroll = Scroller(look, "Messages")
        self._page = QWidget()
        self._fold_row = FoldRow(look)
        self._fold = self._fold_row.button
        self._fold_row.pressed.connect(self.unfold)
        self._between = Between(look, self)
        self._between.unfold_wanted.connect(self.unfold)
        self._between.part_wanted.connect(self.part_wanted)
        self._column = layouts.Column(look, self._fold_row, None, spacing=14, margins=(22, 12, 22, 16))
        self._page.setLayout(self._column)
        self._scroll.hold(self._page)
        self.heading = ThreadHeading(look)
        self.heading.commanded.connect(self.commanded)
        self.finder = FindBar(look)
        outer = layouts.Column(look, self.heading, self.finder, self._scroll)
        outer.setStretch(2, 1)
        self.setLayout(outer)
        look.fit(self, lambda: self.setMinimumWidth(look.px(240)))
        look.rescaled.connect(lambda: self._bring(self._focused))
        look.rescaled.connect(self._keep_measure)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_measure()
        if event.size().height() < event.oldSize().height():
            self._keep_in_sight()  # the composer took its room

    def _keep_measure(self) -> None:
        """Lines stay short enough to read in a wide window: everything stands in the middle."""
        side = beside_the_measure(self.width(), self._look)
        for pane in (self.heading, self.finder):
            pane.setContentsMargins(side, 0, side, 0)
        self._page.setContentsMargins(side, 0, side, 0)

    # what is shown

    def show_conversation(self, view: ConversationView, deliveries: Sequence[DeliveryView] = ()) -> None:
        """With those of its deliveries that are still open. The same conversation again keeps focus and place."""
        same = self._view is not None and self._view.row.id == view.row.id
        known = {message.id for message in self._shown.all}
        self._view = view
        self._deliveries = {one.id: one for one in deliveries}
        if same:
            self._shown.renew(view)
        else:
            self._focused = view.focus
            self._slices.stop()
            self.finder.left.emit()
            self._shown.begin(view)
        self.heading.show_view(view)
        self.setAccessibleName(f"Conversation: {self.heading.title.text()}")
        ids = [message.id for message in self._shown.all]
        if self._focused not in ids:
            self._focused = view.focus if view.focus in ids else ids[-1] if ids else None
        bar = self._scroll.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        grown = same and bool(ids) and ids[-1] not in known
        self._draw()
        if not same:
            self._bring(ids[-1] if ids else None)
            self._bring(self._focused)
        elif grown and (at_end or self._shown.all[-1].direction is Direction.OUT):
            self._bring(ids[-1])

    def _draw(self) -> None:
        """Bubbles for what is to be shown: the same messages keep theirs, others take over spare ones."""
        assert self._view is not None
        messages = self._shown.messages()
        old = {bubble.message.id: bubble for bubble in self._bubbles if bubble.message is not None}
        kept = {message.id: old.pop(message.id) for message in messages if message.id in old}
        self._spare += old.values()
        self._bubbles = [kept.get(message.id) or self._take_bubble() for message in messages]
        threads = threads_of(self._view)
        for bubble, message in zip(self._bubbles, messages, strict=True):
            delivery = self._deliveries.get(message.delivery) if message.delivery is not None else None
            thread = threads.get(message.id)
            can, network = (thread.can, thread.look) if thread is not None else (self._view.can, self._view.row.network)
            bubble.show_message(message, can, delivery, network)
        for at, widget in enumerate(self._in_order(), 1):
            if self._column.indexOf(widget) != at:
                self._column.removeWidget(widget)
                self._column.insertWidget(at, widget)
            widget.show()
        for bubble in self._spare:
            bubble.hide()
        self._outline()
        self._tick()
        self.drawn.emit()

    def _in_order(self) -> list[QWidget]:
        assert self._view is not None
        shown = self._shown
        widgets, above = self._between.in_order(self._view, shown.all, shown.ids, shown.coming, self._bubbles)
        self._say_fold(above)
        return widgets

    def _take_bubble(self) -> Bubble:
        if self._spare:
            return self._spare.pop()
        bubble = Bubble(self._look, self._faces, self._now)
        bubble.picked.connect(self._on_picked)
        bubble.commanded.connect(self._on_commanded)
        bubble.picture_wanted.connect(self.picture_wanted)
        bubble.link_chosen.connect(self.link_chosen)
        return bubble

    def _say_fold(self, above: Sequence[Message]) -> None:
        """The line over the first message: what is older, and the others of the thread until they are asked for."""
        assert self._view is not None
        hidden = [*above, *self._shown.others_hidden()]
        self._fold_row.setVisible(bool(hidden))
        if hidden:
            first = next((message.sort_at for message in self._shown.messages()), None)
            self._fold.say(folded_words(self._view, hidden, first))

    def show_picture(self, address: str, picture: QPixmap) -> None:
        """A picture that was asked for and came, in the place of its name."""
        for bubble in self._bubbles:
            bubble.pictures.show(address, picture)

    def picture_failed(self, address: str) -> None:
        for bubble in self._bubbles:
            bubble.pictures.say_failed(address)

    def bubbles(self) -> list[Bubble]:
        """Those that are shown, from the top."""
        return list(self._bubbles)

    def messages(self) -> list[Message]:
        """All of the thread, also what is folded, oldest first."""
        return self._shown.everything()

    def bring_in(self, widget: QWidget, top: int, bottom: int) -> None:
        """A part of a message into sight, with some air around it."""
        self._part = widget, top, bottom
        self._settle()
        place = widget.mapTo(self._page, QPoint(0, 0)).y()
        middle, half = place + (top + bottom) // 2, (bottom - top) // 2 + self._look.px(60)
        self._scroll.ensureVisible(0, middle, 0, min(half, self._scroll.viewport().height() // 2))

    def _keep_in_sight(self) -> None:
        if self._part is not None:
            self.bring_in(*self._part)
        else:
            self._bring(self._focused)

    def toggle_quotes(self) -> bool:
        """Quoted words and the signature of the message in focus; False where nothing of it folds."""
        bubble = self._bubble_of(self._focused)
        return bubble is not None and bubble.toggle_quotes()

    # folded and in slices

    def unfold(self, before: int | None = None) -> None:
        """Another slice of what is folded above message `before`; None: of what is older than all, and with the first
        press the others of the thread."""
        if before is not None or self._fold_row.isVisibleTo(self):
            self.reveal(self._shown.folded_above(before))

    def unfold_next(self) -> None:
        """By key: the line above the message in focus, else any between, else the first one."""
        order = [message.id for message in self._shown.all]
        lines = [fold.property("before") for fold in self._between.folds()]
        lines.sort(key=order.index)
        here = order.index(self._focused) if self._focused in order else 0
        above = [before for before in lines if order.index(before) <= here]
        self.unfold(above[-1] if above else lines[0] if lines and not self._fold_row.isVisibleTo(self) else None)

    def reveal(self, ids: Sequence[int]) -> None:
        """Messages that are folded, oldest first; also those of others in the thread."""
        if self._shown.reveal(ids):
            self._draw_in_place()
            self._slices.start()

    def reveal_now(self) -> None:
        """What is to come, at once: somebody walks into it."""
        while self._shown.coming:
            self._next_slice()

    def _next_slice(self) -> None:
        if self._shown.next_slice():
            self._draw_in_place()
        else:
            self._slices.stop()

    def _draw_in_place(self) -> None:
        """More above, while what is read stays where it is; the keys stay too when their line goes."""
        bar = self._scroll.verticalScrollBar()
        below = bar.maximum() - bar.value()
        had_focus = any(fold.button.hasFocus() for fold in (self._fold_row, *self._between.folds()))
        self._draw()
        if had_focus and not any(fold.button.hasFocus() for fold in (self._fold_row, *self._between.folds())):
            self.take_focus()
        self._settle()
        bar.setValue(bar.maximum() - below)

    def _settle(self) -> None:
        """Lay out now, so that positions can be asked for."""
        self._column.activate()
        width = self._scroll.viewport().width()
        height = max(self._page.heightForWidth(width), self._scroll.viewport().height())
        self._page.resize(width, height)

    # the message in focus

    def joined_thread(self) -> JoinedThread | None:
        """That of the message in focus, where it is not of the thread at hand."""
        return threads_of(self._view).get(self._focused or 0) if self._view is not None else None

    def focused_message(self) -> Message | None:
        return self._shown.find(self._focused)

    def answered_message(self) -> Message | None:
        """What an answer goes to: the message in focus, or the newest of theirs while one of mine is in focus."""
        focused = self.focused_message()
        if focused is not None and focused.direction is Direction.IN:
            return focused
        return self._shown.find(self._view.focus) if self._view is not None else None

    def focus_message(self, message: int) -> None:
        if message != self._focused and self._shown.find(message) is not None:
            has_focus = any(bubble.hasFocus() for bubble in self._bubbles)
            self._focused = message
            self._outline()
            self._bring(message)
            if has_focus:
                self.take_focus()
            self.message_focused.emit(message)

    def bring_message(self, message: int) -> None:
        """Into sight, unfolded; the keys stay where they are, and so does what an answer goes to."""
        self.reveal([message])
        self.reveal_now()
        self._bring(message)

    def make_room(self, host: QWidget, card: QRect) -> None:
        """For what lies over it in `host` for a while, as a notice does where there is no list: no words are to be
        under it. An empty `card` gives the room back."""
        mine = QRect(self._scroll.mapTo(host, QPoint(0, 0)), self._scroll.size())
        covered = card.intersected(mine)
        self._scroll.end_above(0 if covered.isEmpty() else mine.bottom() - covered.top() + self._look.px(10))

    def step_message(self, by: int) -> None:
        """N and P. What is folded on the way unfolds."""
        shown = [message.id for message in self._shown.messages()]
        if not shown:
            return
        at = shown.index(self._focused) if self._focused in shown else len(shown) - 1 - by
        if abs(by) == 1 and 0 <= at < len(shown) and (hidden := self._shown.folded_between(shown[at], by)):
            self.reveal(hidden)
            self.reveal_now()
            shown = [message.id for message in self._shown.messages()]
            at = shown.index(self._focused) if self._focused in shown else at
        self.focus_message(shown[max(0, min(at + by, len(shown) - 1))])

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
        self._part = None
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
