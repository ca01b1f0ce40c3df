"""What is done inside a pane by mouse or in a field: notes, tags, decisions about the outbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inbox.core.changes import Changes
from inbox.core.ports import Writing

if TYPE_CHECKING:
    from inbox.ui.desk import Desk


class PaneActs(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        window = desk.window
        window.outbox.decided.connect(self._on_decided)
        window.outbox.opened.connect(self._on_opened)
        window.person.conversation_opened.connect(self._on_opened)
        window.person.note_added.connect(self._on_note_added)
        window.person.note_edited.connect(self._on_note_edited)
        window.person.tags_changed.connect(self._on_tags_changed)

    def _on_decided(self, command: object, delivery: object) -> None:
        if isinstance(command, str) and isinstance(delivery, int):
            works: dict[str, Callable[[Writing], Changes]] = {
                "outbox.cancel": lambda write: write.cancel_delivery(delivery),
                "outbox.retry": lambda write: write.retry_delivery(delivery),
                "outbox.it_is_there": lambda write: write.settle_by_hand(delivery),
            }
            self._desk.act(works[command])

    def _on_opened(self, conversation: object) -> None:
        if isinstance(conversation, int):
            self._desk.show_conversation(conversation)

    def _on_note_added(self, identity: object, text: str) -> None:
        if isinstance(identity, int):
            self._desk.act(lambda write: write.add_note(identity, text))

    def _on_note_edited(self, note: object, text: str) -> None:
        if isinstance(note, int):
            self._desk.act(lambda write: write.edit_note(note, text))

    def _on_tags_changed(self, identity: object, tags: object) -> None:
        if isinstance(identity, int) and isinstance(tags, tuple):
            self._desk.act(lambda write: write.set_tags(identity, tags))
