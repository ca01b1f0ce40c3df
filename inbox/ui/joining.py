"""Joining the conversation at hand with one elsewhere, parting what is joined, answering where something was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from inbox.core.errors import InboxError
from inbox.core.joining import JoinedThread
from inbox.core.person import SearchHits

if TYPE_CHECKING:
    from inbox.ui.desk import Desk
    from inbox.ui.join_sheets import JoinSheet

PAUSE_MS = 60
MOST_FOUND = 40


class Joining(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._sheet: JoinSheet | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look_up)
        desk.window.conversation.part_wanted.connect(self._part)

    def ask(self) -> None:
        """Which conversation to join with the one at hand."""
        current = self._desk.current()
        if current is None:
            return
        from inbox.ui.join_sheets import JoinSheet

        title = self._desk.read(lambda reading: reading.conversation(current)).thread_title
        sheet = JoinSheet(self._desk.window.look, title)
        sheet.typed.connect(self._on_typed)
        sheet.chosen.connect(self._on_chosen)
        self._sheet = sheet
        self._desk.window.overlay.open(sheet)

    def part(self) -> None:
        """The thread of the message in focus; of several that are joined, the one that is chosen."""
        desk = self._desk
        desk.details.show_now()
        thread = desk.window.conversation.joined_thread()
        current = desk.current()
        joined = () if current is None else desk.read(lambda reading: reading.conversation(current)).joined
        if thread is None and len(joined) == 1:
            thread = joined[0]
        if thread is not None:
            self._part(thread.link)
        elif not joined:
            desk.say("Nothing is joined with this conversation.")
        else:
            self._ask_which(joined)

    def go_to_joined(self) -> bool:
        """To the conversation that the message in focus was said in; False where that is the one at hand."""
        desk = self._desk
        view, message = desk.window.conversation, desk.message()
        thread = view.joined_thread()
        if thread is None or message is None:
            return False
        there = message.conversation or thread.conversation
        if there is None:
            return False
        desk.views.show_conversation(there)
        desk.details.show_now()
        view.focus_message(message.id)
        return True

    def _ask_which(self, joined: tuple[JoinedThread, ...]) -> None:
        from inbox.ui.join_sheets import PartSheet

        sheet = PartSheet(self._desk.window.look, joined)
        sheet.chosen.connect(lambda entry: self._part(entry.id))
        self._desk.window.overlay.open(sheet)

    def _part(self, link: object) -> None:
        if isinstance(link, int):
            self._desk.act(lambda write: write.part_threads(link))

    # finding the other one

    def _on_typed(self, typed: str) -> None:
        if self._sheet is not None:
            self._sheet.be_looking(bool(typed))
        if typed:
            self._pause.start()

    def _look_up(self) -> None:
        sheet, desk = self._sheet, self._desk
        current = desk.current()
        if sheet is None or desk.window.overlay.sheet is not sheet or desk.engine is None or current is None:
            return
        typed, store = sheet.typed_words(), desk.store

        def look() -> SearchHits:
            with store.reading() as reading:
                return reading.search(typed, limit=MOST_FOUND)

        def found(hits: SearchHits) -> None:
            if desk.window.overlay.sheet is sheet:
                sheet.show_rows(typed, [row for row in hits.conversations if row.id != current])

        def failed(_: InboxError) -> None:
            if desk.window.overlay.sheet is sheet:
                sheet.show_rows(typed, [])  # an operator half typed

        engine = desk.engine_now()
        engine.runner.run("palette", look, found, failed, alive=lambda: not engine.closed)

    def _on_chosen(self, entry: object) -> None:
        current = self._desk.current()
        other = getattr(entry, "id", None)
        if isinstance(other, int) and current is not None:
            self._desk.act(lambda write: write.join_conversations(current, other))
