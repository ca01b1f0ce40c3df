"""What the REST API says, as values: pure, tolerant, and never trusting a type, a date or a name.

Fields: https://developer.wordpress.org/rest-api/reference/comments/. `content.raw`, `author_email`, `author_ip` and
`author_user_agent` come with `context=edit` only, `author_avatar_urls` where the blog shows avatars.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from urllib.parse import urlsplit

from inbox.core.clock import EPOCH, parse_rfc3339
from inbox.core.fetched import FetchedIdentity, FetchedMessage, FetchedThread
from inbox.core.lately import Posted
from inbox.core.model import Because, Kind, RemoteState

KIND_SPACE = "comment"
LATEST = datetime(2199, 12, 31, tzinfo=UTC)
"""Later dates are read as this one: an impossible date stays the same at each reading, and can be shown anywhere."""
WIDEST_ZONES = timedelta(hours=15)
TOO_LARGE = "This comment is too large to be read here. Open it in the browser."
UNTITLED = "(untitled post)"

_STATES = {
    "approved": RemoteState.VISIBLE,
    "approve": RemoteState.VISIBLE,
    "1": RemoteState.VISIBLE,
    "hold": RemoteState.HELD,
    "0": RemoteState.HELD,
    "spam": RemoteState.SPAM,
    "trash": RemoteState.TRASH,
    "post-trashed": RemoteState.TRASH,
}
# Everything else that plugins keep as comments (order notes, editors' notes on blocks) was written to somebody else.
_KINDS = {
    "": Kind.COMMENT,
    "comment": Kind.COMMENT,
    "review": Kind.COMMENT,
    "pingback": Kind.PINGBACK,
    "trackback": Kind.PINGBACK,
    "webmention": Kind.PINGBACK,
}
_GRAVATAR = re.compile(r"/avatar/([0-9a-f]{32,64})(?:[/?]|$)")
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/blockquote|/pre)\b[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref=["']?([^"'\s>]+)""", re.IGNORECASE)
_TYPOGRAPHY = str.maketrans("‘’‚‛′“”„‟″×", "'''''\"\"\"\"\"x")
_DASHES = re.compile(r"[-–—]+")
_SMILEY = re.compile(r"(?<!\S)(?:[:;8=][-^]?[)(DPpOo?|/x*]|:[a-z]{3,8}:)(?!\S)")


@dataclass(frozen=True, slots=True)
class Comment:
    """`raw` is None where the server kept it back; `large` when even alone it was too large, without its words."""

    id: int
    post: int
    parent: int
    author: int
    name: str
    email: str
    url: str
    ip: str
    agent: str
    date: str
    date_gmt: str
    rendered: str
    raw: str | None
    link: str
    status: str
    type: str
    avatar: str
    post_route: str
    large: bool = False

    @property
    def created_at(self) -> datetime:
        """By `date_gmt`, unless it lies further from the blog's own `date` than any zone can."""
        gmt, own = parse_rfc3339(self.date_gmt), parse_rfc3339(self.date)
        if gmt is None or (own is not None and abs(gmt - own) > WIDEST_ZONES):
            gmt = own
        return EPOCH if gmt is None else min(max(gmt, EPOCH), LATEST)

    @property
    def version(self) -> str:
        """Changes with the words and where links lead, not with the sign-in: `rendered` comes with and without."""
        links = [html.unescape(link).split("?", 1)[0] for link in _HREF.findall(self.rendered)]
        said = "\n".join([TOO_LARGE if self.large else plain(self.rendered), *links])
        return blake2b(said.encode("utf-8", "replace"), digest_size=12).hexdigest()

    @property
    def mark(self) -> str:
        """Short, and different when anything that is shown of it changed."""
        said = f"{self.version} {self.status} {self.parent} {self.post} {self.name}"
        return blake2b(said.encode("utf-8", "replace"), digest_size=5).hexdigest()

    @property
    def state(self) -> RemoteState:
        return _STATES.get(self.status, RemoteState.HELD)

    @property
    def is_for_people(self) -> bool:
        return self.type in _KINDS


@dataclass(frozen=True, slots=True)
class Post:
    id: int
    title: str
    link: str
    author: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Index:
    """The root of the API. `authorize` is the page that makes application passwords, "" where they are off."""

    name: str
    home: str
    url: str
    authorize: str


