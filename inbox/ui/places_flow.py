"""From an address to a place that is read: the welcome page, signing in, and how the first fetch went."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from inbox.core.errors import InboxError, SignInNeeded
from inbox.core.model import Found, Place, PlaceStatus, State
from inbox.ui.look.paint import face_of

if TYPE_CHECKING:
    from inbox.networks.api import Declaration
    from inbox.services.sync import SyncReport
    from inbox.ui.desk import Desk
    from inbox.ui.welcome import Welcome
    from inbox.ui.welcome_found import FoundPlace

WAITS: tuple[int | None, ...] = (7, 30, 90, None)
USUAL_DAYS = 30


class PlacesFlow(QObject):
    """`open` shows the page; `leave` goes back to the conversations."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._page: Welcome | None = None
        self._found: Found | None = None
        self._place: Place | None = None
        self._asked = 0
        self._first: set[int] = set()

    def open(self) -> None:
        """The question: where do people talk to you?"""
        page = self._made_page()
        self._found = self._place = None
        page.ask()
        self._desk.window.frame.show_page(page)
        self._desk.surroundings.say_status()
        page.focus_field()
        page.address.line.selectAll()

    def leave(self) -> None:
        self._asked += 1
        self._desk.window.frame.show_page(None)
        self._desk.surroundings.show()
        self._desk.list_pane().setFocus(Qt.FocusReason.OtherFocusReason)  # the page took it along

    def sign_in(self, place: Place | None = None) -> None:
        """Without a place: for that of the current conversation, or the first that is not signed in."""
        place = place or self._place_to_sign_in()
        if place is None:
            self._desk.say("You are signed in everywhere.")
            return
        page = self._made_page()
        self._place = place
        self._found = Found(
            place.network, place.canonical, place.address, place.title, place.can, settings=place.settings
        )
        page.ask()
        self._desk.window.frame.show_page(page)
        page.show_found(self._as_found(self._found))
        page.open_sign_in()

    def _place_to_sign_in(self) -> Place | None:
        desk = self._desk
        places = desk.read(lambda reading: reading.places())
        current = desk.current()
        if current is not None:
            rows = desk.read(lambda reading: reading.rows([current]))
            places.sort(key=lambda place: not rows or place.id != rows[0].place)
        places = [place for place in places if not place.is_archive]
        ill = [place for place in places if place.status is PlaceStatus.NEEDS_YOU]
        return next(iter([*ill, *(place for place in places if not place.signed_in)]), None)

    def _made_page(self) -> Welcome:
        from inbox.ui.welcome import NetworkTile, Welcome

        if self._page is None:
            look, faces = self._desk.window.look, self._desk.faces
            tiles = tuple(
                NetworkTile(
                    one.id, one.title, badge.sign if (badge := faces.dress(one.id).badge) else "globe", example(one)
                )
                for one in self._declarations()
            )
            page = Welcome(look, tiles, in_sample=self._desk.is_sample)
            page.address_entered.connect(self._on_address)
            page.page_wanted.connect(self._desk.open_link)
            page.looking_cancelled.connect(self._on_cancelled)
            page.read_wanted.connect(self._on_read)
            page.sign_in_wanted.connect(self._on_sign_in)
            page.sample_wanted.connect(self._desk.window.sample_wanted)
            page.own_wanted.connect(self._desk.window.own_wanted)
            self._page = page
        return self._page

    def _declarations(self) -> list[Declaration]:
        return [one for one in self._desk.networks() if not one.hidden]

    # looking

    def _on_address(self, address: str) -> None:
        page, desk = self._made_page(), self._desk
        self._asked += 1
        self._place = None
        page.show_looking(address)
        desk.engine_now().runner.run(
            "finding",
            partial(self._look_up, address, {}),
            partial(self._on_found, self._asked),
            partial(self._on_not_found, self._asked),
        )

    def _look_up(self, address: str, fields: dict[str, str]) -> Found:
        from inbox.services import accounts

        sessions = self._desk.engine_now().parts.reading_sessions
        return accounts.find(sessions, [one.id for one in self._declarations()], address, fields)

    def _on_found(self, asked: int, found: Found) -> None:
        if asked == self._asked:
            self._found = found
            self._made_page().show_found(self._as_found(found))

    def _on_not_found(self, asked: int, error: InboxError) -> None:
        if asked == self._asked:
            self._made_page().show_error(str(error))

    def _on_cancelled(self) -> None:
        self._asked += 1

    def _as_found(self, found: Found) -> FoundPlace:
        from inbox.ui.welcome_found import FoundPlace, SignInField, WaitChoice

        declaration = self._desk.rules.declaration(found.network)
        sampled, total = len(found.ages_days), found.messages
        exact = total is not None and sampled >= total
        choices = tuple(
            WaitChoice(
                days, sum(age <= days for age in found.ages_days) if days and sampled else total if exact else None
            )
            for days in WAITS
        )
        fields = tuple(SignInField(one.name, one.label, one.secret, one.hint) for one in declaration.sign_in)
        return FoundPlace(
            title=found.title,
            kind=f"{declaration.title} {declaration.place_word}",
            face=face_of(found.title, found.canonical, self._desk.faces.dress(found.network).badge),
            comments=found.messages,
            people=found.people,
            people_is_floor=found.people_is_floor,
            sentence=found.sentence,
            choices=choices,
            chosen=WAITS.index(USUAL_DAYS),
            fields=fields,
            sign_in_words=declaration.writes,
            sign_in_page=found.settings.get("authorize", ""),
            signed_in_as=found.signed_in_as,
        )

    # adding

    def _on_read(self, wish: object) -> None:
        from inbox.ui.welcome_found import ReadWish

        if isinstance(wish, ReadWish) and self._found is not None:
            self._add(self._found, {}, wish.days, self._asked)

    def _on_sign_in(self, wish: object) -> None:
        from inbox.ui.welcome_found import ReadWish

        if not isinstance(wish, ReadWish) or self._found is None:
            return
        found, place, values, asked = self._found, self._place, dict(wish.values), self._asked

        def work() -> Found:
            looked = self._look_up(found.address, values)
            if not looked.signed_in_as:
                raise SignInNeeded(looked.sentence or "The sign-in was not accepted. Check name and password.")
            return looked

        def done(looked: Found) -> None:
            if place is not None:
                self._upgrade(place, values, asked)
            else:
                self._add(looked, values, wish.days, asked)

        self._desk.engine_now().runner.run("finding", work, done, partial(self._on_sign_in_failed, asked))

    def _on_sign_in_failed(self, asked: int, error: InboxError) -> None:
        self._made_page().show_sign_in_error(str(error))
        if asked != self._asked:
            self._desk.say(str(error), tone="warn")

    def _add(self, found: Found, fields: dict[str, str], days: int | None, asked: int) -> None:
        from inbox.services import accounts

        engine = self._desk.engine_now()
        parts = engine.parts

        def work() -> tuple[int, str]:
            place, _ = accounts.add(
                parts.store, parts.secrets, parts.reading_sessions, parts.clock, found, fields, waits_days=days
            )
            return place, parts.secrets.sentence if fields else ""

        engine.runner.run(
            "finding", work, partial(self._on_added, asked, found.title), partial(self._on_sign_in_failed, asked)
        )

    def _upgrade(self, place: Place, values: dict[str, str], asked: int) -> None:
        from inbox.services import accounts

        engine = self._desk.engine_now()
        parts = engine.parts
        work = partial(accounts.sign_in, parts.store, parts.secrets, parts.reading_sessions, place, values)
        engine.runner.run(
            "finding",
            work,
            lambda _: self._on_signed_in(asked, place),
            partial(self._on_sign_in_failed, asked),
        )

    def _on_added(self, asked: int, title: str, added: tuple[int, str]) -> None:
        """`added`: the place, and what the keychain has to say (it is never asked on this thread: it may prompt).

        Who has left the page since is somewhere else, and stays there.
        """
        place, sentence = added
        self._first.add(place)
        engine = self._desk.engine_now()
        if asked == self._asked:
            self.leave()
            self._desk.views.show_state(State.WAITING)
        else:
            self._desk.say(f"{title} is added, and being read.")
        engine.sync_now()
        if sentence:
            self._desk.say(sentence, tone="warn")

    def _on_signed_in(self, asked: int, place: Place) -> None:
        engine = self._desk.engine_now()
        if asked == self._asked:
            self.leave()
        self._desk.say(f"You are signed in to {place.title}.")
        engine.sync_now(fully=True)

    # afterwards

    def on_synced(self, report: object) -> None:
        """The first fetch of a place says what it found; a failure is said once, then at the place."""
        from inbox.services.sync import SyncReport

        if isinstance(report, SyncReport):
            self._say(report)

    def _say(self, report: SyncReport) -> None:
        desk = self._desk
        place = desk.read(lambda reading: reading.place(report.place))
        if report.place in self._first and report.status is PlaceStatus.FINE:
            self._first.discard(report.place)
            waiting = desk.read(lambda reading: reading.counts()).get((State.WAITING, report.place), 0)
            desk.say(f"{place.title} is read. {waiting} waiting for you." if waiting else f"{place.title} is read.")
            self._let_in()
        elif report.sentence and place.failures <= 1 and not desk.getting_ready.is_on:
            desk.say(f"{place.title}: {report.sentence}", tone="warn")

    def _let_in(self) -> None:
        """Who still stands at the top of the list waited for this, and stands on what is worth most; who has gone on
        reading stays where they are; who is writing, or is elsewhere, sees how many are new."""
        desk, inbox = self._desk, self._desk.window.inbox
        if desk.window.holds_focus(inbox) and desk.views.at == (State.WAITING, 0):
            if not inbox.model.row_of(inbox.current()):
                desk.views.show_state(State.WAITING)
            else:
                inbox.merge()


def example(declaration: Declaration) -> str:
    return f"the address of your {declaration.place_word}"
