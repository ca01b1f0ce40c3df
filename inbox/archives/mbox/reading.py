"""E-mails out of an mbox (RFC 4155) as messages. A thread is what `References` and `In-Reply-To` lead to (RFC 5322,
section 3.6.4); a message without an id of its own is known by a hash of its head.

Headers are read tolerantly: old mail breaks every rule. The old policy of `email` is used, since the new one raises on
headers that are out in the world.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from inbox.archives.mbox.splitting import Single, singles
from inbox.archives.source import Source
from inbox.archives.words import TOO_LARGE, as_html
from inbox.core.errors import Refused
from inbox.core.fetched import FetchedIdentity, FetchedMessage, FetchedThread
from inbox.core.model import Because, Can, Found, Kind
from inbox.core.moving import Entry
from inbox.core.text import plain_line

LONGEST = 1_000_000
"""Characters of a message's words."""
_SCANNED = 500
"""Messages that are looked at to guess whose mailbox it is."""
_ID = re.compile(r"<([^<>\s]{1,500})>")
_AGAIN = re.compile(r"^\s*(?:(?:re|aw|sv|vs|antw|odp|rv|fwd?|wg|tr)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
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
        canonical = owner or f"mbox:{self._source.path.stem.casefold()}"
        return Found("mail", canonical, owner, f"{owner or self._source.path.stem} (mailbox)", Can.READ)

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
            message = _message(mail, single, mine, roots)
        except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
            message = None
        if message is None:
            return Entry(
                share, trouble=f"The message at line {single.line:,} has no sender or no date. It was left out."
            )
        return Entry(share, message)

    def _guessed(self) -> list[str]:
        """Whom the first messages were delivered to; the most frequent first."""
        seen: dict[str, int] = {}
        with self._source.open() as stream:
            for number, single in enumerate(singles(stream)):
                if number >= _SCANNED:
                    break
                head = email.message_from_bytes(single.raw[:64_000], policy=policy.compat32)
                for _, address in _people(head, "Delivered-To", "X-Original-To"):
                    seen[address] = seen.get(address, 0) + 2
                if "sent" in _header(head, "X-Gmail-Labels").casefold().split(","):
                    for _, address in _people(head, "From"):
                        seen[address] = seen.get(address, 0) + 3
        most = sorted(seen, key=lambda address: -seen[address])
        return [address for address in most if seen[address] * 4 >= seen[most[0]]][:3]


def _message(mail: Message, single: Single, mine: frozenset[str], roots: dict[str, str]) -> FetchedMessage | None:
    senders = _people(mail, "From") or _people(mail, "Sender")
    written = _date(mail)
    if not senders or written is None:
        return None
    name, address = senders[0]
    id = next(iter(_ID.findall(_header(mail, "Message-ID"))), "") or f"sha256:{sha256(single.raw[:4000]).hexdigest()}"
    above = _ID.findall(_header(mail, "References")) + _ID.findall(_header(mail, "In-Reply-To"))[:1]
    root = next((roots[one] for one in above if one in roots), above[0] if above else id)
    roots[id] = root
    is_me = address in mine
    to = [person for person in _people(mail, "To", "Cc") if person[1] not in mine]
    direct = any(person in mine for _, person in _people(mail, "To"))
    subject = plain_line(_header(mail, "Subject"), 300)
    return FetchedMessage(
        kind_space="mail",
        remote_id=id,
        thread=FetchedThread(root, _AGAIN.sub("", subject) or "(no subject)", mine=False),
        author=_identity(name, address, is_me=is_me, utc_offset=_offset(mail)),
        kind=Kind.EMAIL,
        html=_words(mail, is_cut=single.is_cut),
        created_at=written,
        parent=above[-1] if above else "",
        addressed=frozenset() if is_me or not direct else frozenset({Because.DIRECT}),
        to=_identity(*to[0], is_me=False) if is_me and to else None,
    )


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
        utc_offset=utc_offset,
    )


def _words(mail: Message, *, is_cut: bool) -> str:
    plain: list[str] = []
    rich: list[str] = []
    files: list[str] = []
    for part in mail.walk():
        if part.is_multipart():
            continue
        name = part.get_filename()
        kind = part.get_content_type()
        if name or part.get_content_disposition() == "attachment":
            files.append(plain_line(_decoded(name or kind), 120))
        elif kind == "text/plain":
            plain.append(_text(part))
        elif kind == "text/html":
            rich.append(_text(part))
    words = as_html("\n\n".join(plain)) if any(map(str.strip, plain)) else "".join(rich)
    if len(words) > LONGEST:
        words = as_html(TOO_LARGE)
    if files:
        words += as_html("Attached: " + ", ".join(files))
    return words + (as_html("(The rest of this message is in the file.)") if is_cut else "")


def _text(part: Message) -> str:
    """In whatever character set it says, or seems, to be."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return data.decode(charset)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def _people(mail: Message, *names: str) -> list[tuple[str, str]]:
    """(name, address in small letters) of these headers."""
    said = [_decoded(str(value)) for name in names for value in mail.get_all(name, [])]
    found = getaddresses(said)
    return [
        (plain_line(name, 120), address.casefold())
        for name, address in found
        if "@" in address and " " not in address and len(address) <= 254
    ]


def _header(mail: Message, name: str) -> str:
    return _decoded(str(mail.get(name, "")))


def _decoded(said: str) -> str:
    """Encoded words (RFC 2047) as text; what cannot be decoded stays."""
    try:
        parts = decode_header(said)
    except (ValueError, MessageError):
        return said
    text = []
    for part, charset in parts:
        try:
            text.append(part if isinstance(part, str) else part.decode(charset or "utf-8", "replace"))
        except LookupError:
            text.append(part.decode("latin-1") if isinstance(part, bytes) else part)
    return " ".join("".join(text).split()).encode("utf-8", "replace").decode()


def _offset(mail: Message) -> int | None:
    """Minutes east of UTC where it was written; "-0000" says that nobody knows (RFC 5322 section 3.3)."""
    try:
        away = parsedate_to_datetime(str(mail.get("Date", ""))).utcoffset()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return None if away is None else away // timedelta(minutes=1)


def _date(mail: Message) -> datetime | None:
    for name in ("Date", "Delivery-Date"):
        try:
            found = parsedate_to_datetime(str(mail.get(name, "")))
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
