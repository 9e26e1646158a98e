"""The remark, without what could say whose it is."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

LEFT_OUT = "[…]"
ADDRESS = re.compile(r"\S+@\S+|\b(?:https?://|www\.)\S+", re.IGNORECASE)
# Five digits or more, also written in groups: a telephone number, a date of birth.
LONG_NUMBER = re.compile(r"\+?\d(?:[ ().\-/]{0,2}\d){4,}")


def without_identifiers(text: str) -> str:
    """Return a text in which addresses and long numbers are replaced by "[…]"."""
    return LONG_NUMBER.sub(LEFT_OUT, ADDRESS.sub(LEFT_OUT, text))


class RemarkField(forms.CharField):
    """Free words. Characters that a database or a screen cannot hold are left out first."""

    widget = forms.Textarea

    def to_python(self, value: str | None) -> str:
        text = (value or "").replace("\r\n", "\n").replace("\r", "\n")
        kept = [sign for sign in text if sign == "\n" or unicodedata.category(sign)[:1] != "C"]
        return super().to_python("".join(kept))

    def clean(self, value: str | None) -> str:
        # The length is that of what she typed; what is kept can only be shorter.
        return without_identifiers(super().clean(value))


class RemarkForm(forms.Form):
    """One question, and it may stay empty."""

    comment = RemarkField(
        label=_("Would you like to tell us more?"),
        help_text=_(
            "Please do not write your name, or anything about your health. We cannot answer here. "
            "E-mail addresses, links and long numbers are left out."
        ),
        max_length=1000,
        required=False,
        error_messages={"max_length": _("Please shorten this to 1,000 characters or fewer.")},
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
    )
