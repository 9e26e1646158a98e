"""Which enquiries: what the inbox, its numbers and its lists ask for."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from enquiries.encryption import blind_indexes, normalised_email, normalised_phone
from enquiries.models import identity
from enquiries.models.states import State

if TYPE_CHECKING:
    from enquiries.models.enquiry import Enquiry


class EnquiryQuerySet(models.QuerySet):
    def new(self) -> "EnquiryQuerySet":
        """Enquiries that nobody has taken up yet."""
        return self.filter(state=State.NEW)

    def ours_to_answer(self) -> "EnquiryQuerySet":
        """Enquiries that wait for us: new or in progress."""
        return self.filter(state__in=(State.NEW, State.IN_PROGRESS))

    def overdue(self) -> "EnquiryQuerySet":
        """Enquiries that wait for us and whose time has passed."""
        return self.ours_to_answer().filter(due_at__lt=timezone.now())

    def in_numbers(self, **others: Q) -> dict[str, int]:
        """Return how many are new, overdue, or put aside as spam with nobody having looked.

        `others` are counted in the same query, each by its condition.
        """
        waits = Q(state__in=(State.NEW, State.IN_PROGRESS))
        conditions = {
            "new": Q(state=State.NEW),
            "overdue": waits & Q(due_at__lt=timezone.now()),
            "spam": Q(state=State.SPAM, is_unread=True),
            **others,
        }
        return self.aggregate(
            **{name: Count("pk", filter=each) for name, each in conditions.items()}
        )

    def without_words(self) -> "EnquiryQuerySet":
        """Leave what the person wrote in the database: a list has no need of it."""
        return self.defer(*self.model.sealed_columns())

    def with_related(self) -> "EnquiryQuerySet":
        """With topic, assignee and the one that it was merged into, without the words of that."""
        words = [f"merged_into__{column}" for column in self.model.sealed_columns()]
        return self.defer(*words).select_related("topic", "assignee", "merged_into")

    def for_a_list(self) -> "EnquiryQuerySet":
        """With what a row of a list tells, and without words."""
        return self.with_related().without_words()

    def merged_with(self, enquiries: Iterable["Enquiry"]) -> "EnquiryQuerySet":
        """These, and all that they were merged with: what is worked on comes first."""
        works = {each.work_id for each in enquiries}
        found = self.filter(Q(pk__in=works) | Q(merged_into__in=works))
        return found.order_by(F("merged_into").asc(nulls_first=True), "created_at", "pk")

    def with_reference(self, text: str) -> "EnquiryQuerySet":
        """The enquiry of a whole reference, however it is typed."""
        return self.filter(reference=identity.typed(text))

    def of_person(self, email: str = "", phone: str = "") -> "EnquiryQuerySet":
        """Every enquiry with exactly this e-mail address or this number (E.164).

        Found by the blind indexes, those of older keys too. Neither given: none.
        """
        found = Q(pk__in=[])
        if email:
            found |= Q(email_index__in=blind_indexes("email", normalised_email(email)))
        if phone:
            found |= Q(phone_index__in=blind_indexes("phone", normalised_phone(phone)))
        return self.filter(found)

    def alike(self, enquiry: "Enquiry") -> "EnquiryQuerySet":
        """The other enquiries of the same person, as far as address or number tell."""
        found = Q(pk__in=[])
        if enquiry.email_index:
            found |= Q(email_index=enquiry.email_index)
        if enquiry.phone_index:
            found |= Q(phone_index=enquiry.phone_index)
        return self.filter(found).exclude(pk=enquiry.pk)
