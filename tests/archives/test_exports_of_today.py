"""Exports as WordPress, Disqus, X and Mastodon write them today: nothing of what somebody said is lost or wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.archives.disqus.reading import _direct
from inbox.archives.words import with_paragraphs
from inbox.core.fetched import FetchedMessage
from inbox.core.model import Kind, RemoteState
from tests.archives.reading import DATA, messages, tarred, troubles, zipped


def by_id(found: list[FetchedMessage]) -> dict[str, FetchedMessage]:
    return {one.remote_id: one for one in found}


def test_wordpress_6_8_has_notes_of_plugins_pingbacks_and_two_kinds_of_trash() -> None:
    found = by_id(messages(DATA / "wordpress-6.xml", "user:1"))
    assert troubles(DATA / "wordpress-6.xml") == []
    assert list(found) == ["201", "202", "203", "204", "205"]
    assert (found["201"].author.name, found["201"].author.site_url) == (
        "Siobhán O'Brien",
        "https://siobhan.example/?a=1&b=2",
    )
    assert found["201"].thread.title == "Rye & you"
    assert found["201"].html == "<p>Is 5 < 6? See https://flour.example/rye 🍞</p>"
    assert found["202"].html == "<p>It is.</p>"
    assert (found["202"].author.is_me, found["202"].parent) == (True, "201")
    assert found["203"].kind is Kind.PINGBACK
    assert [found[id].remote_state for id in ("204", "205")] == [RemoteState.TRASH, RemoteState.TRASH]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("one\n\ntwo\nthree", "<p>one</p><p>two<br>three</p>"),
        ("<!-- wp:paragraph -->\n<p>one</p>\n<!-- /wp:paragraph -->", "<p>one</p>"),
        ("<blockquote>they</blockquote>\n\nme", "<blockquote>they</blockquote><p>me</p>"),
        ("<b>one</b>", "<p><b>one</b></p>"),
    ],
)
def test_paragraphs_of_a_comment_are_made_only_where_there_are_none(typed: str, meant: str) -> None:
    assert with_paragraphs(typed) == meant


def test_disqus_answers_hang_under_answers_spam_is_marked_and_what_is_empty_is_nobody() -> None:
    found = by_id(messages(DATA / "disqus-2024.xml", "user:slowbaker"))
    assert list(found) == ["6400000001", "6400000002", "6400000004", "6400000005"]
    assert found["6400000002"].author.is_me
    assert found["6400000004"].parent == "6400000003"
    assert found["6400000005"].remote_state is RemoteState.SPAM
    assert "Guest" not in {one.author.name for one in found.values()}
    assert 'href="https://flour.example/rye"' in found["6400000001"].html
    assert "disq.us" not in found["6400000001"].html


def test_a_link_that_disqus_counts_leads_where_it_says() -> None:
    counted = "https://disq.us/url?url=https%3A%2F%2Fa.example%2F%3Fq%3D%2522%26b%3A7hash&amp;cuid=1"
    assert _direct(f'<a href="{counted}">a</a>') == '<a href="https://a.example/?q=%22&amp;b">a</a>'


def test_x_has_long_posts_whole_its_parts_in_any_order_and_pictures_by_what_they_show(tmp_path: Path) -> None:
    path = zipped("x-2024", tmp_path)
    found = by_id(messages(path))
    assert troubles(path) == []
    assert set(found) == {
        "1764589000000000001",
        "1764590000000000002",
        "1764592000000000004",
        "1764600000000000001",
        "1764600000000000002",
    }
    long = found["1764589000000000001"]
    assert long.html.endswith("The whole of it: https://oven.example/sourdough/</p>")
    assert "water &amp; wait" in long.html
    assert "…" not in long.html
    answer, again = found["1764590000000000002"], found["1764592000000000004"]
    assert answer.html == "<p>@annbakes &lt;3</p><p>Attached: A loaf</p>"
    assert answer.thread.root == again.thread.root == "post:1764589500000000009"
    picture = found["1764600000000000002"]
    assert (picture.author.name, picture.html) == ("Ann", "<p>Attached: a picture</p>")


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_mastodon_has_polls_pictures_and_what_belongs_together(packed: object, tmp_path: Path) -> None:
    path = packed("mastodon-4", tmp_path)  # type: ignore[operator]
    poll, answer, again = messages(path)
    assert troubles(path) == []
    assert poll.html == "<p>Which flour?</p><ul><li>Rye</li><li>Spelt &amp; oats</li></ul>"
    assert again.html.endswith("<p>Attached: A loaf, cut</p>")
    assert answer.thread.root == again.thread.root, "one conversation, whatever each of them answers"
    assert again.to is not None
    assert again.to.handle == "@ann@other.example"
