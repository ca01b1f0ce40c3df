"""Asking somebody's website where it links to as the same person: encrypted, from outside, and only that."""

from __future__ import annotations

import pytest

from inbox.core.errors import NetworkError, Rejected
from inbox.networks.http import Http
from inbox.networks.websites import ENOUGH, LIMITS, fetch_links_back, take_links_back
from tests.networks.bad_servers import BadServer, answer, surroundings

PAGE = b'<a rel="me" href="https://baking.example/@nina">me</a><a href="https://ann.example">Ann</a>'


@pytest.mark.parametrize("address", ["file:///etc/passwd", "data:text/html,x", "", "ftp://weber.example"])
def test_only_web_addresses_are_asked(address: str) -> None:
    with pytest.raises(Rejected):
        fetch_links_back(address, surroundings())


@pytest.mark.parametrize("host", ["127.0.0.1", "192.168.1.1", "[::1]", "localhost"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_website_leads_into_this_house(host: str, scheme: str) -> None:
    with pytest.raises(NetworkError):
        fetch_links_back(f"{scheme}://{host}/", surroundings())


@pytest.mark.network_loopback
def test_a_page_is_searched_for_links_to_oneself_only() -> None:
    with BadServer(answer(PAGE, kind="text/html")) as server:
        http = Http(surroundings(), local=True, limits=LIMITS)
        assert take_links_back(http, f"{server.url}/") == ("https://baking.example/@nina",)
        http.close()
    assert {"authorization", "cookie"}.isdisjoint(name.lower() for name in server.asked[0].headers)


@pytest.mark.network_loopback
def test_of_an_endless_page_only_the_beginning_is_read() -> None:
    with BadServer(answer(PAGE + b" " * (3 * ENOUGH), kind="text/html")) as server:
        http = Http(surroundings(), local=True, limits=LIMITS)
        assert take_links_back(http, f"{server.url}/") == ("https://baking.example/@nina",)
        http.close()


@pytest.mark.network_loopback
def test_a_page_that_is_not_there_says_so() -> None:
    with BadServer(answer(b"gone", "404 Not Found")) as server:
        http = Http(surroundings(), local=True, limits=LIMITS)
        with pytest.raises(Rejected, match="does not show that page"):
            take_links_back(http, f"{server.url}/")
        http.close()
