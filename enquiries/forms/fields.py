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
LONGEST_EMAIL = 254
LONGEST_EMAIL_NAME = 64
LONGEST_PATH = 300
HAS_COUNTRY_CODE = {
    phonenumbers.CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN,
    phonenumbers.CountryCodeSource.FROM_NUMBER_WITH_IDD,
}

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
    """One e-mail address, no longer than mail servers take (RFC 5321)."""

    def __init__(self, **kwargs):
        super().__init__(max_length=None, **kwargs)

    def to_python(self, value) -> str:
        return super().to_python(readable(value) if isinstance(value, str) else value)

    def run_validators(self, value) -> None:
        super().run_validators(value)
        if len(value) > LONGEST_EMAIL or value.rfind("@") > LONGEST_EMAIL_NAME:
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class PhoneField(LineField):
    """A telephone number as people write it, kept in E.164 (+442079460123).

    With a country code, a number of the right length is taken even where its range is not
    known: refusing a real number loses a person, taking a wrong one costs a call. Without
    one it has to be a number of the UK: a number from elsewhere would reach a stranger.
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
        number = _number_in(typed)
        if number is None:
            raise ValidationError(self.error_messages["not_a_number"], code="not_a_number")
        stored = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return f"{stored};ext={number.extension}" if number.extension else stored


def _number_in(typed: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(typed, HOME_REGION, keep_raw_input=True)
    except phonenumbers.NumberParseException:
        return None
    if number.country_code_source in HAS_COUNTRY_CODE:
        possible = phonenumbers.ValidationResult.IS_POSSIBLE
        is_good = phonenumbers.is_possible_number_with_reason(number) == possible
    else:
        is_good = phonenumbers.is_valid_number(number)
    return number if is_good else None


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
