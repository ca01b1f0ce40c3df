"""Their last few public posts, fetched because somebody opened them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from inbox.core.model import Place
from inbox.core.person import IdentityView

if TYPE_CHECKING:
    from inbox.core.lately import Posted
    from inbox.networks.api import NetworkSession

MOST = 5


def seen_from(
    identities: Sequence[IdentityView], places: Sequence[Place], known: Callable[[str], Sequence[str]]
) -> tuple[Place, IdentityView] | None:
    """From where the posts of one of these can be seen, and whose. `known(network)`: how the stable ids of people begin
    whose posts that network shows. None: nobody's."""
    at: Mapping[tuple[str, str], Place] = {(place.network, place.canonical): place for place in places}
    for identity in identities:
        place = at.get((identity.network, identity.instance))
        if place is not None and identity.stable_id.startswith(tuple(known(identity.network))):
            return place, identity
    return None


def lately(sessions: Callable[[Place], NetworkSession], place: Place, identity: IdentityView) -> tuple[Posted, ...]:
    """In the lane that reads the place. Raises the five network errors; nothing where the network shows none."""
    from inbox.networks.api import ShowsLately

    session = sessions(place)
    if not isinstance(session, ShowsLately):
        return ()
    return tuple(session.lately(identity.instance, identity.stable_id, MOST))
