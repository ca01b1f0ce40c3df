"""Web addresses as they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.rules.links import MOST_LINKS, address_key, links_in

POST = "bread.example/2026/how-hot"


@pytest.mark.parametrize(
    "address",
    [
        "https://bread.example/2026/how-hot",
        "http://www.bread.example/2026/how-hot/",
        "HTTPS://Bread.Example:443/2026/how-hot/#comment-12",
        "https://bread.example/2026/how-hot/?utm_source=mail&fbclid=1&replytocom=7",
        "https://bread.example/2026/how-hot/comment-page-2/#comment-9",
        "www.bread.example/2026/how-hot",
        "https://bread.example/2026/how%2Dhot",
    ],
)
def test_one_address_however_it_is_written(address: str) -> None:
    assert address_key(address) == POST


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://bread.example/?p=12", "bread.example?p=12"),
        ("https://bread.example/a?b=2&a=1", "bread.example/a?a=1&b=2"),
        ("https://bread.example:8080/a", "bread.example:8080/a"),
        ("https://bread.example/", ""),
        ("https://bread.example", ""),
        ("mailto:ann@bread.example", ""),
        ("javascript:alert(1)", ""),
        ("https://[half/an-address", ""),
        ("https://bread.example:port/a", "bread.example/a"),
        ("https://bread.example/" + "a" * 3_000, ""),
    ],
)
def test_other_addresses_are_others_and_front_pages_are_about_no_one_thing(address: str, key: str) -> None:
    assert address_key(address) == key


def test_links_of_words_and_of_html_are_found_each_once() -> None:
    html = (
        f'<p>See <a href="https://{POST}/?a=1&amp;b=2">this</a> and <a title="x" href="https://{POST}#c">that</a>.</p>'
    )
    assert links_in(f"As https://{POST}. Yes (https://{POST}/).", html) == (POST, f"{POST}?a=1&b=2")


def test_whoever_leaves_many_links_is_heard_only_so_far() -> None:
    assert len(links_in(" ".join(f"https://a.example/{number}" for number in range(200)))) == MOST_LINKS


@given(st.text(max_size=200), st.text(max_size=200))
def test_nothing_that_people_write_breaks_it(text: str, html: str) -> None:
    for key in (*links_in(text, html), address_key(text), address_key(f"http://{text}")):
        assert "#" not in key or "%23" in text + html
