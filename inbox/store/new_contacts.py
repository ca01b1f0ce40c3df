"""Many people of an address book at once, who are not here yet: a few statements for all of them, not a dozen for each.

What a card says is written down as acts all the same, one for each field: so each can be taken back by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from inbox.core.lookup import name_key
from inbox.core.model import Stage
from inbox.core.moving import Card
from inbox.core.text import plain_line
from inbox.rules import address_book
from inbox.rules.own_fields import NAME_MOST
from inbox.store import acts, identities, subjects
from inbox.store.acts import Made
from inbox.store.ids import sound
from inbox.store.subjects import Subject
from inbox.store.transaction import Transaction

LONGEST_FIELD, LONGEST_TAG, LONGEST_NOTE = 4_000, 40, 50_000
_FIELD = """
INSERT INTO person_field (uuid, identity_id, name, value, position) VALUES (?, ?, ?, ?, ?)"""
_NOTE = "INSERT INTO note (uuid, identity_id, text, made_at) VALUES (?, ?, ?, ?)"
_TAG = "INSERT INTO tag (identity_id, tag) VALUES (?, ?)"
_STAGES = {stage.value for stage in Stage if stage is not Stage.STRANGER}


def make(tx: Transaction, cards: Sequence[Card]) -> list[int]:
    """Identity ids, in the order of `cards`, of which each is somebody else."""
    fetched = [address_book.identity_of(card) for card in cards]
    shown = {identities.key_of(one): (one, 0) for one in fetched}
    known = identities.take(tx, address_book.NETWORK, address_book.NETWORK, shown)
    made = [known[identities.key_of(one)].id for one in fetched]
    about = [
        subjects.of_identity(address_book.NETWORK, one.instance, one.stable_id, id)
        for one, id in zip(fetched, made, strict=True)
    ]
    people = list(zip(about, cards, strict=True))
    done = [*_tags(tx, people), *_fields(tx, people), *_notes(tx, people)]
    acts.record_all(tx, done)
    for who, card in people:
        tx.touch_person(who.id)
        if card.zone:
            acts.act(tx, "zone", who, {"zone": card.zone})
        if card.stage in _STAGES:
            acts.act(tx, "stage", who, {"stage_by_hand": card.stage, "stage_set_at": tx.wall})
    return made


def tags_of(card: Card) -> list[str]:
    return sorted({name for tag in card.tags if (name := plain_line(sound(tag), LONGEST_TAG).strip("# "))})


def fields_of(card: Card) -> list[tuple[str, str]]:
    """(name, value); a name comes once."""
    found: dict[str, tuple[str, str]] = {}
    for name, value in address_book.fields_of(card):
        clean, said = plain_line(sound(name), NAME_MOST), sound(value).strip()[:LONGEST_FIELD]
        if clean and said:
            found.setdefault(name_key(clean), (clean, said))
    return list(found.values())


def note_of(card: Card) -> str:
    return sound(card.note).strip()[:LONGEST_NOTE]


def _tags(tx: Transaction, people: Sequence[tuple[Subject, Card]]) -> list[Made]:
    named = [(who, tags) for who, card in people if (tags := tags_of(card))]
    _insert(tx, _TAG, ((who.id, tag) for who, tags in named for tag in tags))
    return [Made("tags", who, {"tags": []}, {"tags": tags}) for who, tags in named]


def _fields(tx: Transaction, people: Sequence[tuple[Subject, Card]]) -> list[Made]:
    rows: list[tuple[Any, ...]] = []
    done: list[Made] = []
    for who, card in people:
        key = subjects.as_value(who)
        for position, (name, value) in enumerate(fields_of(card)):
            field = subjects.field_of(who, name)
            rows.append((subjects.uuid_of(field), who.id, name, value, position))
            after = {"identity_id": key, "name": name, "value": value, "position": position}
            done.append(Made("field", field, dict.fromkeys(after), after))
    _insert(tx, _FIELD, rows)
    return done


def _notes(tx: Transaction, people: Sequence[tuple[Subject, Card]]) -> list[Made]:
    noted = [(who, str(uuid.uuid4()), words) for who, card in people if (words := note_of(card))]
    _insert(tx, _NOTE, ((id, who.id, words, tx.wall) for who, id, words in noted))
    return [
        Made(
            "note",
            subjects.note_of(who, id),
            {"text": None, "made_at": None},
            {"text": words, "made_at": tx.wall},
        )
        for who, id, words in noted
    ]


def _insert(tx: Transaction, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    if many := list(rows):
        tx.connection.exec_driver_sql(sql, many)
