"""The enquiry form: as few questions as an answer needs."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enquiries.forms.fields import (
    LineField,
    LocalPathField,
    OneEmailField,
    PhoneField,
    ReadableField,
)
from enquiries.forms.form_token import FormToken
from enquiries.models import BestTime, Channel, EnquiryTopic, Preferences, Wording

LONGEST_MESSAGE = 2000
LONGEST_LINE = 200


class NoWordingError(Exception):
    """There is no wording to agree to: `setup_enquiries` has not been run."""


class EnquiryForm(forms.Form):
    """Keeps everything that was typed, through every error.

    `form_token` names the wordings that the page showed, so that the receipt is of what
    she read even when a newer version came into force meanwhile.
    """

    use_required_attribute = False
    # What only she may set, and never for a page that she has not seen.
    TICKS = ("agreement", "is_adult")

    name = LineField(
        label=_("What should we call you?"),
        help_text=_("A first name is enough."),
        longest=LONGEST_LINE,
        too_long=_("The name can have at most 200 characters."),
        error_messages={"required": _("Tell us what to call you.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = OneEmailField(
        label=_("E-mail address"),
        help_text=_("An e-mail address or a telephone number is enough."),
        required=False,
        error_messages={"invalid": _("Enter one e-mail address, like name@example.org.")},
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
        ),
    )
    phone = PhoneField(
        label=_("Telephone number"),
        help_text=_("From outside the UK, start with + and the country code."),
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
        widget=forms.RadioSelect,
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
        help_text=_("Please do not send test results or your full medical history."),
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

    def __init__(self, data=None, *, language: str, **kwargs):
        super().__init__(data.copy() if data is not None else None, **kwargs)
        self.language = language
        self._offer_topics()
        self.token = FormToken.read(self.data.get("form_token", ""))
        self.wordings = self._wordings()
        self.fields["agreement"].label = self.wordings[Wording.Purpose.CONSENT].text
        self.renewed_token = self._renew_token()

    def _offer_topics(self) -> None:
        """Let her choose among the topics; without any, there is nothing to ask."""
        self.topics = {str(t.pk): t for t in EnquiryTopic.objects.for_form(self.language)}
        if not self.topics:
            del self.fields["topic"]
            return
        self.fields["topic"].choices = [(pk, topic.name) for pk, topic in self.topics.items()]

    def _wordings(self) -> dict[str, Wording]:
        """The wordings that this page shows: those of its token, or those in force."""
        if self.token and not self.token.is_stale:
            shown = Wording.objects.in_bulk(self.token.wording_ids).values()
            found = {wording.purpose: wording for wording in shown}
            if Wording.Purpose.CONSENT in found:
                return found
        in_force = Wording.objects.by_purpose(self.language)
        if Wording.Purpose.CONSENT not in in_force:
            raise NoWordingError
        return in_force

    def _renew_token(self) -> bool:
        """Put a token into the form that is good for the next post; say if one was posted in vain.

        The key of a stale token stays: what was sent with it is still one enquiry.
        """
        if self.token and not self.token.is_stale:
            return False
        ids = tuple(wording.pk for wording in self.wordings.values())
        self.token = FormToken.fresh(ids, self.token.submission_key if self.token else None)
        self.initial["form_token"] = self.token.signed()
        if self.is_bound:
            self.data["form_token"] = self.token.signed()
            for name in self.TICKS:
                self.data.pop(name, None)
        return self.is_bound

    @property
    def notice(self) -> Wording | None:
        return self.wordings.get(Wording.Purpose.NOTICE)

    @property
    def consent(self) -> Wording:
        return self.wordings[Wording.Purpose.CONSENT]

    def clean_best_time(self) -> str:
        return self.cleaned_data["best_time"] or BestTime.ANY

    def clean_message(self) -> str:
        message = self.cleaned_data["message"]
        return message if message.strip() else ""

    def clean(self) -> None:
        if self.renewed_token:
            raise ValidationError(
                _(
                    "This page had been open for a long time, so nothing has been sent. "
                    "What you typed is still here: please tick the boxes again and send it."
                ),
                code="stale",
            )
        self._require_the_chosen_way()

    def _require_the_chosen_way(self) -> None:
        missing = {
            Channel.EMAIL: _("Enter your e-mail address, so that we can answer by e-mail."),
            Channel.PHONE: _("Enter your telephone number, so that we can telephone you."),
        }
        channel = self.cleaned_data.get("channel")
        if channel and not self.cleaned_data.get(channel) and channel not in self.errors:
            self.add_error(channel, ValidationError(missing[channel], code="unreachable"))

    def answers(self) -> dict:
        """Return what `receive_enquiry` needs of a valid form."""
        given = self.cleaned_data
        kept = ("name", "email", "phone", "message")
        wishes = ("channel", "best_time", "may_leave_message", "came_from")
        return {
            **{name: given[name] for name in kept},
            "preferences": Preferences(**{name: given[name] for name in wishes}),
            "topic": self.topics.get(given.get("topic")),
            "language": self.language,
            "submission_key": self.submission_key,
            "wordings": self.agreed_wordings(),
        }

    def agreed_wordings(self) -> list[Wording]:
        """The wordings that leave a receipt: e-mail's only when she chose that way."""
        purposes = [Wording.Purpose.CONSENT, Wording.Purpose.NOTICE]
        if self.cleaned_data["channel"] == Channel.EMAIL:
            purposes.append(Wording.Purpose.EMAIL)
        return [self.wordings[purpose] for purpose in purposes if purpose in self.wordings]

    @property
    def submission_key(self) -> UUID:
        return self.token.submission_key
