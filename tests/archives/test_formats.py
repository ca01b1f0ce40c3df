"""Each format as its samples have it: whose words, to whom, under what, and in what state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import md5, sha256
from pathlib import Path

import pytest

from inbox.archives import registry
from inbox.core.errors import Refused
from inbox.core.model import Because, Kind, RemoteState
from tests.archives.reading import DATA, cards, entries, messages, tarred, troubles, written, zipped

ANN = md5(b"ann@example.org", usedforsecurity=False).hexdigest()
BAKER = "baker@oven.example"


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("wordpress.xml", "wordpress"),
        ("disqus.xml", "disqus"),
        ("mailbox.mbox", "mbox"),
        ("four.vcf", "vcard"),
        ("three.vcf", "vcard"),
        ("google.csv", "csv_table"),
    ],
)
def test_a_file_is_recognised_by_what_is_in_it(name: str, format: str, tmp_path: Path) -> None:
    renamed = written(tmp_path / "download.dat", (DATA / name).read_bytes())
    assert registry.open_file(renamed)[0].id == format


def test_a_file_that_is_nothing_known_is_refused_with_what_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"letter\.txt is nothing that Parlour can read in\. It reads: CSV table, Disqus"):
        registry.open_file(written(tmp_path / "letter.txt", "Dear Ann,\nhow are you?"))
    with pytest.raises(Refused, match=r"empty\.xml is empty\. Download it again\."):
        registry.open_file(written(tmp_path / "empty.xml", b""))
    with pytest.raises(Refused, match="is a folder"):
        registry.open_file(tmp_path)
    with pytest.raises(Refused, match=r"gone\.xml cannot be read"):
        registry.open_file(tmp_path / "gone.xml")


def test_wordpress_comments_have_the_keys_that_the_rest_api_gives_them() -> None:
    archive = registry.open_file(DATA / "wordpress.xml")[1]
    place = archive.place(frozenset())
    assert place is not None
    assert (place.network, place.canonical, place.title) == ("wordpress", "oven.example", "Slow Oven")
    assert archive.guesses == {"user:1"}
    first, mine, held, again = messages(DATA / "wordpress.xml", "user:1")
    assert [one.remote_id for one in (first, mine, held, again)] == ["101", "102", "103", "105"]
    assert {one.kind_space for one in (first, mine, held, again)} == {"comment"}
    assert (first.author.instance, first.author.stable_id) == ("oven.example", f"gravatar:{ANN}")
    assert first.author.stable_id == again.author.stable_id
    assert first.author.email_is_claim
    assert held.author.stable_id == "name:anonymous|"
    assert (mine.author.stable_id, mine.author.is_me, mine.addressed) == ("user:1", True, frozenset())
    assert (held.remote_state, held.parent, held.kind) == (RemoteState.HELD, "102", Kind.REPLY)
    assert held.addressed == {Because.ON_MY_POST, Because.REPLY_TO_ME}
    assert first.thread.root == "post:12"
    assert (first.thread.title, first.url) == ("Rye for beginners", "https://oven.example/rye/#comment-101")
    assert first.html == "<p>Does it need honey?</p><p>Mine was <em>flat</em>.</p>"
    assert first.created_at == datetime(2020, 3, 3, 9, 15, tzinfo=UTC)


def test_a_commenter_is_also_looked_for_by_the_other_hash_and_by_name_and_site() -> None:
    first = next(entry for entry in entries(DATA / "wordpress.xml") if entry.message is not None)
    assert first.also == (f"gravatar:{sha256(b'ann@example.org').hexdigest()}", "name:ann ebert|ann.example")


def test_wordpress_since_6_8_hashes_with_sha_256(tmp_path: Path) -> None:
    text = (DATA / "wordpress.xml").read_text("utf-8").replace("?v=6.1.1", "?v=6.8")
    first = messages(written(tmp_path / "new.xml", text))[0]
    assert first.author.stable_id == f"gravatar:{sha256(b'ann@example.org').hexdigest()}"


def test_disqus_comments_keep_their_pages_and_marks() -> None:
    question, answer, thanks = messages(DATA / "disqus.xml", "user:slowbaker")
    assert (question.author.name, question.author.stable_id) == ("Cleo", "name:cleo")
    assert (answer.author.is_me, answer.parent, answer.kind) == (True, "7001", Kind.REPLY)
    assert (thanks.remote_state, Because.REPLY_TO_ME in thanks.addressed) == (RemoteState.DELETED, True)
    assert (question.thread.root, question.thread.title) == ("thread:901", "Rye for beginners")
    assert question.thread.url == "https://oven.example/rye/"


def test_mails_hang_together_by_their_references_whatever_their_subjects() -> None:
    question, answer, picture, begun = messages(DATA / "mailbox.mbox", BAKER)
    assert registry.open_file(DATA / "mailbox.mbox")[1].guesses == {BAKER}
    assert (question.author.name, question.author.stable_id) == ("Ann Müller", "ann@example.org")
    assert (question.author.utc_offset, answer.author.utc_offset) == (60, 0)
    assert (question.thread.title, question.addressed) == ("Roggen für Anfänger", {Because.DIRECT})
    assert question.html == "<p>Grüße!<br>From here it gets long.</p><p>Does it need honey?</p>"
    assert question.thread.root == answer.thread.root == "first@example.org"
    assert (answer.author.is_me, answer.parent) == (True, "first@example.org")
    assert answer.to is not None
    assert answer.to.stable_id == "ann@example.org"
    assert picture.html == "<p>See the <b>picture</b></p><p>Attached: loaf.png</p>"
    assert picture.remote_id.startswith("sha256:")
    assert begun.to is not None
    assert begun.to.name == "Dora"
    assert troubles(DATA / "mailbox.mbox", BAKER) == [
        "The message at line 59 has no sender or no date. It was left out."
    ]


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_a_mastodon_archive_says_to_whom_i_wrote(packed: Callable[[str, Path], Path], tmp_path: Path) -> None:
    path = packed("mastodon", tmp_path)
    archive = registry.open_file(path)[1]
    place = archive.place(frozenset())
    assert place is not None
    assert place.canonical == "https://masto.example/users/baker"
    hello, answer, private = messages(path)
    assert all(one.author.is_me for one in (hello, answer, private))
    assert (hello.to, hello.thread.root) == (None, hello.remote_id)
    assert answer.to is not None
    assert (answer.to.instance, answer.to.stable_id) == ("other.example", "https://other.example/users/ann")
    assert answer.to.handle == "@ann@other.example"
    assert answer.html.startswith("<p>About sugar</p>")
    assert (private.kind, private.thread.root) == (Kind.MESSAGE, "https://other.example/users/ann/statuses/77")


def test_an_x_archive_has_posts_answers_and_both_sides_of_messages(tmp_path: Path) -> None:
    post, answer, theirs, mine, nameless = messages(zipped("x", tmp_path))
    assert post.html == "<p>Rye &amp; patience https://oven.example/rye/</p>"
    assert post.created_at == datetime(2018, 10, 10, 20, 19, 24, tzinfo=UTC)
    assert answer.to is not None
    assert (answer.to.stable_id, answer.to.name, answer.to.handle) == ("77", "Ann", "@annbakes")
    assert (theirs.author.name, theirs.addressed, theirs.kind) == ("Ann", {Because.DIRECT}, Kind.MESSAGE)
    assert mine.author.is_me
    assert mine.to == theirs.author
    assert nameless.author.name == "X user 88"


def test_an_archive_without_its_account_says_so(tmp_path: Path) -> None:
    alone = written(tmp_path / "tweets.js", (DATA / "x" / "data" / "tweets.js").read_bytes())
    with pytest.raises(Refused, match=r"its account\.js is missing"):
        registry.open_file(alone)


def test_a_vcard_is_read_with_its_folds_escapes_and_preferences() -> None:
    (ann,) = cards(DATA / "four.vcf")
    assert (ann.name, ann.given, ann.family) == ("Dr. Ann M. Ebert", "Ann", "Ebert")
    assert ann.uid == "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"
    assert ann.emails == ("ann@example.org", "ann@work.example")
    assert (ann.phones, ann.birthday, ann.zone) == (("+49-30-123",), "--04-12", "Europe/Berlin")
    assert ann.organisation == "Bakers, United, North"
    assert ann.note == "Met at the market.\nLikes rye; no honey."
    assert (ann.tags, ann.related, ann.photo) == (("market", "baker"), ("Cleo",), "")


def test_older_vcards_are_read_and_one_of_nobody_is_named() -> None:
    bernd, udo = cards(DATA / "three.vcf")
    assert (bernd.name, bernd.emails, bernd.phones) == ("Bernd Müller", ("Bernd@Example.org",), ("+49 171 1",))
    assert (bernd.birthday, bernd.handles) == ("1970-02-03", ("xmpp:bernd@example.org",))
    assert (udo.name, udo.phones, udo.note) == ("Udo Jürgens", ("123",), "a note that goes on")
    assert troubles(DATA / "three.vcf") == ["The card at line 18 has neither a name nor an address. It was left out."]


def test_a_table_of_google_is_read_and_its_own_columns_kept() -> None:
    (ann,) = cards(DATA / "google.csv")
    assert (ann.name, ann.emails) == ("Ann Ebert", ("ann@example.org", "ann@work.example"))
    assert (ann.tags, ann.note) == (("market",), "Likes rye, no honey")
    assert (ann.phones, ann.organisation) == (("+49 30 123",), "Bakers")
    assert ann.fields == (("Shoe size", "38"),)
    assert troubles(DATA / "google.csv") == [
        "The row at line 4 has neither a name nor an e-mail address. It was left out."
    ]
