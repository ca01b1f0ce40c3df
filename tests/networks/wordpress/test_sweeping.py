"""Looking again: what was edited, moderated or deleted elsewhere, and what is only out of sight."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta

import pytest

from inbox.core.model import RemoteState
from inbox.networks.http import Http
from inbox.networks.wordpress import sweeping
from inbox.networks.wordpress.blog import Blog, Rights
from inbox.networks.wordpress.fetching import Eyes
from inbox.networks.wordpress.signing_in import who_is
from tests.conftest import WordPress
from tests.networks.bad_servers import Asked
from tests.networks.wordpress.visits import Visit, api, proxy, visit

HOURLY = timedelta(hours=1, minutes=1)
DAILY = timedelta(days=1, minutes=1)


def _settled(blog: WordPress, user: str = "admin") -> Visit:
    """Somebody who fetched everything; what was written just now counts as older than that."""
    me = visit(blog, user)
    me.fetch()
    assert me.fetch(fully=True)
    assert me.gone == set()
    return me


def test_nothing_is_gone_while_nothing_went(wordpress: WordPress) -> None:
    for user in ("admin", "author", "reader", ""):
        me = visit(wordpress, user)
        me.fetch()
        for ahead in (HOURLY, DAILY):
            me.ahead += ahead
            batches = me.fetch()
            assert any(each.sweep is not None for each in batches)
        assert me.gone == set()


def test_what_was_deleted_elsewhere_is_gone_within_the_hour_or_the_day(wordpress: WordPress) -> None:
    me = _settled(wordpress)
    newest = next(name for name, each in me.known.items() if (me.now() - each.created_at).days == 3)
    oldest = min(me.known, key=lambda name: me.known[name].created_at)
    for each in (newest, oldest):
        assert api(wordpress, "DELETE", f"/comments/{each}?force=true")["deleted"] is True
    me.fetch()
    assert me.gone == set()
    me.ahead = HOURLY
    me.fetch()
    assert me.gone == {newest}
    me.ahead = DAILY
    me.fetch()
    assert me.gone == {newest, oldest}


def test_looking_fully_sees_everything_at_once(wordpress: WordPress) -> None:
    wordpress.seed(250)
    me = visit(wordpress, "admin")
    me.fetch()
    old = min(me.known, key=lambda name: me.known[name].created_at)
    api(wordpress, "POST", f"/comments/{old}", {"content": "Edited long after"})
    api(wordpress, "DELETE", "/comments/30?force=true")
    me.fetch(fully=True)
    assert "Edited long after" in me.known[old].html
    assert me.gone == {"30"}


def test_moderation_elsewhere_moves_a_comment_and_does_not_lose_it(wordpress: WordPress) -> None:
    wordpress.seed(120)
    me = _settled(wordpress)
    for name, status in (("20", "spam"), ("21", "trash"), ("22", "hold"), ("71", "approved")):
        api(wordpress, "POST", f"/comments/{name}", {"status": status})
    me.ahead = DAILY
    me.fetch()
    states = [me.known[name].remote_state for name in ("20", "21", "22", "71")]
    assert states == [RemoteState.SPAM, RemoteState.TRASH, RemoteState.HELD, RemoteState.VISIBLE]
    assert me.gone == set()


def test_without_a_password_a_comment_that_is_no_longer_public_is_gone_and_comes_back(wordpress: WordPress) -> None:
    me = visit(wordpress)
    me.fetch()
    api(wordpress, "POST", "/comments/20", {"status": "hold"})
    me.ahead = DAILY
    me.fetch()
    assert me.gone == {"20"}
    api(wordpress, "POST", "/comments/20", {"status": "approved"})
    me.ahead += DAILY
    me.fetch()
    assert me.gone == set()


def test_an_own_answer_during_the_look_is_not_taken_for_gone(wordpress: WordPress) -> None:
    me = _settled(wordpress)
    me.ahead = DAILY
    work = me.session.fetch(dict(me.cursors))
    me.take_in(next(work))
    made = api(wordpress, "POST", "/comments", {"post": 5, "parent": 85, "content": "Just now"})
    for each in visit(wordpress, "admin").fetch():
        me.known.update((one.remote_id, one) for one in each.messages)
    for batch in work:
        me.take_in(batch)
    assert str(made["id"]) in me.known
    assert me.gone == set()


def test_an_empty_list_is_never_the_news_that_all_is_gone(wordpress: WordPress) -> None:
    """Broken tables and caches answer 200 with nothing."""

    def empty(asked: Asked, said: bytes) -> bytes:
        if "/comments" not in asked.target or not bad:
            return said
        return b"HTTP/1.0 200 OK\r\nX-WP-Total: 0\r\nX-WP-TotalPages: 0\r\n\r\n[]"

    bad = False
    with proxy(wordpress, spoil=empty) as server:
        me = visit(wordpress, "admin", url=server.url)
        me.fetch()
        bad = True
        for ahead in (HOURLY, DAILY):
            me.ahead += ahead
            batches = me.fetch()
            assert [each.sweep for each in batches if each.sweep] == []
    assert me.gone == set()


@pytest.mark.parametrize("missing", ["rows", "total"])
def test_a_list_with_gaps_says_nothing_about_what_is_gone(wordpress: WordPress, missing: str) -> None:
    def gaps(asked: Asked, said: bytes) -> bytes:
        head, _, body = said.partition(b"\r\n\r\n")
        if "/comments" not in asked.target or not bad:
            return said
        if missing == "total":
            return head.replace(b"X-WP-Total:", b"X-Nothing:") + b"\r\n\r\n" + body
        rows = json.loads(body)
        return head + b"\r\n\r\n" + json.dumps(rows[: len(rows) // 2]).encode()

    bad = False
    with proxy(wordpress, spoil=gaps) as server:
        me = visit(wordpress, "admin", url=server.url)
        me.fetch()
        bad = True
        me.ahead = DAILY
        me.fetch()
    assert me.gone == set()


def test_a_full_look_goes_on_over_several_fetches(wordpress: WordPress) -> None:
    me = visit(wordpress, "admin")
    me.fetch()
    oldest = min(me.known, key=lambda name: me.known[name].created_at)
    api(wordpress, "DELETE", f"/comments/{oldest}?force=true")
    me.ahead = DAILY
    parts = 0
    while parts == 0 or "edge" in json.loads(me.cursors["sweep"]):
        assert me.gone == set()
        with closing(Http(me.around, local=True)) as http:
            blog = Blog(http, me.place.settings["api"], me.around.stop, most=5)
            who_is(blog, me.place.user, me.password, why=str)
            blog.rights = Rights.MODERATOR
            for batch in sweeping.due(
                Eyes(blog, me.place.canonical, 1), me.cursors["sweep"], me.now(), fully=False, pages=2
            ):
                me.take_in(batch)
        parts += 1
    assert 3 < parts < 20
    assert me.gone == {oldest}


def test_a_full_look_gets_on_although_more_came_in_a_day_than_one_fetch_reads(wordpress: WordPress) -> None:
    wordpress.seed(1100)
    me = visit(wordpress, "admin")
    me.fetch()
    oldest = min(me.known, key=lambda name: me.known[name].created_at)
    api(wordpress, "DELETE", f"/comments/{oldest}?force=true")
    me.ahead = DAILY
    for _ in range(3):
        me.fetch()
    assert "edge" not in json.loads(me.cursors["sweep"])
    assert me.gone == {oldest}
