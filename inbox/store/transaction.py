"""One open transaction on the writer: the connection, its time, and what it has changed so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from inbox.core.changes import NOTHING, Changes, RowChange, Undo
from inbox.rules.languages import Languages
from inbox.rules.thresholds import SETTING, Thresholds, in_force
from inbox.store.ids import MessageIds, uuid7


@dataclass(slots=True)
class Changed:
    """What is to be said when the method at hand is done; conversations are marked by `touch_conversation`."""

    conversations: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    places: set[int] = field(default_factory=set)
    outbox: set[int] = field(default_factory=set)
    settings: set[str] = field(default_factory=set)
    views: set[int] = field(default_factory=set)
    rules: set[int] = field(default_factory=set)
    segments: set[int] = field(default_factory=set)
    threads: set[int] = field(default_factory=set)
    imports: set[int] = field(default_factory=set)
    undo: Undo | None = None
    sentence: str = ""


class Transaction:
    """`now` is for ordering: micros that grow with every transaction, whatever the computer's clock does; what arrived
    and what was done here is compared by it. `wall` is what that clock says: for snoozes, ages and due times."""

    def __init__(
        self,
        connection: Connection,
        *,
        now: int,
        wall: int,
        device: str,
        languages: Languages,
        counts: Mapping[str, int],
    ) -> None:
        self.connection = connection
        self.now = now
        self.wall = wall
        self.device = device
        self.languages = languages
        self.counts = counts
        """What counts how much by the file of thresholds (`rules/thresholds.py`), by key."""
        self.batch = uuid7(wall)
        """Groups the acts of this transaction: what one undo takes back."""
        self.ids = MessageIds(connection, wall)
        self.was_named: dict[int, tuple[str, int]] = {}
        """(sorting name, person) of identities whose person has another name, or is another one, since rows
        were last looked at: these they stood under."""
        self.was_to_wake: dict[int, int | None] = {}
        """When conversations were to come back that have another time for it since rows were last looked at."""
        self.gone: list[RowChange] = []
        """Conversations that were removed as a whole (`conversations.uncount`)."""
        self.arrived: list[int] = []
        """Messages of theirs that came in, for rules to look at; not what was old at the first fetch."""
        self.silent: set[int] = set()
        """Conversations that came by and of which a rule says never to notify."""
        self.scrub = False
        """Somebody was erased: the file is to be written anew once this is done."""
        self.changed = Changed()
        self.all = NOTHING
        """Everything that `take` gave out."""
        self._clock = now
        self._thresholds: Thresholds | None = None
        self._touched: set[int] = set()
        self._touched_people: set[int] = set()

    @property
    def thresholds(self) -> Thresholds:
        """What counts how much, the user's own values over those of the file."""
        if self._thresholds is None:
            sql = "SELECT substr(key, ?2), value FROM setting WHERE key >= ?1 AND key < ?1 || '~'"
            rows = self.connection.exec_driver_sql(sql, (SETTING, len(SETTING) + 1))
            self._thresholds = in_force(self.counts, dict(map(tuple, rows)))
        return self._thresholds

    def forget_thresholds(self) -> None:
        """One of the user's own values is another."""
        self._thresholds = None

    def tick(self) -> int:
        """The hybrid clock of the next act: later than every one before it."""
        self._clock += 1
        return self._clock

    @property
    def last_tick(self) -> int:
        return self._clock

    def next_id(self, table: str) -> int:
        """The first free id of a table whose ids only count, so that many rows go in with one statement."""
        return int(self.connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").scalar_one())

    def touch_conversation(self, conversation: int | None) -> None:
        """Mark for `conversations.refresh`, which happens once, in `take`. None is no conversation."""
        if conversation is not None:
            self._touched.add(conversation)
            self.changed.conversations.add(conversation)

    def touch_person(self, identity: int | None) -> None:
        """Mark whoever this identity belongs to for `person_standing.refresh`, which happens once, in `take`."""
        if identity is not None:
            self._touched_people.add(identity)
            self.changed.people.add(identity)

    def take(self, *, counting_news: bool = False) -> Changes:
        """Refresh what was touched, and say what changed since the last time. Called last in each method of `Session`.

        `counting_news`: conversations that begin to wait are new ones, to be told of.
        """
        from inbox.store import conversations, person_standing

        # People after their conversations (what waits is theirs), and before those whose worth a new stage changes.
        touched, self._touched = self._touched, set()
        gone, self.gone = self.gone, []
        rows = (*gone, *conversations.refresh(self, touched))
        self.was_named.clear()
        self.was_to_wake.clear()
        people, self._touched_people = self._touched_people, set()
        risen = person_standing.refresh(self, people | conversations.counterparts(self, touched))
        rows = (*rows, *conversations.refresh(self, risen))
        person_standing.weigh(self, risen)
        changed, self.changed = self.changed, Changed()
        changes = Changes(
            rows=rows,
            conversations=frozenset(changed.conversations),
            people=frozenset(changed.people),
            places=frozenset(changed.places),
            outbox=frozenset(changed.outbox),
            settings=frozenset(changed.settings),
            views=frozenset(changed.views),
            rules=frozenset(changed.rules),
            segments=frozenset(changed.segments),
            threads=frozenset(changed.threads),
            imports=frozenset(changed.imports),
            new_waiting=sum(map(self._is_news, rows)) if counting_news else 0,
            undo=changed.undo,
            sentence=changed.sentence,
        )
        self.all |= changes
        return changes

    def _is_news(self, change: RowChange) -> bool:
        from inbox.store.conversations import begins_to_wait

        return change.id not in self.silent and begins_to_wait(change)
