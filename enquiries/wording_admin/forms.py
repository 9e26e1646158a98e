"""Changing a text: whole, within its limits, and never over somebody else's change."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enquiries import promise
from enquiries.forms.fields import ReadableField
from enquiries.reply_templates import unknown_placeholders
from enquiries.wording_admin.purposes import ABOUT


class WordingForm(forms.Form):
    """`base` is the version that the page showed: a newer one meanwhile is not overwritten.

    Not `is_published`: only to be looked at, so that nothing has to be confirmed.
    """

    base = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data=None, *, purpose: str, newest: int, initial: dict, is_published: bool = True
    ):
        super().__init__(data, initial=initial)
        self.purpose, self.newest = purpose, newest
        about = self.about = ABOUT[purpose]
        may_be_empty = not (about.is_needed or about.is_line)
        is_emptied = data is not None and initial["text"] and not data.get("text", "").strip()
        self.fields["text"] = ReadableField(
            label=gettext_lazy("Text"),
            required=not may_be_empty,
            longest=about.longest,
            too_long=gettext_lazy("There is room for %(limit_value)d characters only."),
            error_messages={"required": gettext_lazy("This text cannot be empty.")},
            widget=forms.Textarea(attrs={"rows": 3 if about.is_line else 10}),
        )
        if about.is_needed:
            self.fields["is_checked"] = forms.BooleanField(
                label=gettext_lazy("This legal text has been checked as it stands here"),
                required=is_published,
                error_messages={
                    "required": gettext_lazy(
                        "Nothing is published yet. Tick this when the text has been checked."
                    )
                },
            )

        if may_be_empty and is_emptied and is_published:
            self.fields["is_emptied"] = forms.BooleanField(
                label=gettext_lazy("Nothing is to stand there from now on"),
                error_messages={
                    "required": gettext_lazy(
                        "Nothing is published yet: the text is empty. Tick this if that is meant."
                    )
                },
            )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if self.about.is_line and "\n" in text:
            raise ValidationError(_("A subject is one line."), code="line")
        if self.about.is_list:
            lines = dict.fromkeys(line.strip() for line in text.splitlines())
            text = "\n".join(line for line in lines if line)
        self._check_placeholders(text)
        return text

    def _check_placeholders(self, text: str) -> None:
        """Refuse what readers would see in square brackets as it is."""
        if self.purpose in promise.SAY_IT:
            wrong = unknown_placeholders(text, [promise.NAME])
        else:
            wrong = [promise.NAME] if promise.PLACEHOLDER in text else []
        if wrong:
            raise ValidationError(
                _("[%(name)s] is not filled in here, and would stand there as it is."),
                code="placeholder",
                params={"name": wrong[0]},
            )

    def clean(self) -> None:
        if self.cleaned_data.get("base") not in (None, self.newest):
            raise ValidationError(
                _(
                    "Somebody has published a newer version meanwhile. Your text is still below: "
                    "look at the history, then publish again."
                ),
                code="newer",
            )
