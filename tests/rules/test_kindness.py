from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.rules.kindness import kind_words
from tests.rules.tongues import heard


@pytest.mark.parametrize(
    "text",
    [
        "Thank you so much for this!",
        "This made my day.",
        "I love your blog.",
        "What a wonderful recipe!",
        "You are so kind.",
        "That is just beautiful",
        "Not only beautiful, a truly wonderful post",
        "great post",
        "Vielen Dank für das Rezept!",
        "Das hat mir sehr geholfen.",
        "Ein wunderschöner Beitrag!",
        "Das Brot ist einfach köstlich.",
        "Ich lese deinen Blog so gern.",
        "Hut ab!",
        "Muchas gracias por la receta.",
        "Me encanta tu blog.",
        "¡Qué maravilla!",
        "Es un artículo excelente.",
        "Merci beaucoup pour la recette.",
        "Quel bel article !",
        "J'adore votre blog.",
        "C'est magnifique.",
        "Votre recette m'a beaucoup aidée",
    ],
)
def test_kind_words_are_found(text: str) -> None:
    found = kind_words(heard(text))
    assert len(found) >= 1
    assert all(text[find.start : find.end] == find.words for find in found)


@pytest.mark.parametrize(
    "text",
    [
        "Not a great post.",
        "It isn't really very helpful.",
        "This is not wonderful.",
        "Thanks in advance.",
        "Thanks for nothing.",
        "No, thank you.",
        "No thanks",
        "It would be great if you fixed it.",
        "Thanks to the rain my bread drowned.",
        'Somebody said "what a wonderful recipe" but I disagree.',
        "Das ist nicht sehr hilfreich.",
        "Vielen Dank im Voraus.",
        "Nein danke.",
        "Das war kein toller Beitrag.",
        "Toll finde ich das nicht.",
        "Es wäre schön, wenn du antwortest.",
        "No me gusta nada.",
        "No, gracias.",
        "Gracias de antemano.",
        "No es muy útil.",
        "Non merci.",
        "Merci d'avance.",
        "Je n'aime pas beaucoup votre article.",
        "Ce n'est pas très utile.",
        "Super przepis, dziękuję bardzo",
        "Muito obrigado pela receita maravilhosa",
        "Grazie mille per la ricetta",
        "The great lakes are wide",
    ],
)
def test_what_is_not_kind_is_no_kind_word(text: str) -> None:
    assert kind_words(heard(text)) == ()


@given(st.text(max_size=400))
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    for find in kind_words(heard(f"Thank you so much for this! {text}")):
        assert 0 <= find.start < find.end
