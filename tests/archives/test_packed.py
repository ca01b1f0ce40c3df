"""Files that come packed are read where they lie; what is the wrong file says so, and where the right one is."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from inbox.archives import registry
from inbox.archives.source import Source
from inbox.core.errors import Refused
from tests.archives.reading import DATA, cards, entries, messages, troubles, written

LETTER = "From x Mon Mar 04 09:00:00 2024\nFrom: Ann <ann@example.org>\nDate: Mon, 4 Mar 2024 09:00:00 +0000\n\nHello\n"


def packed(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_what_disqus_sends_is_read_as_it_comes(tmp_path: Path) -> None:
    data = (DATA / "disqus-2024.xml").read_bytes()
    path = written(tmp_path / "slowoven-2024-03-05T10:00:00.000000-all.xml.gz", gzip.compress(data))
    assert registry.open_file(path)[0].id == "disqus"
    assert len(messages(path)) == 4
    shares = [entry.share for entry in entries(path)]
    assert shares == sorted(shares)
    assert 0 < shares[-1] <= 1


def test_a_packed_file_that_is_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    data = (DATA / "disqus-2024.xml").read_bytes()
    path = written(tmp_path / "all.xml.gz", gzip.compress(data)[:-200])
    assert len(messages(path)) < 4
    assert troubles(path) == ["all.xml.gz is damaged from here on. What came before it is read."]


def test_a_packed_file_that_grows_without_end_is_left(tmp_path: Path) -> None:
    bomb = written(tmp_path / "bomb.gz", gzip.compress(b" " * 70 * 2**20))
    with Source(bomb).open() as stream, pytest.raises(Refused, match=r"bomb\.gz unpacks to far more"):
        list(iter(lambda: stream.read(2**20), b""))


def test_an_export_in_a_zip_is_read_all_its_parts_as_one(tmp_path: Path) -> None:
    one = (DATA / "wordpress-6.xml").read_bytes()
    two = one.replace(b"<wp:comment_id>2", b"<wp:comment_id>3")
    path = packed(
        tmp_path / "oven.wordpress.2025.zip",
        **{"oven.001.xml": one, "oven.002.xml": two, "__MACOSX/._oven.001.xml": b"\0\5", "readme.txt": b"hello"},
    )
    assert registry.open_file(path)[0].id == "wordpress"
    assert [one.remote_id for one in messages(path)] == [
        "201",
        "202",
        "203",
        "204",
        "205",
        "301",
        "302",
        "303",
        "304",
        "305",
    ]
    assert entries(path)[-1].share <= 1
    place = registry.open_file(path)[1].place(frozenset())
    assert place is not None
    assert place.canonical == "oven.example/blog"


def test_a_part_that_is_cut_off_ends_only_itself(tmp_path: Path) -> None:
    whole = (DATA / "wordpress-6.xml").read_bytes()
    path = packed(tmp_path / "parts.zip", **{"1.xml": whole[: whole.index(b"<wp:comment_id>203")], "2.xml": whole})
    found = entries(path)
    assert len([entry for entry in found if entry.message]) == 7
    assert ["breaks off" in entry.trouble for entry in found if entry.trouble] == [True]
    assert not any(entry.ends for entry in found)


def test_a_zip_of_several_things_says_what_they_are(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "takeout.zip",
        **{
            "Takeout/Mail/All mail.mbox": (DATA / "takeout.mbox").read_bytes(),
            "Takeout/Contacts/All.vcf": (DATA / "google-contacts.vcf").read_bytes(),
        },
    )
    with pytest.raises(Refused) as refused:
        registry.open_file(path)
    assert str(refused.value) == (
        "takeout.zip holds several things: All.vcf (vCard), All mail.mbox (Mailbox (mbox)). "
        "Unpack it and choose one of them."
    )


def test_names_with_ways_out_of_the_folder_lead_nowhere(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    path = packed(inner / "evil.zip", **{"../../outside.vcf": (DATA / "four.vcf").read_bytes(), "/etc/passwd": b"root"})
    assert [card.name for card in cards(path)] == ["Dr. Ann M. Ebert"]
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["evil.zip", "inner"]


def test_the_folder_that_apple_mail_exports_is_its_mailbox(tmp_path: Path) -> None:
    folder = tmp_path / "Bread.mbox"
    folder.mkdir()
    written(folder / "mbox", LETTER)
    archive = registry.open_file(folder)[1]
    place = archive.place(frozenset())
    assert place is not None
    assert place.title == "Bread (mailbox)"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (
            "people.xlsx",
            b"PK\x05\x06" + bytes(18),
            "people.xlsx is a spreadsheet. Save it as CSV, then choose that file.",
        ),
        ("mail.pst", b"!BDN" + bytes(40), "mail.pst belongs to Outlook."),
        ("export.xml", b"<!DOCTYPE html><html><body>Sign in</body></html>", "export.xml is a web page"),
        ("loaf.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "loaf.png is nothing that Parlour can read in. It reads: CSV"),
        ("noise.zip", b"PK\x03\x04" + b"\xff" * 200, "noise.zip is not whole. Download it again."),
        ("noise.gz", b"\x1f\x8b" + b"\xff" * 200, "noise.gz is not whole. Download it again."),
        ("zeros.csv", bytes(5000), "zeros.csv is nothing that Parlour can read in."),
    ],
)
def test_the_wrong_file_is_said_to_be_so_in_one_sentence(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        registry.open_file(written(tmp_path / name, data))
    assert str(refused.value).startswith(said)
