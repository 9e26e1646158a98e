"""One function for each control that the site's own code has: it takes the control away."""

import dataclasses

from enquiries import actions, tasks, views
from enquiries.models import Enquiry
from pofclinic import jobs


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

    def store_always(submission_key, answers):
        return Enquiry.objects.create(submission_key=submission_key, **answers), True

    actions._store_once = store_always


PATCHES = {"commit": commit, "unique_key": unique_key}
