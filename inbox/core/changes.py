"""What a write changed, so that every pane looks again at just that."""

from __future__ import annotations

from dataclasses import dataclass

from inbox.core.model import RowKey


@dataclass(frozen=True, slots=True)
class RowChange:
    """A conversation's key before and after; None: it did not exist, or no longer does."""

    id: int
    before: RowKey | None
    after: RowKey | None


@dataclass(frozen=True, slots=True)
class Undo:
    """The batch that `acts.undo` takes back, and what the notice says."""

    batch: str
    label: str


@dataclass(frozen=True, slots=True)
class Changes:
    rows: tuple[RowChange, ...] = ()
    conversations: frozenset[int] = frozenset()
    """Conversations whose content is to be shown again (messages, state, draft, delivery)."""
    people: frozenset[int] = frozenset()
    """Identity ids."""
    places: frozenset[int] = frozenset()
    outbox: frozenset[int] = frozenset()
    """Delivery ids."""
    settings: frozenset[str] = frozenset()
    views: frozenset[int] = frozenset()
    """Saved views that came, changed or went."""
    rules: frozenset[int] = frozenset()
    segments: frozenset[int] = frozenset()
    """Segments of one's own that came, changed or went."""
    threads: frozenset[int] = frozenset()
    """Links between threads that came, changed or went."""
    imports: frozenset[int] = frozenset()
    """Imports that were taken back and are large: what is left of them goes with `Writing.forget_more`."""
    new_waiting: int = 0
    undo: Undo | None = None
    sentence: str = ""
    """What to tell the person, if anything ("Done.")."""

    def returned(self) -> frozenset[int]:
        """Conversations that stand elsewhere than before: what was taken back may have brought them into a list."""
        return frozenset(
            row.id
            for row in self.rows
            if row.after is not None and (row.before is None or row.before.state is not row.after.state)
        )

    def __or__(self, other: Changes) -> Changes:
        """Both, in order: a row changed twice goes from the first `before` to the last `after`."""
        rows: dict[int, RowChange] = {change.id: change for change in self.rows}
        for change in other.rows:
            first = rows.get(change.id)
            rows[change.id] = change if first is None else RowChange(change.id, first.before, change.after)
        return Changes(
            rows=tuple(rows.values()),
            conversations=self.conversations | other.conversations,
            people=self.people | other.people,
            places=self.places | other.places,
            outbox=self.outbox | other.outbox,
            settings=self.settings | other.settings,
            views=self.views | other.views,
            rules=self.rules | other.rules,
            segments=self.segments | other.segments,
            threads=self.threads | other.threads,
            imports=self.imports | other.imports,
            new_waiting=self.new_waiting + other.new_waiting,
            undo=other.undo or self.undo,
            sentence=other.sentence or self.sentence,
        )

    def __bool__(self) -> bool:
        return self != Changes()


NOTHING = Changes()
