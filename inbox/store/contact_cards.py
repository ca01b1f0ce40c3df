"""People out of an address book: matched with whom is here, or made, and what the card says set by acts.

Matched by the card itself, or by an e-mail address that is known to be theirs: one they write mail from, or that their
blog or their card confirms. A typed address is a claim and matches nobody; a name never does. What is set here already
stays: a card adds. Whoever was erased for good is not made again.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

from inbox.core.lookup import name_key
from inbox.core.moving import Card
from inbox.rules import address_book
from inbox.store import acts, import_items, imports, new_contacts, subjects, tombstones
from inbox.store.transaction import Transaction

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
    matches = zip(_matches(connection, cards), _are_erased(connection, cards), strict=True)
    return [match is not None or is_erased for match, is_erased in matches]


def take(tx: Transaction, run: int, cards: Sequence[Card]) -> None:
    """Raises Refused when the import was taken back."""
    imports.running(tx, run)
    are_erased = _are_erased(tx.connection, cards)
    new: dict[str, Card] = {}
    mails = set[str]()
    again: list[Card] = []
    for card, match, is_erased in zip(cards, _matches(tx.connection, cards), are_erased, strict=True):
        id = address_book.stable_id(card)
        if match is not None:
            _add_to(tx, match, card)
        elif id in new or not mails.isdisjoint(mail.lower() for mail in card.emails):
            again.append(card)
        elif not is_erased:
            new[id] = card
            mails |= {mail.lower() for mail in card.emails[:1]}
    made = new_contacts.make(tx, list(new.values()))
    for card, match in zip(again, _matches(tx.connection, again), strict=True):
        if match is not None:  # the same card twice in one file
            _add_to(tx, match, card)
    import_items.add(tx, run, import_items.IDENTITY, made)
    imports.count(tx, run, people=len(made))


def _are_erased(connection: Any, cards: Sequence[Card]) -> list[bool]:
    """Whether each is somebody who was erased for good: by the card itself, or by an address that was known to be
    theirs."""
    names = [{address_book.stable_id(card), *(f"mail:{mail.casefold()}" for mail in card.emails)} for card in cards]
    keys = {("", name) for some in names for name in some}
    erased = {name for _, name in tombstones.erased_people(connection, address_book.NETWORK, keys)}
    return [not erased.isdisjoint(some) for some in names]


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


def _add_to(tx: Transaction, match: tuple[int, bool], card: Card) -> None:
    """What the card says of somebody who is here, where nothing is set yet; nothing where that is me."""
    identity, is_me = match
    if is_me:
        return
    about = subjects.subject(tx, "identity", identity)
    names = set(new_contacts.tags_of(card))
    had = subjects.read(tx.connection, about, ["tags"])["tags"]
    if names - set(had):
        acts.act(tx, "tags", about, {"tags": sorted(names | set(had))})
    if card.zone and not subjects.read(tx.connection, about, ["zone"])["zone"]:
        acts.act(tx, "zone", about, {"zone": card.zone})
    there = {name_key(name) for name in tx.connection.exec_driver_sql(_FIELDS, (identity,)).scalars()}
    for name, value in new_contacts.fields_of(card):
        if name_key(name) not in there:
            there.add(name_key(name))
            row = {"identity_id": subjects.as_value(about), "name": name, "value": value, "position": len(there) - 1}
            acts.act(tx, "field", subjects.field_of(about, name), row)
    words = new_contacts.note_of(card)
    if words and tx.connection.exec_driver_sql(_NOTE, (identity, words)).first() is None:
        acts.act(tx, "note", subjects.note_of(about, str(uuid.uuid4())), {"text": words, "made_at": tx.wall})
