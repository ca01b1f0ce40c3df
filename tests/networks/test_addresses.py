"""What people type as an address, and which addresses are of this house."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.errors import Rejected
from inbox.networks.addresses import ascii_host, is_public, literal, origin, read_address


@pytest.mark.parametrize(
    ("typed", "scheme", "host", "port", "path"),
    [
        ("example.com", "", "example.com", 0, "/"),
        (" https://Example.COM/blog/ ", "https", "example.com", 0, "/blog/"),
        ("http://example.com:80", "http", "example.com", 0, "/"),
        ("https://example.com:8443/a?b=c#d", "https", "example.com", 8443, "/a"),
        ("localhost:8080", "", "localhost", 8080, "/"),
        ("127.0.0.1:18080/blog", "", "127.0.0.1", 18080, "/blog"),
        ("//example.com/x", "", "example.com", 0, "/x"),
        ("müller.example", "", "xn--mller-kva.example", 0, "/"),
        ("example.com.", "", "example.com", 0, "/"),
        ("<https://example.com>", "https", "example.com", 0, "/"),
        ("http://[::1]:8080/", "http", "::1", 8080, "/"),
    ],
)
def test_addresses_are_read_as_people_type_them(typed: str, scheme: str, host: str, port: int, path: str) -> None:
    found = read_address(typed)
    assert (found.scheme, found.host, found.port, found.path) == (scheme, host, port, path)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "  ", "two words", "http://", "ftp://example.com", "mailto:a@b.example", "javascript:alert(1)"),
        *("file:///etc/passwd", "https://user:pass@example.com", "user@example.com", "http://example.com:99999"),
        *("http://exa mple.com", "-x.com", "http://[::1", "https://example.com\\@evil.example", "a" * 3000),
        *("https://exam\nple.com", "http://\u2028"),
    ],
)
def test_what_is_no_address_is_refused_in_one_sentence(typed: str) -> None:
    with pytest.raises(Rejected) as caught:
        read_address(typed)
    assert str(caught.value).endswith(".")


@given(st.text(max_size=80))
def test_nothing_typed_crashes_and_what_is_read_reads_the_same_again(typed: str) -> None:
    try:
        found = read_address(typed)
    except Rejected:
        return
    again = read_address(found.url("https"))
    assert (again.host, again.path) == (found.host, found.path)


PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1"),
    *("255.255.255.255", "192.88.99.1", "::", "::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1"),
    *("64:ff9b::7f00:1", "2002:7f00:1::", "2002:c0a8:101::1", "fe80::1%eth0", "no address"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_lead_into_this_house_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]
)
def test_addresses_outside_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_means_the_same_inside_ipv6(address: ipaddress.IPv4Address) -> None:
    assert (
        is_public(str(address))
        == is_public(f"::ffff:{address}")
        == is_public(str(ipaddress.IPv6Address((0x64FF9B << 96) | int(address))))
    )


@pytest.mark.parametrize(
    ("host", "means"),
    [
        ("127.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
    ],
)
def test_a_number_that_the_c_library_takes_for_an_address_is_seen_as_one(host: str, means: str) -> None:
    assert str(literal(host)) == means


def test_a_name_is_no_number() -> None:
    assert literal("example.com") is None
    assert literal("4chan.example") is None
    assert ascii_host("EXAMPLE.com.") == "example.com"


def test_the_origin_is_scheme_host_and_port() -> None:
    assert origin("https://Example.com/a") == origin("https://example.com:443/b?c") == ("https", "example.com", 443)
    assert origin("http://example.com") != origin("https://example.com")
    assert origin("https://example.com") != origin("https://example.com:8443")
