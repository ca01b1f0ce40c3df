"""One readable page of everything between one person and me, to give to that person: a file that needs nothing else.

No picture of it is fetched from anywhere, no script runs, and what strangers wrote is either escaped or the
allow-listed HTML that `rules/markup` made of it. It is plain enough for a browser, for a printer and for Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from html import escape
from urllib.parse import urlsplit

from inbox.core.between_us import BetweenUs, Did, Said, Talk
from inbox.core.consent import Consent, Entry

ONE_OF = {
    "notes": "note",
    "tags": "tag",
    "promises": "promise",
    "fields": "field",
    "conversations written down": "conversation written down",
    "intentions": "intention",
    "introductions": "introduction",
    "sales": "sale",
    "names I chose": "name I chose",
    "stars": "star",
    "stages I set": "stage I set",
    "marks not to contact them": "mark not to contact them",
}
"""What may be left out, and what one of it is called."""
_CONSENT = {
    Consent.ASKED: "I asked",
    Consent.GIVEN: "{name} agreed",
    Consent.WITHDRAWN: "{name} withdrew it",
}
_DID = {"like": "liked", "boost": "boosted", "share": "shared", "follow": "began to follow", "link": "linked to"}
_STYLE = """
body { font-family: sans-serif; font-size: 11pt; line-height: 1.5; color: #1f1d1a; background: #ffffff;
  max-width: 46em; margin: 2em auto; padding: 0 1.2em; overflow-wrap: break-word; }
h1 { font-size: 19pt; margin: 0 0 4pt 0; } h2 { font-size: 13pt; margin: 24pt 0 2pt 0; }
p { margin: 0 0 6pt 0; } .small, .where, .when, .left-out { color: #6b655b; font-size: 9.5pt; }
.said { margin: 10pt 0 0 0; padding: 6pt 10pt; border-left: 3pt solid #e4e0d8; }
.mine { border-left-color: #1a7056; background: #eaf3ef; }
.who { font-weight: bold; } blockquote { margin: 4pt 0 4pt 12pt; color: #57524a; }
pre, code { font-family: monospace; white-space: pre-wrap; } a { color: #1a7056; }
@media print { body { max-width: none; margin: 0; padding: 0; } .said { page-break-inside: avoid; }
  h2 { page-break-after: avoid; } a { color: inherit; } }
"""
_SAFE = "default-src 'none'; style-src 'unsafe-inline'"


def left_out(everything: BetweenUs) -> str:
    """ "Not in here: 3 notes, 2 tags, 1 promise." A sentence, "" where nothing is left out."""
    parts = [
        f"{count:,} {name if count != 1 else ONE_OF.get(name, name)}"
        for name, count in everything.left_out.items()
        if count
    ]
    return f"Not in here: {', '.join(parts)}." if parts else ""


def page(everything: BetweenUs, made_at: datetime, when: Callable[[datetime], str]) -> str:
    """The whole page as HTML. `when` says an instant as a person reads it."""
    return "".join(parts(everything, made_at, when))


def parts(everything: BetweenUs, made_at: datetime, when: Callable[[datetime], str]) -> Iterator[str]:
    """The same piece by piece."""
    title = f"Everything between {escape(everything.name)} and me"
    yield (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_SAFE}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer"><style>{_STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n'
    )
    yield f'<p class="small">{_count(everything)}, as of {escape(when(made_at))}.</p>\n'
    if everything.handles:
        known = ", ".join(f"{escape(handle)} ({escape(network)})" for network, handle in everything.handles)
        yield f'<p class="small">{escape(everything.name)} is here as {known}.</p>\n'
    missing = left_out(everything)
    if missing:
        yield f'<p class="left-out">{escape(missing)} These are my own, and stay with me.</p>\n'
    for talk in everything.talks:
        yield from _talk(talk, when)
    if everything.consent:
        yield "<h2>The newsletter</h2>\n"
        for entry in everything.consent:
            yield f"<p>{_agreed(entry, everything.name, when)}</p>\n"
    if everything.did:
        yield "<h2>Also</h2>\n"
        for did in everything.did:
            yield f"<p>{_did(did, everything.name, when)}</p>\n"
    yield "</body></html>\n"


def _count(everything: BetweenUs) -> str:
    talks, said = len(everything.talks), everything.count
    return f"{said:,} message{'' if said == 1 else 's'} in {talks:,} conversation{'' if talks == 1 else 's'}"


def _talk(talk: Talk, when: Callable[[datetime], str]) -> Iterator[str]:
    yield f"<h2>{escape(talk.title) or 'Without a title'}</h2>\n"
    yield f'<p class="where">{escape(talk.place)}{_link(talk.url, " · ")}</p>\n'
    for said in talk.said:
        yield _said(said, when)


def _said(said: Said, when: Callable[[datetime], str]) -> str:
    marks = "".join(mark for mark, on in ((" · edited", said.edited), (" · no longer there", said.gone)) if on)
    words = said.html or f"<p>{escape(said.text).replace(chr(10), '<br>')}</p>"
    pictures = "".join(
        f'<p class="small">Picture{f": {escape(alt)}" if alt else ""}{_link(address, " · ")}</p>'
        for address, alt in said.images
    )
    return (
        f'<div class="said{" mine" if said.mine else ""}"><p><span class="who">{escape(said.author)}</span> '
        f'<span class="when">{escape(when(said.at))}{marks}</span></p>{words}{pictures}</div>\n'
    )


def _did(did: Did, name: str, when: Callable[[datetime], str]) -> str:
    what = f" “{escape(did.title)}”" if did.title else ""
    said = escape(_DID.get(did.kind, did.kind))
    return f'{escape(name)} {said}{what} <span class="when">{escape(when(did.at))}</span>'


def _agreed(entry: Entry, name: str, when: Callable[[datetime], str]) -> str:
    """ "Ann agreed 3 Nov 2026, at the market, for ann@example.org: “Yes, please.”" """
    said = escape(_CONSENT[entry.state].format(name=name))
    place = f", {escape(entry.place)}" if entry.place else ""
    email = f", for {escape(entry.email)}" if entry.email else ""
    words = f": “{escape(entry.words)}”" if entry.words else ""
    return f'{said} <span class="when">{escape(when(entry.at))}</span>{place}{email}{words}{_link(entry.url, " · ")}'


def _link(address: str, before: str) -> str:
    """A link to the web, shown as what it is; nothing for any other address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return f'{before}<a href="{escape(address)}">{escape(address)}</a>'
