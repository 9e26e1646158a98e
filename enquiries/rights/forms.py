"""What a privacy officer fills in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enquiries.forms.fields import OneEmailField, PhoneField
from enquiries.models import Enquiry, HoldReason, IdentityCheck, RetentionPolicy
from enquiries.models.identity import REFERENCE_LENGTH, keys_in, typed

NOTHING_CHOSEN = ("", _("Choose one"))


class FindForm(forms.Form):
    """By one of three. Posted, so that none of them stands in an address."""

    reference = forms.CharField(
        label=_("Reference"),
        help_text=_("The whole one, such as CDFG-3467."),
        required=False,
        max_length=30,
    )
    email = OneEmailField(label=_("E-mail address"), required=False)
    phone = PhoneField(
        label=_("Telephone number"),
        required=False,
        longest=50,
        too_long=_("The telephone number can have at most 50 characters."),
    )

    def clean_reference(self) -> str:
        reference = typed(self.cleaned_data["reference"])
        if reference and len(reference) != REFERENCE_LENGTH:
            raise ValidationError(_("Enter the whole reference: eight letters and figures."))
        return reference

    def clean(self) -> None:
        given = [value for value in self.cleaned_data.values() if value]
        if not self.errors and len(given) != 1:
            raise ValidationError(
                _("Enter one of them: a reference, an e-mail address or a telephone number.")
            )


class ChosenForm(forms.Form):
    """Which enquiries of the list. One that is gone meanwhile is passed over."""

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.ids = keys_in(data.getlist("id")) if data else []

    def clean(self) -> None:
        if not self.ids:
            raise ValidationError(_("Tick at least one enquiry."))

    def listed(self) -> list[Enquiry]:
        """Those that are still there, the newest first."""
        found = Enquiry.objects.filter(pk__in=self.ids).for_a_list()
        return list(found.order_by("-created_at", "-pk"))


class IdentityForm(ChosenForm):
    """With how we know that it is she who asks."""

    identity = forms.ChoiceField(
        label=_("How was identity checked?"),
        choices=[NOTHING_CHOSEN, *IdentityCheck.choices],
        error_messages={"required": _("Say how you know that it is she who asks.")},
    )


class HoldForm(ChosenForm):
    reason = forms.ChoiceField(
        label=_("Why must it be kept?"),
        choices=[NOTHING_CHOSEN, *HoldReason.choices],
        error_messages={"required": _("Say why it must be kept.")},
    )


class PolicyForm(forms.ModelForm):
    """The policy's numbers, each with the bounds that it cannot leave."""

    class Meta:
        model = RetentionPolicy
        fields = list(RetentionPolicy.BOUNDS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (lowest, highest) in RetentionPolicy.BOUNDS.items():
            field = self.fields[name]
            bounds = _("From %(lowest)d to %(highest)d.") % {"lowest": lowest, "highest": highest}
            field.help_text = f"{bounds} {field.help_text}".strip()
