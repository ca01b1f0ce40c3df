"""People out of an address book: matched with whom is here, or made, and what the card says set by acts.

Matched by the card itself, or by an e-mail address that is known to be theirs: one they write mail from, or that their
blog or their card confirms. A typed address is a claim and matches nobody; a name never does. What is set here already
stays: a card adds. Whoever was erased for good is not made again.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from inbox.core.model import Stage
from inbox.core.moving import Card
from inbox.core.text import plain_line
from inbox.rules import address_book
from inbox.store import act_rows, acts, identities, import_items, imports, subjects, tombstones
from inbox.store.ids import sound
from inbox.store.transaction import Transaction

LONGEST_FIELD, LONGEST_TAG, LONGEST_NOTE = 4_000, 40, 50_000
_CARDS = """
SELECT stable_id, id, is_me FROM identity
WHERE network = 'contacts' AND instance = '' AND stable_id IN (SELECT value FROM json_each(?))"""
_WRITTEN_HERE = "SELECT id, is_me FROM identity WHERE network = ? AND instance = ? AND stable_id = ?"
_ADDRESSES = """
SELECT lower(email), min(id), max(is_me) FROM identity
WHERE email != '' AND (NOT email_is_claim OR network IN ('mail', 'contacts') OR is_me)
AND lower(email) IN (SELECT value FROM json_each(?)) GROUP BY lower(email)"""
_FIELDS = "SELECT name FROM person_field WHERE identity_id = ?"
_NOTE = "SELECT 1 FROM note WHERE identity_id = ? AND text = ?"


def known(connection: Any, cards: Sequence[Card]) -> list[bool]:
    erased = _erased(connection, cards)
    matches = zip(cards, _matches(connection, cards), strict=True)
    return [match is not None or address_book.stable_id(card) in erased for card, match in matches]


def take(tx: Transaction, run: int, cards: Sequence[Card]) -> None:
    """Raises Refused when the import was taken back."""
    imports.running(tx, run)
    made: list[int] = []
    erased = _erased(tx.connection, cards)
    for card, match in zip(cards, _matches(tx.connection, cards), strict=True):
        if match is not None:
            id, is_me = match
        elif address_book.stable_id(card) in erased:
            continue
        else:
            found, is_me = _matches(tx.connection, [card])[0] or (0, False)  # the same card twice in one file
            id = found or _make(tx, card)
            made += [] if found else [id]
        if not is_me:
            _fill(tx, id, card, is_new=id in made)
    import_items.add(tx, run, import_items.IDENTITY, made)
    imports.count(tx, run, people=len(made))


def _erased(connection: Any, cards: Sequence[Card]) -> set[str]:
    keys = {("", address_book.stable_id(card)) for card in cards}
    return {stable for _, stable in tombstones.erased_people(connection, address_book.NETWORK, keys)}


def _matches(connection: Any, cards: Sequence[Card]) -> list[tuple[int, bool] | None]:
    stable = json.dumps(sorted({address_book.stable_id(card) for card in cards}))
    by_card = {name: (int(id), bool(me)) for name, id, me in connection.exec_driver_sql(_CARDS, (stable,))}
    mails = json.dumps(sorted({mail.lower() for card in cards for mail in card.emails}))
    rows = connection.exec_driver_sql(_ADDRESSES, (mails,))
    by_mail = {str(mail): (int(id), bool(me)) for mail, id, me in rows}
    found: list[tuple[int, bool] | None] = []
    for card in cards:
        mail = next((by_mail[mail.lower()] for mail in card.emails if mail.lower() in by_mail), None)
        found.append(_written_here(connection, card) or by_card.get(address_book.stable_id(card), mail))
    return found


def _written_here(connection: Any, card: Card) -> tuple[int, bool] | None:
    key = address_book.key_in(card.uid)
    if key is None:
        return None
    row = connection.exec_driver_sql(_WRITTEN_HERE, key).first()
    return None if row is None else (int(row[0]), bool(row[1]))


def _make(tx: Transaction, card: Card) -> int:
    fetched = address_book.identity_of(card)
    key = identities.key_of(fetched)
    id = identities.take(tx, address_book.NETWORK, address_book.NETWORK, {key: (fetched, 0)})[key].id
    tx.touch_person(id)
    return id


def _fill(tx: Transaction, identity: int, card: Card, *, is_new: bool) -> None:
    about = subjects.subject(tx, "identity", identity)
    names = {name for tag in card.tags if (name := plain_line(sound(tag), LONGEST_TAG).strip("# "))}
    had = subjects.read(tx.connection, about, ["tags"])["tags"]
    if names - set(had):
        acts.act(tx, "tags", about, {"tags": sorted(names | set(had))})
    if card.zone and not subjects.read(tx.connection, about, ["zone"])["zone"]:
        acts.act(tx, "zone", about, {"zone": card.zone})
    if is_new and card.stage in [stage.value for stage in Stage if stage is not Stage.STRANGER]:
        acts.act(tx, "stage", about, {"stage_by_hand": card.stage, "stage_set_at": tx.wall})
    _add_fields(tx, identity, address_book.fields_of(card))
    words = sound(card.note).strip()[:LONGEST_NOTE]
    if words and tx.connection.exec_driver_sql(_NOTE, (identity, words)).first() is None:
        note = subjects.note_about(tx, str(uuid.uuid4()), identity)
        acts.act(tx, "note", note, {"text": words, "made_at": tx.wall})


def _add_fields(tx: Transaction, identity: int, fields: Iterable[tuple[str, str]]) -> None:
    there = {name.casefold() for name in tx.connection.exec_driver_sql(_FIELDS, (identity,)).scalars()}
    who = act_rows.key_of_identity(tx.connection, identity)
    for name, value in fields:
        clean, said = plain_line(sound(name), 80), sound(value).strip()[:LONGEST_FIELD]
        if clean and said and clean.casefold() not in there:
            there.add(clean.casefold())
            row = {"identity_id": who, "name": clean, "value": said, "position": len(there) - 1}
            acts.act(tx, "field", subjects.new_row("field", str(uuid.uuid4())), row)
