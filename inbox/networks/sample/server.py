"""The sample's fake server: two blogs in an SQLite file of their own, which go on living while Parlour runs.

It behaves as WordPress does where that matters: the same words under the same comment are refused, moderation works,
what changed is seen at the next look. A few people answer when they are answered. Tests break it with `set_fault`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from inbox.core.clock import from_micros, to_micros
from inbox.core.errors import Rejected
from inbox.networks.sample import seeding
from inbox.networks.sample.world import ME

FILE = "sample-server.sqlite"
ANSWERS_AFTER = timedelta(seconds=20)

_SELECT = """
SELECT c.id, c.blog, c.post, c.parent, c.person, p.name, p.email, p.site, p.user, c.type, c.status, c.text, c.html,
  c.created_at, c.edited_at, c.seq, t.title, t.url, t.is_open, coalesce(above.person, '')
FROM comment c JOIN person p ON p.key = c.person JOIN post t ON t.id = c.post
LEFT JOIN comment above ON above.id = c.parent """
_INSERT = """
INSERT INTO comment (blog, post, parent, person, type, status, text, html, created_at, answers, seq)
VALUES (:blog, :post, :parent, :person, :type, :status, :text, :html, :created_at, :answers,
  (SELECT max(seq) + 1 FROM comment))"""
_TWICE = """
SELECT 1 FROM comment
WHERE post = ? AND parent = ? AND person = ? AND text = ? AND status NOT IN ('trash', 'deleted')"""
_POST = "INSERT INTO post (blog, title, url, is_open) VALUES (?, ?, ?, 1)"
_TOUCH = "seq = (SELECT max(seq) + 1 FROM comment)"


class Fault(StrEnum):
    """What a test can make go wrong: before or at a request, once or several times."""

    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"
    TOO_MANY = "too_many"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    ERROR_AFTER = "error_after"


@dataclass(frozen=True, slots=True)
class Comment:
    """`status` is approved, hold, spam, trash or deleted; `seq` grows with every change."""

    id: int
    blog: str
    post: int
    parent: int
    person: str
    name: str
    email: str
    site: str
    user: int
    type: str
    status: str
    text: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    seq: int
    post_title: str
    post_url: str
    post_open: bool
    parent_person: str


class Server:
    """One connection to the blogs. `now` is the server's clock."""

    def __init__(self, folder: str, now: Callable[[], datetime]) -> None:
        """Without a folder it lives in memory, for this object only."""
        where = str(Path(folder) / FILE) if folder else ":memory:"
        # A session belongs to its place's lane, whose thread may change between two jobs.
        self._connection = sqlite3.connect(where, timeout=10.0, isolation_level=None, check_same_thread=False)
        self._now = now
        with ExitStack() as unless_it_works:
            unless_it_works.callback(self._connection.close)
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._seed_once()
            unless_it_works.pop_all()

    def close(self) -> None:
        self._connection.close()

    # ------------------------------------------------------------------------------------------------------ reading

    def titles(self) -> dict[str, str]:
        """Titles of the blogs by address."""
        return dict(self._connection.execute("SELECT address, title FROM blog"))

    def opened_at(self) -> datetime:
        """When the sample was first opened: ages count back from then."""
        (kept,) = self._connection.execute("SELECT value FROM setting WHERE name = 'opened_at'").fetchone()
        return from_micros(int(kept))

    def changes(self, blog: str, after: int, limit: int) -> list[Comment]:
        """What is new or different since `after` (a `seq`), oldest change first; deleted ones too."""
        self._pass_time()
        return self._comments("WHERE c.blog = ? AND c.seq > ? ORDER BY c.seq LIMIT ?", blog, after, limit)

    def standing(self, blog: str) -> list[Comment]:
        """Everything that is not deleted."""
        self._pass_time()
        return self._comments("WHERE c.blog = ? AND c.status != 'deleted' ORDER BY c.id", blog)

    def comment(self, blog: str, id: int) -> Comment | None:
        """None once it is deleted."""
        self._pass_time()
        found = self._comments("WHERE c.blog = ? AND c.id = ? AND c.status != 'deleted'", blog, id)
        return found[0] if found else None

    def after(self, comment: Comment) -> list[Comment]:
        """What was written under the same post after it."""
        return self._comments(
            "WHERE c.post = ? AND c.id > ? AND c.status != 'deleted' ORDER BY c.id", comment.post, comment.id
        )

    # ------------------------------------------------------------------------------------------------------- acting

    def reply(self, blog: str, parent: int, text: str) -> Comment:
        """Raises Rejected: nothing to answer, closed, or the same words by me stand there ("duplicate")."""
        answered = self.comment(blog, parent)
        if answered is None:
            raise Rejected("The comment is no longer there. Drop what you meant to do with it.", code="invalid_id")
        if not answered.post_open:
            raise Rejected("Comments are closed under this post. Answer another way.", code="comment_closed")
        with self._transaction():
            self._refuse_twice(answered.post, parent, text)
            mine = self._insert(_row(answered.blog, answered.post, parent, ME, text, []))
            self._call_answer(answered, mine)
        return self._comments("WHERE c.id = ?", mine)[0]

    def post_of(self, blog: str, title: str, url: str) -> int:
        """The number of what somebody posted on a site of their own, under which people of `blog` answer."""
        with self._transaction():
            known = self._connection.execute("SELECT id FROM post WHERE url = ?", (url,)).fetchone()
            if known is not None:
                return int(known[0])
            made = self._connection.execute(_POST, (blog, title, url)).lastrowid
        assert made is not None
        return made

    def url_of(self, post: int) -> str:
        """Raises Rejected where there is no such post."""
        known = self._connection.execute("SELECT url FROM post WHERE id = ?", (post,)).fetchone()
        if known is None:
            raise Rejected("The post is no longer there. Drop what you meant to do with it.", code="invalid_id")
        return str(known[0])

    def under(self, post: int) -> list[Comment]:
        """What was written under it."""
        self._pass_time()
        return self._comments("WHERE c.post = ? AND c.status != 'deleted' ORDER BY c.id", post)

    def comment_on(self, blog: str, post: int, text: str, by: str, answers: Sequence[str]) -> Comment:
        """My words under a post of `by`, who answers the first time as `answers` says. Raises Rejected: the same words
        by me stand there ("duplicate")."""
        is_first = not any(each.person == ME for each in self.under(post))
        with self._transaction():
            self._refuse_twice(post, 0, text)
            mine = self._insert(_row(blog, post, 0, ME, text, []))
            if answers and is_first:
                self._answer_later(_row(blog, post, mine, by, answers[0], list(answers[1:])))
        return self._comments("WHERE c.id = ?", mine)[0]

    def moderate(self, blog: str, id: int, status: str) -> Comment:
        """Raises Rejected when it is no longer there."""
        if self.comment(blog, id) is None:
            raise Rejected("The comment is no longer there. Drop what you meant to do with it.", code="invalid_id")
        with self._transaction():
            self._connection.execute(
                f"UPDATE comment SET status = ?1, {_TOUCH} WHERE id = ?2 AND status != ?1", (status, id)
            )
        return self._comments("WHERE c.id = ?", id)[0]

    # ------------------------------------------------------------------------------------------------------- faults

    def set_fault(self, fault: Fault | None, times: int = 1) -> None:
        """The next `times` requests go wrong in this way; None: all is well again."""
        with self._transaction():
            self._connection.execute("DELETE FROM setting WHERE name IN ('fault', 'fault_left')")
            if fault is not None:
                kept = [("fault", fault.value), ("fault_left", str(times))]
                self._connection.executemany("INSERT INTO setting VALUES (?, ?)", kept)

    def next_fault(self, *, writes: bool) -> Fault | None:
        """What is to go wrong now, counted down: at the door of a request, or (`writes`) in the middle of an act."""
        told = dict(self._connection.execute("SELECT name, value FROM setting WHERE name LIKE 'fault%'"))
        if not told:
            return None
        fault, left = Fault(told["fault"]), int(told["fault_left"])
        if writes is (fault in (Fault.OFFLINE, Fault.SIGNED_OUT)):
            return None
        self.set_fault(fault if left > 1 else None, left - 1)
        return fault

    # ------------------------------------------------------------------------------------------------------ passing

    def _pass_time(self) -> None:
        """What was to happen by now happens: somebody writes, corrects or deletes."""
        due = "SELECT id, at, what FROM event WHERE at <= ? ORDER BY at, id"
        now = to_micros(self._now())
        if self._connection.execute(due, (now,)).fetchone() is None:
            return
        with self._transaction():
            for id, at, what in self._connection.execute(due, (now,)).fetchall():
                self._happen(at, json.loads(what))
                self._connection.execute("DELETE FROM event WHERE id = ?", (id,))

    def _happen(self, at: int, what: dict[str, object]) -> None:
        match what.pop("what"):
            case "comment":
                self._connection.execute(_INSERT, {**what, "created_at": at})
            case "edit":
                words = str(what["text"])
                self._connection.execute(
                    f"UPDATE comment SET text = ?, html = ?, edited_at = ?, {_TOUCH} WHERE id = ?",
                    (words, seeding.rendered(words), at, what["id"]),
                )
            case _:
                self._connection.execute(f"UPDATE comment SET status = 'deleted', {_TOUCH} WHERE id = ?", (what["id"],))

    def _call_answer(self, answered: Comment, mine: int) -> None:
        """Who answers does so once for each time they were answered, after a while."""
        told = self._connection.execute("SELECT answers FROM comment WHERE id = ?", (answered.id,)).fetchone()[0]
        answers = json.loads(told)
        if not answers:
            return
        self._connection.execute("UPDATE comment SET answers = '[]' WHERE id = ?", (answered.id,))
        self._answer_later(_row(answered.blog, answered.post, mine, answered.person, str(answers[0]), answers[1:]))

    def _refuse_twice(self, post: int, parent: int, text: str) -> None:
        if self._connection.execute(_TWICE, (post, parent, ME, text)).fetchone():
            raise Rejected("The same words by you stand there already.", code="duplicate")

    def _answer_later(self, row: dict[str, object]) -> None:
        what = json.dumps({"what": "comment", **row}, ensure_ascii=False)
        self._connection.execute(
            "INSERT INTO event (at, what) VALUES (?, ?)", (to_micros(self._now() + ANSWERS_AFTER), what)
        )

    def _insert(self, row: dict[str, object]) -> int:
        made = self._connection.execute(_INSERT, row | {"created_at": to_micros(self._now())}).lastrowid
        assert made is not None
        return made

    def _comments(self, where: str, *values: object) -> list[Comment]:
        return [_comment(row) for row in self._connection.execute(_SELECT + where, values)]

    def _seed_once(self) -> None:
        if self._is_seeded():
            return
        with self._transaction():
            # Another program may have done it while this one waited.
            if not self._is_seeded():
                seeding.seed(self._connection, self._now())
                self._connection.execute("PRAGMA user_version = 1")

    def _is_seeded(self) -> bool:
        return bool(self._connection.execute("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """At once for writing: the window and a command may both have the file open."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")


def _row(blog: str, post: int, parent: int, person: str, text: str, answers: list[str]) -> dict[str, object]:
    return {
        "blog": blog,
        "post": post,
        "parent": parent,
        "person": person,
        "type": "comment",
        "status": "approved",
        "text": text,
        "html": seeding.rendered(text),
        "answers": json.dumps(answers, ensure_ascii=False),
    }


def _comment(row: tuple[object, ...]) -> Comment:
    values = list(row)
    created, edited = values[13], values[14]
    assert isinstance(created, int)
    values[13] = from_micros(created)
    values[14] = from_micros(edited) if isinstance(edited, int) else None
    values[18] = bool(values[18])
    return Comment(*values)  # type: ignore[arg-type]  # one value a column, in the order of _SELECT