@dataclass(frozen=True, slots=True)
class User:
    id: int
    name: str
    slug: str
    capabilities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lens:
    """Through whose eyes comments are read. `me` is 0 without a sign-in: then the author of a post answers as "me"."""

    instance: str
    me: int = 0
    all_posts_mine: bool = True
    posts: Mapping[int, Post] = field(default_factory=dict)
    authors: Mapping[int, int] = field(default_factory=dict)
    """User id (0: none) by comment id, for parents."""

    def is_me(self, author: int, post: int) -> bool:
        if author <= 0:
            return False
        if self.me:
            return author == self.me
        known = self.posts.get(post)
        return known is not None and known.author == author


def read_comments(data: object) -> list[Comment]:
    """What can be read of a list; an item without an id is left out."""
    found = (read_comment(each) for each in data) if isinstance(data, list) else ()
    return [each for each in found if each is not None]


def read_comment(data: object, *, large: bool = False) -> Comment | None:
    if not isinstance(data, dict) or (identifier := _number(data, "id")) <= 0:
        return None
    content = _inner(data, "content")
    avatars = _inner(data, "author_avatar_urls")
    largest = max((size for size in avatars if str(size).isdigit()), key=int, default="")
    up = _inner(data, "_links").get("up")
    above = up[0] if isinstance(up, list) and up and isinstance(up[0], dict) else {}
    return Comment(
        id=identifier,
        post=_number(data, "post"),
        parent=_number(data, "parent"),
        author=_number(data, "author"),
        name=one_line(_text(data, "author_name")),
        email=_text(data, "author_email").strip(),
        url=web_address(_text(data, "author_url")),
        ip=_text(data, "author_ip"),
        agent=_text(data, "author_user_agent"),
        date=_text(data, "date"),
        date_gmt=_text(data, "date_gmt"),
        rendered=_text(content, "rendered"),
        raw=_text(content, "raw") if "raw" in content else None,
        link=web_address(_text(data, "link")),
        status=_text(data, "status"),
        type=_text(data, "type"),
        avatar=web_address(_text(avatars, largest)),
        post_route=_text(above, "href"),
        large=large,
    )


def read_posts(data: object) -> list[Post]:
    """Posts, pages, whatever can be commented on: they share these fields."""
    posts = []
    for each in data if isinstance(data, list) else [data]:
        if isinstance(each, dict) and (identifier := _number(each, "id")) > 0:
            title = one_line(_text(_inner(each, "title"), "rendered"))
            is_open = _text(each, "comment_status") != "closed"
            link = web_address(_text(each, "link"))
            posts.append(Post(identifier, title, link, _number(each, "author"), is_open))
    return posts


def read_lately(data: object) -> list[Posted]:
    """Posts as they are listed, newest first; what has no time is left out."""
    found = []
    for each in data if isinstance(data, list) else []:
        at = parse_rfc3339(_text(each, "date_gmt") or _text(each, "date")) if isinstance(each, dict) else None
        if at is not None:
            title, text = (_text(_inner(each, name), "rendered") for name in ("title", "excerpt"))
            found.append(Posted(at, one_line(title), one_line(text), web_address(_text(each, "link"))))
    return found


def read_index(data: object) -> Index | None:
    """None when it is no WordPress: other programs answer with JSON too."""
    if not isinstance(data, dict):
        return None
    spaces = data.get("namespaces")
    if not isinstance(spaces, list) or "wp/v2" not in spaces:
        return None
    ways = _inner(_inner(_inner(data, "authentication"), "application-passwords"), "endpoints")
    home = web_address(_text(data, "home"))
    url = web_address(_text(data, "url")) or home
    return Index(one_line(_text(data, "name")), home, url, web_address(_text(ways, "authorization")))


def read_user(data: object) -> User | None:
    if not isinstance(data, dict) or (identifier := _number(data, "id")) <= 0:
        return None
    may = frozenset(name for name, has in _inner(data, "capabilities").items() if has is True)
    return User(identifier, one_line(_text(data, "name")), _text(data, "slug"), may)


def read_trouble(data: object) -> tuple[str, str]:
    """(code, message) of an error answer; empty when it is none of WordPress."""
    if not isinstance(data, dict):
        return "", ""
    return _text(data, "code"), one_line(_text(data, "message"))


