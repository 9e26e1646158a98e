"""Fields that take what people really type, and say plainly what they cannot take."""

import re
from urllib.parse import urlsplit

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

HOME_REGION = "GB"
LONGEST_PATH = 300

# Control characters and halves of surrogate pairs: nobody types them, PostgreSQL takes
# no NUL and no half. Tab and line feed stay.
UNTYPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LINE_END = re.compile(r"\r\n?")
LINE_BREAK = re.compile(r"[\t\n]+")


def readable(text: str) -> str:
    """Return a text with one kind of line end and without characters that cannot be typed."""
    return UNTYPED.sub("", LINE_END.sub("\n", text))


class ReadableField(forms.CharField):
    """Text of any script. Its limit is told after sending, for `maxlength` cuts in silence."""

    def __init__(self, *, longest: int, too_long: str, **kwargs):
        super().__init__(**kwargs)
        # Set after Django has looked: it would put `maxlength` on the control.
        self.max_length = longest
        self.validators.append(MaxLengthValidator(longest, message=too_long))

    def to_python(self, value) -> str:
        return super().to_python(readable(value) if isinstance(value, str) else value)


class LineField(ReadableField):
    """One line: line ends and tabs become spaces."""

    def to_python(self, value) -> str:
        return LINE_BREAK.sub(" ", super().to_python(value))


class OneEmailField(forms.EmailField):
    """One e-mail address."""

    def __init__(self, **kwargs):
        super().__init__(max_length=None, **kwargs)

    def to_python(self, value) -> str:
        return super().to_python(readable(value) if isinstance(value, str) else value)


class PhoneField(LineField):
    """A telephone number as people write it, kept in E.164 (+442079460123).

    A number of the right length is taken even where its range is not known: refusing a
    real number loses a person, taking a wrong one costs a call.
    """

    widget = forms.TelInput
    default_error_messages = {
        "not_a_number": _(
            "Enter a telephone number, like 020 7946 0123. "
            "With a number from outside the UK, start with + and the country code."
        ),
    }

    def clean(self, value) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, HOME_REGION)
        except phonenumbers.NumberParseException:
            number = None
        possible = phonenumbers.ValidationResult.IS_POSSIBLE
        if number is None or phonenumbers.is_possible_number_with_reason(number) != possible:
            raise ValidationError(self.error_messages["not_a_number"], code="not_a_number")
        stored = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return f"{stored};ext={number.extension}" if number.extension else stored


def shown_phone(stored: str) -> str:
    """Return a stored telephone number as people read it: +44 20 7946 0123."""
    try:
        number = phonenumbers.parse(stored)
    except phonenumbers.NumberParseException:
        return stored
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


class LocalPathField(forms.CharField):
    """A path of this site. Anything else is dropped, for she did not type it."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.HiddenInput, **kwargs)

    def to_python(self, value) -> str:
        return local_path(super().to_python(value))


def local_path(text: str, host: str | None = None) -> str:
    """Return the path in an address of this site, without its query; or nothing.

    A query may repeat what she searched for. With a host, whole addresses on it are
    taken too, as a browser sends them in `Referer`.
    """
    if not url_has_allowed_host_and_scheme(text, allowed_hosts=host):
        return ""
    path = urlsplit(text).path
    is_plain = path.startswith("/") and path.isprintable() and len(path) <= LONGEST_PATH
    return path if is_plain else ""
