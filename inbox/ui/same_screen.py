"""One person, many handles (`commands.same_screen.SameScreen`): the part of `ui/screen.py` about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inbox.ui.desk import Desk


class SameScreen:
    _desk: Desk

    def ask_merge(self) -> None:
        self._desk.sameness.ask_merge()

    def ask_part(self) -> None:
        self._desk.sameness.ask_part()

    def show_same_people(self) -> None:
        self._desk.sameness.show()

    def check_website(self) -> None:
        self._desk.sameness.check_website()
