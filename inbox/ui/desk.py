"""The desk: what commands are given (`commands.context.Context`), and what fills the panes when something changed.

Before the store is bound (the first paint comes first) it shows the page that was read with bare SQL; from then on
every pane looks again at what `Changes` names, once a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from inbox.commands import registry
from inbox.commands.keymap import Keymap
from inbox.core.changes import Changes, Undo
from inbox.core.clock import Clock
from inbox.core.errors import InboxError
from inbox.core.model import Message, PlaceStatus, Row, Sort, State
from inbox.core.ports import Reading, Store, Writing
from inbox.ui.answering import Answers
from inbox.ui.details import Details
from inbox.ui.engine import Engine
from inbox.ui.faces import Faces
from inbox.ui.finding import Finding
from inbox.ui.frame import Remembered
from inbox.ui.inbox_view import InboxView
from inbox.ui.keys import KeyRouter
from inbox.ui.look.theme import Theme, Wish
from inbox.ui.notice_bar import Notice
from inbox.ui.outbox_pane import OutboxPane
from inbox.ui.places_flow import PlacesFlow
from inbox.ui.results import Results
from inbox.ui.screen import WindowScreen
from inbox.ui.surroundings import Surroundings, empty_state
from inbox.ui.window import Window

if TYPE_CHECKING:
    from inbox.networks.api import Declaration
    from inbox.services.replies import Rules

T = TypeVar("T")
Listing = InboxView | Results | OutboxPane
OUTBOX = "outbox"


class Desk(QObject):
    def __init__(
        self,
        window: Window,
        theme: Theme,
        clock: Clock,
        keymap: Keymap,
        remembered: Remembered,
        faces: Faces,
        networks: Callable[[], Sequence[Declaration]],
    ) -> None:
        super().__init__(window)
        self.window, self.theme, self.clock, self.keymap, self.remembered = window, theme, clock, keymap, remembered
        self.faces, self.networks = faces, networks
        self.known = registry.commands()
        self._engine: Engine | None = None
        self._view: tuple[State, int] | str = (State.WAITING, 0)
        self._before_search: tuple[State, int] | str = (State.WAITING, 0)
        self.screen = WindowScreen(self)
        self.finding = Finding(self)
        self.flow = PlacesFlow(self)
        self.answering = Answers(self)
        self.details = Details(self)
        self.surroundings = Surroundings(self)
        self.router = KeyRouter(window, keymap, self.run, self._where, self._is_covered)
        self._connect()

    def _connect(self) -> None:
        window = self.window
        for pane in (window.inbox, window.results, window.outbox):
            pane.current_changed.connect(lambda _: self.details.soon())
        window.inbox.activated.connect(lambda _: self.run("navigate.open"))
        window.inbox.commanded.connect(self.run)
        window.inbox.sort_changed.connect(self._on_sorted)
        window.conversation.commanded.connect(self.run)
        window.conversation.link_chosen.connect(self.finding.open_link_sheet)
        window.conversation.picture_wanted.connect(self.open_link)
        window.sidebar.chosen.connect(self._on_sidebar)
        window.outbox.decided.connect(self._on_decided)
        window.outbox.opened.connect(self._on_opened)
        window.person.conversation_opened.connect(self._on_opened)
        window.person.note_added.connect(self._on_note_added)
        window.person.note_edited.connect(self._on_note_edited)
        window.person.tags_changed.connect(self._on_tags_changed)
        window.notices.acted.connect(lambda _: self.run("triage.undo"))
        window.top.commands_wanted.connect(lambda: self.run("app.palette"))
        window.top.theme_wanted.connect(lambda: self.run("app.theme"))
        window.top.sync_wanted.connect(lambda: self.run("app.refresh"))
        self.router.pending.connect(window.status.show_pending)

    # binding

    def show_first_page(self, rows: Sequence[Row]) -> None:
        """What was read before the store could be."""
        keys = [self.surroundings.key_of(row) for row in rows]
        self.window.inbox.show_view(self.surroundings.title(State.WAITING, 0), State.WAITING, 0, Sort.WORTH, keys)
        self.window.inbox.setFocus()

    def bind(self, engine: Engine) -> None:
        self._engine = engine
        engine.changed.connect(self._on_changed)
        engine.said.connect(lambda sentence: self.say(str(sentence), tone="warn"))
        engine.looked.connect(self.surroundings.show)
        engine.synced.connect(self.flow.on_synced)
        self.router.single_keys = self.setting("single_keys", "yes") == "yes"
        state, place = self.remembered.state, self.remembered.place
        known = {one.id for one in self.read(lambda reading: reading.places())}
        self.show_view(State(state) if state in set(State) else State.WAITING, place if place in known else 0)
        if not known:
            self.flow.open()

    @property
    def engine(self) -> Engine | None:
        return self._engine

    def engine_now(self) -> Engine:
        if self._engine is None:
            raise InboxError("Parlour is still opening. Try again in a moment.")
        return self._engine

    # commands.context.Context

    @property
    def store(self) -> Store:
        return self.engine_now().store

    @property
    def rules(self) -> Rules:
        return self.engine_now().parts.reading_sessions

    def read(self, look: Callable[[Reading], T]) -> T:
        return self.engine_now().read(look)

    def chosen(self) -> Sequence[int]:
        if self.list_pane() is self.window.inbox:
            return self.window.inbox.chosen()
        current = self.current()
        return () if current is None else (current,)

    def current(self) -> int | None:
        return self.list_pane().current()

    def message(self) -> Message | None:
        self.show_details_now()
        return self.window.conversation.focused_message() if self.details.shown is not None else None

    def person(self) -> int | None:
        current = self.current()
        if current is None or self._engine is None:
            return None
        rows = self.read(lambda reading: reading.rows([current]))
        return rows[0].identity or None if rows else None

    def delivery(self) -> int | None:
        if self._view == OUTBOX:
            return self.window.outbox.current_delivery()
        message = self.message()
        return message.delivery if message is not None else None

    def composing(self) -> bool:
        return bool(self.window.composer.words().strip())

    def act(self, work: Callable[[Writing], Changes], *, leaving: Sequence[int] = (), quiet: bool = False) -> None:
        model = self.window.inbox.model
        model.take_away(leaving)

        def done(changes: Changes) -> None:
            model.apply(changes.rows, at_once=True)
            model.unmark()
            self._tell(changes, quiet=quiet)

        def failed(error: InboxError) -> None:
            model.put_back(leaving)
            self.say(str(error), tone="warn")

        self.engine_now().write(work, done, failed)

    def call(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self.engine_now().call(work, done, lambda error: self.say(str(error), tone="warn"))

    def say(self, sentence: str, *, tone: str = "good") -> None:
        self.window.notices.say(Notice(sentence, tone=tone))

    def leaves_at(self) -> datetime | None:
        seconds = self.undo_seconds()
        return self.clock.now() + timedelta(seconds=seconds) if seconds else None

    def undo_seconds(self) -> int:
        typed = self.setting("undo_seconds", "10")
        return max(0, min(60, int(typed))) if typed.isdecimal() else 10

    def setting(self, key: str, usual: str) -> str:
        return self.read(lambda reading: reading.setting(key, usual)) if self._engine is not None else usual

    def refresh(self) -> None:
        self.engine_now().sync_now()

    def queued(self, changes: Changes) -> None:
        self.window.inbox.model.apply(changes.rows, at_once=True)
        self._tell(changes)

    def send_due(self) -> None:
        self.engine_now().send_due()

    def open_link(self, address: str) -> None:
        url = QUrl(address)
        if url.scheme() in ("http", "https", "mailto"):
            QDesktopServices.openUrl(url)
        else:
            self.say("Only web and mail addresses are opened from here.", tone="warn")

    def copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    # running

    def run(self, command: str) -> None:
        try:
            registry.run(self.known[command], self)
        except InboxError as error:
            self.say(str(error), tone="warn")

    def why_not(self, command: registry.Command) -> str:
        return registry.missing(command, self) if self._engine is not None else "Parlour is still opening."

    def _tell(self, changes: Changes, *, quiet: bool = False) -> None:
        if quiet or not (changes.sentence or changes.undo):
            return
        text = changes.sentence or (changes.undo.label if changes.undo is not None else "")
        undo: Undo | None = changes.undo
        self.window.notices.say(Notice(text, "Z", "Undo") if undo is not None else Notice(text))

    def _where(self) -> tuple[str, ...]:
        if self.window.holds_focus(self.window.composer):
            return ("composer", "window")
        if self.window.holds_focus(self.window.lists):
            return ("list", "window")
        return ("window",)

    def _is_covered(self) -> bool:
        return self.window.overlay.sheet is not None

    # views

    def list_pane(self) -> Listing:
        pane = self.window.lists.currentWidget()
        if pane is self.window.results:
            return self.window.results
        return self.window.outbox if pane is self.window.outbox else self.window.inbox

    def show_view(self, state: State, place: int = 0, *, select: int | None = None) -> None:
        self._view = (state, place)
        self.window.lists.setCurrentWidget(self.window.inbox)
        sort = Sort(self.remembered.sort) if self.remembered.sort in set(Sort) else Sort.WORTH
        keys = self.read(lambda reading: reading.keys(state, place))
        title = self.surroundings.title(state, place)
        self.window.inbox.show_view(title, state, place, sort, keys, select=select)
        self.window.sidebar.choose((state, place))
        self._say_empty()
        self.surroundings.show()
        self.details.soon()

    def show_outbox(self) -> None:
        self._view = OUTBOX
        self.window.outbox.show_deliveries(self.read(lambda reading: reading.outbox()))
        self.window.lists.setCurrentWidget(self.window.outbox)
        self.window.sidebar.choose(OUTBOX)
        self.details.soon()

    def show_nth(self, number: int) -> None:
        keys = self.surroundings.view_keys()
        if number <= len(keys):
            self._on_sidebar(keys[number - 1])

    def is_searching(self) -> bool:
        return self.window.lists.currentWidget() is self.window.results

    def show_results(self) -> None:
        if not self.is_searching():
            self._before_search = self._view
        self.window.lists.setCurrentWidget(self.window.results)

    def leave_search(self) -> None:
        self.window.top.search.line.clear()
        before = self._before_search
        if isinstance(before, str):
            self.show_outbox()
        else:
            self.show_view(*before)

    def show_conversation(self, conversation: int) -> None:
        """Where it stands now: the view of its state, with it selected."""
        rows = self.read(lambda reading: reading.rows([conversation]))
        if rows:
            self.show_view(rows[0].state, 0, select=conversation)
            self.screen.open_row()

    def _on_sidebar(self, key: object) -> None:
        if key == OUTBOX:
            self.show_outbox()
        elif isinstance(key, tuple):
            self.show_view(*key)
        self.list_pane().setFocus()

    def _on_sorted(self, sort: object) -> None:
        self.remembered.sort = str(sort)

    def _on_decided(self, command: object, delivery: object) -> None:
        if isinstance(command, str) and isinstance(delivery, int):
            works: dict[str, Callable[[Writing], Changes]] = {
                "outbox.cancel": lambda write: write.cancel_delivery(delivery),
                "outbox.retry": lambda write: write.retry_delivery(delivery),
                "outbox.it_is_there": lambda write: write.settle_by_hand(delivery),
            }
            self.act(works[command])

    def _on_opened(self, conversation: object) -> None:
        if isinstance(conversation, int):
            self.show_conversation(conversation)

    def _on_note_added(self, identity: object, text: str) -> None:
        if isinstance(identity, int):
            self.act(lambda write: write.add_note(identity, text))

    def _on_note_edited(self, note: object, text: str) -> None:
        if isinstance(note, int):
            self.act(lambda write: write.edit_note(note, text))

    def _on_tags_changed(self, identity: object, tags: object) -> None:
        if isinstance(identity, int) and isinstance(tags, tuple):
            self.act(lambda write: write.set_tags(identity, tags))

    # what is shown of the current conversation

    def show_details_now(self) -> None:
        self.details.show_now()

    def _on_changed(self, changes: object) -> None:
        if not isinstance(changes, Changes) or self._engine is None:
            return
        model = self.window.inbox.model
        model.apply(changes.rows)
        model.refresh(changes.conversations, changes.people)
        if self._view == OUTBOX and changes.outbox:
            self.window.outbox.show_deliveries(self.read(lambda reading: reading.outbox()))
        if self.details.concerns(changes):
            self.details.soon()
        self._say_empty()
        self.surroundings.show()

    def _say_empty(self) -> None:
        state = empty_state(self)
        self.window.inbox.say_empty(state)
        self.window.nothing.show_state(state)

    # settings

    def open_settings(self) -> None:
        self.finding.open_settings()

    def keep_theme(self, wish: Wish) -> None:
        self.remembered.theme = str(wish)

    def keep_scale(self) -> None:
        self.remembered.scale = round(self.window.look.scale * 100)

    def places_that_need_me(self) -> list[str]:
        places = self.read(lambda reading: reading.places())
        return [place.title for place in places if place.status in (PlaceStatus.NEEDS_YOU, PlaceStatus.FAILING)]
