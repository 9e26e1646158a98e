"""Changing a text: whole, within its limits, and never over somebody else's change."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enquiries.forms.fields import ReadableField
from enquiries.wording_admin.purposes import About


class WordingForm(forms.Form):
    """`base` is the version that the page showed: a newer one meanwhile is not overwritten."""

    base = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, about: About, newest: int, initial: dict):
        super().__init__(data, initial=initial)
        self.about, self.newest = about, newest
        self.fields["text"] = ReadableField(
            label=gettext_lazy("Text"),
            required=about.is_needed,
            longest=about.longest,
            too_long=gettext_lazy("There is room for %(limit_value)d characters only."),
            error_messages={"required": gettext_lazy("This text cannot be empty.")},
            widget=forms.Textarea(attrs={"rows": 3 if about.is_line else 10}),
        )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if self.about.is_line and "\n" in text:
            raise ValidationError(_("A subject is one line."), code="line")
        if self.about.is_list:
            lines = dict.fromkeys(line.strip() for line in text.splitlines())
            return "\n".join(line for line in lines if line)
        return text

    def clean(self) -> None:
        if self.cleaned_data.get("base") not in (None, self.newest):
            raise ValidationError(
                _(
                    "Somebody has published a newer version meanwhile. Your text is still below: "
                    "look at the history, then publish again."
                ),
                code="newer",
            )
