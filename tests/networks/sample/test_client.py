"""The sample behaves as a network does: found, read in pages, answered, moderated, and broken on purpose."""

from __future__ import annotations

import pytest

from inbox.core.errors import NetworkError, OutcomeUnknown, RateLimited, Rejected, SignInNeeded, Unreachable
from inbox.core.model import Because, Can, Kind, Moderation, RemoteState, Verb
from inbox.networks.api import Op, ShowsLately, Verdict
from inbox.networks.sample import client
from inbox.networks.sample.server import Fault
from inbox.networks.sample.world import ADDRESSES
from tests.networks.sample.worlds import Visit, news, said_by


def test_both_addresses_are_found_as_blogs_that_look_like_wordpress(visit: Visit) -> None:
    for address in ADDRESSES:
        found = client.find(address, {}, visit.around)
        assert found.settings == {"look": "wordpress"}
        assert found.can == Can.READ | Can.REPLY | Can.MODERATE
        assert found.signed_in_as == "robin"
        assert found.messages is not None
        assert found.messages > (found.people or 0) > 10
        assert len(found.ages_days) < found.messages


@pytest.mark.parametrize("typed", ["slowoven.example", "https://SlowOven.example/", "http://slowoven.example"])
def test_an_address_may_be_typed_as_people_type_it(visit: Visit, typed: str) -> None:
    assert client.find(typed, {}, visit.around).canonical == ADDRESSES[0]


def test_any_other_address_is_refused(visit: Visit) -> None:
    with pytest.raises(Rejected):
        client.find("https://bread.example", {}, visit.around)


def test_the_first_fetch_brings_everything_in_pages_parents_first(visit: Visit) -> None:
    messages, cursor, batches = news(visit.open())
    assert len(batches) > 2
    assert all(len(batch.messages) <= client.PAGE for batch in batches)
    assert [batch.first_fetch_done for batch in batches] == [False] * (len(batches) - 1) + [True]
    seen: set[str] = set()
    for each in messages:
        assert each.parent in seen or not each.parent
        assert each.remote_id not in seen
        assert each.created_at < visit.clock.now()
        seen.add(each.remote_id)
    assert news(visit.open(), cursor)[0] == []


def test_a_fetch_that_broke_off_goes_on_at_its_cursor(visit: Visit) -> None:
    whole, _, batches = news(visit.open())
    rest, _, _ = news(visit.open(), batches[0].cursor or "")
    assert [*batches[0].messages, *rest] == whole


def test_an_empty_look_does_not_move_the_cursor(visit: Visit) -> None:
    session = visit.open()
    _, cursor, _ = news(session)
    assert list(session.fetch({client.NEWS: cursor})) == []


def test_robin_is_me_and_answers_to_robin_speak_to_me(visit: Visit) -> None:
    messages, _, _ = news(visit.open())
    mine = [each for each in messages if each.author.is_me]
    assert len(mine) > 100
    assert all(each.addressed == frozenset() for each in mine)
    amara = said_by(messages, "Amara Okafor")
    assert amara.addressed == {Because.ON_MY_POST, Because.REPLY_TO_ME}
    assert amara.kind is Kind.REPLY


def test_a_reply_stands_once_and_comes_back_with_the_news(visit: Visit) -> None:
    session = visit.open()
    messages, cursor, _ = news(session)
    op = visit.reply(said_by(messages, "Tom Becker"), "Twenty minutes at closing.\n\nAnd tea <3 & cake.")
    receipt = session.send(op, session.prepare(op))
    fresh, _, _ = news(session, cursor)
    assert [each.remote_id for each in fresh] == [receipt.remote_id]
    assert fresh == [receipt.message]
    assert fresh[0].author.is_me
    assert fresh[0].html == "<p>Twenty minutes at closing.</p>\n<p>And tea &lt;3 &amp; cake.</p>"
    assert fresh[0].parent == op.target.remote_id


def test_the_same_words_again_are_refused_as_a_duplicate(visit: Visit) -> None:
    session = visit.open()
    op = visit.reply(said_by(news(session)[0], "Tom Becker"))
    session.send(op, session.prepare(op))
    with pytest.raises(Rejected) as refusal:
        session.send(op, session.prepare(op))
    assert refusal.value.code == "duplicate"


def test_a_closed_post_takes_no_answers_and_says_so_before(visit: Visit) -> None:
    visit.address = ADDRESSES[1]
    session = visit.open()
    hugh = next(each for each in news(session)[0] if "goose" in each.text and each.author.name == "gethin_r")
    op = visit.reply(hugh)
    assert session.ground(op).closed
    with pytest.raises(Rejected):
        session.send(op, session.prepare(op))


