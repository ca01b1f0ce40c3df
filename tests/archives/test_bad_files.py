"""Files that are cut, spoiled or hostile: each ends in a sentence that names the place; what came before is read."""

from __future__ import annotations

import io
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from inbox.archives import registry
from inbox.archives.json_items import items
from inbox.archives.source import Stream
from inbox.archives.xml_items import LONGEST
from inbox.core.errors import Refused
from tests.archives.reading import DATA, cards, entries, messages, troubles, written, zipped

WXR = (DATA / "wordpress.xml").read_text("utf-8")


def wxr(tmp_path: Path, text: str) -> Path:
    return written(tmp_path / "export.xml", text)


def test_half_a_wordpress_export_is_read_to_where_it_breaks(tmp_path: Path) -> None:
    half = wxr(tmp_path, WXR[: WXR.index("<wp:comment_id>103")])
    assert [one.remote_id for one in messages(half)] == ["101", "102"]
    assert troubles(half) == ["The file breaks off at line 60. What came before is read."]


def test_a_spoiled_line_ends_the_reading_there(tmp_path: Path) -> None:
    spoiled = wxr(tmp_path, WXR.replace("<wp:comment_id>103</wp:comment_id>", "<wp:comment_id>103</wp:oops>"))
    assert [one.remote_id for one in messages(spoiled)] == ["101", "102"]
    assert troubles(spoiled) == ["Line 60 is no XML. What came before it is read."]


def test_control_characters_that_wordpress_lets_through_are_left_out(tmp_path: Path) -> None:
    path = wxr(tmp_path, WXR.replace("No honey.", "No\x0b honey\x00."))
    assert messages(path)[1].html == "<p>No honey. How warm is your kitchen?</p>"


def test_bytes_that_are_no_characters_do_not_end_the_reading(tmp_path: Path) -> None:
    path = written(tmp_path / "export.xml", WXR.encode().replace(b"No honey.", b"No h\xf6ney."))
    assert len(messages(path)) == 4
    assert "\ufffd" in messages(path)[1].html


