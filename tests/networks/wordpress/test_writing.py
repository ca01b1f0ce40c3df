"""Answers and moderation on the real blog: once, as typed, and with the commenter's traces kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox.core.errors import NetworkError, OutcomeUnknown, RateLimited, Rejected, SignInNeeded, Unreachable
from inbox.core.model import Moderation, RemoteState, Verb
from inbox.networks.api import Receipt, Verdict
from tests.conftest import WordPress
from tests.networks.bad_servers import Asked
from tests.networks.wordpress.visits import Visit, api, proxy, somebody, visit

WORDS = '3 < 5 and a > b & "so" -- it\'s <b>not</b> bold :)\n\nSecond paragraph, 田中 👍 https://a.example/?x=1&y=2'


def _answer(me: Visit, target: str, text: str) -> Receipt:
    op = me.op(target, text=text)
    return me.session.send(op, me.session.prepare(op))


def _fetched(blog: WordPress, user: str = "admin", url: str = "") -> Visit:
    me = visit(blog, user, url=url)
    me.fetch()
    return me


@pytest.mark.parametrize("user", ["admin", "editor", "author", "reader"])
def test_an_answer_arrives_readable_and_in_its_place(wordpress: WordPress, user: str) -> None:
    me = _fetched(wordpress, user)
    receipt = _answer(me, "20", WORDS)
    stands = api(wordpress, "GET", f"/comments/{receipt.remote_id}?context=edit")
    assert stands["parent"] == 20
    assert stands["author"] == somebody(wordpress, user).id
    assert "3 &lt; 5 and a &gt; b &amp;" in stands["content"]["raw"]
    assert "&lt;b&gt;not&lt;/b&gt; bold" in stands["content"]["rendered"]
    assert "</p>\n<p>Second paragraph, 田中 👍" in stands["content"]["rendered"]
    assert receipt.message is not None
    assert receipt.message.author.is_me
    assert receipt.message.thread == me.known["20"].thread
    assert receipt.message.parent == "20"
    is_held = user in ("author", "reader")
    assert receipt.message.remote_state is (RemoteState.HELD if is_held else RemoteState.VISIBLE)
    assert ("waits for moderation" in receipt.sentence) == is_held
    if user in ("admin", "editor"):
        assert receipt.message.text == WORDS


def test_the_frozen_request_holds_no_secret_and_is_all_that_is_sent(wordpress: WordPress) -> None:
    me = _fetched(wordpress)
    op = me.op("20", text="Frozen")
    frozen = me.session.prepare(op)
    assert me.session.prepare(op) == frozen
    for secret in (wordpress.app_password, wordpress.app_password.replace(" ", ""), "Basic", "uthorization"):
        assert secret.encode() not in frozen
    later = Visit(me.place, me.password)
    later.known = me.known
    receipt = later.session.send(later.op("20", text="something else"), frozen)
    assert "Frozen" in api(wordpress, "GET", f"/comments/{receipt.remote_id}")["content"]["rendered"]


def test_the_same_words_again_are_refused_as_a_double_for_every_role(wordpress: WordPress) -> None:
    for user in ("admin", "author", "reader"):
        me = _fetched(wordpress, user)
        _answer(me, "21", f"Twice by {user}")
        with pytest.raises(Rejected) as caught:
            _answer(me, "21", f"Twice by {user}")
        assert caught.value.code == "duplicate"


def test_too_fast_is_patience(wordpress: WordPress) -> None:
    me = _fetched(wordpress, "reader")
    _answer(me, "20", "One")
    with pytest.raises(RateLimited) as caught:
        _answer(me, "20", "Two")
    assert caught.value.retry_after_s == 20


def test_what_wordpress_would_refuse_is_said_before(wordpress: WordPress) -> None:
    me = _fetched(wordpress)
    for text, words in (("  \n ", "no empty answer"), ("x" * 65_526, "longer than"), ("<" * 30_000, "longer than")):
        with pytest.raises(Rejected, match=words):
            me.session.prepare(me.op("20", text=text))
    for verb in (Verb.LIKE, Verb.UNLIKE):
        with pytest.raises(Rejected, match=r"WordPress has no likes\."):
            me.session.prepare(me.op("20", verb))
    assert _answer(me, "20", "y" * 65_525).remote_id


def test_each_refusal_says_what_to_do(wordpress: WordPress) -> None:
    me = _fetched(wordpress)
    frozen = {name: me.session.prepare(me.op(name, text="Too late")) for name in ("20", "12")}
    post = int(me.known["20"].thread.root.removeprefix("post:"))
    api(wordpress, "POST", f"/posts/{post}", {"comment_status": "closed"})
    with pytest.raises(Rejected, match="Comments are closed"):
        me.session.send(me.op("20", text="Too late"), frozen["20"])
    api(wordpress, "POST", f"/posts/{post}", {"comment_status": "open", "status": "draft"})
    with pytest.raises(Rejected, match="draft"):
        me.session.send(me.op("20", text="Too late"), frozen["20"])
    api(wordpress, "DELETE", f"/posts/{post}?force=true")
    with pytest.raises(Rejected, match="no longer there"):
        me.session.send(me.op("20", text="Too late"), frozen["20"])


def test_a_lost_password_asks_for_a_sign_in_and_sends_nothing(wordpress: WordPress) -> None:
    me = _fetched(wordpress)
    op = me.op("20", text="Who am I?")
    frozen = me.session.prepare(op)
    lost = Visit(me.place, "aBcD " * 6)
    for act in (
        lambda: lost.session.send(op, frozen),
        lambda: lost.session.ground(op),
        lambda: lost.session.reconcile(op, frozen),
    ):
        with pytest.raises(SignInNeeded):
            act()
    assert wordpress.status()["approved"] == 71


def _post(asked: Asked) -> bool:
    return asked.method == "POST" and "/comments" in asked.target


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"HTTP/1.0 500 Oops\r\n\r\n",
        b"HTTP/1.0 502 Bad\r\n\r\n<h1>",
        b"HTTP/1.0 503 No\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n{}",
        b"HTTP/1.0 201 Created\r\n\r\n",
        b'HTTP/1.0 201 Created\r\n\r\n{"id":',
        b'HTTP/1.0 201 Created\r\nContent-Length: 9000\r\n\r\n{"id": 7}',
    ],
)
def test_a_lost_answer_is_unknown_then_found(wordpress: WordPress, spoilt: bytes) -> None:
    with proxy(wordpress, spoil=lambda asked, said: spoilt if _post(asked) else said) as server:
        me = _fetched(wordpress, url=server.url)
        op = me.op("20", text=WORDS)
        frozen = me.session.prepare(op)
        assert me.session.reconcile(op, frozen).verdict is Verdict.ABSENT
        with pytest.raises(OutcomeUnknown):
            me.session.send(op, frozen)
        seen = me.session.reconcile(me.op("20", text=WORDS, first_try_at=me.now()), frozen)
    assert seen.verdict is Verdict.FOUND
    assert seen.receipt is not None
    assert seen.receipt.message is not None
    assert seen.receipt.message.text == WORDS


def test_a_refused_connection_is_surely_not_sent(wordpress: WordPress) -> None:
    with proxy(wordpress) as server:
        me = _fetched(wordpress, url=server.url)
        op = me.op("20", text="Down")
        frozen = me.session.prepare(op)
    with pytest.raises(Unreachable):
        me.session.send(op, frozen)


@pytest.mark.parametrize("user", ["admin", "author"])
def test_own_words_are_found_wherever_the_blog_put_them(wordpress: WordPress, user: str) -> None:
    me = _fetched(wordpress, user)
    op = me.op("20", text=WORDS, first_try_at=me.now())
    receipt = me.session.send(op, me.session.prepare(op))
    for status, words in (
        ("hold", "waits for moderation"),
        ("spam", "took your answer for spam"),
        ("trash", "into the trash"),
    ):
        api(wordpress, "POST", f"/comments/{receipt.remote_id}", {"status": status})
        seen = me.session.reconcile(op, b"")
        assert seen.verdict is Verdict.FOUND
        assert seen.receipt is not None
        assert seen.receipt.remote_id == receipt.remote_id
        assert words in seen.receipt.sentence


def test_only_our_own_new_unclaimed_words_under_the_same_comment_count(wordpress: WordPress) -> None:
    me = _fetched(wordpress)
    stands = _answer(me, "20", "Yes.").remote_id
    ask = me.session.reconcile
    assert ask(me.op("20", text="Yes.", first_try_at=me.now()), b"").verdict is Verdict.FOUND
    assert (
        ask(me.op("20", text="Yes.", first_try_at=me.now(), claimed=frozenset({stands})), b"").verdict is Verdict.ABSENT
    )
    assert ask(me.op("20", text="Yes?", first_try_at=me.now()), b"").verdict is Verdict.ABSENT
    assert ask(me.op("21", text="Yes.", first_try_at=me.now()), b"").verdict is Verdict.ABSENT
    later = me.now() + timedelta(minutes=5)
    assert ask(me.op("20", text="Yes.", first_try_at=later), b"").verdict is Verdict.ABSENT
    api(wordpress, "POST", "/comments", {"post": 5, "parent": 85, "content": "No."}, "editor")
    assert ask(me.op("85", text="No.", first_try_at=me.now()), b"").verdict is Verdict.ABSENT


def test_a_wrong_clock_of_ours_does_not_hide_our_own_words(wordpress: WordPress) -> None:
    me = _fetched(wordpress)
    me.ahead = timedelta(hours=5)
    me.fetch()
    _answer(me, "20", "From the future")
    assert (
        me.session.reconcile(me.op("20", text="From the future", first_try_at=me.now()), b"").verdict is Verdict.FOUND
    )


# ---------------------------------------------------------------------------------------------------------- the ground


def test_the_ground_is_firm_where_nothing_happened(wordpress: WordPress) -> None:
    me = _fetched(wordpress)
    under = me.session.ground(me.op("20", text="Hi"))
    assert (under.target_state, under.target_version) == (RemoteState.VISIBLE, me.known["20"].version)
    assert (under.they_wrote_again, under.answered_elsewhere, under.closed) == (False, False, "")


def test_edits_moderation_and_deletion_of_the_target_are_seen(wordpress: WordPress) -> None:
    me = _fetched(wordpress)
    op = me.op("20", text="Hi")
    api(wordpress, "POST", "/comments/20", {"content": "I changed my mind"})
    edited = me.session.ground(op)
    assert edited.target_version != op.target.version
    assert any("changed my mind" in each.html for each in edited.news)
    api(wordpress, "POST", "/comments/20", {"status": "spam"})
    assert me.session.ground(op).target_state is RemoteState.SPAM
    api(wordpress, "DELETE", "/comments/20?force=true")
    assert me.session.ground(op).target_state is RemoteState.DELETED


def test_news_of_the_other_and_an_answer_from_elsewhere_are_seen(wordpress: WordPress) -> None:
    me = _fetched(wordpress)
    theirs = api(wordpress, "POST", "/comments", {"post": 5, "content": "A question"}, "editor")
    me.fetch()
    op = me.op(str(theirs["id"]), text="Hi", queued_at=me.now() - timedelta(seconds=5))
    assert not me.session.ground(op).they_wrote_again
    again = api(
        wordpress, "POST", "/comments", {"post": 5, "content": "One more thing", "parent": theirs["id"]}, "editor"
    )
    moved = me.session.ground(op)
    assert moved.they_wrote_again
    assert str(again["id"]) in {each.remote_id for each in moved.news}
    assert not moved.answered_elsewhere
    mine = api(wordpress, "POST", "/comments", {"post": 5, "content": "From the train", "parent": theirs["id"]})
    assert me.session.ground(op).answered_elsewhere
    known = me.op(str(theirs["id"]), text="Hi", claimed=frozenset({str(mine["id"])}))
    assert not me.session.ground(known).answered_elsewhere


def test_what_came_while_we_were_offline_counts_as_written_again(wordpress: WordPress) -> None:
    """It was not there to be read when the answer was queued: the last look was before it."""
    me = _fetched(wordpress)
    theirs = api(wordpress, "POST", "/comments", {"post": 5, "content": "A question"}, "editor")
    me.fetch()
    unseen = api(wordpress, "POST", "/comments", {"post": 5, "content": "Never mind", "parent": theirs["id"]}, "editor")
    assert unseen["id"]
    queued = me.now() + timedelta(hours=1)
    online = me.op(str(theirs["id"]), text="Hi", queued_at=queued)
    offline = replace(online, place=replace(me.place, last_sync_at=me.now() - timedelta(minutes=5)))
    assert not me.session.ground(online).they_wrote_again
    assert me.session.ground(offline).they_wrote_again


def test_closed_comments_are_seen_before_sending(wordpress: WordPress) -> None:
    me = _fetched(wordpress)
    post = int(me.known["20"].thread.root.removeprefix("post:"))
    api(wordpress, "POST", f"/posts/{post}", {"comment_status": "closed"})
    assert "closed" in me.session.ground(me.op("20", text="Hi")).closed


# ---------------------------------------------------------------------------------------------------------- moderation


def _moderate(me: Visit, target: str, what: Moderation) -> Receipt:
    op = me.op(target, Verb.MODERATE, moderation=what)
    return me.session.send(op, me.session.prepare(op))


def test_every_way_and_back_keeps_who_and_from_where(wordpress: WordPress) -> None:
    me = _fetched(wordpress)
    before = api(wordpress, "GET", "/comments/71?context=edit")
    kept = ("author_ip", "author_user_agent", "author_email", "content")
    ways = (
        Moderation.APPROVE,
        Moderation.SPAM,
        Moderation.APPROVE,
        Moderation.TRASH,
        Moderation.HOLD,
        Moderation.TRASH,
    )
    states = {"approve": "approved"}
    for way in (*ways, Moderation.TRASH, Moderation.APPROVE, Moderation.APPROVE, Moderation.HOLD):
        receipt = _moderate(me, "71", way)
        after = api(wordpress, "GET", "/comments/71?context=edit")
        assert after["status"] == states.get(way.value, way.value)
        assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
        assert receipt.message is not None
        op = me.op("71", Verb.MODERATE, moderation=way)
        assert me.session.reconcile(op, b"").verdict is Verdict.FOUND
    assert me.session.reconcile(me.op("71", Verb.MODERATE, moderation=Moderation.SPAM), b"").verdict is Verdict.ABSENT


def test_what_was_read_without_a_password_keeps_its_traces_too(wordpress: WordPress) -> None:
    stranger, me = _fetched(wordpress, ""), visit(wordpress, "admin")
    me.known = stranger.known
    before = api(wordpress, "GET", "/comments/20?context=edit")
    _moderate(me, "20", Moderation.HOLD)
    after = api(wordpress, "GET", "/comments/20?context=edit")
    assert after["status"] == "hold"
    assert (after["author_ip"], after["author_user_agent"]) == (before["author_ip"], before["author_user_agent"])


def test_who_may_not_moderate_is_told(wordpress: WordPress) -> None:
    me = _fetched(wordpress, "author")
    with pytest.raises(Rejected, match="may not moderate"):
        _moderate(me, "20", Moderation.SPAM)


def test_moderating_what_is_gone_says_so(wordpress: WordPress) -> None:
    me = _fetched(wordpress)
    op = me.op("71", Verb.MODERATE, moderation=Moderation.APPROVE)
    frozen = me.session.prepare(op)
    api(wordpress, "DELETE", "/comments/71?force=true")
    for act in (lambda: me.session.send(op, frozen), lambda: me.session.reconcile(op, frozen)):
        with pytest.raises(Rejected, match="no longer there"):
            act()
    assert me.session.ground(op).target_state is RemoteState.DELETED


def test_a_lost_answer_to_moderation_is_unknown_and_repeatable(wordpress: WordPress) -> None:
    with proxy(wordpress, spoil=lambda asked, said: b"" if _post(asked) else said) as server:
        me = _fetched(wordpress, url=server.url)
        op = me.op("71", Verb.MODERATE, moderation=Moderation.APPROVE)
        frozen = me.session.prepare(op)
        for _ in range(2):
            with pytest.raises(OutcomeUnknown):
                me.session.send(op, frozen)
        assert me.session.reconcile(op, frozen).verdict is Verdict.FOUND
    assert json.loads(frozen)["method"] == "POST"


def test_an_answer_turned_away_by_a_firewall_is_a_clear_refusal(wordpress: WordPress) -> None:
    said: dict[bytes, type[NetworkError]] = {
        b"HTTP/1.0 403 Forbidden\r\n\r\n<h1>blocked</h1>": Rejected,
        b"HTTP/1.0 429 Slow\r\nRetry-After: 30\r\n\r\n": RateLimited,
        b"HTTP/1.0 503 Later\r\nRetry-After: 30\r\n\r\n": RateLimited,
        b"HTTP/1.0 302 Found\r\nLocation: /elsewhere\r\n\r\n": Rejected,
        b'HTTP/1.0 401 No\r\n\r\n{"code":"rest_not_logged_in"}': SignInNeeded,
    }
    for answer, kind in said.items():
        with proxy(wordpress, spoil=lambda asked, usual, answer=answer: answer if _post(asked) else usual) as server:
            me = _fetched(wordpress, url=server.url)
            with pytest.raises(kind) as caught:
                _answer(me, "20", "Let me in")
            assert type(caught.value) is kind
        wordpress.reset()