@pytest.mark.parametrize("text", ["", " \n ", "x" * 70_000])
def test_words_that_the_blog_would_refuse_are_not_prepared(visit: Visit, text: str) -> None:
    session = visit.open()
    with pytest.raises(Rejected):
        session.prepare(visit.reply(said_by(news(session)[0], "Tom Becker"), text))


def test_a_held_comment_is_approved(visit: Visit) -> None:
    session = visit.open()
    messages, cursor, _ = news(session)
    held = next(each for each in messages if each.remote_state is RemoteState.HELD)
    op = visit.moderate(held, Moderation.APPROVE)
    assert session.reconcile(op, session.prepare(op)).verdict is Verdict.ABSENT
    receipt = session.send(op, session.prepare(op))
    assert receipt.remote_id == held.remote_id
    assert [(each.remote_id, each.remote_state) for each in news(session, cursor)[0]] == [
        (held.remote_id, RemoteState.VISIBLE)
    ]
    assert session.reconcile(op, session.prepare(op)).verdict is Verdict.FOUND


def test_somebody_who_is_answered_answers_back_after_a_while(visit: Visit) -> None:
    session = visit.open()
    messages, cursor, _ = news(session)
    op = visit.reply(said_by(messages, "Amara Okafor"), "A paper notebook for two years, honestly!")
    mine = session.send(op, session.prepare(op))
    _, cursor, _ = news(session, cursor)
    visit.later(seconds=19)
    assert news(session, cursor)[0] == []
    visit.later(seconds=1)
    fresh, cursor, _ = news(session, cursor)
    assert [(each.author.name, each.parent) for each in fresh] == [("Amara Okafor", mine.remote_id)]
    visit.later(seconds=60)
    assert news(session, cursor)[0] == []


def test_life_goes_on_somebody_writes_corrects_and_deletes(visit: Visit) -> None:
    session = visit.open()
    before, cursor, _ = news(session)
    visit.later(hours=1)
    fresh, _, batches = news(session, cursor)
    known = {each.remote_id: each for each in before}
    edited = [each for each in fresh if each.remote_id in known]
    assert [each.edited_at is not None and each.version != known[each.remote_id].version for each in edited] == [True]
    assert len([each for each in fresh if each.remote_id not in known]) == 2
    assert [len(batch.deleted) for batch in batches] == [1]


def test_the_ground_tells_what_moved(visit: Visit) -> None:
    session = visit.open()
    messages, _, _ = news(session)
    amara = said_by(messages, "Amara Okafor")
    op = visit.reply(amara)
    assert not session.ground(op).answered_elsewhere
    first = session.send(op, session.prepare(op))
    assert session.ground(op).answered_elsewhere
    known = visit.reply(amara, claimed=frozenset({first.remote_id}))
    assert not session.ground(known).answered_elsewhere
    assert not session.ground(known).they_wrote_again
    visit.later(seconds=30)
    ground = session.ground(known)
    assert ground.they_wrote_again
    assert [each.author.name for each in ground.news][-1] == "Amara Okafor"


def test_the_ground_of_a_deleted_comment_is_gone(visit: Visit) -> None:
    session = visit.open()
    _, cursor, _ = news(session)
    leo = next(each for each in news(session)[0] if "I work in advertising" in each.text)
    visit.later(hours=1)
    assert news(session, cursor)[2][0].deleted == (("comment", leo.remote_id),)
    assert session.ground(visit.reply(leo)).target_state is RemoteState.DELETED


@pytest.mark.parametrize(
    ("fault", "error", "stands"),
    [
        (Fault.OFFLINE, Unreachable, False),
        (Fault.SIGNED_OUT, SignInNeeded, False),
        (Fault.TOO_MANY, RateLimited, False),
        (Fault.DROP_BEFORE, OutcomeUnknown, False),
        (Fault.DROP_AFTER, OutcomeUnknown, True),
        (Fault.ERROR_AFTER, OutcomeUnknown, True),
    ],
)
def test_a_fault_breaks_one_act_and_a_look_tells_what_became_of_it(
    visit: Visit, fault: Fault, error: type[NetworkError], stands: bool
) -> None:
    session = visit.open()
    op = visit.reply(said_by(news(session)[0], "Tom Becker"))
    frozen = session.prepare(op)
    visit.server().set_fault(fault)
    with pytest.raises(error):
        session.send(op, frozen)
    seen = session.reconcile(op, frozen)
    assert (seen.verdict is Verdict.FOUND) is stands
    if not stands:
        session.send(op, frozen)
    assert sum(each.text == op.text for each in news(session)[0]) == 1


