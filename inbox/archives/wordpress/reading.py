"""WXR, as `wp-admin/includes/export.php` of WordPress writes it: each post an `<item>`, with `<wp:comment>`s inside.

Comments are read through the very functions that read them from the REST API, so that messages and people have the
same keys as those that are fetched (decision 4). Where the API shows a commenter's picture, its address holds a hash
of the e-mail address: MD5, since WordPress 6.8 SHA-256. The file has the address itself, so that both are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import md5, sha256

from inbox.archives.source import Source
from inbox.archives.words import with_paragraphs
from inbox.archives.xml_items import Element, Seen, elements
from inbox.core.errors import Refused
from inbox.core.fetched import FetchedMessage
from inbox.core.model import Because, Can, Found
from inbox.core.moving import Entry
from inbox.networks.wordpress import reading
from inbox.networks.wordpress.discovery import canonical
from inbox.networks.wordpress.reading import Comment, Lens, Post, one_line, web_address

_SIGN = re.compile(rb"wordpress\.org/export/|<wp:wxr_version>")
_VERSION = re.compile(r"[?&]v=(\d+)\.(\d+)")
_WANTED = frozenset(
    {"title", "link", "creator", "post_id", "comment", "author", "base_blog_url", "base_site_url", "generator"}
)
_CHANNEL, _ITEM = ("rss", "channel"), ("rss", "channel", "item")
_PICTURE = "https://secure.gravatar.com/avatar/"
_SHA_SINCE = (6, 8)


@dataclass(slots=True)
class Blog:
    """What stands before the posts."""

    title: str = ""
    address: str = ""
    has_sha: bool = False
    users: dict[str, int] = field(default_factory=dict)
    """User ids by login."""

    def take(self, seen: Seen, element: Element) -> None:
        if seen.path != _CHANNEL:
            return
        if element.tag == "title":
            self.title = self.title or one_line(element.text)
        elif element.tag == "base_blog_url" or (element.tag in ("base_site_url", "link") and not self.address):
            self.address = web_address(element.text) or self.address
        elif element.tag == "generator":
            found = _VERSION.search(element.text)
            version = (int(found.group(1)), int(found.group(2))) if found else (0, 0)
            self.has_sha = version >= _SHA_SINCE or "wordpress.com" in element.text
        elif element.tag == "author":
            self.users[element.of("author_login")] = _number(element.of("author_id"))


def recognises(source: Source) -> bool:
    return _SIGN.search(source.head) is not None


def open_archive(source: Source) -> Export:
    blog = Blog()
    with source.open() as stream:
        for seen in elements(stream, _WANTED):
            if seen.path[:3] == _ITEM:
                break
            if seen.element is not None:
                blog.take(seen, seen.element)
    if not blog.address:
        raise Refused(f"{source.name} does not say which blog it is from. Export it again, all of its content.")
    return Export(source, blog)


class Export:
    def __init__(self, source: Source, blog: Blog) -> None:
        self._source, self._blog = source, blog
        self._instance = canonical(blog.address)

    def place(self, mine: frozenset[str]) -> Found:
        blog = self._blog
        title = blog.title or self._instance
        return Found("wordpress", self._instance, blog.address, title, Can.READ, settings={"site": blog.address})

    @property
    def guesses(self) -> frozenset[str]:
        """Whoever has written posts."""
        return frozenset(f"user:{id}" for id in self._blog.users.values() if id)

    def entries(self, mine: frozenset[str]) -> Iterator[Entry]:
        post = Post(0, "", "", 0, True)
        said_by_me = set[str]()
        with self._source.open() as stream:
            for seen in elements(stream, _WANTED, ends=("item",)):
                if seen.trouble:
                    yield Entry(stream.share, trouble=seen.trouble, ends=True)
                elif seen.ended:
                    post = Post(0, "", "", 0, True)
                elif seen.element is not None and seen.path == _ITEM:
                    if seen.element.tag == "comment":
                        yield self._entry(seen.element, post, mine, said_by_me, stream.share)
                    else:
                        post = self._post(post, seen.element)

    def _post(self, post: Post, said: Element) -> Post:
        match said.tag:
            case "title":
                return replace(post, title=one_line(said.text))
            case "link":
                return replace(post, link=web_address(said.text))
            case "creator":
                return replace(post, author=self._blog.users.get(said.text.strip(), 0))
            case "post_id":
                return replace(post, id=_number(said.text))
            case _:
                return post

    def _entry(self, element: Element, post: Post, mine: frozenset[str], said_by_me: set[str], share: float) -> Entry:
        comment = self._comment(element, post)
        if comment is None:
            return Entry(
                share, trouble=f"The comment at line {element.line:,} has no number or no date. It was left out."
            )
        if not comment.is_for_people:
            return Entry(share)
        lens = Lens(self._instance, posts={post.id: post})
        message = _as_mine(reading.message(comment, lens), mine, said_by_me)
        return Entry(share, message, also=self._other_names(comment, lens))

    def _comment(self, element: Element, post: Post) -> Comment | None:
        id = _number(element.of("comment_id"))
        content = element.child("comment_content")
        hashes = self._hashes(element.of("comment_author_email"))
        date = element.of("comment_date_gmt")
        if id <= 0 or post.id <= 0 or not (date or element.of("comment_date")):
            return None
        return Comment(
            id=id,
            post=post.id,
            parent=_number(element.of("comment_parent")),
            author=_number(element.of("comment_user_id")),
            name=one_line(element.of("comment_author")),
            email=element.of("comment_author_email"),
            url=web_address(element.of("comment_author_url")),
            ip=element.of("comment_author_IP"),
            agent="",
            date=_as_time(element.of("comment_date")),
            date_gmt=_as_time(date),
            rendered=with_paragraphs(content.text) if content is not None else "",
            raw=None,
            link=f"{post.link}#comment-{id}" if post.link else "",
            status=element.of("comment_approved"),
            type=element.of("comment_type"),
            avatar=f"{_PICTURE}{hashes[0]}" if hashes else "",
            post_route="",
            large=content is not None and content.is_cut,
        )

    def _hashes(self, email: str) -> tuple[str, ...]:
        """As this blog makes them, then as others do."""
        if not email:
            return ()
        said = email.strip().lower().encode("utf-8", "replace")
        both = (md5(said, usedforsecurity=False).hexdigest(), sha256(said).hexdigest())
        return both[::-1] if self._blog.has_sha else both

    def _other_names(self, comment: Comment, lens: Lens) -> tuple[str, ...]:
        """What the same person is called where pictures have the other hash, and where a blog shows none."""
        if comment.author > 0:
            return ()
        others = [f"gravatar:{each}" for each in self._hashes(comment.email)[1:]]
        return (*others, reading.identity(replace(comment, avatar=""), lens).stable_id)


def _as_mine(message: FetchedMessage, mine: frozenset[str], said_by_me: set[str]) -> FetchedMessage:
    """Whose words they are is what the person says, not what a blog without a sign-in suggests. No version: what the
    blog shows later is no edit."""
    is_me = message.author.stable_id in mine
    because = set[Because]() if is_me else {Because.ON_MY_POST}
    if is_me:
        said_by_me.add(message.remote_id)
    elif message.parent in said_by_me:
        because.add(Because.REPLY_TO_ME)
    return replace(message, author=replace(message.author, is_me=is_me), addressed=frozenset(because), version="")


def _as_time(said: str) -> str:
    """As the database has it: "0000-00-00 00:00:00" is none."""
    return "" if said.startswith("0000") else said.replace(" ", "T")


def _number(text: str) -> int:
    clean = text.strip()
    return int(clean) if clean.isascii() and clean.isdigit() and len(clean) < 19 else 0
