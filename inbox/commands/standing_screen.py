"""The part of the screen (`context.Screen`) about stages and next steps."""

from __future__ import annotations

from typing import Protocol

from inbox.core.model import Purpose


class StandingScreen(Protocol):
    def ask_stage(self) -> None: ...
    def ask_sale(self) -> None:
        """They become a customer; what they bought may be said."""

    def answer_at(self, conversation: int | None, message: int | None, purpose: Purpose) -> None:
        """Open the conversation, stand on the message, and begin to write."""

    def write_down_talk(self) -> None:
        """The newest conversation elsewhere, to say what it was about."""

    def show_step_evidence(self) -> None: ...
    def open_what_counts(self) -> None: ...
