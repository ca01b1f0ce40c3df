from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import pytest

from inbox.networks.http import Answer
from inbox.networks.wordpress.blog import Blog
from inbox.networks.wordpress.lately import lately
from inbox.networks.wordpress.reading import read_lately

LISTED = [
    {
        "id": 9,
        "title": {"rendered": "Rye &amp; why"},
        "link": "https://bread.example/rye",
        "date": "2026-11-19T10:00:00",
        "date_gmt": "2026-11-19T09:00:00",
        "excerpt": {"rendered": "<p>Three <b>bricks</b>.</p>\n"},
    },
    {"id": 8, "title": {"rendered": "No time"}, "link": "https://bread.example/8"},
    "odd",
]


def test_posts_are_read_as_titles_first_words_and_links() -> None:
    (post,) = read_lately(LISTED)
    assert (post.title, post.text, post.url) == ("Rye & why", "Three bricks.", "https://bread.example/rye")
    assert post.at == datetime(2026, 11, 19, 9, tzinfo=UTC)


@pytest.mark.parametrize("data", [None, {}, "x", [None], [{"date_gmt": "yesterday"}]])
def test_an_odd_answer_is_no_posts(data: object) -> None:
    assert read_lately(data) == []


class Asked:
    """A blog that answers with what is listed, and notes what it was asked."""

    def __init__(self) -> None:
        self.params: dict[str, str] = {}

    def get(self, route: str, template: str, params: dict[str, str], *, anonymous: bool) -> Answer:
        assert route == "/wp/v2/posts"
        assert anonymous
        self.params = params
        return cast("Answer", self)

    def json(self) -> object:
        return LISTED


def test_only_a_user_of_the_blog_is_asked_for() -> None:
    blog = Asked()
    assert [post.title for post in lately(cast("Blog", blog), "user:7", 5)] == ["Rye & why"]
    assert (blog.params["author"], blog.params["per_page"]) == ("7", "5")
    blog.params = {}
    assert lately(cast("Blog", blog), "gravatar:abc", 5) == ()
    assert lately(cast("Blog", blog), "user:1 or 1=1", 5) == ()
    assert blog.params == {}
