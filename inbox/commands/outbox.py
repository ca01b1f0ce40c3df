"""What waits to leave, or could not: the person decides."""

from __future__ import annotations

from inbox.commands.context import Context
from inbox.commands.registry import Group, Needs, command


@command("outbox.cancel", "Do not send it", Group.OUTBOX, needs=Needs.DELIVERY, words="drop remove cancel")
def cancel(at: Context) -> None:
    delivery = at.delivery()
    if delivery is not None:
        at.act(lambda write: write.cancel_delivery(delivery))


@command("outbox.retry", "Send it again", Group.OUTBOX, needs=Needs.DELIVERY, words="try again")
def retry(at: Context) -> None:
    delivery = at.delivery()
    if delivery is not None:
        at.act(lambda write: write.retry_delivery(delivery))
        at.send_due()


@command("outbox.it_is_there", "It is there already", Group.OUTBOX, needs=Needs.DELIVERY, words="sent settled")
def it_is_there(at: Context) -> None:
    delivery = at.delivery()
    if delivery is not None:
        at.act(lambda write: write.settle_by_hand(delivery))


@command("outbox.held_back", "Decide what was held back", Group.OUTBOX, words="moved changed away offline back")
def held_back(at: Context) -> None:
    at.screen.show_held_back()


@command("outbox.send_now", "Send what is waiting", Group.OUTBOX, words="deliver flush")
def send_now(at: Context) -> None:
    at.send_due()
