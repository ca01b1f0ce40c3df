"""E-mails out of an mbox (RFC 4155) as messages. A thread is what `References` and `In-Reply-To` lead to (RFC 5322,
section 3.6.4); a message without an id of its own is known by a hash of its head.

Headers are read tolerantly: old mail breaks every rule. The old policy of `email` is used, since the new one raises on
headers that are out in the world.
"""

from __future__ import annotations

import email
import re
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import Message
from hashlib import sha256

from inbox.archives.mbox.headers import date, header, offset, people
from inbox.archives.mbox.splitting import Single, singles
from inbox.archives.mbox.words import words
from inbox.archives.source import Source
from inbox.core.errors import Refused
from inbox.core.fetched import FetchedIdentity, FetchedMessage, FetchedThread
from inbox.core.model import Because, Can, Found, Kind, RemoteState
from inbox.core.moving import Entry
from inbox.core.text import plain_line

_SCANNED = 500
"""Messages that are looked at to guess whose mailbox it is."""
_ID = re.compile(r"<([^<>\s]{1,500})>")
_AGAIN = re.compile(r"^\s*(?:(?:re|aw|sv|vs|antw|odp|rv|fwd?|wg|tr)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_SENT = {"sent", "gesendet", "messages envoyés", "enviados"}
_TRASH = {"trash", "bin", "papierkorb", "corbeille", "papelera"}
_NEVER_LEFT = {"draft", "drafts", "entwurf", "entwürfe", "brouillon", "brouillons", "borrador", "borradores"}
_SPAM = {"spam", "junk"}
"""Gmail's labels, in the language of the account."""
_EXPUNGED = 0x0008
"""Of X-Mozilla-Status: deleted, and in Thunderbird's file only until it is compacted."""
_NOBODY = re.compile(
    r"(?:no-?reply|do-?not-?reply|donotreply|mailer-daemon|postmaster|bounces?|notifications?)(?:[+-].*)?@.*"
)
_BEGINNING = re.compile(rb"From [^\r\n]*\r?\n[!-9;-~]+:")


def recognises(source: Source) -> bool:
    return _BEGINNING.match(source.head) is not None


def open_archive(source: Source) -> Mailbox:
    return Mailbox(source)


class Mailbox:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._guesses = self._guessed()

    @property
    def guesses(self) -> frozenset[str]:
        return frozenset(self._guesses)

    def place(self, mine: frozenset[str]) -> Found:
        owner = next((one for one in (*self._guesses, *sorted(mine)) if one in mine or not mine), "")
        canonical = owner or f"mbox:{self._source.stem.casefold()}"
        return Found("mail", canonical, owner, f"{owner or self._source.stem} (mailbox)", Can.READ)

    def entries(self, mine: frozenset[str]) -> Iterator[Entry]:
        roots: dict[str, str] = {}
        with self._source.open() as stream:
            try:
                for single in singles(stream):
                    yield self._entry(single, mine, roots, stream.share)
            except Refused as error:
                yield Entry(stream.share, trouble=str(error), ends=True)

    def _entry(self, single: Single, mine: frozenset[str], roots: dict[str, str], share: float) -> Entry:
        try:
            mail = email.message_from_bytes(single.raw, policy=policy.compat32)
            if _is_left_out(mail):
                return Entry(share)
            message = _message(mail, single, mine, roots)
        except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
            message = None
        if message is None:
            return Entry(
                share, trouble=f"The message at line {single.line:,} has no sender or no date. It was left out."
            )
        return Entry(share, message)

    def _guessed(self) -> list[str]:
        """Whom the first messages were delivered to, and who sent what lies in "Sent"; else who wrote most of a file of
        sent mail. The most frequent first."""
        seen, senders = Counter[str](), Counter[str]()
        with self._source.open() as stream:
            for number, single in enumerate(singles(stream)):
                if number >= _SCANNED:
                    break
                head = email.message_from_bytes(single.raw[:64_000], policy=policy.compat32)
                seen.update(2 * [address for _, address in people(head, "Delivered-To", "X-Original-To")])
                wrote = [address for _, address in people(head, "From")]
                senders.update(wrote)
                if not _SENT.isdisjoint(_labels(head)):
                    seen.update(3 * wrote)
        if not seen:
            seen = Counter({one: n for one, n in senders.items() if n > 2 and n * 10 >= senders.total() * 6})
        most = sorted(seen, key=lambda address: -seen[address])
        return [address for address in most if seen[address] * 4 >= seen[most[0]]][:3]


def _labels(mail: Message) -> set[str]:
    return {label.strip().strip('"').casefold() for label in header(mail, "X-Gmail-Labels").split(",")}


def _is_left_out(mail: Message) -> bool:
    """What was never sent, was thrown away for good, or is spam: nobody's words to me."""
    status = header(mail, "X-Mozilla-Status")
    try:
        is_expunged = bool(int(status or "0", 16) & _EXPUNGED)
    except ValueError:
        is_expunged = False
    return (
        is_expunged or header(mail, "X-Mozilla-Draft-Info") != "" or not (_NEVER_LEFT | _SPAM).isdisjoint(_labels(mail))
    )


def _message(mail: Message, single: Single, mine: frozenset[str], roots: dict[str, str]) -> FetchedMessage | None:
    senders = people(mail, "From") or people(mail, "Sender")
    written = date(mail)
    if not senders or written is None:
        return None
    name, address = senders[0]
    id = next(iter(_ID.findall(header(mail, "Message-ID"))), "") or f"sha256:{sha256(single.raw[:4000]).hexdigest()}"
    above = _ID.findall(header(mail, "References")) + _ID.findall(header(mail, "In-Reply-To"))[:1]
    root = next((roots[one] for one in above if one in roots), above[0] if above else id)
    roots[id] = root
    is_me = address in mine
    to = [person for person in people(mail, "To", "Cc") if person[1] not in mine]
    direct = any(person in mine for _, person in people(mail, "To")) and not _is_to_many(mail)
    subject = plain_line(header(mail, "Subject"), 300)
    return FetchedMessage(
        kind_space="mail",
        remote_id=id,
        thread=FetchedThread(root, _AGAIN.sub("", subject) or "(no subject)", mine=False),
        author=_identity(name, address, is_me=is_me, utc_offset=offset(mail)),
        kind=Kind.EMAIL,
        html=words(mail, is_cut=single.is_cut),
        created_at=written,
        parent=above[-1] if above else "",
        remote_state=RemoteState.VISIBLE if _TRASH.isdisjoint(_labels(mail)) else RemoteState.TRASH,
        addressed=frozenset() if is_me or not direct else frozenset({Because.DIRECT}),
        to=_identity(*to[0], is_me=False) if is_me and to else None,
    )


def _is_to_many(mail: Message) -> bool:
    """A newsletter or a list (RFC 2369, RFC 2919), though it may be addressed to me alone."""
    bulk = header(mail, "Precedence").casefold() in ("bulk", "list", "junk")
    return bulk or any(header(mail, name) for name in ("List-Id", "List-Unsubscribe"))


def _identity(name: str, address: str, *, is_me: bool, utc_offset: int | None = None) -> FetchedIdentity:
    """Known by the address they write from."""
    return FetchedIdentity(
        instance="",
        stable_id=address,
        name=name or address,
        handle=address,
        email=address,
        email_is_claim=False,
        is_me=is_me,
        is_bot=_NOBODY.fullmatch(address) is not None,
        utc_offset=utc_offset,
    )
