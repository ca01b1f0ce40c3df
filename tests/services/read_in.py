"""Cards by hand, and the tables that an import may change."""

from __future__ import annotations

from typing import Any

from inbox.core.moving import Card
from inbox.store.session import Session
from inbox.store.writer import SqliteStore
from tests.store.looking import ask

ME = frozenset({"user:1"})
SKIPPED = ("act", "import_run", "import_item", "profile", "sqlite_sequence")


def tables(store: SqliteStore) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is kept, but the log and what was read in when."""
    names = [
        row[0] for row in ask(store, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'")
    ]
    kept = {name: sorted(ask(store, f"SELECT * FROM {name}"), key=repr) for name in names if name not in SKIPPED}
    kept["counter"] = [row for row in kept["counter"] if row[2]]
    kept["person_counter"] = [row for row in kept.get("person_counter", []) if row[1]]
    return kept


def a_card(**more: object) -> Card:
    return Card(
        name="Ann from the phone",
        emails=("ANN@example.org",),
        tags=("market",),
        note="Rye",
        **{"phones": ("123",), **more},
    )  # type: ignore[arg-type]


def take_cards(store: SqliteStore, *cards: Card) -> None:
    from inbox.core.moving_ports import NewImport

    def work(write: Session) -> None:
        run, _ = write.begin_import(NewImport("people.vcf", "vcard", None))
        write.take_cards(run, cards)

    store.write(work)  # type: ignore[arg-type]
