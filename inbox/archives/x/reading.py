"""`data/account.js`, `data/tweets.js` and `data/direct-messages*.js`: JSON arrays behind `window.YTD.… = `, as the
README.txt of each archive describes them. Large ones go on in `tweets-part1.js` and so on; it was `tweet.js` before
2022.

A post's `created_at` is "Wed Oct 10 20:19:24 +0000 2018"; a direct message's `createdAt` is ISO 8601. Direct messages
name people by number only; their handles come from `entities.user_mentions` of own posts, where there are some.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from inbox.archives import json_items
from inbox.archives.json_items import list_of, text_of
from inbox.archives.source import Source
from inbox.archives.words import as_html
from inbox.core.clock import parse_rfc3339
from inbox.core.errors import Refused
from inbox.core.fetched import FetchedIdentity, FetchedMessage, FetchedThread
from inbox.core.model import Because, Can, Found, Kind
from inbox.core.moving import Entry

_TWEETS = re.compile(r"(?:^|/)tweets?(?:-part\d+)?\.js$")
_DIRECT = re.compile(r"(?:^|/)direct-messages?(?:-group)?(?:-part\d+)?\.js$")
_ACCOUNT = re.compile(r"(?:^|/)account\.js$")
_WRITTEN = "%a %b %d %H:%M:%S %z %Y"
_TITLE = "Direct messages"


def recognises(source: Source) -> bool:
    try:
        return any(map(_TWEETS.search, source.names)) or any(map(_DIRECT.search, source.names))
    except Refused:
        return False


def open_archive(source: Source) -> Download:
    names = source.names
    account = next((name for name in names if _ACCOUNT.search(name)), "")
    told = json_items.whole(source, account) if account else None
    first = told[0].get("account") if isinstance(told, list) and told and isinstance(told[0], dict) else None
    if not text_of(first, "accountId"):
        raise Refused(
            f"{source.name} does not say whose account it is: its account.js is missing. Choose the whole archive."
        )
    return Download(source, first)


class Download:
    def __init__(self, source: Source, account: Any) -> None:
        self._source = source
        self._id, self._user = text_of(account, "accountId"), text_of(account, "username")
        name = text_of(account, "accountDisplayName") or self._user
        self._me = FetchedIdentity("", self._id, name, f"@{self._user}", profile_url=_profile(self._user), is_me=True)
        self._people: dict[str, tuple[str, str]] = {}
        """(name, user name) by number."""

    def place(self, mine: frozenset[str]) -> Found:
        return Found("x", self._id, _profile(self._user), f"@{self._user} (X archive)", Can.READ)

    @property
    def guesses(self) -> frozenset[str]:
        return frozenset({self._id})

    def entries(self, mine: frozenset[str]) -> Iterator[Entry]:
        files = [(name, self._post) for name in self._source.names if _TWEETS.search(name)]
        talks = [name for name in self._source.names if _DIRECT.search(name)]
        parts = len(files) + len(talks)
        roots: dict[str, str] = {}
        for at, (name, read) in enumerate(sorted(files, key=lambda file: file[0])):
            with self._source.open(name) as stream:
                for number, (item, trouble) in enumerate(json_items.items(stream), 1):
                    share = (at + stream.share) / parts
                    if trouble:
                        yield Entry(share, trouble=f"{name}: {trouble}", ends=not talks)
                    else:
                        yield read(
                            item.get("tweet", item) if isinstance(item, dict) else {}, roots, name, number, share
                        )
        for at, name in enumerate(sorted(talks), len(files)):
            with self._source.open(name) as stream:
                for item, trouble in json_items.items(stream):
                    share = (at + stream.share) / parts
                    if trouble:
                        yield Entry(share, trouble=f"{name}: {trouble}", ends=True)
                    else:
                        yield from self._talk(item, share)

    def _post(self, post: Any, roots: dict[str, str], name: str, number: int, share: float) -> Entry:
        id, written = text_of(post, "id_str") or text_of(post, "id"), _written(text_of(post, "created_at"))
        if not id or written is None:
            return Entry(share, trouble=f"{name}: entry {number:,} has no number or no date. It was left out.")
        words = text_of(post, "full_text") or text_of(post, "text")
        self._meet(post)
        if words.startswith("RT @"):
            return Entry(share)
        above = text_of(post, "in_reply_to_status_id_str")
        root = roots.get(above, above) or id
        roots[id] = root
        answered = text_of(post, "in_reply_to_user_id_str")
        url = f"https://x.com/{self._user}/status/{id}"
        message = FetchedMessage(
            kind_space="post",
            remote_id=id,
            thread=FetchedThread(f"post:{root}", url=f"https://x.com/i/status/{root}", mine=root in roots),
            author=self._me,
            kind=Kind.REPLY if above or answered else Kind.COMMENT,
            html=as_html(_unfolded(html.unescape(words), list_of(post.get("entities"), "urls"))),
            created_at=written,
            parent=above,
            url=url,
            to=self._person(answered, text_of(post, "in_reply_to_screen_name")),
        )
        return Entry(share, message)

    def _talk(self, item: Any, share: float) -> Iterator[Entry]:
        """One conversation, which the file has newest first."""
        talk = item.get("dmConversation") if isinstance(item, dict) else None
        id = text_of(talk, "conversationId")
        said = [one.get("messageCreate") for one in list_of(talk, "messages") if isinstance(one, dict)]
        people = {text_of(one, "senderId") for one in said} | {text_of(one, "recipientId") for one in said}
        others = sorted(people - {"", self._id})
        for one in sorted(filter(None, said), key=lambda one: text_of(one, "createdAt")):
            written = parse_rfc3339(text_of(one, "createdAt"))
            number, sender = text_of(one, "id"), text_of(one, "senderId")
            if written is None or not number or not sender:
                yield Entry(
                    share, trouble=f"A direct message of conversation {id} has no number or date. It was left out."
                )
                continue
            author = self._me if sender == self._id else self._person(sender, "")
            words = _unfolded(text_of(one, "text"), list_of(one, "urls"))
            if author is not None:
                message = FetchedMessage(
                    kind_space="message",
                    remote_id=number,
                    thread=FetchedThread(f"messages:{id}", _TITLE, f"https://x.com/messages/{id}", mine=False),
                    author=author,
                    kind=Kind.MESSAGE,
                    html=as_html(words),
                    created_at=written,
                    addressed=frozenset() if author.is_me else frozenset({Because.DIRECT}),
                    to=self._person(others[0], "") if author.is_me and len(others) == 1 else None,
                )
                yield Entry(share, message)

    def _meet(self, post: Any) -> None:
        """Remember who is who from the people that a post names."""
        for one in list_of(post.get("entities"), "user_mentions"):
            number = text_of(one, "id_str")
            if number:
                self._people[number] = (text_of(one, "name"), text_of(one, "screen_name"))

    def _person(self, number: str, user: str) -> FetchedIdentity | None:
        if not number or number == self._id:
            return None
        name, known = self._people.get(number, ("", ""))
        user = user or known
        shown = name or user or f"X user {number}"
        return FetchedIdentity(
            "", number, shown, f"@{user}" if user else "", profile_url=_profile(user) if user else ""
        )


def _unfolded(words: str, urls: list[Any]) -> str:
    """Shortened links as what they lead to."""
    for one in urls:
        short, long = text_of(one, "url"), text_of(one, "expanded_url") or text_of(one, "expanded")
        if short and long.startswith(("https://", "http://")):
            words = words.replace(short, long)
    return words


def _written(said: str) -> datetime | None:
    try:
        return datetime.strptime(said, _WRITTEN).astimezone(UTC)
    except ValueError:
        return parse_rfc3339(said)


def _profile(user: str) -> str:
    return f"https://x.com/{user}" if user else ""
