"""The manual's page of networks."""

from __future__ import annotations

from pathlib import Path

from inbox.core.model import Can, Verb
from inbox.networks.api import Declaration, Field, Retry, Safety, TextLimit, Unit
from inbox.networks.catalogue import page

PAGE = Path(__file__).parents[2] / "docs" / "networks.md"


def test_the_page_in_docs_is_what_the_declarations_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "docs/networks.md is stale; write it again: python3 -m tests.docs"


def test_every_way_to_be_safe_is_put_into_words() -> None:
    for safety in Safety:
        text = page([_network(safety)])
        assert "After an unclear end: answer" in text
        assert safety.value not in text


def test_a_bar_in_a_sentence_does_not_break_the_table_and_the_sample_is_left_out() -> None:
    shown = page([_network(Safety.BLIND, reads="this | that"), _network(Safety.BLIND, title="Sample", hidden=True)])
    assert "this \\| that" in shown
    assert "Sample" not in shown


def _network(safety: Safety, *, title: str = "Somewhere", reads: str = "Words.", hidden: bool = False) -> Declaration:
    return Declaration(
        id="somewhere",
        title=title,
        place_word="place",
        reads=reads,
        writes="Words.",
        can=Can.READ | Can.REPLY,
        sign_in=(Field("user", "User name"),),
        limit=TextLimit(500, Unit.CHARACTERS),
        retries={Verb.REPLY: Retry(safety, key_life_s=3600)},
        hidden=hidden,
    )
