"""Who she is and how she may be reached: corrected at her word, or kept as it stands."""

from django.forms import Form
from django.utils.translation import gettext as _

from enquiries import actions
from enquiries.inbox.deeds import DeedView
from enquiries.inbox.forms import CorrectForm, SettleForm


class CorrectView(DeedView):
    """At her word, her name and how she is reached; what stood there stays beside it."""

    form_name = "correct_form"
    lands_on = "person-section"
    is_for_merged_ones = True

    def get_form(self) -> Form:
        return CorrectForm(self.request.POST, enquiry=self.enquiry)

    def do(self, given: dict) -> str:
        version = given.pop("version")
        actions.correct_details(self.enquiry.pk, given, self.request.user, version)
        return _("The details of enquiry %(reference)s are as you say now.") % {
            "reference": self.enquiry
        }


class SettleView(DeedView):
    """How she may be reached stays as it stands: somebody has looked."""

    lands_on = "person-section"
    is_for_merged_ones = True

    def get_form(self) -> Form:
        return SettleForm(self.request.POST)

    def do(self, given: dict) -> str:
        actions.settle(self.enquiry.pk, given["version"], self.request.user)
        return _("It is settled how she may be reached by enquiry %(reference)s.") % {
            "reference": self.enquiry
        }
