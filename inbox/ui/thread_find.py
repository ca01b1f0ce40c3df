"""Find in the conversation: marks in all its messages, one of them chosen; what is folded and matches unfolds."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from inbox.core.lookup import highlight_spans
from inbox.ui.bubble import Bubble
from inbox.ui.thread import ThreadView

PAUSE_MS = 120


class ThreadFind(QObject):
    def __init__(self, thread: ThreadView) -> None:
        super().__init__(thread)
        self._thread, self._bar = thread, thread.finder
        self._before: QWidget | None = None
        self._query = ""
        self._searched = ""
        self._hits: list[tuple[int, int]] = []  # (message, which of its marks)
        self._chosen: tuple[int, int] | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._find)
        self._bar.typed.connect(lambda _: self._pause.start())
        self._bar.stepped.connect(self.step)
        self._bar.left.connect(self.close)
        thread.drawn.connect(self._on_drawn)

    @property
    def is_open(self) -> bool:
        return self._bar.isVisibleTo(self._thread)

    def open(self) -> None:
        """Once more: to the field, with what was typed selected."""
        if not self.is_open:
            self._before = QApplication.focusWidget()
        self._bar.show()
        self._bar.setFocus()
        self._bar.field.line.selectAll()
        self._find()

    def close(self) -> bool:
        """Gives the keys back to where they were; True when it was open."""
        if not self.is_open:
            return False
        had_focus = self._bar.isAncestorOf(QApplication.focusWidget() or self._thread)
        self._pause.stop()
        self._bar.hide()
        self._mark("")
        self._mark_searched()
        before = self._before
        if had_focus and before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        elif had_focus:
            self._thread.take_focus()
        self._before = None
        return True

    def step(self, by: int) -> None:
        """Round from the last to the first."""
        if self._pause.isActive():
            self._pause.stop()
            self._find()
            return
        self._thread.reveal_now()
        if not self._hits:
            return
        at = self._hits.index(self._chosen) if self._chosen in self._hits else -1
        self._chosen = self._hits[(at + by) % len(self._hits)]
        self._show_chosen()

    def mark_searched(self, words: str, hit: int | None = None) -> None:
        """What the conversation was found by stands out in it while nothing else is looked for; "": it was not found.
        `hit`: the message that was found, which comes into sight at the words."""
        self._searched = words
        if self.is_open:
            return
        self._mark_searched()
        if hit is not None:
            self._thread.bring_message(hit)
            bubble = self._bubble_of(hit)
            if bubble is not None and bubble.mark(words):
                self._thread.bring_in(bubble.browser, *bubble.browser.mark_place(0))

    # inside

    def _mark_searched(self) -> None:
        for bubble in self._thread.bubbles():
            bubble.browser.mark(self._searched)

    def _find(self) -> None:
        query = self._bar.field.line.text().strip()
        if query != self._query:
            self._chosen = None
        self._mark(query)
        folded = {message.id for message in self._thread.messages()} - {
            bubble.message.id for bubble in self._thread.bubbles() if bubble.message is not None
        }
        matching = [
            message.id
            for message in self._thread.messages()
            if query and message.id in folded and highlight_spans(message.text, query)
        ]
        self._thread.reveal(matching)
        if self._hits and self._chosen is None:
            self._chosen = self._nearest()
        self._show_chosen()

    def _on_drawn(self) -> None:
        if self._query and self.is_open:
            self._mark(self._query)
            if self._hits and self._chosen not in self._hits:
                self._chosen = self._nearest()
                self._show_chosen()
            self._say()
        elif not self.is_open:
            self._mark_searched()

    def _mark(self, query: str) -> None:
        """In all messages that are shown; those that are drawn later are marked when they are."""
        self._query = query
        self._hits = []
        for bubble in self._thread.bubbles():
            number = bubble.mark(query)
            if bubble.message is not None:
                self._hits += [(bubble.message.id, at) for at in range(number)]
                if self._chosen is not None and self._chosen[0] == bubble.message.id:
                    bubble.browser.mark(query, self._chosen[1])

    def _nearest(self) -> tuple[int, int]:
        """The first from the message in focus on."""
        focused = self._thread.focused_message()
        order = [message.id for message in self._thread.messages()]
        start = order.index(focused.id) if focused is not None and focused.id in order else 0
        return next((hit for hit in self._hits if order.index(hit[0]) >= start), self._hits[0])

    def _show_chosen(self) -> None:
        self._mark(self._query)
        if self._chosen in self._hits:
            id, at = self._chosen
            bubble = self._bubble_of(id)
            if bubble is not None:
                self._thread.bring_in(bubble.browser, *bubble.browser.mark_place(at))
        self._say()

    def _bubble_of(self, message: int) -> Bubble | None:
        return next((one for one in self._thread.bubbles() if one.message and one.message.id == message), None)

    def _say(self) -> None:
        at = self._hits.index(self._chosen) if self._chosen in self._hits else 0
        self._bar.say(at, len(self._hits))
