"""The graph of one page: the page, the clinic, and the way down to the page."""

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.models import BodyPage, Clinician, FaqIndexPage, FaqPage, HomePage
from content.structured_data.medical import MEDICAL_PAGES, subject, trial
from content.structured_data.shown import Shown, without_gaps


def page_graph(shown: Shown) -> dict:
    """Return the JSON-LD of a page."""
    nodes = [_page(shown), _clinic(shown), _website(shown), _breadcrumbs(shown)]
    return {"@context": "https://schema.org", "@graph": [node for node in nodes if node]}


def _page(shown: Shown) -> dict:
    page, person = shown.page, shown.person
    node = {
        "@type": _type(page),
        "@id": f"{shown.url}#page",
        "url": shown.url,
        "name": person.name if person else page.title,
        "description": "" if person else page.specific.summary,
        "inLanguage": page.locale.language_code,
        "isPartOf": {"@id": shown.website_id},
        "publisher": {"@id": shown.clinic_id},
    }
    if person:
        return without_gaps({**node, "mainEntity": _person(person)})
    return without_gaps({**node, **_checked(page), **_about(shown), **_questions(shown)})


def _type(page: Page) -> str:
    if isinstance(page, MEDICAL_PAGES):
        return "MedicalWebPage"
    return "FAQPage" if isinstance(page, FaqIndexPage) else "WebPage"


def _person(person: Clinician) -> dict:
    """As the page shows somebody; the demo's people say in their role that they are invented."""
    return without_gaps(
        {
            "@type": "Person",
            "name": person.name,
            "jobTitle": person.role,
            "description": person.credentials,
        }
    )


def _checked(page: Page) -> dict:
    """Who wrote and who reviewed a page, and when. Without both, there was no review."""
    if isinstance(page, HomePage):
        # The one page without the box that says so (components/review_box.html).
        return {}
    node = {}
    if page.author:
        # The box beside the text names an author by name and role alone.
        node["author"] = {**_person(page.author), "description": ""}
        node["author"] = without_gaps(node["author"])
    if page.reviewer and page.reviewed_on:
        node["reviewedBy"] = _person(page.reviewer)
        node["lastReviewed"] = page.reviewed_on.isoformat()
    if isinstance(page, BodyPage) and page.last_published_at:
        # These pages say at their foot when they were last changed.
        node["dateModified"] = timezone.localdate(page.last_published_at).isoformat()
    return node


def _about(shown: Shown) -> dict:
    page = shown.page
    if not isinstance(page, MEDICAL_PAGES):
        return {}
    return {
        "audience": {"@type": "Patient"},
        "about": subject(page),
        "mainEntity": trial(page),
    }


def _questions(shown: Shown) -> dict:
    """The questions with their short answers: on the index alone, which shows them all."""
    if not isinstance(shown.page, FaqIndexPage):
        return {}
    return {
        "mainEntity": [_question(faq) for group in shown.topics for faq in group["faqs"]],
    }


def _question(faq: FaqPage) -> dict:
    return {
        "@type": "Question",
        "name": faq.title,
        "acceptedAnswer": {"@type": "Answer", "text": faq.summary},
    }


def _clinic(shown: Shown) -> dict:
    clinic = shown.clinic
    node = {
        "@type": "MedicalClinic",
        "@id": shown.clinic_id,
        "name": clinic.clinic_name,
        "url": shown.home_url,
    }
    if isinstance(shown.page, HomePage):
        node |= {
            "telephone": clinic.telephone,
            "email": clinic.email,
            "address": " ".join(clinic.address.split()),
            "openingHours": clinic.opening_hours,
        }
    return without_gaps(node)


def _website(shown: Shown) -> dict:
    return {
        "@type": "WebSite",
        "@id": shown.website_id,
        "url": shown.home_url,
        "name": shown.clinic.clinic_name,
        "inLanguage": shown.home.locale.language_code,
        "publisher": {"@id": shown.clinic_id},
    }


def _breadcrumbs(shown: Shown) -> dict:
    """The way from home, with this page at its end; none on the home page itself."""
    above = [(crumb.title, crumb.get_full_url()) for crumb in shown.page.breadcrumbs]
    if above:
        above[0] = (_("Home"), above[0][1])
    if shown.person:
        above.append((shown.page.title, shown.page.get_full_url()))
    if not above:
        return {}
    name = shown.person.name if shown.person else shown.page.title
    return {
        "@type": "BreadcrumbList",
        "@id": f"{shown.url}#breadcrumbs",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": title, "item": address}
            for place, (title, address) in enumerate([*above, (name, shown.url)], 1)
        ],
    }
