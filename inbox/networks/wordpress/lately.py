"""What a user of the blog posted last (https://developer.wordpress.org/rest-api/reference/posts/#list-posts)."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.core.lately import Posted
from inbox.core.text import plain_line
from inbox.networks.wordpress.blog import Blog
from inbox.networks.wordpress.reading import read_lately

POSTS = "/wp/v2/posts"
USER = "user:"
LONGEST = 200
_FIELDS = "id,title,link,date,date_gmt,excerpt"


def lately(blog: Blog, stable_id: str, most: int) -> Sequence[Posted]:
    """Public ones only, newest first. A commenter without an account here has none: their own site is not asked."""
    author = stable_id.removeprefix(USER)
    if not stable_id.startswith(USER) or not author.isdecimal():
        return ()
    params = {"author": author, "per_page": str(most), "orderby": "date", "_fields": _FIELDS}
    answer = blog.get(POSTS, POSTS, params, anonymous=True)
    return [
        Posted(one.at, plain_line(one.title, LONGEST), plain_line(one.text, LONGEST), one.url)
        for one in read_lately(answer.json())[:most]
        if one.url
    ]
