"""Stages, segments and the next step of people, kept in step with what happens, what is set by hand, and time."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest

from inbox.core.errors import Refused
from inbox.core.model import By, Purpose, Stage
from inbox.core.ports import Writing
from inbox.core.relation import NewSale, Relation, Segment, StepKind, TurnDown
from inbox.rules.thresholds import SETTING
from inbox.store import acts, subjects
from inbox.store.act_rows import ROWS, key_of_identity
from inbox.store.session import Session
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_person, a_place, me, take_in
from tests.clocks import FrozenClock
from tests.store.looking import ask
from tests.store.test_facts import join, talk_elsewhere

DAY = timedelta(days=1)


def of(store: SqliteStore, name: str = "Ann") -> Relation:
    [(id,)] = ask(store, f"SELECT id FROM identity WHERE name = '{name}'")
    with store.reading() as reading:
        return reading.relation(id)


def ann(store: SqliteStore) -> int:
    return int(ask(store, "SELECT id FROM identity WHERE name = 'Ann'")[0][0])


def counts(store: SqliteStore) -> dict[str, int]:
    return dict(ask(store, "SELECT view, n FROM person_counter WHERE n != 0"))


def exchange(store: SqliteStore, place: int, number: int, *, on: str, days_ago: float, by: str = "Ann") -> None:
    at = NOON - days_ago * DAY
    take_in(
        store,
        place,
        a_message(f"{number}", f"Number {number}.", by=by, on=on, at=at),
        a_message(f"{number}-mine", "Thanks.", by=me(), on=on, parent=f"{number}", at=at + timedelta(hours=1)),
    )


def a_regular(store: SqliteStore, *days: float) -> int:
    place = a_place(store)
    for number, day in enumerate(days or (9, 5, 2)):
        exchange(store, place, number, on=f"post-{number % 2}", days_ago=day)
    return place


def promise(write: Writing, identity: int, message: int) -> None:
    assert isinstance(write, Session)
    tx = write._tx
    said = {"words": "send the recipe", "state": "open", "made_at": tx.wall}
    said |= {"identity_id": key_of_identity(tx.connection, identity)}
    said |= {"message_key": subjects.subject(tx, "message", message).key}
    after = dict.fromkeys(ROWS["promise"].columns) | said
    acts.act(tx, "promise", subjects.new_row("promise", str(uuid.uuid4())), after, label="Promised")
    tx.take()


def test_people_move_up_to_regular_by_themselves_and_search_and_worth_know_it(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(store, place, a_message("w", "Good morning to all of you.", on="post-9", at=NOON))
    assert of(store).stage is Stage.STRANGER
    for number, days in enumerate((9, 5, 2)):
        exchange(store, place, number, on=f"post-{number % 2}", days_ago=days)
    relation = of(store)
    assert relation.stage is Stage.REGULAR
    assert [step.stage for step in relation.ladder] == [Stage.STRANGER, Stage.ACQUAINTANCE, Stage.REGULAR]
    assert relation.ladder[-1].at == NOON - 2 * DAY + timedelta(hours=1)
    assert len(relation.ladder[-1].evidence.messages) == 6
    assert Segment.REGULARS in {one.segment for one in relation.segments}
    assert ask(store, "SELECT stage FROM identity WHERE name = 'Ann'") == [("regular",)]
    with store.reading() as reading:
        assert len(reading.search("stage:regular").conversations) == 3
        [waiting] = reading.search("is:waiting").conversations
    assert "regular" in [reason.code for reason in waiting.reasons], "the worth of what waits follows the stage"
    assert store.check() == []


def test_everybody_and_each_segment_are_counted_and_merging_and_parting_count_again(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(store, place, *(a_message(name, "Hello there.", by=name, at=NOON - DAY) for name in ("Ann", "Bob", "Cleo")))
    assert counts(store) == {"everyone": 3, "new_faces": 3}
    first, second = (id for (id,) in ask(store, "SELECT id FROM identity ORDER BY id LIMIT 2"))
    store.write(lambda write: join(write, first, second))
    assert counts(store) == {"everyone": 2, "new_faces": 2}
    store.write(lambda write: write.undo())
    assert counts(store) == {"everyone": 3, "new_faces": 3}
    store.write(lambda write: write.ignore(first, True))
    assert counts(store) == {"everyone": 2, "new_faces": 2}
    assert store.check() == []


def test_who_is_in_a_segment_is_kept_with_the_reason(store: SqliteStore) -> None:
    take_in(store, a_place(store), a_message("1", "Hello there.", at=NOON - DAY))
    [(text,)] = ask(store, "SELECT why FROM person_segment WHERE segment = 'new_faces'")
    [(message, conversation)] = ask(store, "SELECT id, conversation_id FROM message")
    why = "They first wrote within 14 days, and you have not answered yet."
    assert json.loads(text) == {"why": why, "messages": [message], "conversation": conversation}
    [member] = of(store).segments
    assert (member.why, member.evidence.messages) == (why, (message,))


def test_whoever_is_forgotten_with_their_place_is_in_no_list(store: SqliteStore) -> None:
    kept, gone = a_place(store), a_place(store, "https://other.example")
    take_in(store, kept, a_message("1", "Hello there.", at=NOON - DAY))
    take_in(store, gone, a_message("2", "Hello there.", by="Bob", at=NOON - DAY))
    take_in(store, gone, a_message("3", "And here.", at=NOON - DAY))
    assert counts(store) == {"everyone": 2, "new_faces": 2}
    store.write(lambda write: write.remove_place(gone, forget=True))
    assert counts(store) == {"everyone": 1, "new_faces": 1}
    assert of(store).facts.messages_in == 1
    assert store.check() == []


def test_set_by_hand_stays_and_undo_takes_it_back(store: SqliteStore, clock: FrozenClock) -> None:
    place = a_regular(store)
    store.write(lambda write: write.set_stage(ann(store), Stage.ACQUAINTANCE))
    clock.pass_time(DAY)
    exchange(store, place, 7, on="post-1", days_ago=0)
    relation = of(store)
    assert relation.stage is Stage.ACQUAINTANCE
    assert relation.ladder[-1].by is By.ME
    store.write(lambda write: write.undo())
    assert of(store).stage is Stage.REGULAR
    store.write(lambda write: write.redo())
    store.write(lambda write: write.set_stage(ann(store), None))
    assert of(store).stage is Stage.REGULAR


def test_a_customer_is_set_by_hand_with_what_they_bought(store: SqliteStore) -> None:
    a_regular(store)
    sale = NewSale("1.250,50", "eur", NOON - DAY, "Bread course")
    done = store.write(lambda write: write.set_stage(ann(store), Stage.CUSTOMER, sale))
    assert done.sentence == "Now: Customer."
    assert ask(store, "SELECT amount, currency, note FROM sale") == [("1250.50", "EUR", "Bread course")]
    assert counts(store)["customers"] == 1
    store.write(lambda write: write.undo())
    assert ask(store, "SELECT count(*) FROM sale") == [(0,)]
    assert of(store).stage is Stage.REGULAR
    for wrong in (NewSale("a lot"), NewSale("1", "euros")):
        with pytest.raises(Refused):
            store.write(lambda write, wrong=wrong: write.set_stage(ann(store), Stage.CUSTOMER, wrong))
    assert of(store).stage is Stage.REGULAR
    store.write(lambda write: write.set_stage(ann(store), Stage.CUSTOMER, NewSale()))
    assert ask(store, "SELECT count(*) FROM sale") == [(0,)], "nothing was said of it"


def test_each_part_of_a_merged_person_gets_its_own_stage_back(store: SqliteStore) -> None:
    a_regular(store)
    take_in(store, 1, a_message("b", "Hello there.", by="Bob", at=NOON))
    a, b = ann(store), ask(store, "SELECT id FROM identity WHERE name = 'Bob'")[0][0]
    store.write(lambda write: join(write, a, b))
    assert of(store, "Bob").stage is Stage.REGULAR
    store.write(lambda write: write.undo())
    assert (of(store).stage, of(store, "Bob").stage) == (Stage.REGULAR, Stage.STRANGER)
    assert store.check() == []


def test_a_stage_set_while_they_are_one_holds_for_both_and_parting_gives_each_their_own_back(
    store: SqliteStore, clock: FrozenClock
) -> None:
    a_regular(store)
    take_in(store, 1, a_message("b", "Hello there.", by="Bob", at=NOON))
    a, b = ann(store), ask(store, "SELECT id FROM identity WHERE name = 'Bob'")[0][0]
    store.write(lambda write: write.set_stage(b, Stage.CUSTOMER))
    clock.pass_time(DAY)
    store.write(lambda write: write.merge(a, b))
    assert of(store).stage is Stage.CUSTOMER, "the highest, as long as nothing was said since"
    clock.pass_time(DAY)
    store.write(lambda write: write.set_stage(a, Stage.ACQUAINTANCE))
    assert (of(store).stage, of(store, "Bob").stage) == (Stage.ACQUAINTANCE, Stage.ACQUAINTANCE)
    clock.pass_time(DAY)
    store.write(lambda write: write.set_stage(a, None))
    assert of(store, "Bob").stage is Stage.REGULAR, "what passed between us, whatever was set before"
    store.write(lambda write: write.undo())
    store.write(lambda write: write.part([b]))
    assert (of(store).stage, of(store, "Bob").stage) == (Stage.ACQUAINTANCE, Stage.CUSTOMER)
    assert store.check() == []


def test_a_question_is_the_next_step_until_it_is_answered(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(store, place, a_message("1", "How long in the oven?", at=NOON))
    step = of(store).step
    assert step is not None
    assert step.kind is StepKind.ANSWER
    [(message, conversation)] = ask(store, "SELECT id, conversation_id FROM message")
    assert (step.evidence.messages, step.evidence.conversation) == ((message,), conversation)
    done = store.write(
        lambda write: write.queue_words(conversation, message, "An hour", Purpose.REPLY, not_before=None)
    )[1]
    assert of(store).step is None
    assert ann(store) in done.people, "whoever shows the step is told"


def test_drifting_begins_when_time_has_passed_and_the_step_says_hello_again(
    store: SqliteStore, clock: FrozenClock
) -> None:
    a_regular(store)
    assert of(store).step is None
    clock.pass_time(59 * DAY)
    while store.write(lambda write: write.wake(clock.now())):
        pass
    relation = of(store)
    assert [one.segment for one in relation.segments] == [Segment.REGULARS, Segment.DRIFTING]
    assert relation.step is not None
    assert relation.step.kind is StepKind.HELLO_AGAIN
    assert relation.step.evidence.conversation is not None


def test_a_call_is_offered_by_facts_and_a_logged_talk_ends_that(store: SqliteStore) -> None:
    a_regular(store, 80, 40, 20, 2)
    step = of(store).step
    assert step is not None
    assert step.kind is StepKind.CALL
    store.write(lambda write: talk_elsewhere(write, ann(store), -1))
    relation = of(store)
    assert relation.step is not None
    assert relation.step.kind is StepKind.WRITE_DOWN
    assert [offer.stage for offer in relation.offers] == [Stage.FRIEND]


def test_the_offer_of_a_friend_is_a_yes_by_hand_or_a_no_that_undo_takes_back(store: SqliteStore) -> None:
    a_regular(store)
    store.write(lambda write: talk_elsewhere(write, ann(store), -1))
    store.write(lambda write: write.turn_down(ann(store), "friend", TurnDown.FOR_THEM))
    assert of(store).offers == ()
    store.write(lambda write: write.undo())
    assert of(store).offers != ()
    store.write(lambda write: write.set_stage(ann(store), Stage.FRIEND))
    assert (of(store).stage, of(store).offers) == (Stage.FRIEND, ())


def test_not_now_holds_for_a_fortnight_for_them_for_good(store: SqliteStore, clock: FrozenClock) -> None:
    place = a_place(store)
    take_in(store, place, a_message("1", "How long in the oven?", at=NOON))
    done = store.write(lambda write: write.turn_down(ann(store), StepKind.ANSWER, TurnDown.NOT_NOW))
    assert done.sentence == "Not now. It may be suggested again in 14 days."
    assert of(store).step is None
    clock.pass_time(14 * DAY)
    store.write(lambda write: write.wake(clock.now()))
    assert of(store).step is not None
    store.write(lambda write: write.turn_down(ann(store), StepKind.ANSWER, TurnDown.FOR_THEM))
    clock.pass_time(900 * DAY)
    store.write(lambda write: write.wake(clock.now()))
    assert of(store).step is None
    store.write(lambda write: write.suggest_again(ann(store)))
    assert of(store).step is not None


def test_turned_down_for_everybody_reaches_everybody_in_the_background_and_undo_too(
    store: SqliteStore, clock: FrozenClock
) -> None:
    place = a_place(store)
    take_in(store, place, *(a_message(name, "How long?", by=name, at=NOON) for name in ("Ann", "Bob")))
    store.write(lambda write: write.turn_down(ann(store), StepKind.ANSWER, TurnDown.FOR_ALL))
    assert of(store).step is None, "at once for whom it was said"
    store.write(lambda write: write.wake(clock.now()))
    assert of(store, "Bob").step is None
    store.write(lambda write: write.undo())
    store.write(lambda write: write.wake(clock.now()))
    assert of(store).step is not None
    assert of(store, "Bob").step is not None


def test_what_counts_is_changed_by_an_act_and_everything_follows_in_small_batches(
    store: SqliteStore, clock: FrozenClock
) -> None:
    place = a_regular(store)
    take_in(store, place, a_message("q", "How long in the oven?", on="post-9", at=NOON))
    [(before,)] = ask(store, "SELECT worth FROM conversation WHERE state = 'waiting'")
    store.write(lambda write: write.set_counts({"stages.regular_exchanges": 4, "worth.question": 3}))
    while store.write(lambda write: write.wake(clock.now())):
        pass
    assert of(store).stage is Stage.ACQUAINTANCE
    [(after,)] = ask(store, "SELECT worth FROM conversation WHERE state = 'waiting'")
    assert after == before - 27 - 15, "the question counts less, and they are no regular any more"
    with store.reading() as reading:
        assert reading.counted_by() == {"stages.regular_exchanges": "4", "worth.question": "3"}
    store.write(lambda write: write.undo())
    while store.write(lambda write: write.wake(clock.now())):
        pass
    assert of(store).stage is Stage.REGULAR
    assert ask(store, f"SELECT count(*) FROM setting WHERE key LIKE '{SETTING}%'") == [(0,)]
    with pytest.raises(Refused):
        store.write(lambda write: write.set_counts({"worth.fame": 1}))


def test_an_open_promise_raises_the_worth_of_what_waits_and_is_the_next_step(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(store, place, a_message("1", "I am here.", at=NOON))
    [(message,)] = ask(store, "SELECT id FROM message")
    store.write(lambda write: promise(write, ann(store), message))
    reasons = json.loads(ask(store, "SELECT reasons FROM conversation")[0][0])
    assert ["promised", "You promised something", 20] in reasons
    relation = of(store)
    assert relation.step is not None
    assert (relation.step.kind, relation.step.evidence.messages) == (StepKind.KEEP_PROMISE, (message,))
    assert counts(store)["promised"] == 1


def test_somebody_to_write_to_is_reached_by_an_address_that_is_named_a_claim(store: SqliteStore) -> None:
    place = a_place(store)
    who = a_person("Ann", email="ann@example.org", email_is_claim=True)
    for number, day in enumerate((9, 5)):
        at = NOON - day * DAY
        take_in(
            store,
            place,
            a_message(f"{number}", f"Number {number}.", by=who, on=f"post-{number}", at=at),
            a_message(f"{number}-m", "Thanks.", by=me(), on=f"post-{number}", parent=f"{number}", at=at),
        )
    step = of(store).step
    assert step is not None
    assert (step.kind, step.address) == (StepKind.WRITE, "ann@example.org")
    assert "nobody has proved" in step.why


def test_kind_words_that_were_never_thanked_for_are_the_next_step(speaking: SqliteStore) -> None:
    place = a_place(speaking)
    take_in(speaking, place, a_message("1", "Thank you so much for this recipe, it made my whole week.", at=NOON))
    step = of(speaking).step
    assert step is not None
    assert step.kind is StepKind.THANK
    [(message, conversation)] = ask(speaking, "SELECT id, conversation_id FROM message")
    assert (step.evidence.messages, step.evidence.conversation) == ((message,), conversation)
    speaking.write(
        lambda write: write.queue_words(conversation, message, "It is you I thank.", Purpose.THANK, not_before=None)
    )
    assert of(speaking).step is None
