from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.rules.please_stop import please_stop
from tests.rules.tongues import heard


@pytest.mark.parametrize(
    "text",
    [
        "Please stop writing to me.",
        "Stop emailing me!",
        "Please do not contact me again.",
        "Don't message me anymore.",
        "Leave me alone.",
        "I don't want to hear from you.",
        "Could you please stop sending me these?",
        "Take me off your list.",
        "I no longer wish to receive your mails.",
        "Bitte schreib mir nicht mehr.",
        "Hören Sie bitte auf, mir zu schreiben.",
        "Lass mich in Ruhe.",
        "Ich möchte keine Mails mehr bekommen.",
        "Bitte keine weiteren Nachrichten.",
        "Streichen Sie mich bitte von der Liste.",
        "Por favor, no me escribas más.",
        "Deja de escribirme.",
        "Déjame en paz.",
        "No quiero recibir más correos.",
        "Arrêtez de m'écrire.",
        "Ne m'écrivez plus.",
        "Laissez-moi tranquille.",
        "Je ne veux plus recevoir vos messages.",
        "Merci de ne plus me contacter.",
        "Désinscrivez-moi de la liste.",
    ],
)
def test_a_wish_to_be_left_alone_is_noticed(text: str) -> None:
    found = please_stop(heard(text))
    assert len(found) >= 1
    assert all(text[find.start : find.end] == find.words for find in found)


@pytest.mark.parametrize(
    "text",
    [
        "Please don't stop writing to me.",
        "Please stop by when you are in town.",
        "I couldn't stop reading.",
        "Don't stop!",
        "Why would I stop writing to you?",
        'My boss told me: "stop writing to me".',
        "> Please stop writing to me.",
        "Stop kneading when the dough is smooth.",
        "The shop asked customers to stop calling",
        "Don't leave me alone with this dough",
        "Hör bitte nie auf, mir zu schreiben.",
        "Nicht aufhören!",
        "Por favor no dejes de escribirme.",
        "N'arrêtez jamais de m'écrire !",
        "Stop alsjeblieft met mij te schrijven.",
        "Per favore non scrivermi più.",
    ],
)
def test_what_wishes_for_nothing_of_the_kind_is_left_alone(text: str) -> None:
    assert please_stop(heard(text)) == ()


@given(st.text(max_size=400))
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    for find in please_stop(heard(f"Please stop writing to me. {text}")):
        assert 0 <= find.start < find.end
