"""Moving about in profiles (`commands.profile_screen.ProfileScreen`): the part of `ui/screen.py` about one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inbox.ui.desk import Desk
    from inbox.ui.giving import Giving


class ProfileScreen:
    _desk: Desk
    _giving: Giving | None = None

    def toggle_profile(self) -> None:
        self._desk.profiles.toggle()

    def search_history(self) -> None:
        self._desk.profiles.search()

    def toggle_panel(self) -> None:
        """On the profile page, back to the panel, which says the same in small."""
        if self._desk.profiles.is_open:
            self._desk.profiles.leave()
            self.show_panel()
        else:
            self._desk.window.frame.toggle_panel()

    def show_panel(self) -> None:
        self._desk.details.show_now()
        if not self._desk.window.frame.panel_is_shown():
            self._desk.window.frame.toggle_panel()

    def ask_note(self) -> None:
        from inbox.ui.profile.notes import NotesCard

        self._desk.profiles.begin(NotesCard)

    def ask_tags(self) -> None:
        from inbox.ui.profile.tags import TagsCard

        self._desk.profiles.begin(TagsCard)

    def ask_field(self) -> None:
        from inbox.ui.profile.about import AboutCard

        self._desk.profiles.begin(AboutCard)

    def ask_name(self) -> None:
        from inbox.ui.profile.about import AboutCard

        self._desk.profiles.begin(AboutCard, AboutCard.begin_name)

    def ask_intention(self) -> None:
        from inbox.ui.profile.about import IntentionCard

        self._desk.profiles.begin(IntentionCard)

    def ask_contact(self) -> None:
        self._desk.profiles.ask_contact()

    def ask_zone(self) -> None:
        self._desk.profiles.ask_zone()

    def open_everything(self) -> None:
        from inbox.ui.giving import Giving

        if self._giving is None:
            self._giving = Giving(self._desk)
        self._giving.ask()

    def ask_lately(self) -> None:
        self._desk.lately.ask()

    def ask_introducer(self) -> None:
        self._desk.profiles.ask_introducer()
