"""The sample's people and what they said, as it is written down in `resources/sample/*.toml`.

Times are ages ("3d4h": so long before the sample is first opened) or, under `arrives`, spans after it. A comment says
whom it answers by the person's key: the latest comment of that person under the same post so far.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

ADDRESSES = ("https://slowoven.example", "https://workshop.slowoven.example")
"""The two places of the sample, as `find` takes them."""
ME = "robin"
"""The key of the person whose blogs they are."""

_SPAN = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")


@dataclass(frozen=True, slots=True)
class Person:
    """`user` is the number of their account at the blogs; 0 for everybody who only comments."""

    key: str
    name: str
    email: str = ""
    site: str = ""
    user: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """One comment. `to` is the place of the answered one in `Post.said`, None for one at the top.

    `html` is given where words alone do not say it. `answers` is what they write back, in turn, when they are answered.
    """

    by: str
    age: timedelta
    text: str
    html: str = ""
    to: int | None = None
    status: str = "approved"
    type: str = "comment"
    answers: tuple[str, ...] = ()
    edited: timedelta | None = None
    arrives: timedelta | None = None
    edits_after: timedelta | None = None
    edits_to: str = ""
    goes_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Post:
    title: str
    slug: str
    age: timedelta
    is_open: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Blog:
    address: str
    title: str
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class World:
    people: Mapping[str, Person] = field(default_factory=dict)
    blogs: tuple[Blog, ...] = ()


def read_world(folder: Path | None = None) -> World:
    """Raises ValueError, KeyError or TOMLDecodeError where the files contradict themselves: they are our own."""
    found = folder or resources() / "sample"
    people = _toml(found / "people.toml")
    blogs = [_toml(path) for path in sorted(found.glob("blog-*.toml"))]
    return World({key: _person(key, told) for key, told in people.items()}, tuple(_blog(told) for told in blogs))


def span(text: str) -> timedelta:
    """ "3d4h" and the like. Raises ValueError for anything else."""
    parts = _SPAN.fullmatch(text)
    if not text or parts is None:
        raise ValueError(f"{text!r} is no span of time such as 3d4h.")
    days, hours, minutes = (int(part or 0) for part in parts.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _person(key: str, told: Mapping[str, str]) -> Person:
    return Person(key, told["name"], told.get("email", ""), told.get("site", ""), int(told.get("user", 0)))


def _blog(told: Mapping[str, object]) -> Blog:
    posts = told["posts"]
    assert isinstance(posts, list)
    return Blog(str(told["address"]), str(told["title"]), tuple(_post(each) for each in posts))


def _post(told: Mapping[str, object]) -> Post:
    title = str(told["title"])
    said: list[Said] = []
    comments = told.get("said", [])
    assert isinstance(comments, list)
    for each in comments:
        said.append(_said(each, said))
    slug = "-".join(re.findall(r"[a-z0-9]+", title.lower().replace("'", "")))
    return Post(title, slug, span(str(told["age"])), told.get("open", True) is True, tuple(said))


def _said(told: Mapping[str, object], before: list[Said]) -> Said:
    answers = told.get("answers", [])
    assert isinstance(answers, list)
    return Said(
        by=str(told["by"]),
        age=span(str(told["age"])) if "age" in told else timedelta(0),
        text=str(told.get("says", "")).strip(),
        html=str(told.get("html", "")).strip(),
        to=_whom(str(told["to"]), before) if "to" in told else None,
        status=str(told.get("status", "approved")),
        type=str(told.get("type", "comment")),
        answers=tuple(str(each).strip() for each in answers),
        edited=_span_of(told, "edited"),
        arrives=_span_of(told, "arrives"),
        edits_after=_span_of(told, "edits_after"),
        edits_to=str(told.get("edits_to", "")).strip(),
        goes_after=_span_of(told, "goes_after"),
    )


def _span_of(told: Mapping[str, object], name: str) -> timedelta | None:
    return span(str(told[name])) if name in told else None


def _whom(key: str, before: list[Said]) -> int:
    for at in range(len(before) - 1, -1, -1):
        if before[at].by == key:
            return at
    raise ValueError(f"Nobody called {key} said anything before.")


def resources() -> Path:
    """Beside `inbox` in the source tree and in a frozen app, inside it after `pip install` (as runtime/paths.py)."""
    package = Path(__file__).resolve().parents[2]
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