def test_faults_are_counted_and_can_be_taken_back(visit: Visit) -> None:
    session, server = visit.open(), visit.server()
    server.set_fault(Fault.OFFLINE, 2)
    for _ in range(2):
        with pytest.raises(Unreachable):
            session.who_am_i()
    session.who_am_i()
    server.set_fault(Fault.OFFLINE, 5)
    server.set_fault(None)
    assert session.who_am_i().name == "robin"


def test_a_look_claims_nothing_that_belongs_to_another_act(visit: Visit) -> None:
    session = visit.open()
    tom = said_by(news(session)[0], "Tom Becker")
    op = visit.reply(tom)
    frozen = session.prepare(op)
    there = session.send(op, frozen)
    assert session.reconcile(visit.reply(tom, claimed=frozenset({there.remote_id})), frozen).verdict is Verdict.ABSENT


def test_there_are_no_likes(visit: Visit) -> None:
    session = visit.open()
    op = visit.reply(said_by(news(session)[0], "Tom Becker"))
    with pytest.raises(Rejected, match="WordPress has no likes"):
        session.prepare(Op(key="k", verb=Verb.LIKE, place=op.place, target=op.target))


def test_everything_is_swept_when_asked(visit: Visit) -> None:
    session = visit.open()
    messages, cursor, _ = news(session)
    last = list(session.fetch({client.NEWS: cursor}, fully=True))[-1]
    assert last.sweep is not None
    assert last.sweep.seen == {each.remote_id for each in messages}


def test_the_server_outlives_its_session(visit: Visit) -> None:
    session = visit.open()
    messages = news(session)[0]
    op = visit.reply(said_by(messages, "Tom Becker"))
    session.send(op, session.prepare(op))
    session.close()
    visit.later(days=2)
    again = {each.remote_id: each for each in news(visit.open())[0]}
    assert all(again[each.remote_id].created_at == each.created_at for each in messages if each.remote_id in again)
    assert op.text in {each.text for each in again.values()}


def test_a_broken_file_is_told_in_a_sentence(visit: Visit) -> None:
    (visit.folder / "sample-server.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(Unreachable):
        visit.find()


def test_what_somebody_posted_last_is_shown_newest_first(visit: Visit) -> None:
    session = visit.open()
    assert isinstance(session, ShowsLately)
    posts = session.lately(ADDRESSES[0], "commenter:amara", 2)
    assert [post.title for post in posts] == [
        "Rye, again, and why I keep failing at it",
        "What the market looks like at six",
    ]
    assert posts[0].url == "https://okaforbakes.example/rye-again-and-why-i-keep-failing-at-it"
    assert posts[0].at > posts[1].at
    assert session.lately(ADDRESSES[0], "commenter:nobody", 2) == []


def test_a_post_of_theirs_is_answered_once_and_they_answer_back(visit: Visit) -> None:
    session = visit.open()
    assert isinstance(session, ShowsLately)
    _, cursor, _ = news(session)
    post = session.lately(ADDRESSES[0], "commenter:amara", 1)[0].message
    assert post is not None
    assert (post.kind, post.addressed, post.thread.mine) == (Kind.POST, frozenset(), False)
    assert session.lately(ADDRESSES[0], "commenter:amara", 1)[0].message == post, (
        "the same one, whenever it is looked at"
    )
    op = visit.reply(post, "The fourth one always sings.")
    assert session.ground(op).target_state is RemoteState.VISIBLE
    frozen = session.prepare(op)
    assert session.reconcile(op, frozen).verdict is Verdict.ABSENT
    receipt = session.send(op, frozen)
    assert session.reconcile(op, frozen).verdict is Verdict.FOUND
    with pytest.raises(Rejected, match="same words"):
        session.send(op, frozen)
    visit.later(seconds=60)
    mine, theirs = news(session, cursor)[0]
    assert (mine.remote_id, mine.thread) == (receipt.remote_id, post.thread)
    assert (theirs.author.name, theirs.parent) == ("Amara Okafor", mine.remote_id)
    assert theirs.addressed == {Because.REPLY_TO_ME}
    assert session.ground(visit.reply(post, "Another one")).answered_elsewhere is False