def test_a_billion_laughs_are_not_laughed(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = wxr(
        tmp_path,
        WXR.replace("<rss", f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>\n<rss', 1).replace("No honey.", "&l9;"),
    )
    with pytest.raises(Refused, match="does not say which blog"):
        registry.open_file(bomb)


def test_no_entity_reads_a_file_of_the_computer(tmp_path: Path) -> None:
    secret = written(tmp_path / "secret.txt", "a secret")
    posts = WXR.replace("<wp:comment_content><![CDATA[No honey", "<wp:comment_content>&xxe;<![CDATA[No honey")
    path = wxr(
        tmp_path, posts.replace("<channel>", f'<!DOCTYPE x [<!ENTITY xxe SYSTEM "{secret.as_uri()}">]><channel>', 1)
    )
    with pytest.raises(Refused):
        registry.open_file(path)


def test_a_file_that_is_nested_without_end_is_left(tmp_path: Path) -> None:
    path = wxr(tmp_path, WXR.replace("<wp:comment_content>", "<wp:comment_content>" + "<b>" * 5000, 1))
    assert messages(path) == []
    assert "nested without end" in troubles(path)[0]


def test_an_over_long_comment_becomes_a_placeholder(tmp_path: Path) -> None:
    path = wxr(tmp_path, WXR.replace("No honey.", "No honey." * (LONGEST // 4)))
    assert [one.remote_id for one in messages(path)] == ["101", "102", "103", "105"]
    assert "too large" in messages(path)[1].html


def test_a_comment_without_number_or_date_is_named_by_its_line(tmp_path: Path) -> None:
    path = wxr(tmp_path, WXR.replace("<wp:comment_id>102<", "<wp:comment_id>none<"))
    assert troubles(path) == ["The comment at line 45 has no number or no date. It was left out."]
    assert len(messages(path)) == 3


def test_half_a_zip_is_not_whole(tmp_path: Path) -> None:
    whole = zipped("x", tmp_path)
    half = written(tmp_path / "half.zip", whole.read_bytes()[:400])
    with pytest.raises(Refused, match=r"half\.zip is not whole\. Download it again\."):
        registry.open_file(half)


def test_a_zip_that_unpacks_to_far_too_much_is_left_alone(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/account.js", (DATA / "x" / "data" / "account.js").read_text("utf-8"))
        with archive.open("data/tweets.js", "w", force_zip64=True) as inside:
            inside.write(b"window.YTD.tweets.part0 = [")
            for _ in range(90):
                inside.write(b" " * 2**20)
    said = ["data/tweets.js: bomb.zip unpacks to far more than an archive holds. It was left alone."]
    assert troubles(bomb) == said


def test_a_locked_zip_says_so(tmp_path: Path) -> None:
    path = zipped("x", tmp_path)
    data = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(sign, start)) >= 0:
            data[start + at] |= 1  # the bit that says "encrypted" (APPNOTE.TXT, 4.4.4)
            start += 4
    path.write_bytes(data)
    with pytest.raises(Refused, match="account"):
        registry.open_file(path)


def test_a_cut_json_array_gives_what_came_before(tmp_path: Path) -> None:
    path = written(tmp_path / "half", b"")
    whole = (DATA / "mastodon" / "outbox.json").read_bytes()
    path = tmp_path / "half.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name, data in (
            ("actor.json", (DATA / "mastodon" / "actor.json").read_bytes()),
            ("outbox.json", whole[:1900]),
        ):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    assert len(messages(path)) == 2
    assert troubles(path) == ["The file breaks off at entry 4. What came before it is read."]


def test_json_that_is_nested_without_end_is_left() -> None:
    data = b'[{"a": 1}, ' + b"[" * 200_000
    read = list(items(Stream(io.BytesIO(data), len(data), None, "x")))
    assert read[0] == ({"a": 1}, "")
    assert read[1][0] is None


def test_a_mail_of_which_nothing_is_true_is_left_out_and_the_next_is_read(tmp_path: Path) -> None:
    bad = (
        b"From a\nFrom: =?x?q?=?= <a@b.example>\nDate: Mon, 99 Zot 2020\nMessage-ID: <<<>\n"
        b"Content-Type: multipart/mixed; boundary=\n\n--\n\n"
        b"From b\nFrom: b@b.example\nDate: Tue, 3 Mar 2020 12:00:00 -0000\n"
        b"Content-Type: text/plain; charset=utf-7\n\nhello\n"
    )
    path = written(tmp_path / "bad.mbox", bad)
    assert [one.author.stable_id for one in messages(path)] == ["b@b.example"]
    assert troubles(path) == ["The message at line 1 has no sender or no date. It was left out."]


def test_a_card_that_is_cut_off_is_left_out(tmp_path: Path) -> None:
    path = written(tmp_path / "cut.vcf", (DATA / "three.vcf").read_bytes()[:-30])
    assert len(cards(path)) == 2
    assert "breaks off in the card at line 18" in troubles(path)[-1]


def test_many_comments_are_read_in_the_memory_of_a_few(tmp_path: Path) -> None:
    head, _, rest = WXR.partition("\t\t<wp:comment>")
    one = "\t\t<wp:comment>" + rest.partition("\t\t<wp:comment>")[0]
    path = tmp_path / "large.xml"
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        for number in range(2_000):
            file.write(one.replace(">101<", f">{number + 1}<"))
        file.write("</item></channel></rss>")
    archive = registry.open_file(path)[1]
    tracemalloc.start()
    read = sum(entry.message is not None for entry in archive.entries(frozenset()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == 2_000
    assert peak < 4 * 2**20


def test_shares_grow_to_the_whole() -> None:
    for name in ("wordpress.xml", "disqus.xml", "mailbox.mbox", "four.vcf", "google.csv"):
        shares = [entry.share for entry in entries(DATA / name)]
        assert shares == sorted(shares)
        assert 0 <= shares[0] <= shares[-1] <= 1
