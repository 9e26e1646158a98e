"""Builds the messages that leave the house. None but a reply holds a word about anybody."""

from enquiries.notifications.digest import digest, is_sent_on
from enquiries.notifications.messages import (
    NotAllowedError,
    NotSettledError,
    UnreadableError,
    build,
    make_message_id,
    staff_addresses,
)

__all__ = [
    "NotAllowedError",
    "NotSettledError",
    "UnreadableError",
    "build",
    "digest",
    "is_sent_on",
    "make_message_id",
    "staff_addresses",
]
