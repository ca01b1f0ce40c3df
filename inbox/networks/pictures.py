"""One picture of a message, fetched because somebody asked for it: https only, nothing of ours goes along.

Whoever wrote the message chose the address, so it may lead nowhere near this house, and what comes back is looked at
before anything decodes it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from inbox.core.errors import Rejected
from inbox.networks.api import Surroundings
from inbox.networks.http import Http, Limits

LIMITS = Limits(connect_s=5.0, silence_s=10.0, total_s=30.0, most_bytes=10 * 1024 * 1024, redirects=3)
NO_PICTURE = "That is no picture Parlour shows. Open it in the browser instead."


def fetch_picture(address: str, around: Surroundings) -> tuple[bytes, str]:
    """(its bytes, "png", "jpeg", "gif" or "webp"). Raises Rejected or Unreachable with a sentence to show."""
    if urlsplit(address).scheme.lower() != "https":
        raise Rejected("This picture is not sent encrypted, so Parlour does not load it. Open it in the browser.")
    http = Http(around, local=False, limits=LIMITS)
    try:
        return take_picture(http, address)
    finally:
        http.close()


def take_picture(http: Http, address: str) -> tuple[bytes, str]:
    answer = http.get(address, "(a picture)")
    if answer.status in (404, 410):
        raise Rejected("The picture is no longer there.")
    if answer.status != 200:
        raise Rejected(f"{answer.host} does not give the picture away. Open it in the browser instead.")
    kind = kind_of(answer.body)
    if not kind:
        raise Rejected(NO_PICTURE)
    return answer.body, kind


def kind_of(data: bytes) -> str:
    """By its first bytes, whatever the server calls it; "" for everything that is not on the short list."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return ""
