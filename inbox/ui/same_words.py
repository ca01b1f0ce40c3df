"""What is said about two who may be one person."""

from __future__ import annotations

from inbox.core.person import IdentityView, PersonView
from inbox.core.sameness import Suggestion
from inbox.ui import person_words
from inbox.ui.faces import Faces
from inbox.ui.look.text import isolate


def question(found: Suggestion, shown: int) -> str:
    """`shown`: the person it is asked beside."""
    if found.is_me:
        return f"Is {isolate(found.one.name)} you?"
    other = found.one if found.other.id == shown else found.other
    return f"Same person as {isolate(other.name)}?"


def both(found: Suggestion) -> str:
    if found.is_me:
        return f"Is {isolate(found.one.name)} you?"
    return f"{isolate(found.one.name)} and {isolate(found.other.name)}: the same person?"


def handle(identity: IdentityView, faces: Faces) -> str:
    """ "Mastodon · @amara@baking.example", "Blog slowoven.example · okaforbakes.example"."""
    name, value = person_words.where(identity, faces.dress(identity.look))
    if identity.handle:
        return f"{name} · {isolate(identity.handle)}"
    told = person_words.host(identity.site_url) or identity.email or value
    return f"{name} {person_words.host(identity.instance)}".rstrip() + f" · {isolate(told)}"


def counts(person: PersonView) -> str:
    return f"They wrote {person.messages_in:,}, you wrote {person.messages_out:,}"
