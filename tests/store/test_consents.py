"""Consent to the newsletter: entries are added, never changed; only given ones are exported, with their proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox.core.consent import Consent, LeftOut, NewEntry
from inbox.core.errors import Refused
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_person, a_place, take_in
from tests.store.looking import ask

PEOPLE = ("Ann", "Bob", "Cleo", "Dora", "Emil", "Fay")


@pytest.fixture
def people(store: SqliteStore) -> dict[str, int]:
    """All of them typed an address into the comment form."""
    place = a_place(store)
    take_in(
        store,
        place,
        *(
            a_message(name, f"{name} says yes", by=a_person(name, email=f"{name.lower()}@example.org"))
            for name in PEOPLE
        ),
    )
    return dict[str, int](ask(store, "SELECT name, id FROM identity"))


def note(store: SqliteStore, identity: int, state: Consent, **more: object) -> None:
    store.write(lambda write: write.note_consent(identity, NewEntry(state, **more)))  # type: ignore[arg-type]


def test_given_is_kept_with_when_where_their_words_and_the_message_that_proves_it(
    store: SqliteStore, people: dict[str, int]
) -> None:
    message = int(ask(store, "SELECT id FROM message WHERE remote_id = 'Ann'")[0][0])
    note(
        store,
        people["Ann"],
        Consent.GIVEN,
        at=NOON - timedelta(days=3),
        place="at the market",
        words="Yes, do send it",
        email="ann@example.org",
        message=message,
    )
    with store.reading() as reading:
        view = reading.consent(people["Ann"])
        entry = view.entry
        assert entry is not None
        assert (view.state, entry.at, entry.made_at) == (Consent.GIVEN, NOON - timedelta(days=3), NOON)
        assert (entry.place, entry.words, entry.email) == ("at the market", "Yes, do send it", "ann@example.org")
        assert (entry.message, entry.url) == (message, "https://bread.example/#comment-Ann")
        assert reading.consent(people["Bob"]).state is Consent.NOT_ASKED


def test_a_mistake_is_corrected_by_a_further_entry_and_nothing_is_ever_changed(
    store: SqliteStore, people: dict[str, int]
) -> None:
    ann = people["Ann"]
    for state in (Consent.ASKED, Consent.GIVEN, Consent.MISTAKE):
        note(store, ann, state, email="ann@example.org")
    with store.reading() as reading:
        view = reading.consent(ann)
        assert view.state is Consent.ASKED
        assert [(entry.state, entry.counts) for entry in view.entries] == [
            (Consent.MISTAKE, True),
            (Consent.GIVEN, False),
            (Consent.ASKED, True),
        ]
    changing = {verb for (verb,) in ask(store, "SELECT DISTINCT verb FROM act WHERE subject LIKE '%consent%'")}
    assert changing == {"consent"}


def test_taking_the_last_step_back_takes_the_entry_back_and_the_log_keeps_both(
    store: SqliteStore, people: dict[str, int]
) -> None:
    note(store, people["Ann"], Consent.GIVEN, email="ann@example.org")
    store.write(lambda write: write.undo())
    with store.reading() as reading:
        assert reading.consent(people["Ann"]).entries == ()
    assert ask(store, "SELECT verb FROM act WHERE subject LIKE '%consent%' ORDER BY id") == [("consent",), ("undo",)]


def test_the_newsletter_goes_to_those_who_agreed_and_says_who_is_left_out_and_why(
    store: SqliteStore, people: dict[str, int]
) -> None:
    for name in ("Bob", "Ann", "Dora", "Emil"):
        note(store, people[name], Consent.GIVEN, email=f"{name.lower()}@example.org")
    note(store, people["Dora"], Consent.WITHDRAWN)
    note(store, people["Cleo"], Consent.ASKED)
    store.write(lambda write: write.do_not_contact(people["Emil"], True))
    with store.reading() as reading:
        newsletter = reading.newsletter()
    assert [(one.name, one.email) for one in newsletter.readers] == [
        ("Ann", "ann@example.org"),
        ("Bob", "bob@example.org"),
    ]
    assert dict(newsletter.left_out) == {
        LeftOut.NEVER_ASKED: 1,
        LeftOut.NO_ANSWER: 1,
        LeftOut.WITHDRAWN: 1,
        LeftOut.DO_NOT_CONTACT: 1,
    }


def test_an_address_withdrawn_or_not_to_be_contacted_under_another_handle_is_left_out_too(
    store: SqliteStore, people: dict[str, int]
) -> None:
    for name, hours in (("Ann", 9), ("Bob", 9), ("Cleo", 1), ("Dora", 9)):
        note(store, people[name], Consent.GIVEN, email=f"{name.lower()}@Example.org", at=NOON - timedelta(hours=hours))
    # Nobody has merged them: the same addresses, other handles.
    note(store, people["Emil"], Consent.GIVEN, email="ann@example.org", at=NOON - timedelta(hours=6))
    note(store, people["Emil"], Consent.WITHDRAWN, at=NOON - timedelta(hours=5))
    note(store, people["Fay"], Consent.ASKED, email="bob@example.org", at=NOON - timedelta(hours=4))
    store.write(lambda write: write.do_not_contact(people["Fay"], True))
    with store.reading() as reading:
        newsletter = reading.newsletter()
    assert [one.name for one in newsletter.readers] == ["Cleo", "Dora"]
    left_out = dict(newsletter.left_out)
    assert left_out[LeftOut.WITHDRAWN] == 2, "Ann and Emil have one address, which was withdrawn later"
    assert left_out[LeftOut.DO_NOT_CONTACT] == 1


def test_an_address_that_two_gave_is_in_the_list_once_and_given_again_counts(
    store: SqliteStore, people: dict[str, int]
) -> None:
    note(store, people["Ann"], Consent.WITHDRAWN, email="ann@example.org", at=NOON - timedelta(hours=9))
    note(store, people["Bob"], Consent.GIVEN, email="ann@example.org", at=NOON - timedelta(hours=5))
    note(store, people["Cleo"], Consent.GIVEN, email="Ann@example.org", at=NOON - timedelta(hours=2))
    with store.reading() as reading:
        newsletter = reading.newsletter()
    assert [(one.name, one.email) for one in newsletter.readers] == [("Cleo", "Ann@example.org")]
    assert dict(newsletter.left_out)[LeftOut.TWICE] == 1


def test_an_e_mail_that_proves_it_is_named_by_its_id(store: SqliteStore) -> None:
    place = a_place(store)
    shown = a_message("yes@oven.example", "Yes, send it")
    take_in(store, place, replace(shown, fetched=replace(shown.fetched, kind_space="mail", url="")))
    message, identity = ask(store, "SELECT id, identity_id FROM message")[0]
    note(store, identity, Consent.GIVEN, email="ann@example.org", message=message)
    with store.reading() as reading:
        (reader,) = reading.newsletter().readers
    assert reader.entry.url == "mid:yes@oven.example"


def test_an_address_from_a_comment_form_is_no_consent(store: SqliteStore, people: dict[str, int]) -> None:
    with store.reading() as reading:
        newsletter = reading.newsletter()
    assert newsletter.readers == ()
    assert dict(newsletter.left_out) == {LeftOut.NEVER_ASKED: len(people)}


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (NewEntry(Consent.GIVEN), "address"),
        (NewEntry(Consent.ASKED, at=NOON + timedelta(days=1)), "still to come"),
        (NewEntry(Consent.MISTAKE), "no entry"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    store: SqliteStore, people: dict[str, int], entry: NewEntry, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        store.write(lambda write: write.note_consent(people["Ann"], entry))
    assert ask(store, "SELECT * FROM consent") == []
