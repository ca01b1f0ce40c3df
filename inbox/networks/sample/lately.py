"""What the sample's people posted on sites of their own, as `resources/sample/lately.toml` has it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from inbox.core.lately import Posted
from inbox.networks.sample.world import read_world, resources, span

FILE = "lately.toml"
_KEYED = "commenter:"


def lately(stable_id: str, opened_at: datetime, most: int, folder: Path | None = None) -> Sequence[Posted]:
    """Newest first. Raises ValueError or KeyError where our own file contradicts itself."""
    key = stable_id.removeprefix(_KEYED)
    told = tomllib.loads(((folder or resources() / "sample") / FILE).read_text("utf-8")).get(key, [])
    site = read_world(folder).people[key].site if told else ""
    return [
        Posted(opened_at - span(each["age"]), each["title"], each["says"], f"{site}/{_slug(each['title'])}")
        for each in told[:most]
    ]


def _slug(title: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in title.lower()).split())
