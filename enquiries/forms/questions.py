"""What the form asks: as few questions as an answer needs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from enquiries.forms.choices import HintedRadioSelect
from enquiries.forms.fields import (
    LineField,
    LocalPathField,
    OneEmailField,
    PhoneField,
    ReadableField,
)
from enquiries.models import BestTime, Channel

LONGEST_MESSAGE = 2000
LONGEST_LINE = 200


class Questions(forms.Form):
    """The fields in the order of the page. `EnquiryForm` gives them words and rules."""

    use_required_attribute = False

    name = LineField(
        label=_("What should we call you?"),
        longest=LONGEST_LINE,
        too_long=_("The name can have at most 200 characters."),
        error_messages={"required": _("Tell us what to call you.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = OneEmailField(
        label=_("E-mail address"),
        help_text=_("Only needed if we are to answer by e-mail."),
        required=False,
        error_messages={"invalid": _("Enter one e-mail address, like name@example.org.")},
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
        ),
    )
    phone = PhoneField(
        label=_("Telephone number"),
        help_text=_(
            "Only needed if we are to telephone you. From outside the UK, start with + and the "
            "country code."
        ),
        required=False,
        longest=50,
        too_long=_("The telephone number can have at most 50 characters."),
        widget=forms.TelInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    channel = forms.ChoiceField(
        label=_("How may we answer you?"),
        choices=Channel,
        error_messages={
            "required": _("Choose how we may answer you."),
            "invalid_choice": _("Choose one of these ways."),
        },
        widget=HintedRadioSelect,
    )
    best_time = forms.ChoiceField(
        label=_("When is a good time to reach you?"),
        choices=BestTime,
        initial=BestTime.ANY,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the times.")},
        widget=forms.RadioSelect,
    )
    may_leave_message = forms.BooleanField(
        label=_("You may leave a message if I do not answer the telephone"),
        required=False,
    )
    may_text = forms.BooleanField(
        label=_("You may send me a text message (SMS)"),
        required=False,
    )
    needs = LineField(
        label=_("Is there anything we should know to reach you safely, or that you need?"),
        help_text=_("For example an interpreter, or only call on weekdays."),
        required=False,
        longest=LONGEST_LINE,
        too_long=_("This line can have at most 200 characters."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    topic = forms.ChoiceField(
        label=_("What is it about?"),
        error_messages={
            "required": _("Choose what it is about."),
            "invalid_choice": _("Choose one of these topics."),
        },
        widget=forms.RadioSelect,
    )
    message = ReadableField(
        label=_("Your message"),
        required=False,
        strip=False,
        longest=LONGEST_MESSAGE,
        too_long=_("The message can have at most 2,000 characters; yours has %(show_value)d."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    agreement = forms.BooleanField(
        help_text=_("You may tell us about your health in this form."),
        error_messages={"required": _("Tick the box if you agree. We need it to answer you.")},
    )
    is_adult = forms.BooleanField(
        label=_("I am 18 or over"),
        error_messages={"required": _("Tick the box if you are 18 or over.")},
    )
    form_token = forms.CharField(required=False, widget=forms.HiddenInput)
    came_from = LocalPathField()
    # People do not see it; whoever fills in whatever there is falls into it.
    homepage = forms.Field(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    # What she brings along after one more step (`enquiries.abuse`).
    proof = forms.Field(required=False, widget=forms.HiddenInput)
    wait = forms.Field(required=False, widget=forms.HiddenInput)
