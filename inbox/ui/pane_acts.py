"""What is done inside a pane by mouse or in a field: the cards of the profile, decisions about the outbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inbox.core.changes import Changes
from inbox.core.ports import Writing

if TYPE_CHECKING:
    from inbox.ui.desk import Desk
    from inbox.ui.profile.deck import Deck


class PaneActs(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        window = desk.window
        window.outbox.decided.connect(self._on_decided)
        window.outbox.opened.connect(self._on_opened)
        self.hear(window.person.deck)

    def hear(self, deck: Deck) -> None:
        """The cards of a profile."""
        deck.conversation_opened.connect(self.open_at)
        deck.acted.connect(self._on_acted)
        deck.commanded.connect(self._desk.run)
        deck.linked.connect(self._desk.open_link)
        deck.person_opened.connect(self._desk.profiles.open)
        deck.taken_up.connect(self._desk.lately.take_up)

    def _on_decided(self, command: object, delivery: object) -> None:
        if isinstance(command, str) and isinstance(delivery, int):
            works: dict[str, Callable[[Writing], Changes]] = {
                "outbox.cancel": lambda write: write.cancel_delivery(delivery),
                "outbox.retry": lambda write: write.retry_delivery(delivery),
                "outbox.it_is_there": lambda write: write.settle_by_hand(delivery),
            }
            self._desk.act(works[command])

    def _on_acted(self, work: Callable[[Writing], Changes]) -> None:
        self._desk.act(work)

    def open_at(self, conversation: object, message: object) -> None:
        """A conversation, standing on one of its messages where there is one to stand on."""
        self._on_opened(conversation)
        if isinstance(message, int):
            self._desk.details.show_now()
            self._desk.window.conversation.reveal([message])
            self._desk.window.conversation.reveal_now()
            self._desk.window.conversation.focus_message(message)

    def _on_opened(self, conversation: object) -> None:
        if isinstance(conversation, int):
            if self._desk.profiles.is_open:
                self._desk.profiles.leave()
            self._desk.views.show_conversation(conversation)
