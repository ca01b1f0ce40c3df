"""Their last few public posts, fetched because somebody opened them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from inbox.core.errors import Refused
from inbox.core.model import Can, Place, Verb
from inbox.core.person import IdentityView
from inbox.core.ports import Store
from inbox.services.replies import Rules

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


def doors(place: Place, posts: Sequence[Posted], rules: Rules) -> frozenset[Verb]:
    """What can be done with these posts from here, without the browser: answering, liking."""
    if place.is_archive or not any(post.message for post in posts):
        return frozenset()
    can = place.can & rules.declaration(place.look).can
    return frozenset(verb for verb, needs in ((Verb.REPLY, Can.REPLY), (Verb.LIKE, Can.LIKE)) if needs in can)


def take_up(store: Store, place: Place, post: Posted) -> tuple[int, int]:
    """Keep the post as a message of theirs, to nobody, so that it can be answered or liked as every other. Returns its
    conversation and itself. Raises Refused where the place is gone, or they are not gathered any more."""
    from inbox.services import sync  # which knows markup, and is not needed before the first paint

    if post.message is not None:
        sync.absorb(store, place, [post.message])
        with store.reading() as reading:
            found = reading.message_named(place.id, post.message.kind_space, post.message.remote_id)
        if found is not None:
            return found
    raise Refused("That post cannot be answered from here. Open it in the browser.")


def lately(sessions: Callable[[Place], NetworkSession], place: Place, identity: IdentityView) -> tuple[Posted, ...]:
    """In the lane that reads the place. Raises the five network errors; nothing where the network shows none."""
    from inbox.networks.api import ShowsLately

    session = sessions(place)
    if not isinstance(session, ShowsLately):
        return ()
    return tuple(session.lately(identity.instance, identity.stable_id, MOST))
