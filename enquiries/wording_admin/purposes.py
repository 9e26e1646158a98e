"""What each text is for: said to whoever edits it, with the limits that it has to keep."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from enquiries.models import Wording

Purpose = Wording.Purpose
LONGEST = 4000
LONGEST_SUBJECT = 120
LONGEST_HINT = 300


@dataclass(frozen=True)
class About:
    """`is_needed`: without it no enquiry is taken, or not by e-mail; a legal text. `is_line`: no
    line ends.
    """

    help: str
    longest: int = LONGEST
    is_needed: bool = False
    is_line: bool = False
    is_list: bool = False


ABOUT = {
    Purpose.CONSENT: About(
        _("Stands beside the box that she ticks. A legal text: have each change checked."),
        is_needed=True,
    ),
    Purpose.NOTICE: About(
        _("Stands before the first question. A legal text: have each change checked."),
        is_needed=True,
    ),
    Purpose.EMAIL: About(
        _("What she says by choosing to be answered by e-mail. Without it, only the telephone."),
        is_needed=True,
    ),
    Purpose.INTRODUCTION: About(_("Stands under the title of the form."), LONGEST_HINT),
    Purpose.WHAT_HAPPENS: About(
        _("What happens with her words, before the first question. Each line is a point."),
        is_list=True,
    ),
    Purpose.URGENT: About(
        _("Stands in the box for urgent help, before the numbers of Settings, Clinic.")
    ),
    Purpose.URGENT_WORDS: About(
        _(
            "A word or phrase on each line. Where a message holds one of them, the box for urgent "
            "help is shown again after sending. Nothing is refused."
        ),
        is_list=True,
    ),
    Purpose.NAME_HINT: About(_("Stands under the question for her name."), LONGEST_HINT),
    Purpose.MESSAGE_HINT: About(_("Stands under the question for her message."), LONGEST_HINT),
    Purpose.NEXT_STEPS: About(
        _("Stands after sending, under her reference. Each line is a step."), is_list=True
    ),
    Purpose.CHANGES: About(_("Stands after sending: how to add something or take it back.")),
    Purpose.ACK_SUBJECT: About(
        _("The subject that others may see in her mailbox. Keep it neutral."),
        LONGEST_SUBJECT,
        is_line=True,
    ),
    Purpose.ACK_TEXT: About(_("Her reference is put under it; none of her answers is.")),
    Purpose.REPLY_SUBJECT: About(
        _("The subject that others may see in her mailbox. Keep it neutral."),
        LONGEST_SUBJECT,
        is_line=True,
    ),
    Purpose.SIGNATURE: About(_("Stands under the confirmation and under each reply.")),
}
