"""What is kept about people, set on one identity (decision 3): acts that undo takes back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from inbox.core.errors import Refused
from inbox.core.text import plain_line
from inbox.store import acts, names, subjects
from inbox.store.ids import sound
from inbox.store.transaction import Transaction

NAME_MOST = 80
_TWINS = """
SELECT j.id FROM identity i JOIN identity j ON j.person = i.person WHERE i.id = ?1 AND (j.id = ?1 OR j.{field})"""

_TAGGED = """
SELECT t.identity_id, t.tag FROM identity i JOIN identity j ON j.person = i.person JOIN tag t ON t.identity_id = j.id
WHERE i.id = ?"""


def star(tx: Transaction, identity: int, *, starred: bool) -> None:
    _set_flag(tx, "starred", identity, starred, "Starred" if starred else "Star removed")


def ignore(tx: Transaction, identity: int, *, ignored: bool) -> None:
    """ "Not for me": what they write does not wait."""
    _set_flag(tx, "ignored", identity, ignored, "Ignored" if ignored else "No longer ignored")


def keep_pictures(tx: Transaction, identity: int, *, keeps: bool) -> None:
    """Pictures of theirs are loaded without asking."""
    label = "Their pictures are always loaded" if keeps else "Their pictures are loaded when asked"
    _set_flag(tx, "keeps_pictures", identity, keeps, label)


def do_not_contact(tx: Transaction, identity: int, *, flagged: bool) -> None:
    """No private word to them, from here; public answers stay possible (`services/contact.py`)."""
    label = "Do not contact" if flagged else "May be contacted again"
    _set_flag(tx, "do_not_contact", identity, flagged, label)
    if tx.changed.sentence:
        tx.changed.sentence = (
            "Marked “do not contact”: nothing private goes to them from here."
            if flagged
            else "They may be contacted again."
        )


def call(tx: Transaction, identity: int, name: str, label: str = "Name changed") -> None:
    """What this person is called here; "" gives them back the names they call themselves. Set on the handle whose own
    name it is, else on this one, where parting leaves it. Raises KeyError for an unknown identity."""
    wanted = plain_line(sound(name), NAME_MOST)
    members = names.of_person(tx, identity)
    if len(members) == 1 and wanted == members[0].own:
        wanted = ""
    if wanted == names.chosen(members):
        return
    holder = next((one.id for one in members if one.own == wanted), identity)
    # The newest choice counts: what was chosen for another handle before is theirs again, once they are parted.
    who = [holder] if wanted else [one.id for one in members if one.called]
    after = {"called": wanted, "called_at": tx.tick() if wanted else None}
    for id in who:
        acts.act(tx, "call", subjects.subject(tx, "identity", id), after, label=label)
    tx.changed.sentence = f"Called {wanted} from now on." if wanted else f"Called {members[0].own} again."


def add_note(tx: Transaction, identity: int, text: str) -> None:
    """Raises Refused for no words."""
    words = sound(text).strip()
    if not words:
        raise Refused("There are no words to keep. Write the note first.")
    about = subjects.note_about(tx, str(uuid.uuid4()), identity)
    acts.act(tx, "note", about, {"text": words, "made_at": tx.wall}, label="Note added")
    tx.changed.sentence = "Note added."


def edit_note(tx: Transaction, note: int, text: str) -> None:
    """No words remove it. Raises KeyError for an unknown one."""
    about = subjects.subject(tx, "note", note)
    identity, made_at = tx.connection.exec_driver_sql(
        "SELECT identity_id, made_at FROM note WHERE id = ?", (note,)
    ).one()
    about = subjects.Subject("note", about.key, identity)
    words = sound(text).strip() or None
    label = "Note changed" if words else "Note removed"
    after = {"text": words, "made_at": made_at if words else None}
    if acts.act(tx, "note", about, after, label=label):
        tx.changed.sentence = f"{label}."


def set_tags(tx: Transaction, identity: int, tags: Sequence[str]) -> None:
    """All tags of a person; in any order, each once. What is new is set on this identity, what is gone is taken away
    wherever it was set. Raises KeyError for an unknown identity."""
    wanted = {name for tag in tags if (name := plain_line(tag, 40).strip("# "))}
    own: dict[int, set[str]] = {identity: set()}
    for id, tag in tx.connection.exec_driver_sql(_TAGGED, (identity,)):
        own.setdefault(id, set()).add(tag)
    new = wanted - set().union(*own.values())
    done = [
        acts.act(tx, "tags", subjects.subject(tx, "identity", id), {"tags": sorted(names)}, label="Tags changed")
        for id, had in own.items()
        for names in [(had & wanted) | (new if id == identity else set())]
    ]
    if any(done):
        tx.changed.sentence = "Tags changed."


def _set_flag(tx: Transaction, field: str, identity: int, value: bool, label: str) -> None:
    """Set on this identity; taken away from every identity of the person, since it shows on all of them."""
    who = [identity]
    if not value:
        who = list(tx.connection.exec_driver_sql(_TWINS.format(field=field), (identity,)).scalars())
    done = [acts.act(tx, field, subjects.subject(tx, "identity", id), {field: int(value)}, label=label) for id in who]
    if any(done):
        tx.changed.sentence = f"{label}."
