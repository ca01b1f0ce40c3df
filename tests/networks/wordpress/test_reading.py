"""From the API's JSON to our values: bad dates, names, numbers and types included."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.fetched import FetchedMessage
from inbox.core.model import Because, Kind, RemoteState
from inbox.networks.wordpress.reading import (
    Comment,
    Lens,
    Post,
    as_content,
    message,
    read_comment,
    read_comments,
    read_index,
    read_posts,
    read_trouble,
    read_user,
    same_words,
    source,
)

POSTS = {7: Post(7, "Saws & planes", "https://blog.example/saws/", 1, is_open=True)}
GRAVATAR = "https://secure.gravatar.com/avatar/{}?s=96&d=mm"


def _json(**more: Any) -> dict[str, Any]:
    return {
        "id": 12,
        "post": 7,
        "parent": 0,
        "author": 0,
        "author_name": "Gwen &amp; Sons",
        "author_url": "https://gwen.example/?a=1&amp;b=2",
        "date": "2026-11-20T12:00:00",
        "date_gmt": "2026-11-20T11:00:00",
        "content": {"rendered": "<p>Hello</p>"},
        "link": "https://blog.example/saws/#comment-12",
        "status": "approved",
        "type": "comment",
        "author_avatar_urls": {"24": GRAVATAR.format("a" * 32), "96": GRAVATAR.format("b" * 32)},
        **more,
    }


def _comment(**more: Any) -> Comment:
    found = read_comment(_json(**more))
    assert found is not None
    return found


def _message(lens: Lens | None = None, **more: Any) -> FetchedMessage:
    return message(_comment(**more), lens or Lens("blog.example", posts=POSTS))


def test_names_and_addresses_are_decoded() -> None:
    shown = _message()
    assert shown.author.name == "Gwen & Sons"
    assert shown.author.site_url == "https://gwen.example/?a=1&b=2"
    assert shown.thread.title == "Saws & planes"
    assert shown.thread.root == "post:7"
    assert shown.thread.url == "https://blog.example/saws/"


def test_an_identity_is_the_user_else_the_gravatar_else_name_and_site() -> None:
    assert _message(author=5).author.stable_id == "user:5"
    assert _message().author.stable_id == "gravatar:" + "b" * 32
    nobody = {"author_avatar_urls": {"96": False}}
    assert _message(**nobody).author.stable_id == "name:gwen & sons|gwen.example"
    assert _message(**nobody, author_name="ГВЕН", author_url="").author.stable_id == "name:гвен|"


def test_the_identity_is_the_same_with_and_without_a_password() -> None:
    with_password = _message(
        author_email="gwen@example.com", author_ip="192.0.2.1", content={"rendered": "<p>Hello</p>", "raw": "Hello"}
    )
    without = _message()
    assert (with_password.author.instance, with_password.author.stable_id) == (
        without.author.instance,
        without.author.stable_id,
    )
    assert with_password.version == without.version
    assert with_password.author.email == "gwen@example.com"


def test_a_typed_address_is_a_claim_and_that_of_a_user_is_not() -> None:
    assert _message(author_email="a@b.example").author.email_is_claim
    assert not _message(author=5, author_email="a@b.example").author.email_is_claim


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://", "//x.example", "x", "http://[::1"],
)
def test_only_web_addresses_are_kept(url: str) -> None:
    shown = _message(author_url=url, link=url, author_avatar_urls={"96": url})
    assert (shown.author.site_url, shown.url, shown.author.avatar_url) == ("", "", "")


def test_a_name_that_is_html_is_words_and_none_is_no_crash() -> None:
    assert _message(author_name="<b onclick=x>Bo\x00b</b>\n<script>").author.name == "Bo b"
    assert _message(author_name="&lt;Bob&gt; &amp;amp;").author.name == "<Bob> &amp;"
    for nothing in ("", None, 7, [], {}):
        assert _message(author_name=nothing, author_avatar_urls=None).author.name == ""


@pytest.mark.parametrize(
    ("date", "date_gmt", "year"),
    [
        ("2026-11-20T12:00:00", "0000-00-00T00:00:00", 2026),
        ("-0001-11-30T00:00:00", "-0001-11-30T00:00:00", 1970),
        ("0000-00-00T00:00:00", "", 1970),
        ("9999-12-31T23:59:59", "9999-12-31T23:59:59", 2199),
        ("0001-01-01T00:00:00", "0001-01-01T00:00:00", 1970),
        ("2026-11-20T12:00:00", "1999-01-01T00:00:00", 2026),
        ("soon", "later", 1970),
    ],
)
def test_impossible_dates_become_possible_ones_and_stay_the_same(date: str, date_gmt: str, year: int) -> None:
    created = _message(date=date, date_gmt=date_gmt).created_at
    assert created.year == year
    assert created.tzinfo is UTC
    assert created == _message(date=date, date_gmt=date_gmt).created_at


def test_utc_counts_where_both_are_possible() -> None:
    assert _message().created_at == datetime(2026, 11, 20, 11, tzinfo=UTC)


def test_states_and_kinds() -> None:
    states = {
        "approved": "visible",
        "hold": "held",
        "spam": "spam",
        "trash": "trash",
        "post-trashed": "trash",
        "new!": "held",
    }
    for status, state in states.items():
        assert _message(status=status).remote_state is RemoteState(state)
    assert _message().kind is Kind.COMMENT
    assert _message(parent=3).kind is Kind.REPLY
    assert _message(type="pingback").kind is _message(type="trackback", parent=3).kind is Kind.PINGBACK
    assert not _comment(type="order_note").is_for_people
    assert not _comment(type="note").is_for_people


def test_without_a_sign_in_the_author_of_the_post_is_me_with_one_the_user_is() -> None:
    assert _message(author=1).author.is_me
    assert not _message(author=2).author.is_me
    signed = Lens("blog.example", me=2, posts=POSTS)
    assert not _message(signed, author=1).author.is_me
    assert _message(signed, author=2).author.is_me
    assert not _message(author=0).author.is_me


def test_what_is_addressed_to_me() -> None:
    lens = Lens("blog.example", me=1, posts=POSTS, authors={3: 1, 4: 2})
    assert _message(lens).addressed == {Because.ON_MY_POST}
    assert _message(lens, parent=3).addressed == {Because.ON_MY_POST, Because.REPLY_TO_ME}
    assert _message(lens, parent=4).addressed == {Because.ON_MY_POST}
    assert _message(lens, author=1).addressed == frozenset()
    guest = Lens("blog.example", me=9, all_posts_mine=False, posts=POSTS, authors={3: 9})
    assert _message(guest).addressed == frozenset()
    assert not _message(guest).thread.mine
    assert _message(guest, parent=3).addressed == {Because.REPLY_TO_ME}


def test_a_post_that_cannot_be_read_still_has_a_name_and_a_link() -> None:
    shown = _message(Lens("blog.example"))
    assert shown.thread.title == "(untitled post)"
    assert shown.thread.url == "https://blog.example/saws/"


def test_the_version_changes_with_words_and_links_only() -> None:
    def version(rendered: str) -> str:
        return _message(content={"rendered": rendered}).version

    assert version("<p>Hello</p>") == version("<p>Hello </p>\n") == version('<p class="x">Hello</p>')
    assert version("<p>Hello</p>") != version("<p>Hello?</p>")
    assert version('<a href="https://a.example/">x</a>') != version('<a href="https://b.example/">x</a>')
    assert version('<a href="https://a.example/?nonce=1">x</a>') == version(
        '<a href="https://a.example/?nonce=2">x</a>'
    )


def test_a_comment_that_was_too_large_says_so() -> None:
    large = read_comment({**_json(), "content": None}, large=True)
    assert large is not None
    assert "too large" in message(large, Lens("blog.example")).html


def test_what_moderation_needs_is_kept_as_strings() -> None:
    raw = json.loads(_message(author_ip="192.0.2.7", author_user_agent="Firefox").raw)
    assert raw == {"post": "7", "author_ip": "192.0.2.7", "author_user_agent": "Firefox", "type": "comment"}


@pytest.mark.parametrize(
    "text", ["3 < 5 and a > b", "a & b &amp; c", "<script>", "Zeile\r\n\r\nzwei", '«quotes» "it\'s"', "👍 田中"]
)
def test_what_is_typed_is_what_is_read(text: str) -> None:
    assert source(as_content(text)) == text.replace("\r\n", "\n")
    assert same_words(text, as_content(text))
    assert "<" not in as_content(text)


def test_words_are_recognised_after_they_were_made_beautiful() -> None:
    assert same_words(
        'It\'s "so" -- nice... 3x4 :)', "<p>It&#8217;s &#8220;so&#8221; &#8211; nice&#8230; 3&#215;4 \U0001f642</p>"
    )
    assert same_words("one\n\ntwo", "<p>one</p>\n<p>two</p>\n")
    assert not same_words("yes", "<p>yes please</p>")
    assert not same_words("👍", "<p>👎</p>")
    assert not same_words("!!", "<p>??</p>")
    assert same_words("👍", "<p>👍</p>")


def test_other_json_is_no_wordpress() -> None:
    for data in (None, [], {}, {"namespaces": "wp/v2"}, {"namespaces": ["wp/v3"]}, "wp/v2", 7):
        assert read_index(data) is None
    found = read_index({"namespaces": ["wp/v2"], "name": "A &amp; B", "home": "javascript:x", "authentication": []})
    assert found is not None
    assert (found.name, found.home, found.authorize) == ("A & B", "", "")


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_names = st.sampled_from([*_json(), "author_email", "author_ip", "author_user_agent", "_links"])


@given(st.dictionaries(_names, _anything))
def test_nothing_in_a_comment_crashes_and_what_is_read_can_be_written_down(strange: dict[str, Any]) -> None:
    for each in read_comments([{**_json(), **strange}, strange, strange.get("id")]):
        shown = message(each, Lens("blog.example"))
        assert datetime(1970, 1, 1, tzinfo=UTC) <= shown.created_at <= datetime(2200, 1, 1, tzinfo=UTC)
        assert shown.remote_id.isdigit()
        for text in (shown.html, shown.author.name, shown.thread.title, shown.raw, each.mark):
            text.encode("utf-8")


@given(_anything)
def test_nothing_else_crashes_either(strange: object) -> None:
    read_comments(strange)
    read_posts(strange)
    read_posts([strange, {"id": 3, "title": strange}])
    read_index({"namespaces": ["wp/v2"], "authentication": strange, "home": strange})
    read_user(strange)
    read_user({"id": 1, "capabilities": strange})
    read_trouble(strange)
