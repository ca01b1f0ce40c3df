"""`data/account.js`, `data/tweets.js` and `data/direct-messages*.js`: JSON arrays behind `window.YTD.… = `, as the
README.txt of each archive describes them. Large ones go on in `tweets-part1.js` and so on; it was `tweet.js` before
2022. Since long posts came, `tweets.js` has their first 280 characters, and `note-tweet.js` all of them: under ids of
its own, so that the two are brought together by their time and first words.

A post's `created_at` is "Wed Oct 10 20:19:24 +0000 2018"; a direct message's `createdAt` is ISO 8601. Direct messages
name people by number only; their handles come from `entities.user_mentions` of own posts, where there are some.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
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

_TWEETS = re.compile(r"(?:^|/)(?:community-)?tweets?(?:-part\d+)?\.js$")
_NOTES = re.compile(r"(?:^|/)note-tweets?(?:-part\d+)?\.js$")
_SAME_WORDS, _NEAR_S = 40, 5
"""Characters in which a long post and its beginning agree, and how many seconds they may be apart."""
_MOST_NOTES = 50_000
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
        self._above: dict[str, str] = {}
        """What each post of mine answers, "" for none, by id."""
        self._notes: dict[int, list[tuple[str, list[Any]]]] = {}
        """(words, links) of long posts by the second in which they were written."""

    def place(self, mine: frozenset[str]) -> Found:
        return Found("x", self._id, _profile(self._user), f"@{self._user} (X archive)", Can.READ)

    @property
    def guesses(self) -> frozenset[str]:
        return frozenset({self._id})

    def entries(self, mine: frozenset[str]) -> Iterator[Entry]:
        files = sorted(filter(_TWEETS.search, self._source.names))
        talks = sorted(filter(_DIRECT.search, self._source.names))
        parts = len(files) + len(talks)
        self._notes = self._long_posts()
        self._meet_everybody(files)
        for at, name in enumerate(files):
            with self._source.open(name) as stream:
                for number, (item, trouble) in enumerate(json_items.items(stream), 1):
                    share = (at + stream.share) / parts
                    if trouble:
                        yield Entry(share, trouble=f"{name}: {trouble}", ends=not talks)
                    else:
                        yield self._post(_tweet(item), name, number, share)
        for at, name in enumerate(talks, len(files)):
            with self._source.open(name) as stream:
                for item, trouble in json_items.items(stream):
                    share = (at + stream.share) / parts
                    if trouble:
                        yield Entry(share, trouble=f"{name}: {trouble}", ends=True)
                    else:
                        yield from self._talk(item, share)

    def _long_posts(self) -> dict[int, list[tuple[str, list[Any]]]]:
        found: dict[int, list[tuple[str, list[Any]]]] = {}
        for name in sorted(filter(_NOTES.search, self._source.names)):
            with self._source.open(name) as stream:
                for item, _ in islice(json_items.items(stream), _MOST_NOTES):
                    note = item.get("noteTweet") if isinstance(item, dict) else None
                    core = note.get("core") if isinstance(note, dict) else None
                    written = parse_rfc3339(text_of(note, "createdAt"))
                    if written is not None and text_of(core, "text"):
                        at = int(written.timestamp())
                        found.setdefault(at, []).append((text_of(core, "text"), list_of(core, "urls")))
        return found

    def _whole(self, words: str, written: datetime) -> tuple[str, list[Any]]:
        """The words of a post and the links in them, where it is a long one; else the same words."""
        at = int(written.timestamp())
        begins = html.unescape(words)[:_SAME_WORDS].rstrip("…")
        for near in range(at - _NEAR_S, at + _NEAR_S + 1):
            for long, urls in self._notes.get(near, []):
                if long.startswith(begins) and len(long) > len(words):
                    return long, urls
        return html.unescape(words), []

    def _post(self, post: Any, name: str, number: int, share: float) -> Entry:
        id, written = text_of(post, "id_str") or text_of(post, "id"), _written(text_of(post, "created_at"))
        if not id or written is None:
            return Entry(share, trouble=f"{name}: entry {number:,} has no number or no date. It was left out.")
        words = text_of(post, "full_text") or text_of(post, "text")
        if words.startswith("RT @"):
            return Entry(share)
        above = text_of(post, "in_reply_to_status_id_str")
        root = self._root(id)
        answered = text_of(post, "in_reply_to_user_id_str")
        url = f"https://x.com/{self._user}/status/{id}"
        whole, links = self._whole(words, written)
        whole = _unfolded(whole, [*list_of(post.get("entities"), "urls"), *links])
        message = FetchedMessage(
            kind_space="post",
            remote_id=id,
            thread=FetchedThread(f"post:{root}", url=f"https://x.com/i/status/{root}", mine=root in self._above),
            author=self._me,
            kind=Kind.REPLY if above or answered else Kind.COMMENT,
            html=as_html(_with_pictures(whole, post)),
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
            if number_of_pictures := len(list_of(one, "mediaUrls")):
                words += f"\n\nAttached: {_pictures(number_of_pictures)}"
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

    def _meet_everybody(self, files: list[str]) -> None:
        """Who is who, from the people that posts name, and what each post of mine answers: a file is in no order."""
        self._above = {}
        for name in files:
            with self._source.open(name) as stream:
                for item, _ in json_items.items(stream):
                    post = _tweet(item)
                    if id := text_of(post, "id_str") or text_of(post, "id"):
                        self._above[id] = text_of(post, "in_reply_to_status_id_str")
                    for one in list_of(post.get("entities"), "user_mentions"):
                        if number := text_of(one, "id_str"):
                            self._people[number] = (text_of(one, "name"), text_of(one, "screen_name"))

    def _root(self, id: str) -> str:
        seen = {id}
        while (above := self._above.get(id, "")) and above not in seen:
            seen.add(above)
            id = above
        return id

    def _person(self, number: str, user: str) -> FetchedIdentity | None:
        if not number or number == self._id:
            return None
        name, known = self._people.get(number, ("", ""))
        user = user or known
        shown = name or user or f"X user {number}"
        return FetchedIdentity(
            "", number, shown, f"@{user}" if user else "", profile_url=_profile(user) if user else ""
        )


def _tweet(item: Any) -> dict[str, Any]:
    found = item.get("tweet", item) if isinstance(item, dict) else {}
    return found if isinstance(found, dict) else {}


def _with_pictures(words: str, post: Any) -> str:
    """Its pictures by what they were described as, without the links that stand for them."""
    media = list_of(post.get("extended_entities"), "media") or list_of(post.get("entities"), "media")
    for one in media:
        words = words.replace(text_of(one, "url") or "\0", "").rstrip()
    if not media:
        return words
    said = [described for one in media if (described := text_of(one, "ext_alt_text"))]
    return f"{words}\n\nAttached: {', '.join(said) if said else _pictures(len(media))}"


def _pictures(number: int) -> str:
    return "a picture" if number == 1 else f"{number} pictures"


def _unfolded(words: str, urls: list[Any]) -> str:
    """Shortened links as what they lead to."""
    for one in urls:
        short, long = (
            text_of(one, "url") or text_of(one, "shortUrl"),
            text_of(one, "expanded_url") or text_of(one, "expanded") or text_of(one, "expandedUrl"),
        )
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
