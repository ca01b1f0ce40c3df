from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from inbox.core.model import Can, DeliveryState, Direction, Draft, PlaceStatus, Purpose, Verb
from inbox.store import outbox_view, viewing
from tests.store.by_hand import NOW, Shelf, micros


def test_a_conversation_shows_its_own_messages_and_the_others_of_its_thread_apart(shelf: Shelf) -> None:
    place = shelf.place(user="me", can=7)
    ana, ben, me = shelf.identity("Ana"), shelf.identity("Ben"), shelf.identity("Me", is_me=1)
    thread = shelf.thread(place, "Sourdough", url="https://1.example/sourdough", messages=5)
    with_ana = shelf.conversation(thread, place, ana, muted=1)
    with_ben = shelf.conversation(thread, place, ben)
    first = shelf.say(place, thread, with_ana, ana, "Does it freeze?", days_ago=3)
    answer = shelf.say(place, thread, with_ana, me, "Yes", days_ago=2, direction="out", parent_id=first, is_read=1)
    other = shelf.say(place, thread, with_ben, ben, "Mine did not", days_ago=1)
    mine = shelf.say(place, thread, None, me, "A note to all", days_ago=0.5, direction="out")
    last = shelf.say(place, thread, with_ana, ana, "Thanks", url="https://1.example/#c9")
    view = shelf.reader().conversation(with_ana)
    assert [message.id for message in view.messages] == [first, answer, last]
    assert [message.id for message in view.others] == [other, mine]
    assert (view.thread, view.thread_title, view.thread_count, view.muted) == (thread, "Sourdough", 5, True)
    assert (view.can, view.as_whom) == (Can.READ | Can.REPLY | Can.LIKE, "me")
    assert (view.focus, view.url) == (last, "https://1.example/#c9")
    asked, said, _ = view.messages
    assert (asked.direction, asked.author, asked.unread, asked.text) == (Direction.IN, "Ana", True, "Does it freeze?")
    assert (said.direction, said.parent, said.unread) == (Direction.OUT, first, False)


def test_the_focus_is_the_message_that_waits_before_a_newer_one_that_does_not(shelf: Shelf) -> None:
    place = shelf.place()
    conversation, who = shelf.chat(place, "Ana", "A question", days_ago=2)
    shelf.say(place, 1, conversation, who, "Spam", remote_state="spam")
    view = shelf.reader().conversation(conversation)
    assert view.focus == view.messages[0].id
    shelf.conn.execute(text("UPDATE conversation SET newest_in_id = NULL"))
    view = shelf.reader().conversation(conversation)
    assert view.focus == view.messages[-1].id


def test_own_words_say_how_their_newest_delivery_stands(shelf: Shelf) -> None:
    place = shelf.place()
    conversation, _ = shelf.chat(place, "Ana", "A question")
    me = shelf.identity("Me", is_me=1)
    said = shelf.say(place, 1, conversation, me, "Yes", direction="out")
    shelf.delivery(place, "cancelled", message_id=said)
    delivery = shelf.delivery(place, "needs_you", message_id=said, reason="Sign in again.")
    message = shelf.reader().message(said)
    assert (message.delivery, message.delivery_state) == (delivery, DeliveryState.NEEDS_YOU)
    assert message.delivery_reason == "Sign in again."


def test_doubles_stand_as_links_of_the_message_they_were_joined_to(shelf: Shelf) -> None:
    place = shelf.place()
    conversation, who = shelf.chat(place, "Ana", "The same", days_ago=1)
    original = shelf.reader().conversation(conversation).messages[0].id
    for n in (1, 2):
        shelf.say(place, 1, conversation, who, "The same", joined_to=original, url=f"https://1.example/#c{n}")
    view = shelf.reader().conversation(conversation)
    assert [message.id for message in view.messages] == [original]
    assert view.messages[0].also == ("https://1.example/#c1", "https://1.example/#c2")
    assert view.focus == original


def test_a_message_keeps_its_notes_pictures_marks_and_times(shelf: Shelf) -> None:
    place = shelf.place()
    conversation, who = shelf.chat(place, "Ana", "First")
    id = shelf.say(
        place, 1, conversation, who, "Words", days_ago=1, edited_at=micros(0.5), gone_at=micros(0.1),
        remote_state="deleted", liked=1, purpose="thank",
    )  # fmt: skip
    shelf.conn.execute(
        text("""UPDATE message_text SET html = '<b>W</b>', notes = '["a form"]',
        images = '[["https://x/i.png", "a loaf"]]'
        WHERE id = :id"""),
        {"id": id},
    )
    message = shelf.reader().message(id)
    assert (message.html, message.notes, message.images) == ("<b>W</b>", ("a form",), (("https://x/i.png", "a loaf"),))
    assert (message.liked, message.purpose, message.remote_state) == (True, Purpose.THANK, "deleted")
    assert (message.created_at, message.edited_at) == (NOW - timedelta(days=1), NOW - timedelta(hours=12))
    assert message.gone_at is not None


