"""Archives and contacts read in beside what is there: joined by their keys, handled, stopped, taken back as a whole."""

from __future__ import annotations

import contextlib
import json
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inbox.archives import registry
from inbox.core.errors import Refused
from inbox.core.model import PlaceStatus, Sort, State
from inbox.core.moving import ImportState
from inbox.networks.wordpress import reading as rest
from inbox.networks.wordpress.reading import Lens, Post
from inbox.services import accounts, reading_in
from inbox.services.reading_in import Opened
from inbox.services.sync import make_safe
from inbox.store.writer import SqliteStore
from tests.archives.reading import DATA, opened, written, zipped
from tests.builders import found, taken
from tests.clocks import FrozenClock
from tests.services.read_in import ME, tables
from tests.store.looking import ask

BAKER = "baker@oven.example"


def wordpress(tmp_path: Path) -> Opened:
    return opened(DATA / "wordpress.xml")


def live_comment(id: int, **more: object) -> dict[str, object]:
    """As the REST API shows the comments of `wordpress.xml`, without a sign-in."""
    from hashlib import md5

    hashed = md5(b"ann@example.org", usedforsecurity=False).hexdigest()
    return {
        "id": id, "post": 12, "parent": 0, "author": 0, "author_name": "Ann Ebert", "author_url": "https://ann.example/",
        "date": "2020-03-03T10:15:00", "date_gmt": "2020-03-03T09:15:00",
        "content": {"rendered": "<p>Does it need honey?</p>\n<p>Mine was <em>flat</em>.</p>\n"},
        "link": f"https://oven.example/rye/comment-page-1/#comment-{id}", "status": "approved", "type": "comment",
        "author_avatar_urls": {"96": f"https://secure.gravatar.com/avatar/{hashed}?s=96&d=mm&r=g"}, **more,
    }  # fmt: skip


def fetched(*comments: dict[str, object]) -> list[Any]:
    post = Post(12, "Rye for beginners", "https://oven.example/rye/", 1, True)
    lens = Lens("oven.example", posts={12: post})
    return [make_safe(rest.message(each, lens)) for each in rest.read_comments(list(comments))]


def a_live_blog(store: SqliteStore, *comments: dict[str, object]) -> int:
    place = store.write(lambda write: write.add_place(found("oven.example", title="Slow Oven"), waits_from=None)[0])
    store.write(lambda write: write.take_in(place, taken(*fetched(*comments), first_fetch_done=True)))
    return place


def state_of(store: SqliteStore) -> dict[str, State]:
    with store.reading() as reading:
        return {row.name: row.state for state in State for row in reading.page(state, Sort.NEWEST)}


