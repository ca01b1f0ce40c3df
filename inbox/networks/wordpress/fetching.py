"""News of a blog, and everything there was before.

Streams: "news" (the newest ids in all statuses this user can list), one for each status that is gone through once from
the newest to the oldest ("approve", "hold", "spam", "trash"), and "sweep" (`sweeping.py`). There is no modified time
for comments: the news cursor keeps a short mark of each of the newest hundred, so what was edited or moderated among
them is seen at the next look; what is older, and what is gone, the sweeps find.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from inbox.core.fetched import Batch, FetchedMessage
from inbox.networks.wordpress.blog import PAGE, Blog, Page, Rights
from inbox.networks.wordpress.reading import Comment, Lens, Post, message

NEWS = "news"
OVERLAP = 10
DEEPEST_THREAD = 12
MOST_POSTS = 5_000
MOST_AUTHORS = 100_000


@dataclass(slots=True)
class Eyes:
    """What a session has learnt so far: whose comments and posts are whose. Turns comments into messages."""

    blog: Blog
    instance: str
    me: int = 0
    posts: dict[int, Post] = field(default_factory=dict)
    authors: dict[int, int] = field(default_factory=dict)

    def lens(self) -> Lens:
        everything = self.blog.rights in (Rights.PUBLIC, Rights.MODERATOR)
        return Lens(self.instance, self.me, all_posts_mine=everything, posts=self.posts, authors=self.authors)

    def forget_posts(self) -> None:
        """Titles change, and so does whether comments are open."""
        self.posts.clear()
        if len(self.authors) > MOST_AUTHORS:
            self.authors.clear()

    def messages(self, comments: Iterable[Comment]) -> tuple[FetchedMessage, ...]:
        """Oldest first, parents before their answers; a parent that was never seen is fetched along, so that it is
        known whose words are answered."""
        known = {each.id: each for each in comments if each.is_for_people}
        self.authors.update((each.id, each.author) for each in known.values())
        for _ in range(DEEPEST_THREAD):
            missing = {each.parent for each in known.values()} - {0} - self.authors.keys()
            if not missing:
                break
            found = [each for each in self.blog.comments(sorted(missing)) if each.is_for_people]
            self.authors.update(dict.fromkeys(missing, 0))
            self.authors.update((each.id, each.author) for each in found)
            known.update((each.id, each) for each in found)
        self.learn_posts(known.values())
        lens = self.lens()
        return tuple(message(each, lens) for each in _parents_first(known))

    def learn_posts(self, comments: Iterable[Comment]) -> None:
        routes = {each.post: each.post_route for each in comments if each.post and each.post not in self.posts}
        if routes:
            if len(self.posts) > MOST_POSTS:
                self.posts.clear()
            self.posts.update((each.id, each) for each in self.blog.posts(routes))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a walk through all comments stands: before this date of the blog, after so many rows."""

    before: str = ""
    offset: int = 0


def walk(blog: Blog, params: Mapping[str, str], spot: Spot) -> Iterator[tuple[Page, Spot | None]]:
    """Pages from the newest to the oldest, each with the spot to go on from; None after the last.

    Rows move while they are read: so the next page is asked for by date, not by number, and rows of one second are
    counted off. `before` and `date` without a zone are both the blog's own time, and `before` leaves its second out.
    """
    asked_before = dict(params) | {"orderby": "date", "order": "desc"}
    here: Spot | None = spot
    while here is not None:
        page = blog.page(asked_before | ({"before": here.before} if here.before else {}), here.offset)
        following: Spot | None = None
        if not page.is_last:
            bound = _after(page.comments)
            if bound and (not here.before or bound < here.before):
                following = Spot(bound)
            else:
                following = Spot(here.before, here.offset + page.asked)
        yield page, following
        here = following


