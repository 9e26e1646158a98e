"""The retention policy is changed: who did, and to what."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from enquiries.models import EnquiryEvent, RetentionPolicy


@transaction.atomic
def change_policy(numbers: dict[str, int], actor: AbstractBaseUser) -> list[str]:
    """Set the policy's numbers; return the names of those that changed, an event each.

    Raises `ValidationError` for a number out of its bounds, and changes nothing then.
    """
    policy = RetentionPolicy.objects.select_for_update().get(pk=RetentionPolicy.load().pk)
    changed = [name for name, number in numbers.items() if getattr(policy, name) != number]
    for name in changed:
        setattr(policy, name, numbers[name])
    policy.full_clean()
    policy.save()
    for name in changed:
        EnquiryEvent.objects.record(
            EnquiryEvent.Kind.POLICY_CHANGED, actor=actor, reason=name, count=numbers[name]
        )
    return changed
