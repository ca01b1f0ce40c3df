from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pytestqt.qtbot import QtBot

from inbox.core.model import DeliveryState, DeliveryView, Purpose, Verb
from inbox.core.views import Heard, HeldBack
from inbox.ui.look.buttons import Button
from inbox.ui.look.theme import Look
from inbox.ui.outbox_pane import DeliveryCard, OutboxPane, what_moved

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def delivery(id: int, state: DeliveryState = DeliveryState.NEEDS_YOU) -> DeliveryView:
    return DeliveryView(
        id, Verb.REPLY, Purpose.REPLY, 1, "The Slow Oven", "wordpress", 7, 9, "Amara", "Shop tour", "See you there",
        state, "They wrote again.", None, 0, "", NOW - timedelta(hours=3),
    )  # fmt: skip


def held(id: int) -> HeldBack:
    wrote = Heard(12, "Amara", "Sunday is better after all", NOW - timedelta(hours=1))
    mine = Heard(13, "Me", "See you Sunday", NOW - timedelta(minutes=5))
    return HeldBack(delivery(id), None, (wrote,), mine, is_edited=True)


def test_what_moved_is_laid_out_in_plain_sentences() -> None:
    words = what_moved(held(1), NOW)
    assert words[0].startswith("Amara wrote since, ")
    assert "Sunday is better after all" in words[0]
    assert words[1].startswith("You answered elsewhere, ")
    assert words[2] == "The message you answer was edited."


def test_what_is_held_back_stands_first_with_its_own_choices(qtbot: QtBot, look: Look) -> None:
    pane = OutboxPane(look, lambda: NOW)
    qtbot.addWidget(pane)
    pane.show_deliveries([delivery(1, DeliveryState.WAITING), delivery(2), held(3).delivery], [held(3)])
    cards = pane.findChildren(DeliveryCard)
    first = next(card for card in cards if card.delivery.id == 3)
    buttons = [button.text() for button in first.findChildren(Button)]
    assert buttons == ["Send all the same", "Back to the draft", "Open"]
    assert pane.current_delivery() == 3
    pane.go_to(2)
    assert pane.current_delivery() == 2
