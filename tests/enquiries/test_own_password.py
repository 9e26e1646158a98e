"""The password once more: what guessing it comes to, and what no honest member is refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from enquiries.abuse import OwnPasswordForm
from enquiries.abuse.own_password import GUESSED, MOST_WRONG_PASSWORDS
from enquiries.models import Tally

TOGETHER, PASSWORD = 12, "a-long-passphrase"


def make_member(password: str = PASSWORD) -> User:
    return User.objects.create_user("member@example.org", password)


def answer(user: User, password: str) -> OwnPasswordForm:
    form = OwnPasswordForm({"password": password}, user=user)
    form.is_valid()
    return form


def test_guesses_at_the_same_moment_are_no_more_than_one_after_the_other(committed_db, settings):
    """With the hasher of the site, whose slowness would let all of them through."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    member, at_once = make_member(), Barrier(TOGETHER)

    def guess(number: int) -> bool:
        try:
            at_once.wait(timeout=30)
            return answer(member, f"guess {number}").has_error("password", GUESSED)
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        refused = list(pool.map(guess, range(TOGETHER)))
    assert refused.count(False) == MOST_WRONG_PASSWORDS


@pytest.mark.django_db
def test_the_right_password_is_never_too_often():
    member = make_member()
    for _ in range(2 * MOST_WRONG_PASSWORDS):
        assert answer(member, PASSWORD).is_valid()
    assert not Tally.objects.filter(count__gt=0).exists()
    for _ in range(MOST_WRONG_PASSWORDS):
        assert answer(member, "wrong").status == 422
    assert answer(member, PASSWORD).status == 429


@pytest.mark.django_db
def test_a_password_may_begin_and_end_with_a_space():
    assert answer(make_member(" a long passphrase "), " a long passphrase ").is_valid()


@pytest.mark.django_db
def test_who_guesses_keeps_nobody_else_from_her_work():
    guesser, other = make_member(), User.objects.create_user("other@example.org", "another-one")
    for _ in range(MOST_WRONG_PASSWORDS + 1):
        answer(guesser, "wrong")
    assert answer(other, "another-one").is_valid()
