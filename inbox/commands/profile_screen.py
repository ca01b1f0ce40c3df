"""The part of the screen (`context.Screen`) that is about one person's profile."""

from __future__ import annotations

from typing import Protocol


class ProfileScreen(Protocol):
    def toggle_profile(self) -> None:
        """The page of the person at hand, or back from it."""

    def toggle_panel(self) -> None: ...
    def search_history(self) -> None:
        """The profile page, with the keys in the field that narrows its history."""

    def ask_note(self) -> None: ...
    def ask_tags(self) -> None: ...
    def ask_contact(self) -> None: ...
    def ask_field(self) -> None: ...
    def ask_intention(self) -> None: ...
    def ask_name(self) -> None:
        """What the person at hand is called here."""

    def ask_zone(self) -> None: ...
    def open_everything(self) -> None:
        """What passed between them and me as one page, to be saved or printed."""

    def ask_lately(self) -> None:
        """Fetch their last few public posts into the profile that is shown."""

    def ask_introducer(self) -> None: ...
