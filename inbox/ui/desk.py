"""The desk: what commands are given (`commands.context.Context`), and what fills the panes when something changed.

Before the store is bound (the first paint comes first) it shows the page that was read with bare SQL; from then on
every pane looks again at what `Changes` names, once a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from inbox.commands import registry
from inbox.core.changes import Changes
from inbox.core.clock import Clock
from inbox.core.errors import InboxError
from inbox.core.model import Message, State
from inbox.core.ports import Reading, Store, Writing
from inbox.ui import actions
from inbox.ui.acting import Acting
from inbox.ui.answering import Answers
from inbox.ui.details import Details
from inbox.ui.faces import Faces
from inbox.ui.finding import Finding
from inbox.ui.focusing import Focusing
from inbox.ui.frame import Remembered
from inbox.ui.getting_ready import GettingReady
from inbox.ui.held_news import HeldNews
from inbox.ui.inbox_view import InboxView
from inbox.ui.joining import Joining
from inbox.ui.key_choice import Keys
from inbox.ui.keys import KeyRouter
from inbox.ui.lately import Lately
from inbox.ui.look.theme import Theme
from inbox.ui.moving import Moving
from inbox.ui.notice_bar import Notice
from inbox.ui.outbox_pane import OutboxPane
from inbox.ui.outside import open_outside
from inbox.ui.pane_acts import PaneActs
from inbox.ui.people_views import PeopleViews
from inbox.ui.pictures import Pictures
from inbox.ui.place_care import PlaceCare
from inbox.ui.places_flow import PlacesFlow
from inbox.ui.profiles import Profiles
from inbox.ui.results import Results
from inbox.ui.ruling import Ruling
from inbox.ui.sameness import Sameness
from inbox.ui.saved_views import SavedViews
from inbox.ui.screen import WindowScreen
from inbox.ui.segmenting import Segmenting
from inbox.ui.splitting import Splitting
from inbox.ui.surroundings import ACTIONS, Surroundings
from inbox.ui.views import OUTBOX, Views
from inbox.ui.window import Window

if TYPE_CHECKING:
    from inbox.networks.api import Declaration
    from inbox.services.replies import Rules
    from inbox.ui.engine import Engine
    from inbox.ui.people_pane import PeoplePane

T = TypeVar("T")


class Desk(QObject):
    def __init__(
        self,
        window: Window,
        theme: Theme,
        clock: Clock,
        keys: Keys,
        remembered: Remembered,
        faces: Faces,
        networks: Callable[[], Sequence[Declaration]],
        *,
        is_sample: bool = False,
    ) -> None:
        super().__init__(window)
        self.is_sample = is_sample
        self.window, self.theme, self.clock, self.keys, self.remembered = window, theme, clock, keys, remembered
        self.faces, self.networks = faces, networks
        senseless = "app.sample" if is_sample else "app.leave_sample"
        self.known = {id: one for id, one in registry.commands().items() if id != senseless}
        self._engine: Engine | None = None
        self.views = Views(self)
        self.people = PeopleViews(self)
        self.segmenting = Segmenting(self)
        self.screen = WindowScreen(self)
        self.finding = Finding(self)
        self.focusing = Focusing(self)
        self.flow = PlacesFlow(self)
        self.moving = Moving(self)
        self.care = PlaceCare(self)
        self.saved_views = SavedViews(self)
        self.splitting = Splitting(self)
        self.ruling = Ruling(self)
        self.held = HeldNews(self)
        self.getting_ready = GettingReady(self)
        self.profiles = Profiles(self)
        self.lately = Lately(self)
        self.sameness = Sameness(self)
        self.acts = PaneActs(self)
        self._acting = Acting(self)
        self.answering = Answers(self)
        self.joining = Joining(self)
        self.details = Details(self)
        self.surroundings = Surroundings(self)
        self.pictures = Pictures(self)
        self.router = KeyRouter(window, keys.keymap, self.run, self._where, self._is_covered)
        self.menus = actions.build(window, self.known, self.run, self.why_not)
        self._connect()

    def _connect(self) -> None:
        window = self.window
        for pane in (window.inbox, window.results, window.outbox, window.drafts):
            pane.current_changed.connect(lambda _: self.details.soon())
        for listed in (window.inbox, window.results, window.drafts):
            listed.activated.connect(lambda _: self.run("navigate.open"))
            listed.commanded.connect(self.run)
            listed.model.marks_changed.connect(lambda _: self.surroundings.say_status())
        window.inbox.sort_changed.connect(self._on_sorted)
        for empty in (window.inbox.empty_acted, window.nothing.acted):
            empty.connect(lambda state: self.run(ACTIONS.get(state.action, "app.refresh")))
        window.conversation.commanded.connect(self.run)
        window.conversation.link_chosen.connect(self.finding.open_link_sheet)
        window.conversation.picture_wanted.connect(self.pictures.want)
        window.overlay.covered.connect(self._on_covered)
        window.sidebar.chosen.connect(self.views.on_sidebar)
        window.sidebar.entered.connect(lambda: self.list_pane().setFocus(Qt.FocusReason.ShortcutFocusReason))
        window.person.deck.left.connect(lambda: self.list_pane().setFocus(Qt.FocusReason.ShortcutFocusReason))
        window.notices.acted.connect(lambda _: self.run("triage.undo"))
        window.top.commands_wanted.connect(lambda: self.run("app.palette"))
        window.top.theme_wanted.connect(lambda: self.run("app.theme"))
        window.top.sync_wanted.connect(
            lambda: self.run("app.get_offline" if self.getting_ready.is_on else "app.refresh")
        )
        self.getting_ready.moved.connect(self.surroundings.show)
        self.router.pending.connect(window.status.show_pending)
        self.keys.changed.connect(self._on_keys_changed)
        self._on_keys_changed()
        app = QGuiApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _before: object, now: object) -> None:
        if now is not None:
            self.surroundings.say_status()

    def _on_covered(self, covered: bool) -> None:
        """Where the keys were may be gone by now, as the rows of a list that became empty: then they go to the list."""
        now: QWidget | None = QApplication.focusWidget()
        if not covered and (now is None or not now.isVisible()) and not self.is_on_page():
            self.list_pane().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_keys_changed(self) -> None:
        self.router.use(self.keys.keymap)
        actions.show_keys(self.menus, self.keys.keymap)
        self.window.look.name_keys(self.keys.names())
        self.surroundings.say_status()

    # binding

    def bind(self, engine: Engine) -> None:
        self._engine = engine
        engine.changed.connect(self._on_changed)
        engine.changed.connect(self.held.on_changed)
        engine.said.connect(lambda sentence: self.say(str(sentence), tone="warn"))
        engine.looked.connect(self.surroundings.show)
        engine.synced.connect(self.flow.on_synced)
        self.views.saved = self.read(lambda reading: reading.views())
        self.people.begin()
        self.router.single_keys = self.setting("single_keys", "yes") == "yes"
        state, place = self.remembered.state, self.remembered.place
        known = {one.id for one in self.read(lambda reading: reading.places())}
        self.views.show_state(State(state) if state in set(State) else State.WAITING, place if place in known else 0)
        self.held.ask()
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
        pane = self.list_pane()
        if isinstance(pane, InboxView | Results) and not self.is_on_page():
            return pane.chosen()
        current = self.current()
        return () if current is None else (current,)

    def current(self) -> int | None:
        """None as well where a page stands before the conversations: nobody acts on what is not seen."""
        return None if self.is_on_page() else self.list_pane().current()

    def is_on_page(self) -> bool:
        return self.window.frame.page is not None

    def message(self) -> Message | None:
        if self.is_on_page():
            return None
        self.details.show_if_due()
        return self.window.conversation.focused_message() if self.details.shown is not None else None

    def person(self) -> int | None:
        if self.profiles.is_open:
            return self.profiles.person
        if self.people.is_shown:
            return None if self.is_on_page() else self.people.pane.person()
        current = self.current()
        if current is None or self._engine is None:
            return None
        rows = self.read(lambda reading: reading.rows([current]))
        return rows[0].identity or None if rows else None

    def people_chosen(self) -> Sequence[int]:
        return self.people.pane.chosen() if self.people.is_shown and not self.is_on_page() else ()

    def delivery(self) -> int | None:
        if self.views.at == OUTBOX:
            return self.window.outbox.current_delivery()
        message = self.message()
        return message.delivery if message is not None else None

    def composing(self) -> bool:
        return bool(self.window.composer.words().strip())

    def act(
        self,
        work: Callable[[Writing], Changes],
        *,
        leaving: Sequence[int] = (),
        quiet: bool = False,
        brings_back: bool = False,
    ) -> None:
        self._acting.act(work, leaving=leaving, quiet=quiet, brings_back=brings_back)

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
        self._acting.tell(changes)

    def send_due(self) -> None:
        self.engine_now().sending.send_due()

    def open_link(self, address: str) -> None:
        open_outside(self, address)

    def copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    # running

    def run(self, command: str) -> None:
        try:
            self.profiles.make_way(self.known[command])
            registry.run(self.known[command], self)
        except InboxError as error:
            self.say(str(error), tone="warn")

    def why_not(self, command: registry.Command) -> str:
        return registry.missing(command, self) if self._engine is not None else "Parlour is still opening."

    def _where(self) -> tuple[str, ...]:
        if self.profiles.is_open:
            return ("window",)
        if self.is_on_page():
            return ("page",)
        if self.window.holds_focus(self.window.composer):
            return ("composer", "window")
        if self.window.holds_focus(self.window.lists):
            return ("list", "window")
        return ("window",)

    def _is_covered(self) -> bool:
        return self.window.overlay.sheet is not None

    # views

    def list_pane(self) -> InboxView | Results | OutboxPane | PeoplePane:
        pane = self.window.lists.currentWidget()
        if self.people.is_shown:
            return self.people.pane
        panes = (self.window.results, self.window.outbox, self.window.drafts)
        return next((one for one in panes if one is pane), self.window.inbox)

    def _on_sorted(self, sort: object) -> None:
        self.remembered.sort = str(sort)

    def _on_changed(self, changes: object) -> None:
        if not isinstance(changes, Changes) or self._engine is None:
            return
        model, here = self.window.inbox.model, self.window.inbox.current()
        if not self.engine_now().own_acts and model.loses(here, changes.rows):
            # Answered elsewhere, say. Whoever reads it or writes an answer must not find somebody else there.
            model.stay(here)
        model.apply(changes.rows)
        model.refresh(changes.conversations, changes.people)
        self.views.on_changed(changes)
        self.profiles.on_changed(changes)
        self.sameness.on_changed(changes)
        self.people.on_changed(changes)
        self.ruling.on_changed(changes)
        if self.views.is_searching():
            self.window.results.refresh(changes.conversations, self.engine_now().rows)
        if self.details.concerns(changes):
            self.details.soon()
        self.surroundings.say_empty()
        self.surroundings.show()

    # settings

    def keep_theme(self) -> None:
        self.remembered.theme, self.remembered.contrast = str(self.theme.wish), self.theme.contrast

    def keep_scale(self) -> None:
        self.remembered.scale = round(self.window.look.scale * 100)
