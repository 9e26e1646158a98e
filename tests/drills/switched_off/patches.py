"""One function for each control that the site's own code has: it takes the control away."""

from enquiries import actions
from enquiries.actions import receiving
from enquiries.models import Enquiry


def commit() -> None:
    """Thank her although nothing could be stored."""
    receive = actions.receive_enquiry

    def thank_anyway(**answers):
        try:
            return receive(**answers)
        except actions.STORE_FAULTS:
            return Enquiry()

    actions.receive_enquiry = thank_anyway


def unique_key() -> None:
    """Store whatever comes; the drill drops the constraint."""

    def store_always(made: Enquiry):
        Enquiry.objects.bulk_create([made])
        return made, True

    receiving._store_once = store_always


# A control that is not here is taken away by the drill itself, or by a setting.
PATCHES = {"commit": commit, "unique_key": unique_key}
