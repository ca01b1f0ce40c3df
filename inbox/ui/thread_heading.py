"""What the conversation is about, and what can be done with it as a whole."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton

from inbox.core.model import ConversationView
from inbox.ui.look import layouts
from inbox.ui.look.controls import Button, IconButton, Pane, PlainLabel
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.message_words import about_thread

HEADING, LOW_HEADING = 76, 46  # at 100 %; the first is as high as the list's


class ThreadHeading(Pane):
    commanded = Signal(str)
    """The name of a command; it means the conversation, or the message in focus."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "win", "bottom")
        self._look, self._low = look, False
        self.title = PlainLabel(look, "", Type.HEAD)
        self.about = PlainLabel(look, "", Type.SMALL, "soft")
        self.browser = Button(look, "open in browser", icon="external", keys="navigate.browser", rank="quiet")
        self._star = IconButton(look, "star", "Star", "people.star")
        buttons: dict[QAbstractButton, str] = {
            self._star: "people.star",
            IconButton(look, "snooze", "Snooze", "triage.snooze"): "triage.snooze",
            IconButton(look, "done", "Done", "triage.done"): "triage.done",
            IconButton(look, "panel", "Profile", "people.panel"): "people.panel",
        }
        for button, command in {**buttons, self.browser: "navigate.browser"}.items():
            button.clicked.connect(lambda _=False, command=command: self.commanded.emit(command))
        title = layouts.Row(look, self.title, None, *buttons, spacing=2)
        self._below = layouts.Row(look, self.about, self.browser, None, spacing=6)
        self._column = layouts.Column(look, title, self._below, margins=(22, 10, 14, 8))
        self.setLayout(self._column)
        self._has_page = False
        look.fit(self, self._fit)

    def show_view(self, view: ConversationView) -> None:
        starred = view.row.starred
        self.title.setText(view.thread_title or view.row.subject or view.row.name)
        muted = " · muted" if view.muted else ""
        self.about.setText(about_thread(view) + muted)
        self._has_page = bool(view.url)
        self._fit()
        self._star.show_icon("star-full" if starred else "star", "star" if starred else "soft")
        self._star.rename("Take the star away" if starred else "Star")

    def be_low(self, low: bool) -> None:
        """One line, where the messages need the room; what it leaves out is in the palette."""
        if low != self._low:
            self._low = low
            self._column.set_margins(22, 5 if low else 10, 14, 4 if low else 8)
            self._fit()

    def _fit(self) -> None:
        self.about.setVisible(not self._low)
        self.browser.setVisible(self._has_page and not self._low)
        self.setFixedHeight(self._look.px(LOW_HEADING if self._low else HEADING))
