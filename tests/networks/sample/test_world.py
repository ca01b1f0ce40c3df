"""The sample's people are lifelike, consistent, and belong to nobody."""

from __future__ import annotations

import ast
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest

import inbox.networks.sample
from inbox.core.text import words
from inbox.networks.sample.server import Server
from inbox.networks.sample.world import ADDRESSES, ME, Said, World, read_world, span
from inbox.services.accounts import WAITS_DAYS
from tests.clocks import FrozenClock
from tests.networks.sample.worlds import Visit, news

RESOURCES = Path(__file__).resolve().parents[3] / "resources" / "sample"
WORLD = read_world()
EVERYTHING: list[Said] = [said for blog in WORLD.blogs for post in blog.posts for said in post.said]
HOST = re.compile(r"https?://([^\s/\"'<>)\]]+)")


def test_every_address_is_an_example() -> None:
    for path in RESOURCES.glob("*.toml"):
        text = path.read_text("utf-8")
        hosts = set(HOST.findall(text)) | {mail.split("@")[1] for mail in re.findall(r"[\w.-]+@[\w.-]+", text)}
        assert {host for host in hosts if not host.endswith(".example")} == set()


def test_nothing_of_it_can_open_a_socket() -> None:
    imported = {
        alias.name if isinstance(node, ast.Import) else str(node.module)
        for path in Path(inbox.networks.sample.__path__[0]).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {name.split(".")[0] for name in imported} & {
        "requests",
        "urllib3",
        "urllib",
        "socket",
        "http",
        "ssl",
    } == set()
    assert "inbox.networks.http" not in imported


def test_both_blogs_are_written_down() -> None:
    assert tuple(blog.address for blog in WORLD.blogs) == ADDRESSES


def test_it_is_a_small_town_over_more_than_a_year() -> None:
    commenters = {said.by for said in EVERYTHING} - {ME}
    assert 60 <= len(commenters) <= 100
    assert commenters | {ME} == set(WORLD.people)
    assert 24 <= sum(len(blog.posts) for blog in WORLD.blogs) <= 32
    assert 260 <= len(EVERYTHING) <= 420
    assert timedelta(days=400) < max(said.age for said in EVERYTHING) < timedelta(days=440)


def test_nobody_answers_before_they_were_spoken_to_or_writes_before_the_post() -> None:
    for blog in WORLD.blogs:
        for post in blog.posts:
            for said in post.said:
                assert said.age < post.age
                if said.to is not None and said.arrives is None:
                    assert post.said[said.to].age - said.age >= timedelta(hours=1), said


def test_it_has_one_of_everything() -> None:
    assert sum(said.status == "hold" for said in EVERYTHING) == 5
    assert sum(said.status == "spam" for said in EVERYTHING) == 3
    assert sum(said.type == "pingback" for said in EVERYTHING) == 2
    assert sum(person.name == "Alex Kim" for person in WORLD.people.values()) == 2
    names = "".join(person.name for person in WORLD.people.values())
    for script in ("؀-ۿ", "֐-׿", "一-鿿", "Ѐ-ӿ"):
        assert re.search(f"[{script}]", names)
    markup = "".join(said.html for said in EVERYTHING)
    for tag in ("<blockquote>", "<ol>", "<code>", "<img ", "<a href="):
        assert tag in markup
    assert 850 <= max(words(said.text) for said in EVERYTHING) <= 1100
    assert any(said.edited for said in EVERYTHING)
    assert any(said.goes_after for said in EVERYTHING)
    assert sum(bool(said.answers) for said in EVERYTHING) >= 8
    assert any(not post.is_open for blog in WORLD.blogs for post in blog.posts)


def test_about_two_dozen_wait_and_seven_are_asked(visit: Visit) -> None:
    waiting, them = 0, 0
    for address in ADDRESSES:
        visit.address = address
        newest = {}
        messages, _, _ = news(visit.open())
        by_id = {each.remote_id: each for each in messages}
        for each in sorted(messages, key=lambda each: each.created_at):
            who = each
            while who.author.is_me and who.parent:
                who = by_id[who.parent]
            newest[each.thread.root, who.author.stable_id] = each
        for each in newest.values():
            age = visit.clock.now() - each.created_at
            shown = each.remote_state in ("visible", "held")
            waiting += shown and not each.author.is_me and age < timedelta(days=WAITS_DAYS)
            them += each.author.is_me and bool(each.parent) and "?" in each.text
    assert 20 <= waiting <= 26
    assert them == 7


def test_the_pictured_thread_is_as_it_was_drawn() -> None:
    post = next(post for post in WORLD.blogs[0].posts if post.title == "Why we stopped buying ads")
    last = [said for said in post.said if said.by == "amara"][-1]
    assert last.text.endswith("How do you keep track of who you've already thanked?")
    assert last.age == timedelta(hours=2)
    assert sum(said.by == "amara" for said in EVERYTHING) == 6


def test_seeding_is_quick(tmp_path: Path) -> None:
    """Half a second of CPU at the most, on a slow machine: it stands between a click and the first people."""
    begun = time.process_time()
    Server(str(tmp_path), FrozenClock().now).close()
    assert time.process_time() - begun < 0.5


def test_the_same_world_is_seeded_everywhere(tmp_path: Path) -> None:
    one, two = (Visit(tmp_path / name, FrozenClock()) for name in ("one", "two"))
    for each in (one, two):
        each.folder.mkdir()
    assert news(one.open())[0] == news(two.open())[0]
    one.close()
    two.close()


@pytest.mark.parametrize("text", ["", "3", "d3", "3h4d", "-1d", "1.5d"])
def test_a_span_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="span of time"):
        span(text)


def test_a_span_is_read() -> None:
    assert span("3d4h5m") == timedelta(days=3, hours=4, minutes=5)
    assert span("90m") == timedelta(minutes=90)


def test_an_answer_to_nobody_is_told_when_the_world_is_read(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text('[ann]\nname = "Ann"\n', "utf-8")
    (tmp_path / "blog-1.toml").write_text(
        'title = "T"\naddress = "https://t.example"\n[[posts]]\ntitle = "P"\nage = "3d"\n'
        '[[posts.said]]\nby = "ann"\nto = "bob"\nage = "1d"\nsays = "Hm."\n',
        "utf-8",
    )
    with pytest.raises(ValueError, match="bob"):
        read_world(tmp_path)


def test_a_world_without_blogs_is_empty(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text("", "utf-8")
    assert read_world(tmp_path) == World()
