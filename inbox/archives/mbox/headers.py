"""Headers of a mail, read tolerantly: old mail breaks every rule (RFC 5322, RFC 2047)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from inbox.core.text import plain_line

_AGAIN_AND_AGAIN = 400
"""Addresses of one mail that are looked at."""


def people(mail: Message, *names: str) -> list[tuple[str, str]]:
    """(name, address in small letters) of these headers. A name is decoded when the addresses are taken apart: it may
    hold a comma."""
    found = getaddresses([value for name in names for value in _raw(mail, name)])
    return [
        (plain_line(decoded(name), 120), address.casefold())
        for name, address in found[:_AGAIN_AND_AGAIN]
        if "@" in address and " " not in address and len(address) <= 254
    ]


def header(mail: Message, name: str) -> str:
    """The first of that name as text, "" where there is none."""
    return next((decoded(value) for value in _raw(mail, name)), "")


def decoded(said: str) -> str:
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


def date(mail: Message) -> datetime | None:
    """When it was written; else when the first server on its way took it."""
    on_the_way = [value.rpartition(";")[2] for value in reversed(_raw(mail, "Received"))]
    for said in (*_raw(mail, "Date"), *_raw(mail, "Delivery-Date"), *on_the_way):
        found = _instant(said)
        if found is not None:
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    return None


def offset(mail: Message) -> int | None:
    """Minutes east of UTC where it was written; "-0000" says that nobody knows (RFC 5322 section 3.3)."""
    found = next((_instant(said) for said in _raw(mail, "Date")), None)
    away = None if found is None else found.utcoffset()
    return None if away is None else away // timedelta(minutes=1)


def _instant(said: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(said.strip())
        found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found


def _raw(mail: Message, name: str) -> list[str]:
    """The values as they stand; bytes that are no ASCII are UTF-8 (RFC 6532), else Windows-1252."""
    found = []
    for key, value in mail.raw_items():
        if key.casefold() == name.casefold():
            data = str(value).encode("ascii", "surrogateescape") if _is_bytes(str(value)) else str(value).encode()
            try:
                found.append(data.decode())
            except UnicodeDecodeError:
                found.append(data.decode("cp1252", "replace"))
    return found


def _is_bytes(value: str) -> bool:
    """The parser of bytes keeps what is no ASCII as lone surrogates."""
    return all(char < "\x80" or "\udc80" <= char <= "\udcff" for char in value)
