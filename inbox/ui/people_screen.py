"""The part of `screen.py` that is about lists of people and segments of one's own."""

from __future__ import annotations

from abc import abstractmethod

from inbox.core.relation import Segment
from inbox.ui.people_views import at_of
from inbox.ui.profile_screen import ProfileScreen


class PeopleScreen(ProfileScreen):
    @abstractmethod
    def leave_page(self) -> None: ...

    @abstractmethod
    def to_list(self) -> None: ...

    def show_people(self, segment: Segment | None) -> None:
        self.leave_page()
        self._desk.views.show(at_of(segment))
        self.to_list()

    def ask_tags(self) -> None:
        """Of several at once in a sheet, else in the profile."""
        if not self._desk.segmenting.ask_tags():
            super().ask_tags()

    def new_segment(self) -> None:
        self._desk.segmenting.new()

    def edit_segment(self) -> None:
        self._desk.segmenting.edit()

    def move_segment(self, by: int) -> None:
        self._desk.segmenting.move(by)

    def remove_segment(self) -> None:
        self._desk.segmenting.remove()
