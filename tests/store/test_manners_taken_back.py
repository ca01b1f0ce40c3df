"""Promises, consent, flags and acknowledgements in random order: the log alone gives the same rows, and all of it can
be taken back."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from inbox.core.consent import Consent, NewEntry
from inbox.core.errors import Refused
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_place, take_in
from tests.store.looking import ask
from tests.store.test_all_taken_back import STANDING, rebuild

ROWS = {
    table: f"SELECT * FROM {table} ORDER BY uuid" for table in ("promise", "turned_down", "acknowledged", "consent")
} | {"identity": "SELECT id, do_not_contact FROM identity ORDER BY id"}


def rows(store: SqliteStore) -> dict[str, list[tuple[object, ...]]]:
    """Local ids apart: a row that is put back gets another."""
    return {table: [row if table == "identity" else row[1:] for row in ask(store, sql)] for table, sql in ROWS.items()}


def some_act(store: SqliteStore, dice: random.Random, people: list[int], messages: list[int]) -> None:
    who, message = dice.choice(people), dice.choice(messages)
    promises = [id for (id,) in ask(store, "SELECT id FROM promise")] or [0]
    one = dice.choice(promises)
    due: datetime | None = NOON + timedelta(hours=dice.randint(1, 999)) if dice.random() < 0.5 else None
    entry = NewEntry(dice.choice(list(Consent)), email="a@b.example", place="here", words="Yes")
    store.write(
        dice.choice(
            [
                lambda write: write.promise_to(who, f"promise {dice.randint(0, 9)}", due=due),
                lambda write: write.promise_to(who, "offered", message=message, first=0),
                lambda write: write.change_promise(one, "in other words", due),
                lambda write: write.settle_promise(one, kept=dice.random() < 0.5),
                lambda write: write.turn_down_promise(message, 0),
                lambda write: write.turn_down_stop(message),
                lambda write: write.do_not_contact(who, dice.random() < 0.6),
                lambda write: write.acknowledge(who),
                lambda write: write.note_consent(who, entry),
                lambda write: write.undo(),
                lambda write: write.redo(),
            ]
        )
    )


@pytest.mark.parametrize("seed", range(3))
def test_all_of_it_follows_from_the_log_and_can_be_taken_back(store: SqliteStore, seed: int) -> None:
    names = ("Ann", "Bob", "Cleo")
    take_in(store, a_place(store), *(a_message(name, "Hello", by=name) for name in names))
    people = [id for (id,) in ask(store, "SELECT id FROM identity")]
    messages = [id for (id,) in ask(store, "SELECT id FROM message")]
    before, dice = rows(store), random.Random(seed)
    for _ in range(150):
        try:
            some_act(store, dice, people, messages)
        except (Refused, KeyError):
            continue
    done = rows(store)
    assert done != before
    store.write(rebuild)
    assert rows(store) == done
    left = [batch for (batch,) in ask(store, STANDING)]
    for _ in range(4):
        for batch in left:
            try:
                store.write(lambda write, batch=batch: write.undo(batch))
            except Refused:
                continue
    assert rows(store) == before
    store.write(rebuild)
    assert rows(store) == before
