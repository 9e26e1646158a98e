"""The password once more before what cannot be undone, so that an open desk gives nothing away."""

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from enquiries.abuse import counting

# In one window of `figures.WINDOW`. Who knows her password does not mistype it six times.
MOST_WRONG_PASSWORDS = 5
KIND, GUESSED = "password", "guessed"


class OwnPasswordForm(forms.Form):
    """Takes the password of who is signed in; after too many wrong ones not even the right one."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )

    def __init__(self, *args, user: AbstractBaseUser, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Counted as wrong before it is looked at: many guesses at once are no way past it."""
        counted = (KIND, str(self.user.pk).encode())
        if counting.count([counted])[KIND] > MOST_WRONG_PASSWORDS:
            raise ValidationError(
                _("The password was wrong too often. Try again in ten minutes."), code=GUESSED
            )
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError(_("That is not your password."), code="password")
        counting.take_back(*counted)
        return ""

    @property
    def status(self) -> int:
        """The status of an answer that shows this form again."""
        return 429 if self.has_error("password", GUESSED) else 422

    def mark(self, response: HttpResponse) -> HttpResponse:
        """Give an answer that shows this form again its status, and when to try again."""
        response.status_code = self.status
        if self.status == 429:
            response.headers["Retry-After"] = str(counting.seconds_left())
        return response
