"""The real blog in journeys: what it says itself, asked without Parlour; and a profile that is signed in there."""

from __future__ import annotations

import base64
import json
import os
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inbox.app import workshop
from inbox.networks.registry import declarations
from inbox.services import accounts, sync
from tests.conftest import WordPress


def ask(blog: WordPress, route: str, *, method: str = "GET", **body: object) -> Any:
    request = urllib.request.Request(f"{blog.api}{route}", method=method)
    token = base64.b64encode(f"{blog.user}:{blog.app_password}".encode()).decode()
    request.add_header("Authorization", f"Basic {token}")
    if body:
        request.add_header("Content-Type", "application/json")
        request.data = json.dumps(body).encode()
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def status(blog: WordPress, comment: object) -> str:
    return str(ask(blog, f"/comments/{comment}?context=edit")["status"])


def standing(blog: WordPress, words: str) -> int:
    """How many comments on the blog say these words."""
    found = ask(blog, "/comments?context=edit&status=any&per_page=100&author=1")
    return sum(words in one["content"]["raw"] for one in found)


@contextmanager
def environ(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    os.environ.pop("PYTHON_KEYRING_BACKEND", None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def signed_in(folder: Path, blog: WordPress, *, undo_seconds: int) -> Path:
    """A profile that has read the blog once; what is sent can be taken back for so long."""
    folder.mkdir(parents=True, exist_ok=True)
    fields = {"user": blog.user, "app_password": blog.app_password}
    with workshop(folder, writes=True) as at:
        found = accounts.find(at.sessions, [one.id for one in declarations() if not one.hidden], blog.url, fields)
        place, _ = accounts.add(at.store, at.secrets, at.sessions, at.clock, found, fields, waits_days=None)
        sync.sync_place(at.store, place, at.sessions, at.clock, at.pace("wordpress"))
        at.store.write(lambda write: write.set_setting("undo_seconds", str(undo_seconds)))
    return folder
