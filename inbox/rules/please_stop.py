"""Somebody asks not to be written to: noticed, so that the flag "do not contact" can be offered."""

from __future__ import annotations

from inbox.rules.languages import Find, Heard


def please_stop(heard: Heard) -> tuple[Find, ...]:
    """In order; a question asks for it too ("Could you please stop writing to me?"). "Please don't stop writing",
    "please stop by" and what they quote ask for nothing of the kind."""
    return tuple(heard.find("please_stop"))
