"""Addresses in other people's words: which ones may be opened."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

ALLOWED_SCHEMES: Final = frozenset({"http", "https", "mailto"})
LENGTH_LIMIT: Final = 2_000

_HIDDEN_IN_ADDRESS = re.compile(
    "[\x00-\x1f\x7f-\xa0\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\\\\]"
)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_HTTP = re.compile(r"(?i)(https?)://(?:[^/?#]*@)?([^/?#@\s]+)(.*)", re.DOTALL)
_TO_ESCAPE = re.compile(r"[ \"'<>`{}|^]")


def safe_address(raw: str, base_url: str) -> str | None:
    """The address as an absolute http, https or mailto link, or None when it is anything else or hides something."""
    raw = re.sub(r"[\t\n\r]", "", raw).strip("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x1f ")
    if not raw or _HIDDEN_IN_ADDRESS.search(raw):
        return None
    try:
        scheme = _SCHEME.match(raw)
        if scheme is None:
            raw = urljoin(base_url, raw)
            scheme = _SCHEME.match(raw)
        if scheme is None or scheme[1].lower() not in ALLOWED_SCHEMES or len(raw) > LENGTH_LIMIT:
            return None
        raw = _TO_ESCAPE.sub(lambda char: f"%{ord(char.group()):02X}", raw)
        if scheme[1].lower() == "mailto":
            mailbox = raw[scheme.end() :].partition("?")[0]
            return f"mailto:{mailbox}" if re.fullmatch(r"[^@,;]+@[^@,;]+", mailbox) else None
        parts = _HTTP.fullmatch(raw)
        if parts is None or urlsplit(raw).hostname is None:
            return None
        return f"{parts[1].lower()}://{parts[2]}{parts[3]}"
    except ValueError:
        return None
