"""How she wants to be reached: two enquiries that differ, and her form sent again."""

from django.test import Client
from filling_in import filled_in, page_of, store

from enquiries.models import Enquiry

NEEDS = "Never e-mail me, he reads it."
BY_TELEPHONE = {
    "channel": "phone",
    "phone": "+44 20 7946 0123",
    "best_time": "evening",
    "may_text": "",
    "needs": NEEDS,
    "message": "words of the telephone",
}


def by_email(**changes) -> Enquiry:
    number = {"phone": "+44 20 7946 0123", "may_leave_message": "on", "may_text": "on"}
    return store(message="words of the e-mail", **number | changes)


def fresh(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.get(pk=enquiry.pk)


def typed(value) -> str:
    return "" if value is None or value is False else str(value)


def change(**changes) -> tuple[Client, dict, Enquiry]:
    """She sends her form, goes back, changes it so, and sends it again."""
    browser = Client()
    number = {"phone": "+44 20 7946 0123", "may_leave_message": "on"}
    answers = filled_in(browser.get("/enquire/"), **number)
    browser.post("/enquire/", answers)
    changed = {name: each for name, each in (answers | changes).items() if each is not None}
    browser.post("/enquire/", changed)
    return browser, answers, Enquiry.objects.get()


def stale(browser, enquiry: Enquiry, **changes) -> dict[str, str]:
    """The form of her details as the page shows it now, to be sent later."""
    form = browser.get(page_of(enquiry)).context["correct_form"]
    shown = {f"correct-{name}": typed(form[name].value()) for name in form.fields}
    return shown | {f"correct-{name}": each for name, each in changes.items()}


def settle(browser, enquiry: Enquiry, **changes):
    """Send the form of her details as the page shows it, with changes."""
    answer = browser.post(f"{page_of(enquiry)}correct/", stale(browser, enquiry, **changes))
    assert answer.status_code == 302, answer.context["correct_form"].errors
    return answer
