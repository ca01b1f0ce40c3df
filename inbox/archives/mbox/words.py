"""The words of a mail: plain text where there is some, else HTML; files are named, mails inside of it too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

from inbox.archives.mbox.headers import decoded, header
from inbox.archives.words import TOO_LARGE, as_html
from inbox.core.text import plain_line

LONGEST = 1_000_000
"""Characters of a message's words."""
_MOST_PARTS = 500
_QUOTES = re.compile(r">*")


def words(mail: Message, *, is_cut: bool) -> str:
    """As HTML, not yet made safe."""
    plain: list[str] = []
    rich: list[str] = []
    files: list[str] = []
    shown = set[str]()
    for number, part in enumerate(_parts(mail)):
        kind = part.get_content_type()
        name = part.get_filename()
        if number >= _MOST_PARTS:
            break
        if kind == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            about = header(first, "Subject") if isinstance(first, Message) else ""
            files.append(plain_line(about or "a message", 120))
        elif name or part.get_content_disposition() == "attachment":
            if kind.startswith("image/") and part.get_content_disposition() != "attachment" and part["Content-ID"]:
                shown.add(plain_line(decoded(name or kind), 120))  # stands within the HTML: a logo, mostly
            files.append(plain_line(decoded(name or kind), 120))
        elif kind == "text/plain":
            plain.append(_text(part))
        elif kind == "text/html":
            rich.append(_text(part))
    said = as_html("\n\n".join(plain)) if any(map(str.strip, plain)) else "".join(rich)
    if len(said) > LONGEST:
        said = as_html(TOO_LARGE)
    named = [name for name in files if name not in shown or not rich]
    if named:
        said += as_html("Attached: " + ", ".join(named))
    return said + (as_html("(The rest of this message is in the file.)") if is_cut else "")


def _parts(mail: Message) -> Iterator[Message]:
    """Those that hold something, in order; not what is in a mail that hangs on this one."""
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting += [one for one in reversed(inner) if isinstance(one, Message)]
        else:
            yield part


def _text(part: Message) -> str:
    """In whatever character set it says, or seems, to be."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    text = _decoded(data, part.get_content_charset() or "utf-8")
    if part.get_content_type() == "text/plain" and str(part.get_param("format", "")).casefold() == "flowed":
        return unflowed(text, delsp=str(part.get_param("delsp", "")).casefold() == "yes")
    return text


def _decoded(data: bytes, charset: str) -> str:
    for name in (charset, "utf-8", "cp1252"):
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def unflowed(text: str, *, delsp: bool) -> str:
    """Lines that were broken only to be sent are one again (RFC 3676): those that end with a space, at one depth of
    quotation. `delsp`: that space was put there by the sender."""
    out: list[str] = []
    open_at = -1
    for raw in text.replace("\r\n", "\n").split("\n"):
        depth = _QUOTES.match(raw).end()  # type: ignore[union-attr]
        line = raw[depth:]
        line = line[1:] if line.startswith(" ") else line
        flows = line.endswith(" ") and line != "-- "
        if flows and delsp:
            line = line[:-1]
        if open_at == depth and line != "-- ":
            out[-1] += line
        else:
            out.append(f"{'>' * depth}{' ' if depth else ''}{line}")
        open_at = depth if flows else -1
    return "\n".join(out)
