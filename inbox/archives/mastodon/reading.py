"""`outbox.json` and `actor.json`, as Mastodon's `app/services/backup_service.rb` writes them: an OrderedCollection of
`Create` and `Announce` activities in order of writing. `tag` holds a `Mention` (`href`: the actor's id, `name`: the
handle) for everybody spoken to.

Only own words are in it: each goes to the first person that it mentions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from inbox.archives import json_items
from inbox.archives.json_items import list_of, text_of
from inbox.archives.source import Source
from inbox.core.clock import parse_rfc3339
from inbox.core.errors import Refused
from inbox.core.fetched import FetchedIdentity, FetchedMessage, FetchedThread
from inbox.core.model import Can, Found, Kind
from inbox.core.moving import Entry

_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")


def recognises(source: Source) -> bool:
    try:
        return bool(source.named("outbox.json")) or (b'"orderedItems"' in source.head and b"outbox.json" in source.head)
    except Refused:
        return False


def open_archive(source: Source) -> Download:
    outbox = (source.named("outbox.json") or [source.name])[0]
    folder = outbox.removesuffix("outbox.json")
    actor = json_items.whole(source, f"{folder}actor.json") if f"{folder}actor.json" in source.names else None
    if not text_of(actor, "id"):
        actor = _actor_by_first_words(source, outbox)
    if actor is None:
        raise Refused(
            f"{source.name} does not say whose account it is: its actor.json is missing. Choose the whole archive."
        )
    return Download(source, outbox, actor)


def _actor_by_first_words(source: Source, outbox: str) -> dict[str, str] | None:
    with source.open(outbox) as stream:
        for item, _ in json_items.items(stream, "orderedItems"):
            if address := text_of(item, "actor"):
                return {"id": address}
    return None


class Download:
    def __init__(self, source: Source, outbox: str, actor: Any) -> None:
        self._source, self._outbox = source, outbox
        self._id = text_of(actor, "id")
        host = urlsplit(self._id).netloc
        user = text_of(actor, "preferredUsername") or self._id.rstrip("/").rpartition("/")[2].lstrip("@")
        self._handle = f"@{user}@{host}"
        self._me = FetchedIdentity(
            instance=host,
            stable_id=self._id,
            name=text_of(actor, "name") or user,
            handle=self._handle,
            profile_url=_address(text_of(actor, "url")) or _address(self._id),
            is_me=True,
        )

    def place(self, mine: frozenset[str]) -> Found:
        return Found("mastodon", self._id, self._me.profile_url, f"{self._handle} (archive)", Can.READ)

    @property
    def guesses(self) -> frozenset[str]:
        return frozenset({self._id})

    def entries(self, mine: frozenset[str]) -> Iterator[Entry]:
        roots: dict[str, str] = {}
        with self._source.open(self._outbox) as stream:
            for number, (item, trouble) in enumerate(json_items.items(stream, "orderedItems"), 1):
                if trouble:
                    yield Entry(stream.share, trouble=trouble, ends=True)
                elif text_of(item, "type") == "Create" and isinstance(note := item.get("object"), dict):
                    yield self._entry(note, roots, number, stream.share)

    def _entry(self, note: dict[str, Any], roots: dict[str, str], number: int, share: float) -> Entry:
        id, written = text_of(note, "id"), parse_rfc3339(text_of(note, "published"))
        if not id or written is None:
            return Entry(share, trouble=f"Entry {number:,} has no address or no date. It was left out.")
        above = text_of(note, "inReplyTo")
        talk = text_of(note, "context") or text_of(note, "conversation")
        root = roots.get(above) or roots.get(talk) or above or id
        roots[id] = root
        if talk:
            roots.setdefault(talk, root)
        to = self._spoken_to(note)
        is_private = not any(name in _PUBLIC for name in (*list_of(note, "to"), *list_of(note, "cc")))
        warning = text_of(note, "summary")
        html = text_of(note, "content") + _more(note)
        message = FetchedMessage(
            kind_space="status",
            remote_id=id,
            thread=FetchedThread(root, url=_address(root), mine=root == id or root.startswith(f"{self._id}/")),
            author=self._me,
            kind=Kind.MESSAGE if is_private else Kind.REPLY if above else Kind.COMMENT,
            html=f"<p>{_escaped(warning)}</p>{html}" if warning else html,
            created_at=written,
            parent=above,
            url=_address(text_of(note, "url")) or _address(id),
            to=to,
        )
        return Entry(share, message)

    def _spoken_to(self, note: dict[str, Any]) -> FetchedIdentity | None:
        for tag in list_of(note, "tag"):
            actor, handle = text_of(tag, "href"), text_of(tag, "name")
            if text_of(tag, "type") == "Mention" and actor and actor != self._id:
                host = urlsplit(actor).netloc
                full = handle if handle.count("@") > 1 else f"{handle}@{host}"
                return FetchedIdentity(
                    instance=host, stable_id=actor, name=handle.split("@")[1] if "@" in handle else handle or actor,
                    handle=full, profile_url=_address(actor),
                )  # fmt: skip
        return None


def _more(note: dict[str, Any]) -> str:
    """The answers of a poll, and pictures by what they were described as."""
    answers = [text_of(one, "name") for one in (*list_of(note, "oneOf"), *list_of(note, "anyOf"))]
    files = list_of(note, "attachment")
    said = [described for one in files if (described := text_of(one, "name"))]
    unnamed = "a picture" if len(files) == 1 else f"{len(files)} pictures"
    html = "".join(f"<li>{_escaped(answer)}</li>" for answer in answers if answer)
    html = f"<ul>{html}</ul>" if html else ""
    return html + (f"<p>Attached: {_escaped(', '.join(said) or unnamed)}</p>" if files else "")


def _address(text: str) -> str:
    return text if text.startswith(("https://", "http://")) else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
