"""Around the panes: the sidebar's counts, the sentence in the top bar, the keys in the status bar, the empty list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from inbox.core.clock import to_micros
from inbox.core.lookup import name_key
from inbox.core.model import Place, PlaceStatus, Row, RowKey, State
from inbox.core.views import Count
from inbox.ui.empty import Emptiness, beside_the_list, in_a_line, nobody_waits, nothing_here, offline, reading, trouble
from inbox.ui.look import times
from inbox.ui.outbox_pane import NOTHING
from inbox.ui.sidebar import SidebarEntry, SidebarSection
from inbox.ui.views import DRAFTS, OUTBOX, SAVED

if TYPE_CHECKING:
    from inbox.ui.desk import Desk

VIEWS: tuple[tuple[State, str, str], ...] = (
    (State.WAITING, "inbox", "Waiting on me"),
    (State.THEM, "them", "Waiting on them"),
    (State.SNOOZED, "snooze", "Snoozed"),
    (State.DONE, "done", "Done"),
    (State.EARLIER, "calendar", "Earlier, unanswered"),
    (State.QUIET, "wind", "Quiet"),
)
ADD_A_PLACE, SIGN_IN = "Add a place", "Sign in"
ACTIONS = {ADD_A_PLACE: "app.add_place", SIGN_IN: "app.sign_in"}
"""What the button of an empty view stands for; every other one looks for news again."""
COUNTING = "What counts has changed, so everybody is looked at again. Go on, or quit: the rest follows by itself."
COUNTED = (State.WAITING, State.THEM, State.SNOOZED, State.EARLIER)
LIST_HINTS = (
    ("navigate.next", "next"),
    ("reply.reply", "reply"),
    ("reply.thank", "thank"),
    ("triage.done", "done"),
    ("triage.snooze", "snooze"),
    ("people.star", "star"),
    ("triage.undo", "undo"),
    ("app.keys", "all keys"),
)
PEOPLE_HINTS = (
    ("navigate.next", "next"),
    ("people.star", "star"),
    ("people.note", "note"),
    ("people.profile", "profile"),
    ("triage.mark", "mark"),
    ("navigate.sort", "sort"),
    ("triage.undo", "undo"),
    ("app.keys", "all keys"),
)
EMPTY_HINTS = (
    ("app.search", "search"),
    ("app.refresh", "look for news"),
    ("app.palette", "commands"),
    ("app.keys", "all keys"),
)
FOCUS_HINTS = (*LIST_HINTS[:-2], ("navigate.focus", "leave the focus"), *LIST_HINTS[-2:])
PROFILE_HINTS = (
    ("navigate.next", "next line"),
    ("navigate.open", "open"),
    ("people.note", "note"),
    ("people.star", "star"),
    ("people.log", "conversation elsewhere"),
    ("navigate.next_person", "next person"),
    ("navigate.back", "back"),
)
COMPOSER_HINTS = (
    ("reply.send", "send"),
    ("reply.send_and_done", "send and done"),
    ("navigate.back", "back to the list"),
)


SEARCH_HINTS = (("\u2193", "suggestions"), ("\u21b5", "to what is found"), ("Esc", "leave the search"))
"""Keys that the field hears by itself."""


class Surroundings:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._entries: list[SidebarEntry] = []
        self._known = 0
        self._counts: dict[tuple[State, int], int] = {}

    def title(self, state: State, place: int) -> str:
        if place and self._desk.engine is not None:
            return self._desk.read(lambda reading: reading.place(place)).title
        return next(title for one, _, title in VIEWS if one is state)

    def key_of(self, row: Row) -> RowKey:
        """Of a row of the first page: who waits."""
        return RowKey(row.id, row.state, row.place, row.worth, to_micros(row.at), name_key(row.called), row.person)

    def view_keys(self) -> list[object]:
        """What 1 to 9 go to: the lines of the sidebar in order."""
        return [entry.key for entry in self._entries]

    def view_entries(self) -> list[SidebarEntry]:
        """The lines of the sidebar in order."""
        return list(self._entries)

    def show(self) -> None:
        """Counts, dots and sentences as they are now."""
        desk = self._desk
        if desk.engine is None or desk.engine.closed:
            return
        places, counts, drafts, waiting_out, self._known = desk.read(
            lambda reading: (
                reading.places(),
                reading.counts(),
                len(reading.drafts()),
                reading.outbox_open(),
                reading.known_people_waiting(),
            )
        )
        self._counts = counts
        views = [
            SidebarEntry((state, 0), icon, title, counts.get((state, 0), 0) if state in COUNTED else 0)
            for state, icon, title in VIEWS
            if state not in (State.EARLIER, State.QUIET) or counts.get((state, 0), 0)
        ]
        begun: tuple[SidebarEntry, ...] = (SidebarEntry(DRAFTS, "note", "Drafts", drafts),) if drafts else ()
        views[3:3] = (SidebarEntry(OUTBOX, "outbox", "Outbox", waiting_out), *begun)
        people = desk.people.section() if places or desk.people.counts else SidebarSection("People", ())
        sections = [SidebarSection("", tuple(views)), SidebarSection("Searches", self._saved())]
        sections.append(SidebarSection("Places", tuple(self._entry(place, counts) for place in places)))
        # Digits go to views, searches and places, as segments come and go by the day.
        self._entries = [entry for section in (*sections, people) for entry in section.entries]
        desk.window.sidebar.show_sections([*sections[:2], people, *sections[2:]])
        self._say_sync(places, waiting_out)
        self.say_status()

    def _saved(self) -> tuple[SidebarEntry, ...]:
        views = self._desk.views
        return tuple(
            SidebarEntry(
                (SAVED, view.id),
                "search",
                view.name,
                _shown(views.counts.get(view.id)),
                tooltip=view.query,
                keys=self._key(f"navigate.view_{view.key}") if view.key else "",
            )
            for view in views.saved
        )

    def _entry(self, place: Place, counts: dict[tuple[State, int], int]) -> SidebarEntry:
        dress = self._desk.faces.dress(place.look)
        icon = dress.badge.sign if dress.badge is not None else "globe"
        return SidebarEntry(
            (State.WAITING, place.id),
            icon,
            place.title,
            counts.get((State.WAITING, place.id), 0),
            PlaceStatus.LOOKING if self._is_read_now(place) else place.status,
            place.sentence or place.address,
        )

    def _is_read_now(self, place: Place) -> bool:
        engine = self._desk.engine
        return engine is not None and place.id in engine.syncing

    def _say_sync(self, places: list[Place], waiting_out: int) -> None:
        top, engine = self._desk.window.top, self._desk.engine
        ill = [place for place in places if place.status in (PlaceStatus.NEEDS_YOU, PlaceStatus.FAILING)]
        silent = [place for place in places if place.status is PlaceStatus.OFFLINE and not place.paused]
        going = self._desk.getting_ready.short()
        if not places:
            top.show_sync("")
        elif going:
            top.show_sync(
                going, PlaceStatus.LOOKING, "Everything that waits is read whole. Press to see how far it is."
            )
        elif engine is not None and engine.is_syncing():
            top.show_sync("Reading…", PlaceStatus.LOOKING)
        elif engine is not None and engine.upkeep.counted is not None:
            top.show_sync(f"Counting anew… {engine.upkeep.counted:.0%}", PlaceStatus.LOOKING, COUNTING)
        elif silent and len(silent) == sum(not place.paused for place in places):
            waits = f" · {waiting_out} waiting to send" if waiting_out else ""
            top.show_sync(f"Offline{waits}", PlaceStatus.OFFLINE, silent[0].sentence)
        elif ill:
            words = f"{ill[0].title} needs a look" if len(ill) == 1 else f"{len(ill)} places need a look"
            top.show_sync(words, ill[0].status, ill[0].sentence)
        elif silent:
            words = f"{silent[0].title} does not answer" if len(silent) == 1 else f"{len(silent)} places do not answer"
            top.show_sync(words, PlaceStatus.OFFLINE, silent[0].sentence)
        else:
            synced = [place.last_sync_at for place in places if place.last_sync_at is not None]
            when = f" · {times.ago(min(synced), self._desk.clock.now())}" if synced else ""
            top.show_sync(f"Up to date{when}")

    def say_empty(self) -> None:
        """The list says it in a line; the picture stands in the middle, where there is room for it."""
        desk, window = self._desk, self._desk.window
        desk.people.say_empty()
        state = empty_state(desk)
        window.inbox.say_empty(in_a_line(state))
        window.nothing.show_state(nothing_chosen(desk, state))

    def say_status(self) -> None:
        desk = self._desk
        window = desk.window
        if desk.profiles.is_open:
            hints = tuple((self._key(command), words) for command, words in PROFILE_HINTS)
            window.status.say("Only you see what you write here", tuple(hint for hint in hints if hint[0]))
            return
        if window.frame.page is not None:
            window.status.say(
                "Everything stays on this computer. Passwords go into the system keychain.",
                ((self._key("navigate.open"), "continue"), ("Esc", "later")),
            )
            return
        writing = window.composer.is_open and window.holds_focus(window.composer)
        focusing = desk.focusing.is_on
        chosen: Sequence[tuple[str, str]] = FOCUS_HINTS if focusing else LIST_HINTS
        at_hand = desk.current() is not None
        if desk.people.is_shown:
            chosen, at_hand = PEOPLE_HINTS, desk.person() is not None
        wanted = COMPOSER_HINTS if writing else chosen if at_hand else EMPTY_HINTS
        hints = tuple((self._key(command), words) for command, words in wanted)
        if window.holds_focus(window.top.search):
            hints = SEARCH_HINTS
        sentence = desk.focusing.sentence() if focusing else self._sentence()
        share = desk.focusing.share() if focusing else 0.0
        window.status.say(sentence, tuple(hint for hint in hints if hint[0]), share)

    def _sentence(self) -> str:
        """How many are here, and how many of those who wait have been answered before."""
        desk, model = self._desk, self._desk.window.inbox.model
        if desk.list_pane() is desk.window.results:
            found, marked = len(desk.window.results.model.found), len(desk.window.results.model.marked)
            if marked:
                return f"{marked} marked"
            return f"{found} found" if found else "Nothing found"
        if desk.people.is_shown:
            return desk.people.sentence()
        if desk.list_pane() is desk.window.outbox:
            return "What you send passes through here"
        if desk.list_pane() is desk.window.drafts:
            return "Begun, and kept until you go on"
        marked = len(model.marked)
        count = model.rowCount()
        if model.state is not None and not model.is_search:
            count = self._counts.get((model.state, model.place), count)
        if marked:
            return f"{marked} marked"
        if model.state is not State.WAITING or model.is_search:
            return f"{count} here"
        if not count:
            return "Nobody is waiting"
        known = self._known if model.place == 0 else 0
        return f"{count} waiting · {_people(known)} you know" if known else f"{count} waiting"

    def _key(self, command: str) -> str:
        return self._desk.keys.shown(command)


def _shown(count: Count | None) -> int | str:
    """As the sidebar takes it: 0 is not shown."""
    return str(count) if count is not None and count.n else 0


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def nothing_chosen(desk: Desk, state: Emptiness) -> Emptiness:
    """What the middle shows while no conversation is chosen; `state` is what the view of the list says."""
    if desk.focusing.is_on:
        return desk.focusing.nothing()
    if desk.views.is_searching():
        return desk.window.results.nothing
    if desk.people.is_shown:
        return desk.people.nothing()
    if desk.list_pane() is desk.window.outbox:
        return NOTHING
    if desk.list_pane() is desk.window.drafts:
        return desk.window.drafts.nothing
    if desk.window.inbox.model.rowCount():
        return Emptiness("", "Choose a conversation in the list.")
    return beside_the_list(state)


def empty_state(desk: Desk) -> Emptiness:
    """What stands in an empty list: a good moment, unless something is in the way."""
    engine, model = desk.engine, desk.window.inbox.model
    if engine is None:
        return reading("what is here")
    if model.is_search and not desk.views.is_by_person():
        part = desk.views.part()
        return nothing_here(f"{desk.views.title()}: {part.name}" if part is not None else desk.views.title())
    places = desk.read(lambda look: look.places())
    here = [place for place in places if model.place in (0, place.id)]
    first = [place for place in here if not place.first_fetch_done]
    if first and engine.is_syncing():
        return reading(first[0].title)
    ill = [place for place in here if place.status in (PlaceStatus.NEEDS_YOU, PlaceStatus.FAILING)]
    if ill and model.state is State.WAITING:
        if ill[0].status is PlaceStatus.NEEDS_YOU:
            return trouble(ill[0].sentence, f"{ill[0].title} needs you", SIGN_IN)
        return trouble(ill[0].sentence, f"{ill[0].title} does not answer")
    if here and all(place.status is PlaceStatus.OFFLINE for place in here) and first:
        return offline()
    if model.state is State.WAITING:
        if not places:
            words = "Tell Parlour where people write to you, and they appear here."
            return Emptiness("cup", "No place is read yet", words, ADD_A_PLACE)
        return nobody_waits("Everybody has heard from you.")
    title = next(title for state, _, title in VIEWS if state is model.state)
    return nothing_here(title)
