"""Manners: promises, thanks that are due, consent, do not contact, and what people have a right to."""

from __future__ import annotations

from inbox.commands.context import Context
from inbox.commands.registry import Group, Needs, command


@command("people.promises", "Promises", Group.PEOPLE, words="open kept due said would")
def promises(at: Context) -> None:
    at.screen.open_promises()


@command(
    "people.promise", "Write down a promise…", Group.PEOPLE, needs=Needs.PERSON, words="said would remember owe do for"
)
def promise(at: Context) -> None:
    at.screen.ask_promise()


@command(
    "people.owed", "Who has heard nothing", Group.PEOPLE, words="thank debt gave gift acknowledge unthanked like share"
)
def owed(at: Context) -> None:
    at.screen.open_owed()


@command(
    "people.acknowledge", "What they gave was acknowledged", Group.PEOPLE, needs=Needs.PERSON, words="thanked paid debt"
)
def acknowledge(at: Context) -> None:
    identity = at.person()
    if identity is not None:
        at.act(lambda write: write.acknowledge(identity))


@command(
    "people.do_not_contact",
    "Do not contact, or contact again",
    Group.PEOPLE,
    needs=Needs.PERSON,
    words="stop leave alone private flag block",
)
def do_not_contact(at: Context) -> None:
    identity = at.person()
    if identity is None:
        return
    flagged = at.read(lambda reading: reading.may_not_contact(identity))
    at.act(lambda write: write.do_not_contact(identity, not flagged))


@command(
    "people.consent",
    "Consent to the newsletter…",
    Group.PEOPLE,
    needs=Needs.PERSON,
    words="agree permission asked given withdrawn proof list",
)
def consent(at: Context) -> None:
    at.screen.ask_consent()


@command(
    "people.newsletter_export",
    "Export who agreed to the newsletter…",
    Group.PEOPLE,
    words="consent csv list addresses mailing",
)
def newsletter_export(at: Context) -> None:
    at.screen.export_newsletter()


@command(
    "people.export",
    "Export all that is kept about them…",
    Group.PEOPLE,
    needs=Needs.PERSON,
    words="record json html right request data",
)
def export(at: Context) -> None:
    at.screen.export_person()


@command(
    "people.erase", "Erase them for good…", Group.PEOPLE, needs=Needs.PERSON, words="delete forget remove right request"
)
def erase(at: Context) -> None:
    at.screen.ask_erase()
