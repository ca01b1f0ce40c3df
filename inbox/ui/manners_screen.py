"""The part of `screen.py` that is about manners (`commands.manners_screen.MannersScreen`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inbox.ui.desk import Desk
    from inbox.ui.manners import Manners


class MannersScreen:
    _desk: Desk
    _made: Manners | None = None

    @property
    def _manners(self) -> Manners:
        """Made when first needed."""
        if self._made is None:
            from inbox.ui.manners import Manners

            self._made = Manners(self._desk)
        return self._made

    def open_promises(self) -> None:
        self._manners.open_promises()

    def ask_promise(self) -> None:
        self._manners.ask_promise()

    def open_owed(self) -> None:
        self._manners.open_owed()

    def ask_consent(self) -> None:
        self._manners.ask_consent()

    def export_newsletter(self) -> None:
        self._manners.export_newsletter()

    def export_person(self) -> None:
        self._manners.export_person()

    def ask_erase(self) -> None:
        self._manners.ask_erase()
