"""Whoever guesses a password at an open desk is stopped; counted as all that comes too often."""

from django.contrib.auth.models import AbstractBaseUser

from enquiries.abuse import counting

# In one window of `figures.WINDOW`. Who knows her password does not mistype it six times.
MOST_WRONG_PASSWORDS = 5
_KIND = "password"


def has_guessed_too_often(user: AbstractBaseUser) -> bool:
    """Whether so many wrong passwords were given in this window that none is looked at now."""
    return counting.number(_KIND, _value(user)) >= MOST_WRONG_PASSWORDS


def count_wrong_password(user: AbstractBaseUser) -> None:
    counting.count([(_KIND, _value(user))])


def _value(user: AbstractBaseUser) -> bytes:
    return str(user.pk).encode()
