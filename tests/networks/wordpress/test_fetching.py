"""Reading the real blog: everything once, then news; resumable, with whatever rights somebody has."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import timedelta

import pytest

from inbox.core.errors import NetworkError, Rejected, SignInNeeded, Unreachable
from inbox.core.model import Because, Kind, RemoteState
from tests.conftest import WordPress
from tests.networks.bad_servers import Asked, BadServer, answer
from tests.networks.wordpress.visits import Visit, api, find, place_of, proxy, visit


def test_the_first_fetch_brings_everything_once_and_says_so(wordpress: WordPress) -> None:
    me = visit(wordpress, "admin")
    batches = me.fetch()
    assert Counter(each.remote_state for each in me.known.values()) == {"visible": 71, "held": 6, "spam": 5, "trash": 2}
    assert [each.first_fetch_done for each in batches] == [False] * (len(batches) - 1) + [True]
    assert set(me.cursors) == {"news", "approve", "hold", "spam", "trash", "sweep"}
    assert {each.kind for each in me.known.values()} == {Kind.COMMENT, Kind.REPLY, Kind.PINGBACK}


def test_after_it_nothing_comes_until_something_is_new(wordpress: WordPress) -> None:
    me = visit(wordpress, "admin")
    me.fetch()
    requests = len(me.log.lines)
    assert me.fetch() == []
    assert len(me.log.lines) - requests == 2
    made = wordpress.seed(3)
    news = [each for batch in me.fetch() for each in batch.messages]
    assert {int(each.remote_id) for each in news} >= set(range(made["first_id"], made["last_id"] + 1))


def test_without_a_password_the_public_part_is_read_and_the_author_of_the_post_is_me(wordpress: WordPress) -> None:
    me = visit(wordpress)
    me.fetch()
    assert set(me.cursors) == {"news", "approve", "sweep"}
    assert {each.remote_state for each in me.known.values()} == {RemoteState.VISIBLE}
    assert {each.author.stable_id for each in me.known.values() if each.author.is_me} == {"user:1"}
    assert all(each.author.email == "" and json.loads(each.raw)["author_ip"] == "" for each in me.known.values())


def test_people_are_the_same_with_and_without_a_password(wordpress: WordPress) -> None:
    stranger, me = visit(wordpress), visit(wordpress, "admin")
    stranger.fetch()
    me.fetch()
    for name, seen in stranger.known.items():
        known = me.known[name]
        assert (seen.author.instance, seen.author.stable_id) == (known.author.instance, known.author.stable_id)
        assert seen.version == known.version
        assert seen.thread.root == known.thread.root
    assert any(each.author.email.endswith(".example") for each in me.known.values())


def test_a_password_added_later_goes_on_with_the_same_place(wordpress: WordPress) -> None:
    me = visit(wordpress)
    me.fetch()
    signed = visit(wordpress, "admin")
    assert signed.place.canonical == me.place.canonical
    signed.cursors.update(me.cursors)
    signed.known.update(me.known)
    signed.fetch()
    assert len(signed.known) == 84
    assert sum(each.author.email != "" for each in signed.known.values()) > 60


def test_authors_and_readers_see_what_they_may(wordpress: WordPress) -> None:
    mine = api(wordpress, "POST", "/comments", {"post": 5, "content": "By the author role"}, "author")
    writer, reader = visit(wordpress, "author"), visit(wordpress, "reader")
    writer.fetch()
    reader.fetch()
    assert writer.in_state(RemoteState.HELD) == {str(mine["id"])}
    assert writer.known[str(mine["id"])].author.is_me
    assert len(writer.in_state(RemoteState.VISIBLE)) == 71
    assert len(reader.known) == 69
    assert not any(Because.ON_MY_POST in each.addressed for each in (writer.known | reader.known).values())


def test_threads_five_deep_keep_their_parents_and_come_parents_first(wordpress: WordPress) -> None:
    me = visit(wordpress, "admin")
    seen: set[str] = set()
    deepest = 0
    for batch in me.fetch():
        for each in batch.messages:
            assert each.parent == "" or each.parent in seen
            seen.add(each.remote_id)
    for each in me.known.values():
        depth, here = 1, each
        while here.parent:
            depth, here = depth + 1, me.known[here.parent]
        deepest = max(deepest, depth)
        assert here.thread.root == each.thread.root
    assert deepest == 5
    to_me = [each for each in me.known.values() if Because.REPLY_TO_ME in each.addressed]
    assert to_me
    assert all(me.known[each.parent].author.is_me for each in to_me)
    assert not any(each.addressed for each in me.known.values() if each.author.is_me)


def test_posts_pages_and_untitled_ones_are_named_and_linked(wordpress: WordPress) -> None:
    page = api(
        wordpress, "POST", "/pages", {"title": "About &amp; more", "status": "publish", "comment_status": "open"}
    )
    untitled = api(wordpress, "POST", "/posts", {"content": "x", "status": "publish"})
    private = api(wordpress, "POST", "/posts", {"title": "Secret", "status": "private"})
    made = [
        api(wordpress, "POST", "/comments", {"post": each["id"], "content": "Hi"})["id"]
        for each in (page, untitled, private)
    ]
    me = visit(wordpress, "admin")
    me.fetch()
    threads = [me.known[str(each)].thread for each in made]
    assert [each.title for each in threads] == ["About & more", "Untitled", "Private: Secret"]
    assert threads[0].url == page["link"]
    assert all(each.url.startswith(wordpress.url) for each in threads)
    stranger = visit(wordpress)
    stranger.fetch()
    assert str(made[0]) in stranger.known
    assert str(made[2]) not in stranger.known


def test_a_fetch_that_breaks_off_goes_on_where_it_was(wordpress: WordPress) -> None:
    wordpress.seed(700)
    whole = visit(wordpress, "admin")
    whole.fetch()
    assert len(whole.known) == 784
    cut = visit(wordpress, "admin")
    for _ in range(30):
        cut.session.close()
        cut = Visit(cut.place, cut.password, cursors=cut.cursors, known=cut.known)
        before = len(cut.log.lines)
        batches = cut.fetch(most=3)
        assert len(cut.log.lines) - before < 25
        if batches and batches[-1].first_fetch_done:
            break
    assert cut.known.keys() == whole.known.keys()
    assert batches[-1].first_fetch_done


def test_the_newest_come_first(wordpress: WordPress) -> None:
    wordpress.seed(300)
    first = visit(wordpress, "admin").fetch(most=1)[0]
    assert 100 <= len(first.messages) < 150
    assert max(int(each.remote_id) for each in first.messages) == 384
    known: set[str] = set()
    for each in first.messages:
        assert each.parent == "" or each.parent in known, "whose words are answered is known before the answer"
        known.add(each.remote_id)


def test_hundreds_of_one_second_are_all_read(wordpress: WordPress) -> None:
    for number in range(130):
        api(
            wordpress,
            "POST",
            "/comments",
            {"post": 5, "content": f"Import {number}", "date_gmt": "2026-10-01T12:00:00"},
        )
    me = visit(wordpress, "admin")
    me.fetch()
    assert len(me.known) == 84 + 130


def test_edits_and_moderation_of_the_newest_are_seen_at_the_next_fetch(wordpress: WordPress) -> None:
    me = visit(wordpress, "admin")
    me.fetch()
    api(wordpress, "POST", "/comments/12", {"content": "Edited since"})
    api(wordpress, "POST", "/comments/71", {"status": "approved"})
    api(wordpress, "POST", "/comments/72", {"status": "spam"})
    before = me.known["12"].version
    news = [each for batch in me.fetch() for each in batch.messages]
    assert {each.remote_id for each in news} >= {"12", "71", "72"}
    assert len(news) < 10
    assert me.known["12"].version != before
    assert me.known["71"].remote_state is RemoteState.VISIBLE
    assert me.known["72"].remote_state is RemoteState.SPAM


def test_a_blog_without_pretty_links_and_without_avatars_is_read_whole(wordpress: WordPress) -> None:
    with proxy(wordpress, wishes="plain-links no-avatars") as server:
        me = visit(wordpress, "admin", url=server.url)
        me.fetch()
    assert len(me.known) == 84
    assert any(each.author.stable_id.startswith("name:") for each in me.known.values())
    assert {each.thread.title for each in me.known.values()} > {"Why my shop runs on Debian"}


def test_a_revoked_password_is_noticed_although_public_lists_go_on(wordpress: WordPress) -> None:
    for user in ("admin", "author", "reader"):
        who = visit(wordpress, user)
        who.fetch()
        revoked = Visit(who.place, "aBcD " * 6, cursors=who.cursors)
        with pytest.raises(SignInNeeded, match="no longer accepts"):
            revoked.fetch()
        with pytest.raises(SignInNeeded, match="not in the keychain"):
            Visit(who.place, "").fetch()
        assert not any("xmlrpc" in line[2] for line in revoked.log.lines)


def test_who_am_i_says_what_the_user_may(wordpress: WordPress) -> None:
    who = visit(wordpress, "editor").session.who_am_i()
    assert (who.remote_id, who.name) == ("2", "editor")
    with pytest.raises(SignInNeeded, match="does not know this user name"):
        Visit(visit(wordpress, "editor").place, "aBcD " * 6).session.who_am_i()


def test_large_comments_come_in_smaller_pages_and_a_monster_as_a_placeholder(wordpress: WordPress) -> None:
    """Ten times what the blog has, and one comment of 11 MB: pages are halved, nothing blocks the rest."""
    monster = 20
    padding = b" " * 11_000_000

    def spoil(asked: Asked, said: bytes) -> bytes:
        head, _, body = said.partition(b"\r\n\r\n")
        if b'"id":%d,"post"' % monster in body and b'"content":{' in body:
            mark = body.index(b'"content":{')
            body = body[:mark] + padding + body[mark:]
        return re.sub(rb"(?i)content-length: \d+\r\n", b"", head) + b"\r\n\r\n" + body

    with proxy(wordpress, spoil=spoil) as server:
        me = visit(wordpress, url=server.url)
        me.fetch()
    assert len(me.known) == 69
    assert "too large" in me.known[str(monster)].html
    assert me.known[str(monster)].author.stable_id.startswith(("user:", "gravatar:"))
    assert sum("too large" in each.html for each in me.known.values()) == 1


@pytest.mark.parametrize(
    ("spoilt", "kind"),
    [
        (b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n[{\"id\":1,", Unreachable),
        (b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>Maintenance</h1>", Rejected),
        (b"HTTP/1.0 200 OK\r\n\r\n{\"code\":\"odd\"}", Rejected),
        (b"HTTP/1.0 500 Oops\r\n\r\n", Unreachable),
        (b"HTTP/1.0 404 Not Found\r\n\r\n<h1>gone</h1>", Rejected),
        (b"HTTP/1.0 403 Forbidden\r\n\r\n<h1>firewall</h1>", Rejected),
        (b"", Unreachable),
    ],
)  # fmt: skip
def test_a_bad_answer_in_the_middle_loses_nothing(
    wordpress: WordPress, spoilt: bytes, kind: type[NetworkError]
) -> None:
    bad = True

    def spoil(asked: Asked, said: bytes) -> bytes:
        return spoilt if bad and "status=hold" in asked.target else said

    with proxy(wordpress, spoil=spoil) as server:
        me = visit(wordpress, "admin", url=server.url)
        with pytest.raises(kind):
            me.fetch()
        assert "approve" in me.cursors
        bad = False
        me.fetch()
    assert len(me.known) == 84


def test_stopping_ends_a_fetch_between_two_requests(wordpress: WordPress) -> None:
    me = visit(wordpress, "admin")
    work = me.session.fetch({})
    me.take_in(next(work))
    me.stopped = True
    with pytest.raises(Unreachable, match="Stopped"):
        list(work)


def test_a_place_whose_address_of_the_api_was_lost_finds_it_again(wordpress: WordPress) -> None:
    found = find(wordpress.url)
    place = place_of(found)
    place.settings.clear()
    me = Visit(place)
    me.fetch()
    assert len(me.known) == 69


@pytest.mark.network_loopback
def test_comments_of_no_author_and_of_impossible_times_come_in() -> None:
    strange = [
        {
            "id": 4,
            "post": 1,
            "date": "9999-12-31T23:59:59",
            "date_gmt": "9999-12-31T23:59:59",
            "content": {"rendered": "<p>a</p>"},
        },
        {"id": 3, "post": 1, "date": "0000-00-00T00:00:00", "date_gmt": "", "author_name": None, "content": {}},
        {"id": 2, "post": None, "parent": 2, "content": "text", "status": 7},
        {"id": None},
        "rubbish",
    ]

    def act(connection, asked):  # type: ignore[no-untyped-def]
        index = {"namespaces": ["wp/v2"], "name": "Odd", "home": server.url, "url": server.url}
        is_list = "/comments" in asked.target
        body = strange if is_list else [] if "/posts" in asked.target else index
        answer(json.dumps(body).encode(), headers=["X-WP-Total: 5"])(connection, asked)

    with BadServer(act) as server:
        me = Visit(place_of(find(server.url)))
        me.fetch()
        me.ahead = timedelta(days=2)
        me.fetch()
    assert set(me.known) == {"2", "3", "4"}
    assert me.gone == set()
