"""Headless commands about what people have a right to: their full record, being erased, being asked before they are
written to.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from inbox.commands import headless_reading
from inbox.commands.headless_reading import Answers
from inbox.commands.workshop import Workshop
from inbox.core.errors import Refused
from inbox.services import giving_out


def person(at: Workshop, options: Namespace, out: Answers) -> int:
    """Shown, or with `--export FILE` written out whole."""
    if not options.export:
        return headless_reading.person(at, options, out)
    _known(at, options.id)
    written = giving_out.write_record(at.store, options.id, Path(options.export).expanduser())
    out.answer(
        {"files": [str(path) for path in written.paths], "entries": written.number, "sentence": written.sentence},
        [written.sentence],
    )
    return 0


def newsletter(at: Workshop, options: Namespace, out: Answers) -> int:
    written = giving_out.write_newsletter(at.store, Path(options.file).expanduser())
    out.answer(
        {"file": str(written.paths[0]), "people": written.number, "sentence": written.sentence}, [written.sentence]
    )
    return 0


def erase(at: Workshop, options: Namespace, out: Answers) -> int:
    """Asks for a word more than the id: it cannot be taken back."""
    name = _known(at, options.id)
    if not options.for_good:
        raise Refused(
            f"{name} would be erased for good, with all that was said; nothing brings that back. "
            f"If that is meant: parlour erase {options.id} --for-good."
        )
    changes = at.store.write(lambda write: write.erase_person(options.id, may_return=options.may_return))
    at.forget_pictures()
    out.answer({"id": options.id, "state": "erased", "sentence": changes.sentence}, [changes.sentence])
    return 0


def _known(at: Workshop, identity: int) -> str:
    try:
        with at.store.reading() as reading:
            return reading.person(identity).name
    except KeyError as error:
        raise Refused(f"There is nobody with the number {identity}.") from error
