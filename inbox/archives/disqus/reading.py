"""Disqus XML: `<thread dsq:id>` with title and link, then `<post dsq:id>` with message, author, and the ids of its
thread and parent as attributes (schemas disqus.xsd and disqus-internals.xsd, named in the head of each file).

Newer files have no e-mail addresses; an author without a user name is known by address, else by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import escape
from urllib.parse import unquote

from inbox.archives.source import Source
from inbox.archives.words import TOO_LARGE
from inbox.archives.xml_items import Element, elements
from inbox.core.clock import parse_rfc3339
from inbox.core.errors import Refused
from inbox.core.fetched import FetchedIdentity, FetchedMessage, FetchedThread
from inbox.core.model import Because, Can, Found, Kind, RemoteState
from inbox.core.moving import Entry
from inbox.core.text import plain_line

_WANTED = frozenset({"thread", "post", "category"})
_LONGEST_TITLE = 300
_COUNTED = re.compile(r"https?://disq\.us/url\?url=([^&\"'<>\s]+)(?:&amp;[^\"'<>\s]*|&[^\"'<>\s]*)?")


def recognises(source: Source) -> bool:
    return b"<disqus" in source.head


def open_archive(source: Source) -> Export:
    with source.open() as stream:
        for seen in elements(stream, _WANTED):
            if seen.element is not None and seen.element.of("forum"):
                return Export(source, seen.element.of("forum"))
    raise Refused(f"{source.name} holds no comments, or does not say whose they are. Export it again.")


class Export:
    guesses: frozenset[str] = frozenset()

    def __init__(self, source: Source, forum: str) -> None:
        self._source, self._forum = source, forum

    def place(self, mine: frozenset[str]) -> Found:
        address = f"https://{self._forum}.disqus.com/"
        return Found("disqus", self._forum, address, f"{self._forum} (Disqus)", Can.READ)

    def entries(self, mine: frozenset[str]) -> Iterator[Entry]:
        threads: dict[str, FetchedThread] = {}
        said_by_me = set[str]()
        with self._source.open() as stream:
            for seen in elements(stream, _WANTED):
                if seen.trouble:
                    yield Entry(stream.share, trouble=seen.trouble, ends=True)
                elif seen.element is not None and seen.element.tag == "thread":
                    found = _thread(seen.element)
                    threads[found.root] = found
                elif seen.element is not None and seen.element.tag == "post":
                    yield self._entry(seen.element, threads, mine, said_by_me, stream.share)

    def _entry(
        self,
        post: Element,
        threads: dict[str, FetchedThread],
        mine: frozenset[str],
        said_by_me: set[str],
        share: float,
    ) -> Entry:
        id, under = post.attributes.get("id", ""), post.child("thread")
        written = _instant(post.of("createdAt"))
        if not id or under is None or written is None:
            return Entry(
                share, trouble=f"The comment at line {post.line:,} has no number, page or date. It was left out."
            )
        root = f"thread:{under.attributes.get('id', '')}"
        above = post.child("parent")
        parent = above.attributes.get("id", "") if above is not None else ""
        author = self._author(post, mine)
        because = set[Because]() if author.is_me else {Because.ON_MY_POST}
        if author.is_me:
            said_by_me.add(id)
        elif parent in said_by_me:
            because.add(Because.REPLY_TO_ME)
        words = post.child("message")
        state = _state(post)
        if state is RemoteState.DELETED and (words is None or not words.text.strip()):
            return Entry(share)  # only that there was something
        thread = threads.get(root, FetchedThread(root))
        message = FetchedMessage(
            kind_space="comment",
            remote_id=id,
            thread=thread,
            author=author,
            kind=Kind.REPLY if parent else Kind.COMMENT,
            html="" if words is None else f"<p>{TOO_LARGE}</p>" if words.is_cut else _direct(words.text),
            created_at=written,
            parent=parent,
            url=f"{thread.url}#comment-{id}" if thread.url else "",
            remote_state=state,
            addressed=frozenset(because),
        )
        return Entry(share, message)

    def _author(self, post: Element, mine: frozenset[str]) -> FetchedIdentity:
        said = post.child("author")
        name, email, user = ("", "", "") if said is None else (said.of("name"), said.of("email"), said.of("username"))
        if user and said is not None and said.of("isAnonymous") != "true":
            stable = f"user:{user.casefold()}"
        elif email:
            stable = f"email:{email.casefold()}"
        else:
            stable = f"name:{name.casefold()}"
        return FetchedIdentity(
            instance=self._forum, stable_id=stable, name=name, handle=user, email=email, is_me=stable in mine
        )


def _thread(element: Element) -> FetchedThread:
    link = element.of("link")
    url = link if link.startswith(("http://", "https://")) else ""
    return FetchedThread(
        f"thread:{element.attributes.get('id', '')}", plain_line(element.of("title"), _LONGEST_TITLE), url
    )


def _direct(html: str) -> str:
    """Links lead where they say, not by way of Disqus, which counts who follows them."""
    return _COUNTED.sub(lambda found: escape(unquote(found.group(1)).rpartition(":")[0]), html)


def _state(post: Element) -> RemoteState:
    if post.of("isSpam") == "true":
        return RemoteState.SPAM
    return RemoteState.DELETED if post.of("isDeleted") == "true" else RemoteState.VISIBLE


def _instant(said: str) -> datetime | None:
    return parse_rfc3339(said) if said else None
