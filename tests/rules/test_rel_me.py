"""Links of a page that say "this is me too"."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inbox.rules.rel_me import MOST_LINKS, rel_me_links

BASE = "https://weber.example/about/"
PAGE = """<!doctype html><html><head><link rel="me authn" href="https://github.com/nweber">
<link rel="stylesheet" href="https://weber.example/me.css"></head><body>
<a rel='noopener ME' href="//baking.example/@nina">Fediverse</a> <A REL=me HREF=/contact>Write</A>
<a rel="me" href="mailto:nina@weber.example">Mail</a> <a rel="me" href="javascript:alert(1)">x</a>
<a rel="friend" href="https://ann.example">Ann</a> <a href="https://bob.example">me</a>
<a rel="me" href="https://github.com/nweber">again</a></body></html>"""


def test_only_links_with_rel_me_count_made_absolute_each_once() -> None:
    assert rel_me_links(PAGE, BASE) == (
        "https://github.com/nweber", "https://baking.example/@nina", "https://weber.example/contact",
    )  # fmt: skip


def test_a_page_of_a_thousand_links_gives_a_few() -> None:
    page = "".join(f'<a rel=me href="https://x{n}.example">x</a>' for n in range(1000))
    assert len(rel_me_links(page, BASE)) == MOST_LINKS


@given(st.text(max_size=200), st.text(max_size=40))
def test_whatever_a_page_is_it_never_fails(page: str, address: str) -> None:
    rel_me_links(f"<a rel=me href='{address}'>{page}", BASE)
    rel_me_links(page, address)
