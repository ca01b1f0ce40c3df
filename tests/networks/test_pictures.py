"""Fetching one picture: only encrypted, only from outside, only what is on the short list."""

from __future__ import annotations

import pytest

from inbox.core.errors import Rejected
from inbox.networks.http import Http
from inbox.networks.pictures import LIMITS, fetch_picture, kind_of, take_picture
from tests.networks.bad_servers import BadServer, answer, surroundings

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0rest", "jpeg"),
        (b"GIF89a....", "gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
        (b"<html>", ""),
        (b"BM....", ""),
        (b"II*\x00", ""),
        (b"RIFF\x00\x00\x00\x00WAVE", ""),
        (b"", ""),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize("address", ["http://example.com/a.png", "file:///etc/passwd", "data:image/png;base64,AA", ""])
def test_only_encrypted_addresses_are_asked(address: str) -> None:
    with pytest.raises(Rejected, match="not sent encrypted"):
        fetch_picture(address, surroundings())


@pytest.mark.parametrize("host", ["127.0.0.1", "192.168.1.1", "[::1]", "2130706433"])
def test_no_picture_leads_into_this_house(host: str) -> None:
    with pytest.raises(Rejected):
        fetch_picture(f"https://{host}/router.png", surroundings())


@pytest.mark.network_loopback
def test_a_picture_comes_with_what_it_is() -> None:
    with BadServer(answer(PNG, kind="text/html")) as server:
        http = Http(surroundings(), local=True, limits=LIMITS)
        assert take_picture(http, f"{server.url}/a.png") == (PNG, "png")
        http.close()
    assert "authorization" not in {name.lower() for name in server.asked[0].headers}
    assert "cookie" not in {name.lower() for name in server.asked[0].headers}


@pytest.mark.network_loopback
@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        ("404 Not Found", b"gone", "no longer there"),
        ("403 Forbidden", b"no", "does not give the picture away"),
        ("200 OK", b"<html>Sign in</html>", "no picture"),
    ],
)
def test_what_is_no_picture_is_said_in_one_sentence(status: str, body: bytes, said: str) -> None:
    with BadServer(answer(body, status=status)) as server:
        http = Http(surroundings(), local=True, limits=LIMITS)
        with pytest.raises(Rejected, match=said):
            take_picture(http, f"{server.url}/a.png")
        http.close()