def news(eyes: Eyes, cursor: str | None) -> Iterator[Batch]:
    """Everything newer than the cursor, and what changed among the newest hundred; without one the newest hundred."""
    kept = _kept(cursor)
    marks = kept.get("marks")
    known: Mapping[str, object] = marks if isinstance(marks, dict) else {}
    top = kept.get("top")
    found: dict[int, Comment] = {}
    first: Sequence[Comment] = ()
    offset = 0
    while True:
        page = eyes.blog.page({**eyes.blog.scope(), "orderby": "id", "order": "desc"}, offset)
        first = first or page.comments
        found.update((each.id, each) for each in page.comments)
        lowest = min((each.id for each in page.comments), default=None)
        reached = lowest is not None and lowest <= (top if isinstance(top, int) else lowest)
        if page.is_last or reached:
            break
        offset += page.asked - min(OVERLAP, page.asked - 1)
    fresh = [each for each in found.values() if known.get(str(each.id)) != each.mark]
    highest = max([*found, top if isinstance(top, int) else 0])
    cursor_now = json.dumps(
        {"top": highest, "marks": {str(each.id): each.mark for each in first[:PAGE]}}, separators=(",", ":")
    )
    yield from in_pages(NEWS, eyes.messages(fresh), cursor_now if cursor_now != cursor else None)


def backfill(eyes: Eyes, status: str, cursor: str | None) -> Iterator[Batch]:
    """Everything of one status, newest first, going on where the cursor stands; nothing once it is done.

    With a password the same comments say more (addresses, what was typed): they are gone through once more.
    """
    seen_as = eyes.blog.rights.value
    kept = _kept(cursor)
    if kept.get("as") != seen_as:
        kept = {}
    if kept.get("done") is True:
        return
    before, offset = kept.get("before"), kept.get("offset")
    spot = Spot(before if isinstance(before, str) else "", offset if isinstance(offset, int) else 0)
    for page, following in walk(eyes.blog, eyes.blog.with_status(status), spot):
        state: dict[str, object] = {"as": seen_as, "done": True}
        if following is not None:
            state = {"as": seen_as, "before": following.before, "offset": following.offset}
        yield Batch(stream=status, messages=eyes.messages(page.comments), cursor=json.dumps(state))


def is_filled(eyes: Eyes, cursors: Mapping[str, str]) -> bool:
    """Whether every status was gone through with the rights of now."""
    states = [_kept(cursors.get(status)) for status in eyes.blog.statuses()]
    return all(each.get("done") is True and each.get("as") == eyes.blog.rights.value for each in states)


def in_pages(stream: str, messages: tuple[FetchedMessage, ...], cursor: str | None) -> Iterator[Batch]:
    """The cursor goes with the last: a crash before it only reads again."""
    parts = [messages[at : at + PAGE] for at in range(0, len(messages), PAGE)]
    for part in parts[:-1]:
        yield Batch(stream=stream, messages=part)
    if parts or cursor is not None:
        yield Batch(stream=stream, messages=parts[-1] if parts else (), cursor=cursor)


def _after(comments: list[Comment]) -> str:
    """The second after the oldest date that can be trusted, in the blog's own time; "" where there is none."""
    dates = [own for each in comments if (own := own_date(each)) is not None]
    return (min(dates) + timedelta(seconds=1)).isoformat() if dates and len(dates) == len(comments) else ""


def own_date(comment: Comment) -> datetime | None:
    """The blog's own wall time, for asking it again; None outside of what it and we can count with."""
    try:
        found = datetime.fromisoformat(comment.date)
    except ValueError:
        return None
    return found.replace(tzinfo=None) if 1000 < found.year < 9000 else None


def _kept(cursor: str | None) -> dict[str, object]:
    try:
        found = json.loads(cursor or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _parents_first(known: Mapping[int, Comment]) -> list[Comment]:
    ordered: list[Comment] = []
    placed: set[int] = set()
    for each in sorted(known.values(), key=lambda each: (each.created_at, each.id)):
        chain = []
        here: Comment | None = each
        while here is not None and here.id not in placed:
            placed.add(here.id)
            chain.append(here)
            here = known.get(here.parent)
        ordered += reversed(chain)
    return ordered
