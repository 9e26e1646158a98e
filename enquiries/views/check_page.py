"""One more step before an enquiry is taken: a page that carries the answers and shows none.

It is the answer to her own POST. A reload posts the same again; nothing is kept of it here.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enquiries import abuse
from enquiries.abuse.counting import seconds_left
from enquiries.forms import EnquiryForm
from enquiries.forms.fields import readable
from enquiries.views.refusals import posted_answers

NOT_CARRIED = ("proof", "wait")


def check_page(request: HttpRequest, form: EnquiryForm, level: abuse.Level) -> HttpResponse:
    """Ask for the step: 422 above a soft limit, 429 with Retry-After above a hard one."""
    is_full = level == abuse.Level.FULL
    given = form.credentials()
    check = abuse.make_check(given["key"], given["wait"], is_long=is_full)
    kept = {
        name: readable(value)
        for name, value in posted_answers(request).items()
        if name not in NOT_CARRIED
    }
    context = {"check": check, "kept": kept, "is_full": is_full}
    response = render(request, "enquiries/check.html", context, status=429 if is_full else 422)
    if is_full:
        response.headers["Retry-After"] = str(seconds_left())
    return response
