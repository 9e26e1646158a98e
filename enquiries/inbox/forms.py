"""The small forms on the page of an enquiry. Each carries what the page showed of its state."""

from dataclasses import asdict
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enquiries.actions.conversation import LONGEST_TEXT
from enquiries.forms.fields import (
    LineField,
    OneEmailField,
    PhoneField,
    ReadableField,
    shown_phone,
)
from enquiries.forms.questions import LONGEST_LINE
from enquiries.models import BestTime, Channel, ClosingReason, Enquiry, Entry, State
from enquiries.reply_templates import YOUR_WORDS, has_gap

# Staff write down what she says on the telephone: more than the one line of the form.
LONGEST_NEEDS = 2500
# Merging gives its reason itself.
REASONS = [choice for choice in ClosingReason.choices if choice[0] != ClosingReason.MERGED]


class SeenForm(forms.Form):
    """What the page showed when it was loaded: a deed on an older state is not done."""

    seen = forms.ChoiceField(choices=State, widget=forms.HiddenInput)


class StateForm(SeenForm):
    state = forms.ChoiceField(choices=State)


class CloseForm(SeenForm):
    reason = forms.ChoiceField(
        label=_("Close it, because"),
        choices=[("", _("Choose a reason")), *REASONS],
        error_messages={"required": _("Choose why it is closed.")},
    )


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(
        label=_("Assigned to"), queryset=None, required=False, empty_label=_("Nobody")
    )

    def __init__(self, data=None, *, people, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["assignee"].queryset = people


class EntryForm(forms.Form):
    """A text with a key of its own: however often it is sent, it is kept once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = ReadableField(
        label=_("Text"),
        strip=True,
        longest=LONGEST_TEXT,
        too_long=_("The text can have at most 10,000 characters; it has %(show_value)d."),
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.initial.setdefault("key", uuid4())


class NoteForm(EntryForm):
    kind = forms.ChoiceField(
        label=_("What is it"),
        choices=[
            (Entry.Kind.NOTE, Entry.Kind.NOTE.label),
            (Entry.Kind.CALL, Entry.Kind.CALL.label),
        ],
        initial=Entry.Kind.NOTE,
        widget=forms.RadioSelect,
    )


class CorrectForm(forms.Form):
    """Her name and how she is reached, as they stand: it may be wrong, or she asks otherwise."""

    prefix = "correct"

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = LineField(
        label=_("Name"),
        longest=LONGEST_LINE,
        too_long=_("The name can have at most 200 characters."),
        error_messages={"required": _("The name cannot be empty.")},
    )
    email = OneEmailField(label=_("E-mail address"), required=False)
    phone = PhoneField(
        label=_("Telephone number"),
        required=False,
        longest=50,
        too_long=_("The telephone number can have at most 50 characters."),
    )
    channel = forms.ChoiceField(
        label=_("How may we answer her?"),
        choices=Channel,
        error_messages={"required": _("Choose how we may answer her.")},
        widget=forms.RadioSelect,
    )
    best_time = forms.ChoiceField(label=_("Best time"), choices=BestTime)
    may_leave_message = forms.BooleanField(
        label=_("We may leave a message if she does not answer the telephone"), required=False
    )
    may_text = forms.BooleanField(label=_("We may send her a text message (SMS)"), required=False)
    needs = LineField(
        label=_("What she needs, or what is safe for her"),
        required=False,
        longest=LONGEST_NEEDS,
        too_long=_("This line can have at most 2,500 characters."),
    )

    def __init__(self, data=None, *, enquiry: Enquiry, **kwargs):
        super().__init__(data, **kwargs)
        if data is None:
            self.initial = {**asdict(enquiry.preferences), "version": enquiry.reach_version}
            self.initial |= {"name": enquiry.name, "email": enquiry.email}
            self.initial["phone"] = shown_phone(enquiry.phone)

    def clean(self) -> None:
        way = self.cleaned_data.get("channel")
        if way in self.fields and way not in self.errors and not self.cleaned_data[way]:
            self.add_error(way, _("She chose to be answered this way: it cannot be empty."))


class SettleForm(forms.Form):
    """What the page showed of how she may be reached, to be kept as it stands."""

    version = forms.IntegerField()


class ReplyForm(EntryForm):
    WAIT, CLOSE, KEEP = State.WAITING.value, State.CLOSED.value, ""

    # Not required, so that what was written is never refused for the lack of it.
    seen = forms.ChoiceField(choices=State, widget=forms.HiddenInput, required=False)
    # How many notes, calls, replies and additions the page showed.
    thread = forms.IntegerField(widget=forms.HiddenInput, required=False)
    then = forms.ChoiceField(
        label=_("After sending"),
        choices=[
            (WAIT, _("Wait for the patient: nothing is due meanwhile")),
            (CLOSE, _("Close it as answered")),
            (KEEP, _("Leave it as it is: we still owe her something")),
        ],
        initial=WAIT,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if has_gap(text):
            raise ValidationError(
                _("Put your own words where it says [%(gap)s], or take that away."),
                code="gap",
                params={"gap": YOUR_WORDS},
            )
        return text


class MergeForm(forms.Form):
    other = forms.ModelChoiceField(queryset=Enquiry.objects.none())

    def __init__(self, data=None, *, alike, **kwargs):
        super().__init__(data, **kwargs)
        free = alike.filter(merged_into=None).exclude(state=State.SPAM)
        self.fields["other"].queryset = free
