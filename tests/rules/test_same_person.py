"""Clues that two identities are one person, each pair written down in tests/data/identity-clues.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.sameness import IdentityFacts, Key, KeyKind, Side
from inbox.rules.same_person import SharedHosts, clues, is_clue, keys, page, site

ROOT = Path(__file__).resolve().parents[2]
HOSTS = SharedHosts.of(tomllib.loads((ROOT / "resources" / "shared_hosts.toml").read_text("utf-8")))
PAIRS = tomllib.loads((ROOT / "tests" / "data" / "identity-clues.toml").read_text("utf-8"))["pair"]


def facts(told: dict[str, Any], id: int) -> IdentityFacts:
    return IdentityFacts(
        id, **{name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    )


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["what"] for pair in PAIRS])
def test_what_speaks_for_a_pair(pair: dict[str, Any]) -> None:
    one, other = facts(pair["one"], 1), facts(pair["other"], 2)
    found = clues(one, other, HOSTS)
    assert found == clues(other, one, HOSTS)
    assert [clue.strength.name.lower() for clue in found][:1] == ([pair["strength"]] if pair["strength"] else [])
    if found:
        assert pair["words"] in found[0].words
    meet = {(key.kind, key.value) for key in keys(one, HOSTS)} & {(key.kind, key.value) for key in keys(other, HOSTS)}
    sides = {
        pair: {key.side for facts in (one, other) for key in keys(facts, HOSTS) if (key.kind, key.value) == pair}
        for pair in meet
    }
    assert any(is_clue(kind, sides[kind, value]) for kind, value in meet) == bool(found)


def test_what_too_many_share_is_no_clue() -> None:
    one, other = (IdentityFacts(id, name=f"Shop {id}", site_url="https://watches.example") for id in (1, 2))
    assert clues(one, other, HOSTS)
    assert clues(one, other, HOSTS, {(KeyKind.SITE, "watches.example")}) == ()


def test_an_address_is_a_page_whatever_does_not_matter() -> None:
    assert page("HTTP://www.Baking.Example/@Nina/#top") == "baking.example/@nina"
    assert page("baking.example") == "baking.example"
    odd = ("", "mailto:a@b.example", "javascript:x", "http://[", "no host", "localhost")
    assert {page(one) for one in odd} == {""}
    assert site("https://de.linkedin.com/in/nina", HOSTS) == "de.linkedin.com/in/nina"
    assert site("https://wordpress.com/nina", HOSTS) == ""


def test_a_handle_is_found_with_and_without_its_server() -> None:
    nina = IdentityFacts(1, handle="@Nina@Baking.example", profile_url="https://baking.example/@nina")
    assert Key(KeyKind.HANDLE, "nina") in keys(nina, HOSTS)
    assert Key(KeyKind.HANDLE, "nina@baking.example") in keys(nina, HOSTS)
    assert Key(KeyKind.HANDLE, "nina", Side.SAYS) in keys(IdentityFacts(2, name="@nina"), HOSTS)


ODD = ["https://a.example/x", "@a", "a@b.example", "http://[::1]/", "//"]
texts = st.one_of(st.text(max_size=40), st.sampled_from(ODD))


@given(
    texts, texts, texts, texts, st.lists(texts, max_size=3), texts, texts
)  # fmt: skip
def test_whatever_a_stranger_writes_never_fails_and_is_the_same_both_ways(
    name: str, handle: str, site: str, email: str, links: list[str], profile: str, bio: str
) -> None:
    one = IdentityFacts(1, "mastodon", "x", handle, name, profile, site, bio, email, links=tuple(links))
    other = IdentityFacts(2, "bluesky", "y", name, handle, site, profile, bio, email, links=tuple(links))
    keys(one, HOSTS)
    assert clues(one, other, HOSTS) == clues(other, one, HOSTS)
