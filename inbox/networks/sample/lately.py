"""What the sample's people posted on sites of their own, as `resources/sample/lately.toml` has it.

One can answer there, as everywhere in the sample, and some of them answer back.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from pathlib import Path

from inbox.core.fetched import FetchedIdentity, FetchedMessage, FetchedThread
from inbox.core.lately import Posted
from inbox.core.model import Kind
from inbox.networks.sample.server import Server
from inbox.networks.sample.world import read_world, resources, span

FILE = "lately.toml"
KIND_SPACE = "post"
_KEYED = "commenter:"


@dataclass(frozen=True, slots=True)
class Written:
    """A post; `answers`: what they write back, in turn, when they are answered under it."""

    by: str
    name: str
    site: str
    age: timedelta
    title: str
    says: str
    answers: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        letters = "".join(letter if letter.isalnum() else " " for letter in self.title.lower())
        return f"{self.site}/{'-'.join(letters.split())}"


def written_by(key: str, folder: Path | None = None) -> Sequence[Written]:
    """Newest first. Raises ValueError or KeyError where our own file contradicts itself."""
    told = tomllib.loads(((folder or resources() / "sample") / FILE).read_text("utf-8")).get(key, [])
    if not told:
        return ()
    who = read_world(folder).people[key]
    return [
        Written(key, who.name, who.site, span(each["age"]), each["title"], each["says"], tuple(each.get("answers", ())))
        for each in told
    ]


def lately(server: Server, blog: str, stable_id: str, most: int) -> Sequence[Posted]:
    """Newest first."""
    opened = server.opened_at()
    found = []
    for one in written_by(stable_id.removeprefix(_KEYED))[:most]:
        post, at = server.post_of(blog, one.title, one.url), opened - one.age
        message = FetchedMessage(
            kind_space=KIND_SPACE,
            remote_id=str(post),
            thread=FetchedThread(f"post:{post}", one.title, one.url, mine=False),
            author=FetchedIdentity(blog, stable_id, one.name, site_url=one.site),
            kind=Kind.POST,
            html=f"<p>{escape(one.says)}</p>",
            text=one.says,
            created_at=at,
            url=one.url,
            raw=json.dumps({"by": one.by}),
        )
        found.append(Posted(at, one.title, one.says, one.url, message))
    return found


def answers_of(fields: Mapping[str, str], url: str) -> tuple[str, tuple[str, ...]]:
    """Whose post it is, and what they write back. `fields`: those of the message."""
    by = fields.get("by", "")
    return by, next((one.answers for one in written_by(by) if one.url == url), ())
