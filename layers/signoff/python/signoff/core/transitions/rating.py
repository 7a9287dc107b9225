"""Somebody said what they think of an answer: their last word takes the place of the others."""

from signoff.core.codec import to_item
from signoff.core.items import Put
from signoff.core.keys import ThreadKey
from signoff.core.rating import Rating


def rated(thread: ThreadKey, rating: Rating) -> Put:
    """Keep what somebody said; nothing is required, since it is theirs alone."""
    key = thread.feedback(rating.run, rating.answer, rating.user)
    return Put(key=key, item=to_item(rating, key))