def test_what_is_not_there_is_a_key_error(shelf: Shelf) -> None:
    reader = shelf.reader()
    for ask in (reader.conversation, reader.message, reader.person, reader.place, reader.delivery, reader.history):
        with pytest.raises(KeyError):
            ask(987654321)


def test_a_thread_is_read_along_an_index(shelf: Shelf) -> None:
    own = shelf.plan(viewing.OWN, conversation=1)
    others = shelf.plan(viewing.OTHERS, thread=1, conversation=1)
    assert "SEARCH message USING INDEX ix_message_conversation" in own
    assert "SEARCH message USING INDEX ix_message_thread" in others
    assert "TEMP B-TREE" not in own + others
    place = shelf.place()
    conversation, who = shelf.chat(place, "Ana", "First")
    for n in range(200):
        shelf.say(place, 1, conversation, who, f"Then {n}")
    shelf.conn.execute(text("ANALYZE"))
    assert "SEARCH message USING INDEX ix_message_joined_to" in shelf.plan(viewing.ALSO, ids="[1]")


def test_a_very_long_conversation_shows_its_newest_messages(shelf: Shelf) -> None:
    place = shelf.place()
    conversation, who = shelf.chat(place, "Ana", "First", days_ago=30)
    for n in range(viewing.OWN_LIMIT):
        shelf.say(place, 1, conversation, who, f"Then {n}", days_ago=20 - n / 100)
    messages = shelf.reader().conversation(conversation).messages
    assert (len(messages), messages[0].text, messages[-1].text) == (500, "Then 0", "Then 499")


def test_places_tell_what_they_can_and_how_they_are(shelf: Shelf) -> None:
    first = shelf.place(
        "Bread Blog", status="needs_you", sentence="Sign in again.", user="me", settings='{"root": "x"}'
    )
    gone = shelf.place("Old", removed_at=micros())
    reader = shelf.reader()
    [place] = reader.places()
    assert (place.id, place.title, place.status, place.signed_in) == (first, "Bread Blog", PlaceStatus.NEEDS_YOU, True)
    assert (place.sentence, place.settings, place.first_fetch_done) == ("Sign in again.", {"root": "x"}, False)
    assert reader.place(gone).title == "Old"


def test_the_outbox_is_what_is_not_settled_newest_first(shelf: Shelf) -> None:
    place = shelf.place("Bread Blog")
    conversation, who = shelf.chat(place, "Ana", "A question", title="Rye")
    other = shelf.say(place, 1, None, shelf.identity("Ben"), "Nice")
    reply = shelf.delivery(place, "waiting", conversation_id=conversation, text="Yes", not_before_at=micros(-1))
    like = shelf.delivery(place, "unsure", verb="like", target_id=other)
    sent = shelf.delivery(place, "sent", conversation_id=conversation)
    reader = shelf.reader()
    assert [delivery.id for delivery in reader.outbox()] == [like, reply]
    assert [delivery.id for delivery in reader.outbox(settled=True)] == [sent, like, reply]
    assert reader.outbox_open() == 2
    assert [delivery.id for delivery in reader.open_deliveries(conversation)] == [reply]
    view = reader.delivery(reply)
    assert (view.name, view.subject, view.text, view.place_title) == ("Ana", "Rye", "Yes", "Bread Blog")
    assert view.not_before == NOW + timedelta(days=1)
    assert (reader.delivery(like).name, reader.delivery(like).verb, reader.delivery(like).message) == (
        "Ben",
        Verb.LIKE,
        other,
    )
    assert who


def test_the_outbox_is_found_and_counted_along_indexes(shelf: Shelf) -> None:
    assert "SEARCH delivery USING INDEX ix_delivery_conversation_id" in shelf.plan(
        outbox_view.OPEN_OF_CONVERSATION, conversation=1
    )
    assert "COVERING INDEX ix_delivery_state" in shelf.plan(outbox_view.HOW_MANY_OPEN)
    assert "TEMP B-TREE" not in shelf.plan(outbox_view.ALL, limit=10)


def test_drafts_and_settings_are_given_back(shelf: Shelf) -> None:
    place = shelf.place()
    conversation, _ = shelf.chat(place, "Ana", "Hello")
    shelf.conn.execute(text(f"INSERT INTO draft VALUES ({conversation}, 9, 'thank', 'Dear Ana', 4, 1)"))
    shelf.conn.execute(text("INSERT INTO setting VALUES ('hold_s', '20')"))
    reader = shelf.reader()
    assert reader.draft(conversation) == Draft(conversation, 9, Purpose.THANK, "Dear Ana", 4)
    assert reader.drafts() == [reader.draft(conversation)]
    assert reader.draft(987654321) is None
    assert (reader.setting("hold_s"), reader.setting("other", "no")) == ("20", "no")


def test_nothing_done_is_nothing_to_take_back(shelf: Shelf) -> None:
    assert shelf.reader().undo_step() is None
    assert shelf.reader().redo_step() is None
