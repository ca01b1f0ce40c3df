from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.core.clock import WallTime
from inbox.rules.promises import MOST, due_at, find_promises
from tests.rules.tongues import heard

WEDNESDAY = WallTime(datetime.fromisoformat("2026-11-25 14:00"), "Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    [
        "I'll send you the recipe.",
        "I will definitely email you the pattern on Friday.",
        "We'll get back to you next week.",
        "Thanks! I'll look it up tonight.",
        "Let me check and get back to you.",
        "I promise to write it up.",
        "You'll hear from me within two weeks.",
        "I'll post the photos in a few days.",
        "I'm going to send you a loaf",
        "Good idea, I’ll add it to the post tomorrow.",
        "I'll ask my sister about the yeast.",
        "I'll introduce you to Ann.",
        "I'll call you on Monday.",
        "Ich schicke dir das Rezept morgen.",
        "Morgen schicke ich dir das Rezept.",
        "Ich werde Ihnen die Anleitung nächste Woche per Mail schicken.",
        "Ich melde mich bei dir.",
        "Dann suche ich dir das raus",
        "Ich sehe gleich nach und gebe dir Bescheid.",
        "Ich rufe dich am Montag an.",
        "Wir kümmern uns darum.",
        "Ich bring dir ein Brot mit.",
        "Das verspreche ich.",
        "Te enviaré la receta mañana.",
        "Voy a enviarte las fotos el lunes.",
        "Te lo mando en dos días.",
        "Os mantendré al tanto.",
        "Le avisaré cuando esté listo.",
        "Lo miraré esta noche.",
        "Te prometo que lo hago.",
        "Je t'enverrai la recette demain.",
        "Je vous envoie le patron la semaine prochaine.",
        "Je vais te l'envoyer lundi.",
        "Je te tiens au courant.",
        "Je vérifie ça ce soir et je reviens vers vous.",
        "Je te promets de le faire.",
        "C'est promis, je vous l'enverrai.",
        "Nous vous enverrons la liste dans trois jours.",
        "Je t'envoie ça dans deux semaines",
    ],
)
def test_what_i_said_i_would_do_is_found(text: str) -> None:
    found = find_promises(heard(text))
    assert len(found) >= 1
    find = found[0].find
    assert text[find.start : find.end] == find.words


@pytest.mark.parametrize(
    "text",
    [
        "I won't send you the recipe.",
        "I will not send it to you.",
        "I'll never send you that.",
        "I don't think I'll send it.",
        "Shall I send you the recipe?",
        "I sent you the recipe yesterday.",
        'You said "I\'ll send you the recipe" and I waited.',
        "> I'll send you the recipe",
        "Maybe I'll send you something.",
        "If I'll send you one you will laugh",
        "I'll tell you what I think.",
        "I'll see you there.",
        "I'd send you one if I could.",
        "I'll be at the market.",
        "Will you send me the recipe?",
        "Ich schicke dir das Rezept nicht.",
        "Ich schicke dir kein Rezept.",
        "Soll ich dir das Rezept schicken?",
        "Ich habe dir das Rezept geschickt.",
        "Ich würde dir das Rezept schicken.",
        "Vielleicht schicke ich dir das Rezept.",
        "Ich werde dir das nie schicken.",
        "Ich melde mich hiermit zum Kurs an.",
        "No te enviaré la receta.",
        "Nunca te lo mandaré.",
        "¿Te envío la receta?",
        "Él te envió la receta.",
        "Te escribo para darte las gracias.",
        "Je ne t'enverrai pas la recette.",
        "Je t'enverrai jamais ça.",
        "Veux-tu que je t'envoie la recette ?",
        "Je t'envoie mes amitiés.",
        "Je vous écris pour vous remercier.",
        "Je t'ai envoyé la recette.",
        "Ik stuur je morgen het recept.",
        "Eu te envio a receita amanhã.",
        "Jeg sender dig opskriften i morgen.",
        "Wyślę ci przepis jutro.",
        "Ti mando la ricetta domani.",
        "明日レシピを送ります。",
        "`I'll send you the recipe`",
    ],
)
def test_what_promises_nothing_is_left_alone(text: str) -> None:
    assert find_promises(heard(text)) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Good morning! I'll send you the recipe tomorrow. Bye", "I'll send you the recipe tomorrow"),
        ("Danke dir. Morgen schicke ich dir das Rezept!", "Morgen schicke ich dir das Rezept"),
        ("I'll send you the whole of the recipe for the bread that we\nbaked on Sunday. Bye", None),
        ("I’ll   send\tyou it", "I’ll send you it"),
    ],
)
def test_its_words_are_the_whole_sentence(text: str, words: str | None) -> None:
    find = find_promises(heard(text))[0].find
    assert find.words == (words or "I'll send you the whole of the recipe for the bread that we baked on Sunday")


def test_one_message_may_hold_several() -> None:
    found = find_promises(heard("I'll send you the recipe. Also, I'll ask my sister about the oven."))
    assert [one.find.words for one in found] == [
        "I'll send you the recipe",
        "I'll ask my sister about the oven",
    ]
    assert len(find_promises(heard("I'll send you one. " * 50))) == MOST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'll send you the recipe tomorrow", datetime.fromisoformat("2026-11-26 09:00")),
        ("I'll send you the recipe on Friday", datetime.fromisoformat("2026-11-27 09:00")),
        ("I'll look it up tonight", datetime.fromisoformat("2026-11-25 18:00")),
        ("You'll hear from me within two weeks", datetime.fromisoformat("2026-12-09 14:00")),
        ("We'll get back to you in 3 days", datetime.fromisoformat("2026-11-28 14:00")),
        ("I'll send you the recipe", None),
        ("Morgen schicke ich dir das Rezept", datetime.fromisoformat("2026-11-26 09:00")),
        ("Ich melde mich nächste Woche", datetime.fromisoformat("2026-11-30 09:00")),
        ("Ich rufe dich übermorgen an", datetime.fromisoformat("2026-11-27 14:00")),
        ("Te lo mando en dos días", datetime.fromisoformat("2026-11-27 14:00")),
        ("Voy a enviarte las fotos el lunes", datetime.fromisoformat("2026-11-30 09:00")),
        ("Je vous enverrai la liste dans trois jours", datetime.fromisoformat("2026-11-28 14:00")),
        ("Je t'enverrai ça le mois prochain", datetime.fromisoformat("2026-12-01 09:00")),
    ],
)
def test_it_falls_due_when_its_words_say_so(text: str, expected: datetime | None) -> None:
    at = due_at(find_promises(heard(text))[0].due, WEDNESDAY)
    assert (at and at.at) == expected


def test_tonight_said_at_night_is_later_that_night() -> None:
    night = WallTime(datetime.fromisoformat("2026-11-25 20:00"), "Europe/Berlin")
    assert due_at("this_evening", night) == WallTime(datetime.fromisoformat("2026-11-25 23:00"), "Europe/Berlin")


@given(st.text(st.sampled_from("I'll send you  the recipe.?!\n>\"“”`’ñäß é https://a.example @"), max_size=300))
def test_no_text_raises_and_each_find_is_where_it_says(text: str) -> None:
    for one in find_promises(heard(text)):
        assert 0 <= one.find.start < one.find.end <= len(text)
        assert one.find.words


@given(st.text(max_size=400))
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    find_promises(heard(f"I'll send you {text}"))
