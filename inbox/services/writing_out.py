"""People as vCard, table or JSON, and conversations as mbox, JSON: into one file, whole or not at all.

Private notes go out only when they are asked for.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from inbox.core.errors import Refused
from inbox.core.moving import Exported, Letter
from inbox.core.ports import Store
from inbox.core.relation import PeopleSort
from inbox.core.segments import EVERYONE, PeopleOf

SUFFIXES = {".vcf": "vCard", ".csv": "table (CSV)", ".json": "JSON", ".mbox": "mailbox (mbox)"}
AT_ONCE = 200
NOWHERE = "parlour.invalid"
"""RFC 2606: a domain that leads nowhere, for those whose address is not known."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to write out. `of` also chooses the conversations of a mailbox."""

    of: PeopleOf = EVERYONE
    with_notes: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    path: Path
    number: int
    sentence: str


def write_out(
    store: Store,
    path: Path,
    wish: Wish = Wish(),
    *,
    stop: Callable[[], bool] = lambda: False,
    heard: Callable[[float], None] = lambda _: None,
) -> Written:
    """The format is that of the suffix. Raises Refused with one sentence: no such format, nowhere to write, stopped."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused(f"Parlour writes {', '.join(SUFFIXES)}. Give the file a name that ends so.")
    with store.reading() as reading:
        people = reading.people_ids(wish.of, PeopleSort.NAME, stop=stop)
    makers = {".vcf": _vcards, ".csv": _table, ".json": _json_people, ".mbox": _mailbox}
    part = path.with_name(f"{path.name}.part")
    number = 0
    try:
        with part.open("w", encoding="utf-8", newline="", errors="replace") as file:
            for so_far, share, text in makers[suffix](store, people, wish):
                file.write(text)
                number = so_far
                heard(share)
                if stop():
                    raise Refused("Writing was stopped. No file was made.")
        os.replace(part, path)
    except OSError as error:
        raise Refused(
            f"{path.name} cannot be written ({os.strerror(error.errno or 0)}). Choose another folder."
        ) from None
    finally:
        with suppress(OSError):  # what could not be made cannot always be removed either
            part.unlink(missing_ok=True)
    if suffix == ".mbox":
        what = "1 message is" if number == 1 else f"{number:,} messages are"
    else:
        what = "1 person is" if number == 1 else f"{number:,} people are"
    return Written(path, number, f"{what} in {path.name}.")


Pieces = Iterator[tuple[int, float, str]]
"""(how many so far, share, text)."""


def _exported(store: Store, people: Sequence[int], *, with_notes: bool) -> Iterator[list[Exported]]:
    for at in range(0, len(people), AT_ONCE):
        with store.reading() as reading:
            yield reading.exported(people[at : at + AT_ONCE], with_notes=with_notes)


def _vcards(store: Store, people: Sequence[int], wish: Wish) -> Pieces:
    from inbox.archives.vcard.writing import as_vcard

    number = 0
    for some in _exported(store, people, with_notes=wish.with_notes):
        number += len(some)
        yield number, number / len(people), "".join(map(as_vcard, some))


def _table(store: Store, people: Sequence[int], wish: Wish) -> Pieces:
    from inbox.archives.csv_table.writing import as_rows

    own: dict[str, None] = {}
    for some in _exported(store, people, with_notes=False):
        own |= dict.fromkeys(name for one in some for name, _ in one.card.fields)
    lines = as_rows((one for some in _exported(store, people, with_notes=wish.with_notes) for one in some), list(own))
    for number, line in enumerate(lines):
        yield number, number / (len(people) + 1), line


def _json_people(store: Store, people: Sequence[int], wish: Wish) -> Pieces:
    number = 0
    yield 0, 0.0, '{"people": [\n'
    for some in _exported(store, people, with_notes=wish.with_notes):
        for one in some:
            text = json.dumps(_shape(one, with_notes=wish.with_notes), ensure_ascii=False)
            yield number + 1, number / len(people), (",\n" if number else "") + text
            number += 1
    yield number, 1.0, "\n]}\n"


def _shape(person: Exported, *, with_notes: bool) -> dict[str, Any]:
    card = person.card
    shape: dict[str, Any] = {
        "id": card.uid,
        "name": card.name,
        "emails": card.emails,
        "phones": card.phones,
        "urls": card.urls,
        "handles": card.handles,
        "identities": [
            {"network": network, "instance": instance, "handle": handle, "profile": profile}
            for network, instance, handle, profile in person.identities
        ],
        "birthday": card.birthday,
        "organisation": card.organisation,
        "time_zone": card.zone,
        "stage": card.stage or "stranger",
        "starred": person.starred,
        "tags": card.tags,
        "relations": card.related,
        "fields": dict(card.fields),
        "first_met": _when(person.first_met),
        "last_contact": _when(person.last_contact),
        "messages_in": person.messages_in,
        "messages_out": person.messages_out,
    }
    return shape | ({"notes": person.notes} if with_notes else {})


def _when(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")


def _mailbox(store: Store, people: Sequence[int], wish: Wish) -> Pieces:
    """Conversations as mails, mboxrd (lines that begin with "From " are quoted): for every mail program."""
    chosen = None if wish.of == EVERYONE else people
    after = number = 0
    while True:
        with store.reading() as reading:
            some = reading.letters(after=after, people=chosen)
        if not some:
            return
        after, number = some[-1][0], number + len(some)
        yield number, 0.5, "".join(as_mail(letter) for _, letter in some)


def as_mail(letter: Letter) -> str:
    mail = EmailMessage(SMTP)
    mail["From"] = _person(letter.author, letter.author_address)
    mail["To"] = _person(letter.to or ("Me" if not letter.is_mine else letter.place), letter.to_address)
    mail["Date"] = format_datetime(letter.at)
    mail["Subject"] = " ".join(letter.subject.split()) or "(no subject)"
    mail["Message-ID"] = _id(letter.key)
    if letter.parent_key:
        mail["In-Reply-To"] = mail["References"] = _id(letter.parent_key)
    mail["X-Parlour-Place"] = " ".join(letter.place.split())
    if letter.url and letter.url.isascii() and letter.url.isprintable():
        mail["X-Parlour-Link"] = letter.url
    mail.set_content(letter.text, cte="8bit" if letter.text.isascii() else "base64")
    lines = mail.as_string().replace("\r\n", "\n").split("\n")
    quoted = "\n".join(f">{line}" if line.lstrip(">").startswith("From ") else line for line in lines)
    return f"From parlour {letter.at:%a %b %d %H:%M:%S %Y}\n{quoted.rstrip()}\n\n"


def _person(name: str, address: str) -> str:
    shown = "".join(char for char in name if char.isprintable() and char not in '"\\<>').strip() or "Somebody"
    reached = address if address.isascii() and "@" in address and not set(address) & set(' <>",;') else ""
    return f'"{shown}" <{reached or f"unknown@{NOWHERE}"}>'


def _id(key: str) -> str:
    network, _, _, remote_id = json.loads(key)
    if network == "mail" and "@" in remote_id and remote_id.isascii() and not set(remote_id) & set(" <>"):
        return f"<{remote_id}>"
    return f"<{sha256(key.encode('utf-8', 'replace')).hexdigest()[:32]}@{NOWHERE}>"
