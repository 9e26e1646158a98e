"""How a person may be reached: by what all of her enquiries that are one piece of work allow."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from enquiries.models.enquiry import Enquiry
from enquiries.models.preferences import BestTime, Channel, Preferences
from enquiries.models.sealed import is_readable


@dataclass(frozen=True)
class Allowed:
    """What each of several enquiries allows, and all that any of them needs.

    `channel` and `best_time` are empty where they are not the same in each. Nothing is allowed
    where one of them cannot be read (not `is_readable`), or she has sent other wishes since
    (not `is_settled`).
    """

    channel: str
    best_time: str
    may_leave_message: bool
    may_text: bool
    needs: str
    is_readable: bool
    is_settled: bool

    def in_words(self) -> dict[str, str]:
        """Return it as people read it, by the labels of `Preferences.in_words`."""
        known = Preferences(
            self.channel, self.best_time, self.may_leave_message, self.may_text, self.needs
        ).in_words()
        answer, time, *_others = known
        differs = why = _("Not the same in each: read them")
        if not self.is_readable:
            why = _("It cannot be read in each")
        elif not self.is_settled:
            why = _("Not settled: see what she sent since")
        channel = known[answer] or why
        return known | {answer: channel, time: known[time] or differs}


def allowed_in(enquiries: Iterable[Enquiry]) -> Allowed:
    """Return what each of the enquiries allows. At least one.

    One without a telephone number says nothing of calls, and leaves them to the others.
    """
    each = list(enquiries)
    wishes = [one.preferences for one in each]
    of_calls = [one.preferences for one in each if one.phone] or wishes
    channels = {one.channel for one in wishes}
    times = {one.best_time for one in wishes} - {"", BestTime.ANY}
    can_be_read = "" not in channels
    is_settled = not any(one.unsettled for one in each)
    is_known = can_be_read and is_settled
    return Allowed(
        channel=channels.pop() if is_known and len(channels) == 1 else "",
        best_time="" if len(times) > 1 else times.pop() if times else BestTime.ANY,
        may_leave_message=is_known and all(one.may_leave_message for one in of_calls),
        may_text=is_known and all(one.may_text for one in of_calls),
        needs=_all_needs(each),
        is_readable=can_be_read,
        is_settled=is_settled,
    )


def allowed_by(enquiry: Enquiry) -> Allowed:
    """Return what an enquiry and all that it was merged with allow."""
    return allowed_in(Enquiry.objects.merged_with([enquiry]))


def may_reply(enquiry: Enquiry, allowed: Allowed | None = None) -> bool:
    """Whether she may be written to: only when she chose e-mail, wherever this was merged, too.

    `allowed` is what the whole family allows, where that is known already.
    """
    email = enquiry.email
    if not email or not is_readable(email):
        return False
    return (allowed or allowed_by(enquiry)).channel == Channel.EMAIL


def _all_needs(enquiries: list[Enquiry]) -> str:
    """What she needs, each with the reference of its enquiry where they are not the same."""
    said = {one.shown_reference: one.preferences.needs for one in enquiries}
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    return "; ".join(f"{reference}: {needs}" for reference, needs in said.items() if needs)
