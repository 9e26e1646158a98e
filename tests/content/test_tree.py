"""The tree of pages cannot be built wrong."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page

from content.models import (
    FaqIndexPage,
    FaqPage,
    GlossaryPage,
    HomePage,
    PeoplePage,
    SourcesPage,
    StandardPage,
    TreatmentIndexPage,
    TreatmentPage,
    TrialIndexPage,
    TrialPage,
    TrialUpdatePage,
)
from tests.factories import make_home, make_standard, make_treatments

ALLOWED = {
    HomePage: {
        TreatmentIndexPage,
        FaqIndexPage,
        TrialIndexPage,
        StandardPage,
        GlossaryPage,
        PeoplePage,
        SourcesPage,
    },
    TreatmentIndexPage: {TreatmentPage},
    TreatmentPage: {TreatmentPage},
    FaqIndexPage: {FaqPage},
    FaqPage: set(),
    TrialIndexPage: {TrialPage},
    TrialPage: {TrialUpdatePage},
    TrialUpdatePage: set(),
    StandardPage: {StandardPage, PeoplePage},
    GlossaryPage: set(),
    PeoplePage: set(),
    SourcesPage: set(),
}


@pytest.mark.parametrize("parent", ALLOWED)
def test_an_editor_is_offered_only_pages_that_belong_below(parent):
    assert set(parent.allowed_subpage_models()) == ALLOWED[parent]


def test_wagtails_own_plain_page_cannot_stand_on_the_site():
    assert Page not in HomePage.allowed_subpage_models()


def test_a_second_index_of_the_same_kind_cannot_be_made(db):
    home = make_home()
    assert TreatmentIndexPage.can_create_at(home)
    make_treatments(home)
    assert not TreatmentIndexPage.can_create_at(home)


def test_a_review_in_the_future_is_refused(db):
    page = make_standard(make_home())
    page.reviewed_on = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert refused.value.message_dict == {"reviewed_on": ["This day has not come yet."]}


def test_a_next_review_before_the_last_one_is_refused(db):
    page = make_standard(make_home())
    page.reviewed_on = page.next_review_on = timezone.localdate()
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == ["next_review_on"]
