"""Looking again at what is already known: edits, moderation elsewhere, and what is gone.

Each hour the last 14 days, each day (a part at each fetch, or at once when asked) everything. A list is one question to
the database and so true for its moment; a `Sweep` only speaks of a stretch of time whose every page was whole, and
keeps a margin, since lists are ordered by the blog's wall time and messages by UTC.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from inbox.core.clock import EPOCH, parse_rfc3339
from inbox.core.fetched import Batch, Sweep
from inbox.networks.wordpress.blog import Page, Rights
from inbox.networks.wordpress.fetching import Eyes, Spot, own_date, walk
from inbox.networks.wordpress.reading import KIND_SPACE

STREAM = "sweep"
RECENT_EVERY = timedelta(hours=1)
RECENT = timedelta(days=14)
FULL_EVERY = timedelta(days=1)
PAGES_AT_A_TIME = 10
SETTLING = timedelta(seconds=60)
"""What was written just now may be on its way into the list."""
MARGIN = timedelta(hours=30)
"""More than two wall clocks can differ."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When was looked last; `edge` is where a full sweep under way has come to, None between two."""

    recent: datetime
    full: datetime
    edge: datetime | None = None

    @staticmethod
    def read(cursor: str | None) -> Plan | None:
        try:
            kept = json.loads(cursor or "{}")
        except ValueError:
            return None
        if not isinstance(kept, dict):
            return None
        recent, full = (parse_rfc3339(str(kept.get(name))) for name in ("recent", "full"))
        return Plan(recent, full, parse_rfc3339(str(kept.get("edge")))) if recent and full else None

    def write(self) -> str:
        kept = {"recent": self.recent.isoformat(), "full": self.full.isoformat()}
        return json.dumps(kept | ({"edge": self.edge.isoformat()} if self.edge else {}))


@dataclass(slots=True)
class _Seen:
    """What a walk has shown so far; `is_whole` is lost for good at the first page with a gap."""

    eyes: Eyes
    ids: set[str] = field(default_factory=set)
    is_whole: bool = True

    def take(self, page: Page) -> None:
        self.ids.update(str(each.id) for each in page.comments)
        if page.total is None or not page.comments:
            # An empty answer is never the news that everything is gone: broken tables and caches answer so too.
            self.is_whole = False
        elif self.eyes.blog.rights is Rights.MODERATOR and not page.is_whole:
            # Others are not shown every row that is counted; moderators are.
            self.is_whole = False

    def sweep(self, since: datetime, until: datetime) -> Sweep | None:
        return Sweep(KIND_SPACE, since, until, frozenset(self.ids)) if self.is_whole and since < until else None


def just_filled(now: datetime) -> Batch:
    """Everything was read a moment ago: the first sweeps are due an hour and a day from now."""
    return Batch(stream=STREAM, cursor=Plan(now, now).write(), first_fetch_done=True)


def due(eyes: Eyes, cursor: str | None, now: datetime, *, fully: bool, pages: int = PAGES_AT_A_TIME) -> Iterator[Batch]:
    plan = Plan.read(cursor) or Plan(now, now)
    if fully:
        yield from _full(eyes, Plan(plan.recent, plan.full), now, most=None)
        return
    if not timedelta(0) <= now - plan.recent < RECENT_EVERY:
        yield from _recent(eyes, plan, now)
        plan = replace(plan, recent=now)
    if plan.edge is not None or not timedelta(0) <= now - plan.full < FULL_EVERY:
        yield from _full(eyes, plan, now, most=pages)


def _recent(eyes: Eyes, plan: Plan, now: datetime) -> Iterator[Batch]:
    since, until = now - RECENT, _until(eyes, now)
    far_enough = (since - MARGIN).replace(tzinfo=None)
    seen = _Seen(eyes)
    for page, following in walk(eyes.blog, eyes.blog.scope(), Spot()):
        seen.take(page)
        dates = [own for each in page.comments if (own := own_date(each)) is not None]
        is_end = following is None or bool(dates and min(dates) < far_enough)
        messages = eyes.messages(page.comments)
        if is_end:
            done = Plan(now, plan.full, plan.edge).write()
            yield Batch(stream=STREAM, messages=messages, sweep=seen.sweep(since, until), cursor=done)
            return
        yield Batch(stream=STREAM, messages=messages)


def _full(eyes: Eyes, plan: Plan, now: datetime, *, most: int | None) -> Iterator[Batch]:
    """Backwards in time; each page completes the stretch that lies a margin above its oldest comment."""
    edge = plan.edge or _until(eyes, now)
    start = Spot((edge + MARGIN).replace(tzinfo=None, microsecond=0).isoformat()) if plan.edge else Spot()
    seen = _Seen(eyes)
    began = edge
    for number, (page, following) in enumerate(walk(eyes.blog, eyes.blog.scope(), start), 1):
        seen.take(page)
        messages = eyes.messages(page.comments)
        if following is None:
            yield Batch(stream=STREAM, messages=messages, sweep=seen.sweep(EPOCH, edge), cursor=Plan(now, now).write())
            return
        sweep = None
        oldest = min((each.created_at for each in page.comments), default=edge) + MARGIN
        if oldest < edge:
            sweep, edge = seen.sweep(oldest, edge), oldest
        yield Batch(stream=STREAM, messages=messages, sweep=sweep, cursor=Plan(plan.recent, plan.full, edge).write())
        # What was seen is forgotten at the end of a fetch: without a step forward the next one would see no more.
        if most is not None and number >= most and edge < began:
            return


def _until(eyes: Eyes, now: datetime) -> datetime:
    """By the slower of the two clocks: comments carry the server's time."""
    return now + min(eyes.blog.http.skew, timedelta(0)) - SETTLING
