"""The first opening: the written-down world becomes rows, its ages instants before now."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from inbox.core.clock import to_micros
from inbox.networks.sample.world import Said, World, read_world

FIRST_ID = 1001
"""Ids begin here, as on a blog that had a life before."""
_FRESH = timedelta(hours=12)
_OLD = timedelta(days=31)

_SCHEMA = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE blog (address TEXT PRIMARY KEY, title TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE person (
  key TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, site TEXT NOT NULL, user INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE post (
  id INTEGER PRIMARY KEY, blog TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL, is_open INTEGER NOT NULL
);
CREATE TABLE comment (
  id INTEGER PRIMARY KEY AUTOINCREMENT, blog TEXT NOT NULL, post INTEGER NOT NULL, parent INTEGER NOT NULL,
  person TEXT NOT NULL, type TEXT NOT NULL, status TEXT NOT NULL, text TEXT NOT NULL, html TEXT NOT NULL,
  created_at INTEGER NOT NULL, edited_at INTEGER, answers TEXT NOT NULL, seq INTEGER NOT NULL
);
CREATE INDEX ix_comment_seq ON comment (blog, seq);
CREATE INDEX ix_comment_post ON comment (post, id);
CREATE TABLE event (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL);
"""
_COMMENT = """
INSERT INTO comment (id, blog, post, parent, person, type, status, text, html, created_at, edited_at, answers, seq)
VALUES (:id, :blog, :post, :parent, :person, :type, :status, :text, :html, :created_at, :edited_at, :answers, :id)"""
_LINK = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?)\"']")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a comment stands in the world: blog, post, number under the post."""

    blog: int
    post: int
    number: int


def seed(connection: sqlite3.Connection, now: datetime) -> None:
    """Inside the caller's transaction."""
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    world = read_world()
    connection.execute("INSERT INTO setting VALUES ('opened_at', ?)", (str(to_micros(now)),))
    people = [(one.key, one.name, one.email, one.site, one.user) for one in world.people.values()]
    connection.executemany("INSERT INTO person VALUES (?, ?, ?, ?, ?)", people)
    connection.executemany("INSERT INTO blog VALUES (?, ?)", [(blog.address, blog.title) for blog in world.blogs])
    posts = {
        (b, p): (number, blog.address, post.title, f"{blog.address}/{post.slug}/", int(post.is_open))
        for number, (b, blog, p, post) in enumerate(
            ((b, blog, p, post) for b, blog in enumerate(world.blogs) for p, post in enumerate(blog.posts)), 1
        )
    }
    connection.executemany("INSERT INTO post VALUES (?, ?, ?, ?, ?)", list(posts.values()))
    _comments(connection, world, posts, now)


def _comments(
    connection: sqlite3.Connection,
    world: World,
    posts: dict[tuple[int, int], tuple[int, str, str, str, int]],
    now: datetime,
) -> None:
    everything = {
        _Place(b, p, number): said
        for b, blog in enumerate(world.blogs)
        for p, post in enumerate(blog.posts)
        for number, said in enumerate(post.said)
    }
    ages = {at: _as_people_write(at, everything) for at in everything}
    there = sorted((at for at, said in everything.items() if said.arrives is None), key=lambda at: -ages[at])
    ids = {at: FIRST_ID + order for order, at in enumerate(there)}
    rows: list[dict[str, object]] = []
    events: list[tuple[int, str]] = []
    arriving = [at for at, said in everything.items() if said.arrives is not None]
    for at in [*there, *arriving]:
        said = everything[at]
        post, blog = posts[at.blog, at.post][:2]
        row: dict[str, object] = {
            "blog": blog,
            "post": post,
            "parent": 0 if said.to is None else ids[_Place(at.blog, at.post, said.to)],
            "person": world.people[said.by].key,
            "type": said.type,
            "status": said.status,
            "text": "" if said.html else said.text,
            "html": said.html or rendered(said.text),
            "answers": json.dumps(said.answers, ensure_ascii=False),
        }
        if said.arrives is not None:
            events.append((to_micros(now + said.arrives), json.dumps({"what": "comment", **row}, ensure_ascii=False)))
            continue
        edited = None if said.edited is None else to_micros(now - said.edited)
        rows.append({**row, "id": ids[at], "created_at": to_micros(now - ages[at]), "edited_at": edited})
        if said.edits_after is not None:
            what = {"what": "edit", "id": ids[at], "text": said.edits_to}
            events.append((to_micros(now + said.edits_after), json.dumps(what, ensure_ascii=False)))
        if said.goes_after is not None:
            events.append((to_micros(now + said.goes_after), json.dumps({"what": "delete", "id": ids[at]})))
    connection.executemany(_COMMENT, rows)
    connection.executemany("INSERT INTO event (at, what) VALUES (?, ?)", events)


def _as_people_write(at: _Place, everything: Mapping[_Place, Said]) -> timedelta:
    """Nobody writes on the hour. Ages grow by less than the hour that lies at least between a comment and its answer,
    and old ones by some hours more, the same for all that hangs together."""
    said = everything[at]
    root = at
    while (to := everything[root].to) is not None:
        root = _Place(at.blog, at.post, to)
    minutes = 0 if said.age < _FRESH else _dice(at) % 55
    hours = 0 if said.age < _OLD else _dice(root) % 9
    return said.age + timedelta(hours=hours, minutes=minutes, seconds=_dice(at) % 60)


def _dice(at: _Place) -> int:
    """The same on every computer."""
    return crc32(f"{at.blog} {at.post} {at.number}".encode())


def rendered(text: str) -> str:
    """Plain words as a blog shows them: paragraphs, line breaks, addresses made into links."""
    linked = _LINK.sub(
        lambda link: f'<a href="{link[0]}" rel="nofollow ugc">{link[0]}</a>', html.escape(text, quote=False)
    )
    paragraphs = [part.strip().replace("\n", "<br />\n") for part in linked.split("\n\n") if part.strip()]
    return "\n".join(f"<p>{part}</p>" for part in paragraphs)
