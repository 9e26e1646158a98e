"""One real object of each kind that an address can name."""

from django.contrib.auth.models import Group
from django.core import signing
from django.core.management import call_command
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Locale, Site

from accounts.models import User
from content.models import Clinician, ClinicImage, GlossaryTerm
from enquiries.models import Enquiry, EnquiryTopic, Holiday, ReplyTemplate
from tests.enquiries.filling_in import send
from tests.factories import make_home, make_source, make_treatments, make_trials


def make_objects() -> dict[str, object]:
    """Return the objects' keys by the words of `routes.MEANINGS`."""
    home = make_home()
    [page] = make_treatments(home)
    make_trials(home)
    revision = page.save_revision()
    call_command("setup_enquiries", verbosity=0)
    call_command("setup_roles", verbosity=0)
    assert send(Client()).status_code == 302
    enquiry = Enquiry.objects.get()
    locale = Locale.get_default()
    image = ClinicImage.objects.create(title="An image", file=get_test_image_file())
    words = {"word": "x", "word_page": "page", "word_delete": "delete", "word_source": "source"}
    return words | {
        "app": "content",
        "page_model": "treatmentpage",
        "settings_model": "clinicsettings",
        "wagtailcore": "wagtailcore",
        "none": 999_999,
        "page": page.pk,
        "index": page.get_parent().pk,
        "revision": revision.pk,
        "image": image.pk,
        "filter": "fill-10x10",
        "collection": Collection.get_first_root_node().add_child(name="Ours").pk,
        "redirect": Redirect.objects.create(old_path="/old", redirect_link="/new").pk,
        "site": Site.objects.get().pk,
        "locale": locale.pk,
        "source": make_source().pk,
        "glossaryterm": _term(locale),
        "clinician": _clinician(locale),
        "topic": EnquiryTopic.objects.first().pk,
        "template": ReplyTemplate.objects.first().pk,
        "holiday": Holiday.objects.create(day="2026-12-25", name="A day").pk,
        "purpose": "consent",
        "language": "en",
        "enquiry": enquiry.pk,
        "delivery": enquiry.deliveries.first().pk,
        "user": User.objects.create_user("somebody@example.org").pk,
        "group": Group.objects.get(name="Editor").pk,
        "token": signing.dumps(enquiry.pk.hex, salt="enquiries.confirmation"),
        "nct_id": "NCT00000001",
    }


def _term(locale: Locale) -> int:
    return GlossaryTerm.objects.create(term="t", slug="t", definition="d", locale=locale).pk


def _clinician(locale: Locale) -> int:
    return Clinician.objects.create(name="A", slug="a", role="Nurse", locale=locale).pk
