"""The record of consent: entries are added and never changed, and the newest that counts decides."""

from __future__ import annotations

import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from inbox.core.clock import from_micros, to_micros
from inbox.core.consent import Consent, ConsentView, Entry, LeftOut, NewEntry, Newsletter, Reader
from inbox.core.errors import Refused
from inbox.core.lookup import name_key
from inbox.core.text import plain_line
from inbox.rules.consent import NOT_GIVEN, standing, why_not
from inbox.store import act_rows, acts, subjects
from inbox.store.ids import sound
from inbox.store.promises import where_said
from inbox.store.transaction import Transaction

WORDS_MOST, LINE_MOST = 2_000, 200

_ENTRIES = """
SELECT i.person, c.id, c.state, c.at, c.place, c.words, c.email, c.made_at, c.message_key
FROM consent c JOIN identity i ON i.id = c.identity_id"""
_OF = f"{_ENTRIES} WHERE i.person = (SELECT person FROM identity WHERE id = ?)"
_PEOPLE = """
SELECT p.id, p.name, p.is_listed, max(i.do_not_contact), max(i.email != '') FROM person p
JOIN identity i ON i.person = p.id GROUP BY p.id"""
_THEIR_ADDRESSES = """
SELECT person, email FROM identity WHERE email != '' AND (NOT email_is_claim OR network IN ('mail', 'contacts'))"""
_URL = "SELECT url FROM message WHERE id = ?"


def consent(conn: Connection, identity: int) -> ConsentView:
    return standing([_as_entry(conn, row[1:]) for row in conn.exec_driver_sql(_OF, (identity,)).all()])


def newsletter(conn: Connection) -> Newsletter:
    """An address that somebody withdrew, or that belongs to somebody who is not to be contacted, is left out also where
    it was given under another handle that nobody has merged; one that two gave is in it once, with the newer proof."""
    entries: dict[int, list[Entry]] = defaultdict(list)
    for row in conn.exec_driver_sql(_ENTRIES).all():
        entries[row[0]].append(_as_entry(conn, row[1:]))
    views = {person: standing(said) for person, said in entries.items()}
    people = conn.exec_driver_sql(_PEOPLE).all()
    flagged = {person for person, _, _, is_flagged, _ in people if is_flagged}
    closed = _closed(conn, views, flagged)
    by_mail: dict[str, Reader] = {}
    left_out: Counter[LeftOut] = Counter()
    for person, name, is_listed, is_flagged, has_email in people:
        view = views.get(person, ConsentView())
        if view.state is Consent.NOT_ASKED:
            left_out[LeftOut.NEVER_ASKED] += bool(is_listed and has_email)
        elif view.state is not Consent.GIVEN or view.entry is None:
            left_out[NOT_GIVEN[view.state]] += 1
        elif is_flagged:
            left_out[LeftOut.DO_NOT_CONTACT] += 1
        elif not view.entry.email:
            left_out[LeftOut.NO_ADDRESS] += 1
        elif why := closed.get(view.entry.email.casefold()):
            left_out[why] += 1
        else:
            reader = Reader(person, name, view.entry.email, view.entry)
            known = by_mail.get(view.entry.email.casefold())
            if known is not None:
                left_out[LeftOut.TWICE] += 1
            if known is None or known.entry.at < view.entry.at:
                by_mail[view.entry.email.casefold()] = reader
    readers = sorted(by_mail.values(), key=lambda reader: (name_key(reader.name), reader.person))
    return Newsletter(tuple(readers), tuple((why, left_out[why]) for why in LeftOut if left_out[why]))


def _closed(conn: Connection, views: Mapping[int, ConsentView], flagged: Collection[int]) -> dict[str, LeftOut]:
    """Addresses, in small letters, to which nothing may go whoever gave them, and why: known to be theirs, or written
    down with their consent. Withdrawn later than it was given elsewhere, it stays withdrawn."""
    withdrawn = {person for person, view in views.items() if view.state is Consent.WITHDRAWN}
    found: dict[str, LeftOut] = {}
    given: dict[str, datetime] = {}
    for view in views.values():
        if view.state is Consent.GIVEN and view.entry is not None:
            mail = view.entry.email.casefold()
            given[mail] = max(given.get(mail, view.entry.at), view.entry.at)
    known: dict[int, set[str]] = defaultdict(set)
    for person, mail in conn.exec_driver_sql(_THEIR_ADDRESSES).all():
        known[person].add(str(mail).casefold())
    for person in withdrawn:
        view = views[person]
        said = {entry.email.casefold() for entry in view.entries if entry.email}
        for mail in said | known[person]:
            if mail not in given or (view.entry is not None and given[mail] <= view.entry.at):
                found[mail] = LeftOut.WITHDRAWN
    for person in flagged:
        view = views.get(person, ConsentView())
        found |= dict.fromkeys(
            {entry.email.casefold() for entry in view.entries if entry.email} | known[person], LeftOut.DO_NOT_CONTACT
        )
    return found


def note(tx: Transaction, identity: int, new: NewEntry) -> None:
    email = plain_line(new.email, LINE_MOST)
    why = why_not(consent(tx.connection, identity), new.state, email=email)
    at = tx.wall if new.at is None else to_micros(new.at)
    if not why and at > tx.wall:
        why = "That is still to come. Write it down when it has happened."
    if why:
        raise Refused(why)
    values: dict[str, Any] = {
        "identity_id": act_rows.key_of_identity(tx.connection, identity),
        "state": new.state.value,
        "at": at,
        "place": plain_line(sound(new.place), LINE_MOST),
        "words": sound(new.words).strip()[:WORDS_MOST],
        "email": email,
        "message_key": "" if new.message is None else subjects.subject(tx, "message", new.message).key,
        "made_at": tx.wall,
    }
    labels = {
        Consent.ASKED: "Asked for consent",
        Consent.GIVEN: "Consent given",
        Consent.WITHDRAWN: "Consent withdrawn",
        Consent.MISTAKE: "Entry marked as a mistake",
    }
    acts.act(tx, "consent", subjects.new_row("consent", str(uuid.uuid4())), values, label=labels[new.state])
    tx.changed.sentence = f"{labels[new.state]}."


def _named(key: str) -> str:
    """A message without an address of its own, such as an e-mail, by its id (RFC 2392 for those)."""
    kind, remote_id = json.loads(key)[3:5]
    return f"mid:{remote_id}" if kind == "mail" else f"{kind} {remote_id}"


def _as_entry(conn: Connection, row: Any) -> Entry:
    id, state, at, place, words, email, made_at, key = row
    message, conversation = where_said(conn, key)
    url = "" if message is None else conn.exec_driver_sql(_URL, (message,)).scalar() or _named(key)
    return Entry(
        id=id,
        state=Consent(state),
        at=from_micros(at),
        place=place,
        words=words,
        email=email,
        made_at=from_micros(made_at),
        message=message,
        conversation=conversation,
        url=str(url),
    )
