"""Looking after a place that is there: pause, sign out, remove; and the menu the sidebar opens on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from inbox.core.changes import Changes
from inbox.core.model import Place, State
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Column, Paragraph, PlainLabel, Row
from inbox.ui.look.flow import Flow
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

NO_PLACE = "Choose the place in the sidebar first."


class RemoveSheet(Sheet):
    """Keep or forget: `decided` carries whether to forget."""

    decided = Signal(bool)
    wish = (500, 224)
    top = 170

    def __init__(self, look: Look, title: str) -> None:
        super().__init__(look, f"Remove {title}?")
        keep = Button(look, "Remove, keep what was said", rank="main")
        forget = Button(look, "Remove and forget")
        stay = Button(look, "Stay", rank="quiet")
        keep.clicked.connect(lambda: self._decide(forget=False))
        forget.clicked.connect(lambda: self._decide(forget=True))
        stay.clicked.connect(self.done)
        about = (
            "Parlour stops reading there, and the password leaves the keychain. What was said can stay here to read "
            "and to search, or be forgotten for good. Nothing changes at the place itself."
        )
        self._first = stay
        below = Flow(look, gap=8, ends=True)
        below.hold([stay, forget, keep])
        self.setLayout(
            Column(
                look,
                PlainLabel(look, f"Remove {title}?", Type.TITLE),
                6.0,
                Paragraph(look, about, Type.BODY, "soft"),
                None,
                below,
                margins=(20, 18, 20, 16),
            )
        )

    def first_focus(self) -> QWidget:
        return self._first

    def _decide(self, *, forget: bool) -> None:
        self.done.emit()
        self.decided.emit(forget)


class SignOutSheet(Sheet):
    agreed = Signal()
    wish = (460, 190)
    top = 180

    def __init__(self, look: Look, title: str) -> None:
        super().__init__(look, f"Sign out of {title}?")
        out, stay = Button(look, "Sign out", rank="main"), Button(look, "Stay signed in", rank="quiet")
        out.clicked.connect(self.done)
        out.clicked.connect(self.agreed)
        stay.clicked.connect(self.done)
        about = "The password leaves the keychain. Public words are still read; answering needs a new sign-in."
        self._first = stay
        self.setLayout(
            Column(
                look,
                PlainLabel(look, f"Sign out of {title}?", Type.TITLE),
                6.0,
                Paragraph(look, about, Type.BODY, "soft"),
                None,
                Row(look, stay, None, out, spacing=8),
                margins=(20, 18, 20, 16),
            )
        )

    def first_focus(self) -> QWidget:
        return self._first


class PlaceCare(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        desk.window.sidebar.menu_wanted.connect(self._on_menu_wanted)

    def at_hand(self) -> Place | None:
        """The place whose view is open, else that of the conversation at hand, else the only one."""
        desk = self._desk
        places = {place.id: place for place in desk.read(lambda reading: reading.places())}
        model, current = desk.window.inbox.model, desk.current()
        if model.place in places:
            return places[model.place]
        if current is not None:
            rows = desk.read(lambda reading: reading.rows([current]))
            if rows and rows[0].place in places:
                return places[rows[0].place]
        return next(iter(places.values())) if len(places) == 1 else None

    def pause(self, place: Place | None = None) -> None:
        place = place or self.at_hand()
        if place is None:
            self._desk.say(NO_PLACE)
            return
        if place.is_archive:
            self._desk.say(f"{place.title} was read in from an archive: there is nothing to fetch.")
            return
        id, pausing, title = place.id, not place.paused, place.title
        self._desk.act(lambda write: write.pause(id, pausing), quiet=True)
        self._desk.say(f"{title} is paused: nothing is read there until you go on." if pausing else f"{title} goes on.")
        if not pausing:
            self._desk.refresh()

    def sign_out(self, place: Place | None = None) -> None:
        place = place or self.at_hand()
        if place is None or not place.signed_in:
            self._desk.say(f"You are not signed in to {place.title}." if place is not None else NO_PLACE)
            return
        sheet = SignOutSheet(self._desk.window.look, place.title)
        sheet.agreed.connect(partial(self._sign_out, place))
        self._desk.window.overlay.open(sheet)

    def remove(self, place: Place | None = None) -> None:
        place = place or self.at_hand()
        if place is None:
            self._desk.say(NO_PLACE)
            return
        sheet = RemoveSheet(self._desk.window.look, place.title)
        sheet.decided.connect(lambda forget, place=place: self._remove(place, forget=forget))
        self._desk.window.overlay.open(sheet)

    def _sign_out(self, place: Place) -> None:
        from inbox.services import accounts

        engine, desk = self._desk.engine_now(), self._desk
        parts = engine.parts
        engine.runner.run(
            "finding",
            lambda: accounts.sign_out(parts.store, parts.secrets, parts.reading_sessions, place),
            lambda _: desk.say(f"You are signed out of {place.title}. Its public words are still read."),
            lambda error: desk.say(str(error), tone="warn"),
        )

    def _remove(self, place: Place, *, forget: bool) -> None:
        from inbox.runtime.shelf import Shelf
        from inbox.services import accounts

        engine, desk = self._desk.engine_now(), self._desk
        parts = engine.parts

        def remove() -> Changes:
            stop = engine.runner.stopping
            changes = accounts.remove(
                parts.store, parts.secrets, parts.reading_sessions, place, forget=forget, stop=stop
            )
            if forget:
                Shelf(parts.folder).clear()  # whose pictures they are is not noted
            return changes

        def removed(_: Changes) -> None:
            desk.views.show_state(State.WAITING)
            said = "and what was said there is forgotten" if forget else "and what was said there stays to be read"
            desk.say(f"{place.title} is removed, {said}.")

        engine.runner.run(
            "finding",
            remove,
            removed,
            lambda error: desk.say(str(error), tone="warn"),
        )

    def _on_menu_wanted(self, key: object, spot: QPoint) -> None:
        """On a line of the sidebar that is a place."""
        if not isinstance(key, tuple) or not isinstance(key[0], State) or not key[1]:
            return
        desk, id = self._desk, key[1]
        place = desk.read(lambda reading: reading.place(id))
        menu = QMenu(desk.window)
        menu.addAction("Go on reading" if place.paused else "Pause").triggered.connect(lambda: self.pause(place))
        if place.signed_in:
            menu.addAction("Sign out…").triggered.connect(lambda: self.sign_out(place))
        else:
            menu.addAction("Sign in…").triggered.connect(lambda: desk.flow.sign_in(place))
        menu.addSeparator()
        menu.addAction("Remove…").triggered.connect(lambda: self.remove(place))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)
