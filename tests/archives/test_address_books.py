"""Address books as their programs write them today: nothing of anybody is lost, nothing of the program comes in."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.archives import registry
from tests.archives.reading import DATA, cards, troubles, written


def test_contacts_of_google_come_in_whole_as_cards_and_as_a_table_alike() -> None:
    card, nameless = cards(DATA / "google-contacts.vcf")
    row, firm = cards(DATA / "google-contacts.csv")
    for ann in (card, row):
        assert (ann.name, ann.given, ann.family) == ("Ann M. Ebert", "Ann", "Ebert")
        assert set(ann.emails) >= {"ann@example.org", "ann@work.example"}
        assert ann.birthday == "1980-04-12"
        assert ann.tags == ("market",), "the list everybody is in says nothing"
        assert ann.related == ("Cleo (Sister)",)
        own = dict(ann.fields)
        assert own["Anniversary"] == "2010-05-06"
        assert (own["Nickname"], own["Job title"]) == ("Annie", "Baker")
        assert "Mill Lane 4" in own["Address"]
    assert row.emails == ("ann@example.org", "annie@example.org", "ann@work.example")
    assert dict(row.fields)["Address"] == "Mill Lane 4, 10115 Berlin, DE"
    assert dict(row.fields)["Shoe size"] == "38"
    assert {"E-mail 1 - Label", "File As", "Photo"}.isdisjoint(dict(row.fields))
    assert nameless.name == "only@example.org"
    assert (firm.name, firm.birthday) == ("Mill & Sons", "--03-14")


def test_contacts_of_apple_have_birthdays_without_years_labels_and_no_groups() -> None:
    bea, firm = cards(DATA / "apple-contacts.vcf")
    assert bea.birthday == "--03-14"
    assert bea.related == ("Charles (Friend)",)
    assert (bea.handles, bea.urls) == (("skype:bea.okafor",), ("http://twitter.com/bea",))
    assert bea.fields == (("Address", "1 Main St, Flat 2, London, N1 1AA, United Kingdom"),)
    assert firm.name == "Mill & Sons"
    assert troubles(DATA / "apple-contacts.vcf") == []


def test_a_card_of_outlook_is_read_in_its_quoted_letters() -> None:
    (joerg,) = cards(DATA / "outlook-card.vcf")
    assert (joerg.name, joerg.given, joerg.family) == ("Jörg Müller", "Jörg", "Müller")
    assert joerg.organisation == "Bäckerei Müller, Verkauf"
    assert joerg.note == ("Erste Zeile\nZweite Zeile mit einem sehr langen Text, der auf der nächsten weitergeht")
    assert dict(joerg.fields) == {"Job title": "Meister", "Address": "Mühlenweg 4, Berlin, 10115, Deutschland"}
    assert troubles(DATA / "outlook-card.vcf") == []


def as_semicolons(text: str) -> str:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_table_of_outlook_is_read_in_whatever_letters_and_marks(
    encoding: str, delimiter: str, tmp_path: Path
) -> None:
    text = (DATA / "outlook.csv").read_text("utf-8-sig")
    text = text if delimiter == "," else as_semicolons(text)
    data = b"\xfe\xff" + text.encode("utf-16-be") if encoding == "utf-16-be-bom" else text.encode(encoding)
    path = written(tmp_path / "contacts.csv", data)
    assert registry.open_file(path)[0].id == "csv_table"
    (joerg,) = cards(path)
    assert (joerg.name, joerg.organisation) == ("Jörg Müller", "Bäckerei Müller")
    assert joerg.emails == ("joerg@mueller.example", "info@mueller.example")
    assert joerg.phones == ("+49 30 5550", "+49 171 5550")
    assert joerg.birthday == "", "0/0/00 is no day"
    assert joerg.tags == ("Markt", "Freunde")
    assert dict(joerg.fields) == {
        "Business Fax": "+49 30 5559",
        "Spouse": "Ute",
        "Business address": "Mühlenweg 4, Berlin, 10115, Deutschland",
        "Job title": "Meister",
    }


def test_headings_in_the_language_of_outlook_are_known(tmp_path: Path) -> None:
    said = "Anrede;Vorname;Nachname;Firma;Mobiltelefon;E-Mail-Adresse;Geburtstag;Notizen\n"
    path = written(tmp_path / "kontakte.csv", f"{said};Jörg;Müller;Mühle;+49 171 1;j@m.example;14.3.1970;Hallo\n")
    (joerg,) = cards(path)
    assert (joerg.name, joerg.organisation, joerg.phones) == ("Jörg Müller", "Mühle", ("+49 171 1",))
    assert (joerg.emails, joerg.note) == (("j@m.example",), "Hallo")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("4/13/1980", "1980-04-13"),
        ("13/4/1980", "1980-04-13"),
        ("4/5/1980", "4/5/1980"),
        ("5/5/1980", "1980-05-05"),
        ("1980-04-13", "1980-04-13"),
        ("0/0/00", ""),
    ],
)
def test_a_birthday_is_a_day_only_where_it_is_sure_which(said: str, kept: str, tmp_path: Path) -> None:
    (ann,) = cards(written(tmp_path / "a.csv", f"First Name,Birthday\nAnn,{said}\n"))
    assert ann.birthday == kept


def test_a_vcard_in_utf_16_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.vcf", (DATA / "four.vcf").read_text("utf-8").encode("utf-16"))
    assert [card.name for card in cards(path)] == ["Dr. Ann M. Ebert"]


def test_a_card_with_a_large_picture_costs_no_more_than_its_length(tmp_path: Path) -> None:
    picture = "\r\n ".join(["A" * 74] * 20_000)
    text = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nPHOTO;ENCODING=b;TYPE=JPEG:{picture}\r\nTEL:1\r\nEND:VCARD\r\n"
    (ann,) = cards(written(tmp_path / "a.vcf", text))
    assert (ann.name, ann.phones, ann.photo) == ("Ann", ("1",), "")
