"""Words made from stored values."""

import pytest

from content.templatetags.clinic import partial_date, telephone_link


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("2021", "2021"),
        ("2021-09", "September 2021"),
        ("2021-09-03", "3 September 2021"),
        ("", ""),
        ("soon", "soon"),
        ("2021-13", "2021-13"),
        ("2021-02-30", "2021-02-30"),
        ("2021-1-1-1", "2021-1-1-1"),
        (None, None),
    ],
)
def test_a_registers_date_is_no_more_precise_than_it_was(given, shown):
    assert partial_date(given) == shown


@pytest.mark.parametrize(
    ("number", "link"),
    [("+44 20 7946 0123", "tel:+442079460123"), ("(020) 7946-0123", "tel:02079460123")],
)
def test_a_telephone_number_can_be_called(number, link):
    assert telephone_link(number) == link
