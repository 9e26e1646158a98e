"""How a person may be reached, where several enquiries of hers are one piece of work."""

from collections.abc import Sequence
from functools import cached_property

from enquiries.actions.correcting import DETAILS, WISHES
from enquiries.forms.fields import shown_phone
from enquiries.models import Allowed, Channel, Enquiry, allowed_in
from enquiries.models.sealed import is_readable


class Person:
    """Who she is and how she may be reached, as one enquiry says."""

    def __init__(self, enquiry: Enquiry, first: "Person | None" = None):
        self.enquiry = enquiry
        self.preferences = enquiry.preferences
        self.first = first

    @property
    def agrees_to_email(self) -> bool:
        return self.preferences.channel == Channel.EMAIL

    @property
    def phone(self) -> str:
        """Her number as people read it, or the sentence that it cannot be read."""
        stored = self.enquiry.phone
        return shown_phone(stored) if is_readable(stored) else stored

    @cached_property
    def is_as_in_the_first(self) -> bool:
        """Whether name, address, number and wishes are those of the first, and can be read."""
        first = self.first or self
        details = [getattr(self.enquiry, name) for name in DETAILS]
        can_be_read = bool(self.preferences.channel) and all(map(is_readable, details))
        has_same_details = details == [getattr(first.enquiry, name) for name in DETAILS]
        has_same_wishes = all(
            getattr(self.preferences, name) == getattr(first.preferences, name) for name in WISHES
        )
        return can_be_read and has_same_details and has_same_wishes


class Reaching:
    """How she may be reached by enquiries that are one piece of work, or may become one.

    The first of them is the one whose page it is; mail that is written there goes to its address.
    """

    def __init__(self, enquiries: Sequence[Enquiry]):
        self.person = Person(enquiries[0])
        self.others = [Person(each, self.person) for each in enquiries[1:]]

    @property
    def persons(self) -> list[Person]:
        return [self.person, *self.others]

    @cached_property
    def allowed(self) -> Allowed:
        """What she allows in each of them."""
        return allowed_in(each.enquiry for each in self.persons)

    @property
    def differs(self) -> bool:
        """Whether one of them says something else about her or how she may be reached."""
        return not all(other.is_as_in_the_first for other in self.others)

    @property
    def unsettled(self) -> list[Enquiry]:
        """Those of which staff have to settle first how she may be reached."""
        return [each.enquiry for each in self.persons if each.enquiry.unsettled]

    @property
    def unreadable(self) -> list[Enquiry]:
        """Those of which nobody can read how she may be reached."""
        return [each.enquiry for each in self.persons if not each.preferences.channel]

    @property
    def against_email(self) -> list[Enquiry]:
        """Those in which she did not agree to be answered by e-mail."""
        return [each.enquiry for each in self.persons if each.preferences.channel == Channel.PHONE]

    @property
    def other_addresses(self) -> list[Enquiry]:
        """Those that give another e-mail address than the one to which mail goes."""
        address = self.person.enquiry.email
        return [each.enquiry for each in self.others if each.enquiry.email not in ("", address)]
