"""The current conversation: its messages, the composer, the person. Filled after the row was painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from inbox.core.changes import Changes
from inbox.core.ports import Reading
from inbox.rules.search_words import words_of

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

READ_AFTER_MS = 700
"""A conversation that was shown this long has been read."""


class Details(QObject):
    """`soon` after the event that is being handled (held keys restart it); `show_now` when something is asked of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.shown: int | None = None
        self._person: int | None = None
        self._place: int | None = None
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._show_conversation)
        self._beside = QTimer(self, interval=0, singleShot=True)
        self._beside.timeout.connect(self._show_person)
        self._read = QTimer(self, interval=READ_AFTER_MS, singleShot=True)
        self._read.timeout.connect(self._on_read)
        self._left_unread = False

    def soon(self) -> None:
        self._soon.start()

    def concerns(self, changes: Changes) -> bool:
        if self.shown is None:
            return self._person is not None and bool(changes.people)
        return (
            self.shown in changes.conversations
            or self._person in changes.people
            or self._place in changes.places
            or bool(changes.outbox or changes.threads)
        )

    def show_if_due(self) -> None:
        """For a command that means a message: it comes in the same event as the step to its conversation."""
        if self._soon.isActive() or self._desk.current() != self.shown:
            self._show_conversation()

    def leave_unread(self) -> None:
        """Looking at it any longer does not read it: somebody wants it so. Coming back to it does."""
        self._read.stop()
        self._left_unread = True

    def show_now(self) -> None:
        """All of it, for a command that means the person or writes."""
        self._show_conversation()
        self._show_person()

    def _show_conversation(self) -> None:
        self._soon.stop()
        self._beside.stop()
        desk = self._desk
        if desk.engine is None or desk.engine.closed:
            return
        current = desk.current()
        another = current != self.shown
        if another:
            self._read.stop()
            self._left_unread = False
        self.shown = current
        window = desk.window
        window.show_conversation_panes(shown=current is not None)
        # Somebody in a list of people may never have written: the profile is all there is.
        alone = desk.person() if current is None and desk.people.is_shown else None
        if window.frame.panel_makes_sense != (current is not None or alone is not None):
            window.frame.panel_makes_sense = current is not None or alone is not None
            window.frame.fold()
        if current is not None:
            self._fill(current)
            searches = desk.views.is_searching()
            hit = window.results.hit(current) if another and searches else None
            desk.screen.thread_find.mark_searched(words_of(window.results.searched) if searches else "", hit)
            if not self._left_unread:
                self._read.start()
        else:
            self._person, self._place = alone, None
            self._beside.start()
            desk.surroundings.say_empty()
        desk.focusing.on_shown(another=another)
        desk.surroundings.say_status()

    def _fill(self, conversation: int) -> None:
        desk = self._desk

        def look(reading: Reading) -> None:
            view = reading.conversation(conversation)
            self._person, self._place = view.row.identity, view.row.place
            person = reading.person(view.row.identity) if view.row.identity else None
            place = reading.place(view.row.place)
            desk.window.conversation.show_conversation(view, reading.open_deliveries(conversation))
            desk.answering.show_for(view, person, place, reading.draft(conversation))

        try:
            desk.read(look)
        except KeyError:
            self.shown = None  # erased a moment ago: the change that says so follows
        else:
            self._beside.start()

    def _show_person(self) -> None:
        """After the conversation was painted; who steps on quickly waits for one pane, not for two."""
        self._beside.stop()
        desk, identity = self._desk, self._person
        if desk.engine is None or desk.engine.closed or not identity:
            return

        def look(reading: Reading) -> None:
            desk.window.person.show_person(reading.person(identity), reading)

        try:
            desk.read(look)
        except KeyError:
            return  # erased a moment ago: the change that says so follows

    def _on_read(self) -> None:
        shown, desk = self.shown, self._desk
        if shown is None or desk.engine is None or desk.engine.closed or desk.screen.peeking.is_open:
            return
        if not desk.window.isActiveWindow():
            return
        rows = desk.read(lambda reading: reading.rows([shown]))
        if rows and rows[0].unread:
            desk.act(lambda write: write.mark_read(shown), quiet=True)
