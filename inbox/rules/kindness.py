"""Kind words: what somebody wrote that deserves a thank-you, found by the words of their language."""

from __future__ import annotations

from inbox.rules.languages import Find, Heard


def kind_words(heard: Heard) -> tuple[Find, ...]:
    """In order. "Not great", "thanks in advance", "no, thank you" and what they quote are none, nor is what somebody
    asks for ("Is this a good recipe?")."""
    said = heard.said
    return tuple(one for one in heard.find("kind") if not said.is_question(said.place_of(one.start)))