def test_the_preview_says_what_is_in_it_and_changes_nothing(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    before = tables(store)
    looked = reading_in.look(store, wordpress(tmp_path), clock)
    assert (looked.messages, looked.people, looked.known) == (4, 3, 0)
    assert (looked.place, looked.place_is_here, looked.asks_who_is_me) == ("Slow Oven", False, True)
    assert [(one.name, one.messages, one.is_me) for one in looked.authors] == [
        ("The Baker", 1, True),
        ("Ann Ebert", 2, False),
        ("Anonymous", 1, False),
    ]
    assert tables(store) == before


def test_a_blog_that_is_gone_becomes_a_place_at_rest_with_its_history(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    report = reading_in.read_in(store, wordpress(tmp_path), ME, clock)
    assert (report.state, report.messages, report.people) == (ImportState.DONE, 4, 3)
    with store.reading() as reading:
        (place,) = reading.places()
        assert place.is_archive
        assert (place.status, place.paused) == (PlaceStatus.PAUSED, True)
        assert "Nothing is fetched or sent there" in place.sentence
        hits = reading.search("honey")
    assert {row.name for row in hits.conversations} == {"Ann Ebert"}


def test_old_conversations_do_not_wait_on_me_nor_on_them(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    reading_in.read_in(store, wordpress(tmp_path), ME, clock)
    with store.reading() as reading:
        states = {row.state for state in State for row in reading.page(state, Sort.NEWEST)}
        assert not [row for state in State for row in reading.page(state, Sort.NEWEST) if row.unread]
    # Ann asked and was asked back, six years ago; Anonymous was never let in, and may not be moderated from here.
    assert states == {State.DONE, State.QUIET}


def test_an_export_of_a_live_blog_joins_it_without_doubles(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    place = a_live_blog(store, live_comment(101))
    before = ask(store, "SELECT * FROM message JOIN message_text USING (id)") + ask(store, "SELECT * FROM thread")
    looked = reading_in.look(store, wordpress(tmp_path), clock)
    assert (looked.known, looked.matched, looked.place_is_live) == (1, 1, True)
    reading_in.read_in(store, wordpress(tmp_path), ME, clock)
    assert [row[0] for row in ask(store, "SELECT remote_id FROM message ORDER BY created_at")] == [
        "101",
        "102",
        "103",
        "105",
    ]
    assert ask(store, "SELECT count(*) FROM identity WHERE name = 'Ann Ebert'") == [(1,)]
    assert ask(store, "SELECT count(DISTINCT account_id) FROM message") == [(1,)]
    kept = ask(store, "SELECT * FROM message JOIN message_text USING (id) WHERE remote_id = '101'")
    assert kept == [row for row in before if row in kept]
    with store.reading() as reading:
        assert not reading.place(place).paused


def test_what_the_live_blog_shows_later_is_the_same_message_and_no_edit(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    reading_in.read_in(store, wordpress(tmp_path), ME, clock)
    place = a_live_blog(store, live_comment(101))
    rows = ask(store, "SELECT remote_id, edited_at, account_id FROM message WHERE remote_id = '101'")
    assert rows == [("101", None, place)]
    with store.reading() as reading:
        added = reading.place(place)
    assert (added.paused, added.is_archive) == (False, False)


def test_a_commenter_of_a_blog_with_the_other_hash_is_the_same_person(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    text = (DATA / "wordpress.xml").read_text("utf-8").replace("?v=6.1.1", "?v=6.8")
    a_live_blog(store, live_comment(99))
    reading_in.read_in(store, opened(written(tmp_path / "new.xml", text)), ME, clock)
    assert ask(store, "SELECT count(*) FROM identity WHERE name = 'Ann Ebert'") == [(1,)]


def test_a_young_comment_that_a_live_blog_has_not_shown_yet_waits(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    text = (DATA / "wordpress.xml").read_text("utf-8").replace("2021-01-10", "2026-11-20")
    a_live_blog(store, live_comment(101))
    reading_in.read_in(store, opened(written(tmp_path / "new.xml", text)), ME, clock)
    with store.reading() as reading:
        assert "Soup" in [row.subject for row in reading.page(State.WAITING, Sort.NEWEST)]


@pytest.mark.parametrize(
    "name", ["wordpress.xml", "disqus.xml", "mailbox.mbox", "mastodon", "x", "four.vcf", "google.csv"]
)
def test_reading_the_same_file_twice_changes_nothing(
    name: str, store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    file = DATA / name if "." in name else zipped(name, tmp_path)
    mine = reading_in.who_is_me(opened(file), [])
    reading_in.read_in(store, opened(file), mine, clock)
    once, log = tables(store), ask(store, "SELECT count(*) FROM act")
    clock.pass_time(timedelta(days=1))
    again = reading_in.read_in(store, opened(file), mine, clock)
    assert again.run is None
    assert again.sentence == f"Nothing in {file.name} is new: all of it is here already."
    assert (tables(store), ask(store, "SELECT count(*) FROM act")) == (once, log)


@pytest.mark.parametrize(
    "name", ["wordpress.xml", "disqus.xml", "mailbox.mbox", "mastodon", "x", "four.vcf", "three.vcf", "google.csv"]
)
@pytest.mark.parametrize("live", [False, True])
def test_taking_an_import_back_leaves_the_tables_as_they_were(
    name: str, live: bool, store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    if live:
        a_live_blog(store, live_comment(101), live_comment(110, parent=102, author_name="Bob", author_avatar_urls={}))
        store.write(lambda write: write.take_in(1, taken(*fetched(live_comment(120, parent=105, author=1)))))
    before = tables(store)
    file = DATA / name if "." in name else zipped(name, tmp_path)
    reading_in.read_in(store, opened(file), reading_in.who_is_me(opened(file), []), clock)
    assert tables(store) != before
    with store.reading() as reading:
        step = reading.undo_step()
    assert step is not None
    assert step.label == f"{file.name} read in"
    changes = store.write(lambda write: write.undo())
    assert changes.sentence == f"Taken back: {file.name} read in."
    assert tables(store) == before
    assert store.check() == []
    with store.reading() as reading:
        assert reading.imports()[0].state is ImportState.UNDONE


@pytest.mark.parametrize("seed", range(4))
def test_imports_amid_other_acts_all_taken_back_leave_the_tables_as_they_were(
    seed: int, store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    dice = random.Random(seed)
    a_live_blog(store, live_comment(101), live_comment(110, parent=102, author_name="Bob", author_avatar_urls={}))
    before = tables(store)
    names = ["wordpress.xml", "disqus.xml", "mailbox.mbox", "mastodon", "x", "four.vcf", "three.vcf", "google.csv"]
    for name in dice.sample(names, 5):
        file = DATA / name if "." in name else zipped(name, tmp_path)
        reading_in.read_in(store, opened(file), reading_in.who_is_me(opened(file), []), clock)
        people = [row[0] for row in ask(store, "SELECT id FROM identity WHERE NOT is_me ORDER BY id")]
        talks = [row[0] for row in ask(store, "SELECT id FROM conversation ORDER BY id")]
        for _ in range(4):
            who, talk = dice.choice(people), dice.choice(talks)
            acts_now = (
                lambda write, who=who: write.star(who, dice.random() < 0.7),
                lambda write, who=who: write.set_tags(who, dice.sample(["baker", "rye", "market"], 2)),
                lambda write, who=who: write.add_note(who, "Kind"),
                lambda write, talk=talk: write.finish([talk]),
                lambda write, talk=talk: write.reopen([talk]),
                lambda write, talk=talk: write.mute([talk], True),
            )
            store.write(dice.choice(acts_now))
        assert store.check() == []
    with contextlib.suppress(Refused):
        while True:
            store.write(lambda write: write.undo())
    assert tables(store) == before
    assert store.check() == []


def test_a_large_import_leaves_in_slices_and_the_file_agrees_with_itself_between_them(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    text = (DATA / "wordpress.xml").read_text("utf-8")
    head, _, others = text.partition("\t\t<wp:comment>")
    one = "\t\t<wp:comment>" + others.partition("\t\t<wp:comment>")[0]
    many = "".join(one.replace(">101<", f">{n}<").replace("Ann@", f"ann{n % 40}@") for n in range(1, 1031))
    a_live_blog(store, live_comment(5000))
    before = tables(store)
    file = opened(written(tmp_path / "large.xml", f"{head}{many}</item></channel></rss>"))
    assert reading_in.read_in(store, file, ME, clock).messages == 1030
    changes = store.write(lambda write: write.undo())
    assert changes.imports
    with store.reading() as reading:
        assert reading.imports()[0].state is ImportState.LEAVING
    with pytest.raises(Refused, match="still on its way out"):
        reading_in.read_in(store, opened(DATA / "disqus.xml"), frozenset(), clock)
    store.write(lambda write: write.forget_more())
    assert store.check() == []
    accounts.go_on_forgetting(store)
    assert tables(store) == before
    with store.reading() as reading:
        assert reading.imports()[0].state is ImportState.UNDONE


def test_doing_an_import_again_asks_for_the_file(store: SqliteStore, clock: FrozenClock, tmp_path: Path) -> None:
    reading_in.read_in(store, wordpress(tmp_path), ME, clock)
    store.write(lambda write: write.undo())
    with pytest.raises(Refused, match=r"Choose wordpress\.xml again to read it in once more"):
        store.write(lambda write: write.redo())
    assert reading_in.read_in(store, wordpress(tmp_path), ME, clock).messages == 4


def test_what_the_blog_has_shown_since_stays_when_the_import_is_taken_back(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    place = a_live_blog(store, live_comment(101))
    reading_in.read_in(store, wordpress(tmp_path), ME, clock)
    seen = live_comment(105, post=13, date_gmt="2021-01-10T19:00:00", content={"rendered": "<p>Made it again!</p>"})
    store.write(lambda write: write.take_in(place, taken(*fetched(seen))))
    store.write(lambda write: write.undo())
    assert ask(store, "SELECT remote_id FROM message ORDER BY remote_id") == [("101",), ("105",)]


def test_who_was_starred_since_stays_when_the_import_is_taken_back(store: SqliteStore, clock: FrozenClock) -> None:
    reading_in.read_in(store, opened(DATA / "four.vcf"), frozenset(), clock)
    ((ann,),) = ask(store, "SELECT id FROM identity")
    store.write(lambda write: write.star(ann, True))
    with store.reading() as reading:
        batch = reading.imports()[0].batch
    store.write(lambda write: write.undo(batch))
    assert ask(store, "SELECT name, starred FROM identity") == [("Dr. Ann M. Ebert", 1)]
    assert ask(store, "SELECT count(*) FROM person_field") == [(0,)]


def test_a_mailbox_shows_both_sides_and_whom_i_wrote_to_first(store: SqliteStore, clock: FrozenClock) -> None:
    reading_in.read_in(store, opened(DATA / "mailbox.mbox"), frozenset({BAKER}), clock)
    assert set(state_of(store)) == {"Ann Müller", "cleo@example.net", "Dora"}
    assert set(state_of(store).values()) <= {State.DONE, State.QUIET}
    out = ask(
        store,
        "SELECT i.name, m.conversation_id IS NOT NULL FROM message m"
        " JOIN identity i ON i.id = m.to_identity_id ORDER BY m.created_at",
    )
    assert out == [("Ann Müller", 1), ("Dora", 1)]
    assert ask(store, "SELECT canonical FROM account") == [(BAKER,)]


def test_my_own_words_in_archives_belong_to_whom_they_were_written(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    for folder in ("mastodon", "x"):
        file = opened(zipped(folder, tmp_path))
        reading_in.read_in(store, file, reading_in.who_is_me(file, []), clock)
    rows = ask(
        store, "SELECT i.handle, count(*) FROM message m JOIN identity i ON i.id = m.to_identity_id GROUP BY i.id"
    )
    assert sorted(rows) == [("@ann@other.example", 2), ("@annbakes", 2)]


def test_authors_are_named_by_name_address_or_id(tmp_path: Path) -> None:
    file = wordpress(tmp_path)
    assert reading_in.who_is_me(file, ["the baker", "Anonymous"]) == {"user:1", "name:anonymous|"}
    with pytest.raises(Refused, match=r"Nobody called “Zoe” wrote in wordpress\.xml"):
        reading_in.who_is_me(file, ["Zoe"])


def test_a_blog_that_moved_is_read_into_its_place_of_today(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    place = store.write(lambda write: write.add_place(found("new.example", title="New Oven"), waits_from=None)[0])
    with store.reading() as reading:
        into = reading.place(place)
    reading_in.read_in(store, replace(wordpress(tmp_path), into=into), ME, clock)
    assert ask(store, "SELECT DISTINCT instance FROM identity") == [("new.example",)]
    assert ask(store, "SELECT count(*) FROM account") == [(1,)]
    with pytest.raises(Refused, match="New Oven is no place for this file"):
        reading_in.look(store, replace(opened(DATA / "disqus.xml"), into=into), clock)


# ------------------------------------------------------------------------------------------------------------- people


def test_an_archive_place_can_be_removed_like_any_other(store: SqliteStore, clock: FrozenClock, tmp_path: Path) -> None:
    reading_in.read_in(store, wordpress(tmp_path), ME, clock)
    store.write(lambda write: write.remove_place(1, forget=True))
    assert ask(store, "SELECT count(*) FROM message") == [(0,)]
    assert json.loads(json.dumps(registry.network_title("disqus"))) == "Disqus"
    assert accounts.WAITS_DAYS == 30


def test_what_stays_of_an_import_is_what_was_answered_not_what_was_erased(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    reading_in.read_in(store, wordpress(tmp_path), ME, clock)
    someone = ask(store, "SELECT identity_id FROM message WHERE direction = 'in' ORDER BY id")[0][0]
    store.write(lambda write: write.erase_person(someone, may_return=True))
    changes = store.write(lambda write: write.undo())
    assert changes.sentence == "Taken back: wordpress.xml read in."
    assert store.check() == []


def test_an_import_goes_on_into_no_other_place_than_its_own(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    reading_in.read_in(store, wordpress(tmp_path), ME, clock)
    place = ask(store, "SELECT account_id FROM import_run")[0][0]
    store.write(lambda write: write.remove_place(place, forget=True))
    accounts.go_on_forgetting(store)
    a_live_blog(store, live_comment(1))
    assert ask(store, "SELECT id FROM account WHERE canonical != ''")[-1][0] == place, "ids are used again"
    assert ask(store, "SELECT account_id FROM import_run") == [(None,)]


def test_a_contact_who_was_erased_for_good_is_not_made_again_from_the_same_file(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    reading_in.read_in(store, opened(DATA / "four.vcf"), frozenset(), clock)
    people = ask(store, "SELECT count(*) FROM identity")[0][0]
    someone, name = ask(store, "SELECT id, name FROM identity WHERE NOT is_me ORDER BY id")[0]
    store.write(lambda write: write.erase_person(someone, may_return=False))
    reading_in.read_in(store, opened(DATA / "four.vcf"), frozenset(), clock)
    assert ask(store, "SELECT count(*) FROM identity WHERE name = '" + name + "'") == [(0,)]
    assert ask(store, "SELECT count(*) FROM identity") == [(people - 1,)]


def test_threads_leave_with_their_last_message_so_that_no_slice_has_more_to_do_than_another(
    store: SqliteStore, clock: FrozenClock, tmp_path: Path
) -> None:
    text = (DATA / "mailbox.mbox").read_text("utf-8")
    letter = "From a@b Mon Jan  5 10:00:00 2026\nFrom: Ann <ann@oven.example>\nTo: baker@oven.example\n"
    letter += "Date: Mon, 5 Jan 2026 10:00:00 +0000\n"
    more = "".join(
        f"{letter}Subject: Number {n}\nMessage-ID: <n{n}@oven.example>\n\nHello {n}\n\n" for n in range(1_100)
    )
    file = opened(written(tmp_path / "many.mbox", f"{text.rstrip()}\n\n{more}"))
    reading_in.read_in(store, file, frozenset({BAKER}), clock)
    store.write(lambda write: write.undo())
    while store.write(lambda write: write.forget_more()) and ask(store, "SELECT 1 FROM message LIMIT 1"):
        empty = "SELECT count(*) FROM thread t WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.thread_id = t.id)"
        assert ask(store, empty) == [(0,)]
    accounts.go_on_forgetting(store)
    assert ask(store, "SELECT (SELECT count(*) FROM thread), (SELECT count(*) FROM account)") == [(0, 0)]
    assert store.check() == []
