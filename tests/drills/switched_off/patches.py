"""One function for each control that the site's own code has: it takes the control away."""

from django.db import transaction

from enquiries import actions, tasks
from enquiries.actions import receiving
from enquiries.encryption import cipher
from enquiries.models import Enquiry
from enquiries.notifications import messages
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

    def store_always(made: Enquiry):
        Enquiry.objects.bulk_create([made])
        return made, True

    receiving._store_once = store_always


def retries() -> None:
    """Give a message up when it does not leave at once."""
    tasks.GrowingWaits.get_retry_decision = lambda self, *, exception, job: None


def message_id() -> None:
    """Give each try a Message-ID of its own."""
    messages._headers = lambda delivery, submitted: {
        "Message-ID": messages.make_message_id(),
        "Auto-Submitted": submitted,
    }


def proof() -> None:
    """Take no proof of work and no wait."""
    from enquiries.abuse import admission

    admission.valid_proof = lambda key, proof, wait: None


def jobs_() -> None:
    """Send mail within the request."""

    def deliver_now(*jobs: dict) -> None:
        for job in jobs:
            transaction.on_commit(lambda job=job: tasks.deliver(**job))

    tasks.deliver.batch_defer = deliver_now


def sweeper() -> None:
    """Leave jobs where their dead workers left them."""

    async def do_nothing(context, timestamp):
        pass

    jobs.retry_stalled_jobs.func = do_nothing


def not_saved_page() -> None:
    """Let a fault of the store be an error like any other."""
    actions.STORE_FAULTS = ()


def associated_data() -> None:
    """Seal without binding a value to its table, row and field."""
    cipher._bound = lambda head, place: head


# A control that is not here is taken away by the drill itself, or by a setting.
PATCHES = {
    each.__name__.rstrip("_"): each
    for each in (
        associated_data,
        commit,
        jobs_,
        message_id,
        not_saved_page,
        proof,
        retries,
        sweeper,
        unique_key,
    )
}
