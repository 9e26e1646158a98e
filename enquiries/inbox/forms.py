"""The small forms on the page of an enquiry. Each carries what the page showed of its state."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from enquiries.actions.conversation import LONGEST_TEXT
from enquiries.forms.fields import ReadableField
from enquiries.models import ClosingReason, Enquiry, Entry, State

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
        widget=forms.Textarea(attrs={"rows": 6}),
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


class ReplyForm(EntryForm):
    KEEP, WAIT, CLOSE = "", State.WAITING.value, State.CLOSED.value

    # Not required, so that what was written is never refused for the lack of it.
    seen = forms.ChoiceField(choices=State, widget=forms.HiddenInput, required=False)
    # How many notes, calls, replies and additions the page showed.
    thread = forms.IntegerField(widget=forms.HiddenInput, required=False)
    then = forms.ChoiceField(
        label=_("After sending"),
        choices=[
            (KEEP, _("Leave it as it is")),
            (WAIT, _("Wait for the patient")),
            (CLOSE, _("Close it as answered")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )


class MergeForm(forms.Form):
    other = forms.ModelChoiceField(queryset=Enquiry.objects.none())

    def __init__(self, data=None, *, alike, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["other"].queryset = alike