def identity(comment: Comment, lens: Lens) -> FetchedIdentity:
    """Who wrote it (decision 4): the user's id, else the Gravatar hash, which is there with and without a password,
    else name and site. What a visitor typed as e-mail address stays a claim."""
    found = _GRAVATAR.search(comment.avatar)
    hashed = found.group(1) if found else ""
    if comment.author > 0:
        stable = f"user:{comment.author}"
    elif hashed:
        stable = f"gravatar:{hashed}"
    else:
        site = urlsplit(comment.url)
        stable = f"name:{comment.name.casefold()}|{site.netloc.lower()}{site.path.rstrip('/')}"
    return FetchedIdentity(
        instance=lens.instance,
        stable_id=stable,
        name=comment.name,
        avatar_url=comment.avatar,
        site_url=comment.url,
        email=comment.email,
        email_is_claim=comment.author <= 0,
        email_hash=hashed,
        is_me=lens.is_me(comment.author, comment.post),
    )


def thread(comment: Comment, lens: Lens) -> FetchedThread:
    post = lens.posts.get(comment.post)
    mine = lens.all_posts_mine or (post is not None and post.author == lens.me)
    link = comment.link.split("#", 1)[0]
    title = (post.title if post else "") or UNTITLED
    return FetchedThread(f"post:{comment.post}", title, post.link if post and post.link else link, mine)


def message(comment: Comment, lens: Lens) -> FetchedMessage:
    author = identity(comment, lens)
    under = thread(comment, lens)
    kind = _KINDS.get(comment.type, Kind.COMMENT)
    because: set[Because] = set()
    if not author.is_me:
        if under.mine:
            because.add(Because.ON_MY_POST)
        if lens.is_me(lens.authors.get(comment.parent, 0), comment.post):
            because.add(Because.REPLY_TO_ME)
    return FetchedMessage(
        kind_space=KIND_SPACE,
        remote_id=str(comment.id),
        thread=under,
        author=author,
        kind=Kind.REPLY if kind is Kind.COMMENT and comment.parent else kind,
        html=f"<p>{TOO_LARGE}</p>" if comment.large else comment.rendered,
        text=source(comment.raw),
        created_at=comment.created_at,
        parent=str(comment.parent) if comment.parent > 0 else "",
        url=comment.link,
        remote_state=comment.state,
        addressed=frozenset(because),
        version=comment.version,
        raw=json.dumps(
            {
                "post": str(comment.post),
                "author_ip": comment.ip,
                "author_user_agent": comment.agent,
                "type": comment.type,
            }
        ),
    )


def source(raw: str | None) -> str:
    """The words as somebody typed them, where they hold no markup; "" else."""
    return "" if not raw or "<" in raw else html.unescape(raw)


def as_content(text: str) -> str:
    """Plain words as the API wants them: it takes HTML, and kses would swallow "< 5 and a >" as a tag."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(markup: str) -> str:
    """Words only, spaces as one: for comparing, not for showing."""
    return " ".join(html.unescape(_TAG.sub("", _BREAK.sub(" ", markup))).split())


def same_words(typed: str, shown: str) -> bool:
    """Whether `typed` came back as `shown` (HTML): the blog may have made quotes, dashes and smileys beautiful
    (wptexturize() and convert_smilies() in wp-includes/formatting.php)."""
    ours, theirs = _folded(typed), _folded(plain(shown))
    if ours == theirs:
        return True
    return _SMILEY.search(ours) is not None and _without_faces(ours) == _without_faces(theirs)


def _folded(text: str) -> str:
    return " ".join(_DASHES.sub("-", text.translate(_TYPOGRAPHY).replace("…", "...")).split())


def _without_faces(text: str) -> str:
    bare = "".join(c for c in _SMILEY.sub(" ", text) if unicodedata.category(c) != "So")
    return " ".join(bare.split())


def people_of(comments: Iterable[Comment], lens: Lens) -> set[str]:
    """Stable ids of everybody but me."""
    found = (identity(each, lens) for each in comments if each.is_for_people)
    return {each.stable_id for each in found if not each.is_me}


def one_line(markup: str) -> str:
    """A name or a title: entities decoded, tags and controls gone."""
    words = html.unescape(_TAG.sub("", markup))
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def web_address(text: str) -> str:
    """An address that may be opened, or ""."""
    url = html.unescape(text).strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname and len(url) <= 2000 else ""


def _inner(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _number(data: Mapping[str, object], key: str) -> int:
    value = data.get(key)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63 else 0
